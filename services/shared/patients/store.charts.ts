/** Rows of patients and visits with everything that settles them: read and written many at once, by few statements. */
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import type { Stamps } from '../../core/registers.ts';
import { rowsOf } from '../../core/rows.ts';
import type { Allergy, Place } from '../../links/statements/schema.ts';
import type { PersonFields, VisitClass, VisitFields, VisitMemory, WardBound } from './model.ts';
import { earlierMaster, newVisit, remembered } from './rules.visit.ts';
import { type Clock, overBefore } from './rules.ends.ts';
import { type Packed, pack, unpack } from './stamps.ts';
import { saveNames } from './store.names.ts';
import { type SealedColumns, sealedColumns } from './store.identity.ts';

/** A number's row while messages about it are settled. */
export interface Chart {
  readonly id: string;
  readonly number: string;
  /** The name whose keys are kept. */
  namedAs: string | null;
  canonicalId: string;
  mergedId: string | null;
  fields: PersonFields;
  sealed: SealedColumns;
  stamps: Stamps;
  changed: boolean;
}

/** A visit's row while messages about it are settled. */
export interface Stay {
  readonly id: string;
  readonly number: string;
  readonly saidPatientId: string;
  patientId: string;
  memory: VisitMemory;
  diagnosis: string | null;
  counts: boolean;
  told: boolean;
  /** The visit that swallowed this one or has another number now. */
  intoId: string | null;
  changed: boolean;
}

interface PatientRow extends SealedColumns {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly allergies: Allergy[] | null;
  readonly feeCategory: string | null;
  readonly namedAs: string | null;
  readonly stamps: Packed;
  readonly mergedId: string | null;
  readonly canonicalId: string;
}

const patientColumns = `id, number, name, sex, birth_date AS "birthDate", allergies, fee_category AS "feeCategory", named_as AS "namedAs", stamps, merged_id AS "mergedId", canonical_id AS "canonicalId",
  sealed_id_number AS "sealedIdNumber", id_number_index AS "idNumberIndex", sealed_phone AS "sealedPhone", phone_index AS "phoneIndex", phone_tail_index AS "phoneTailIndex",
  sealed_address AS "sealedAddress", sealed_guardian AS "sealedGuardian", sealed_guardian_phone AS "sealedGuardianPhone"`;

/**
 * All numbers of these people, locked until the transaction ends, and what `beside` reads behind the locks; numbers that nobody
 * had are made. Somebody else may just have made them too, so it is read again then.
 */
export async function openCharts<T>(tx: Tx, numbers: readonly string[], now: Date, beside: () => Promise<T>): Promise<{ readonly charts: Chart[]; readonly beside: T }> {
  const wanted = [...new Set(numbers)].sort();
  const [found, read] = await Promise.all([lockPeople(tx, wanted), beside()]);
  const missing = wanted.filter((number) => !found.some((row) => row.number === number));
  if (missing.length === 0) return { charts: found, beside: read };
  await tx.$executeRawUnsafe(
    `INSERT INTO patient (id, number, name, sex) SELECT id, number, '', 'U' FROM unnest($1::uuid[], $2::text[]) AS given(id, number) ON CONFLICT (number) DO NOTHING`,
    missing.map(() => newId(now.getTime())), missing,
  );
  return { charts: await lockPeople(tx, wanted), beside: await beside() };
}

async function lockPeople(tx: Tx, numbers: readonly string[]): Promise<Chart[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.$queryRawUnsafe<PatientRow[]>(
    `SELECT ${patientColumns} FROM patient WHERE canonical_id IN (SELECT canonical_id FROM patient WHERE number = ANY($1::text[])) ORDER BY number FOR UPDATE`, numbers);
  return rows.map(toChart);
}

function toChart({ id, number, name, sex, birthDate, allergies, feeCategory, namedAs, stamps, mergedId, canonicalId, ...sealed }: PatientRow): Chart {
  const fields: PersonFields = { name, sex: sex === 'M' || sex === 'F' ? sex : 'U', birthDate, allergies, feeCategory };
  return { id, number, namedAs, canonicalId, mergedId, fields, sealed, stamps: stampsOf(stamps, fields, sealed), changed: false };
}

/** Rows from before stamps were kept hold a master's word; an empty name and an unknown sex are nobody's word. */
function stampsOf(packed: Packed, fields: PersonFields, sealed: SealedColumns): Stamps {
  const stamps = unpack(packed);
  if (Object.keys(stamps).length > 0) return stamps;
  const known = Object.entries(fields).filter(([field, value]) => value !== null && value !== '' && !(field === 'sex' && value === 'U')).map(([field]) => field);
  const closed = Object.entries(sealedColumns).filter(([, column]) => sealed[column] !== null).map(([field]) => field);
  return Object.fromEntries([...known, ...closed].map((field) => [field, earlierMaster(new Date(0))]));
}

interface VisitRow extends Readonly<Record<WardBound, string | null>> {
  readonly id: string;
  readonly number: string;
  readonly patientId: string;
  readonly saidPatientId: string;
  readonly kind: string;
  readonly counts: boolean;
  readonly told: boolean;
  readonly intoId: string | null;
  readonly wardCode: string | null;
  readonly attending: string | null;
  readonly groupCode: string | null;
  readonly careLevel: string | null;
  readonly condition: string | null;
  readonly isolation: string | null;
  readonly feeCategory: string | null;
  readonly daySurgery: boolean | null;
  readonly disposition: string | null;
  readonly diagnosis: string | null;
  readonly plannedPlace: Place | null;
  readonly plannedAt: Date | null;
  readonly dischargePlannedAt: Date | null;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
  readonly asOf: Date;
  readonly stamps: Packed;
  readonly memory: Partial<Kept>;
}

/** What the column `memory` holds. */
interface Kept {
  readonly class: VisitClass | null;
  readonly admitted: boolean | null;
  readonly planned: boolean | null;
  readonly away: boolean | null;
  readonly wards: VisitMemory['wards'];
  readonly ties: VisitMemory['ties'];
}

const visitColumns = `v.id, v.number, v.patient_id AS "patientId", v.said_patient_id AS "saidPatientId", v.kind, v.counts, v.told, v.department_code AS "departmentCode", v.ward_code AS "wardCode",
  v.room, v.bed, v.facility, v.attending, v.nurse, v.group_code AS "groupCode", v.diagnosis, v.care_level AS "careLevel", v.condition, v.isolation, v.fee_category AS "feeCategory",
  v.day_surgery AS "daySurgery", v.disposition, v.planned_place AS "plannedPlace", v.planned_at AS "plannedAt", v.discharge_planned_at AS "dischargePlannedAt", v.into_id AS "intoId", v.admitted_at AS "admittedAt", v.discharged_at AS "dischargedAt", v.as_of AS "asOf", v.stamps, v.memory`;

/**
 * Where she is: what counts; in a bed before in a clinic, whose visits nobody ends, before expected before gone; the latest.
 * In every `ORDER BY` that asks for it.
 */
export const whereNow = `v.counts DESC, CASE WHEN v.state = 'cancelled' THEN 4 WHEN v.discharged_at IS NOT NULL THEN 3 WHEN v.state = 'planned' THEN 2 WHEN v.kind = 'inpatient' THEN 0 ELSE 1 END, v.as_of DESC, v.id DESC`;

/** The same at a moment, for whoever has to be told: clinic and emergency visits that nobody ended are gone by then (`rules.ends.ts`). */
export function whereAt(clock: Clock): string {
  const { clinic, emergency } = overBefore(clock);
  const begun = 'coalesce(v.admitted_at, v.as_of)';
  const over = `v.discharged_at IS NOT NULL OR (v.kind IN ('outpatient', 'check-up') AND ${begun} < '${clinic.toISOString()}') OR (v.kind = 'emergency' AND ${begun} < '${emergency.toISOString()}')`;
  return `v.counts DESC, CASE WHEN v.state = 'cancelled' THEN 4 WHEN v.state = 'planned' THEN 2 WHEN ${over} THEN 3 WHEN v.kind = 'inpatient' THEN 0 ELSE 1 END, v.as_of DESC, v.id DESC`;
}

/** Visits of these numbers, whoever's; and of each person behind these numbers of patients the one where she is. */
export async function openStays(tx: Tx, numbers: readonly string[], patients: readonly string[]): Promise<Stay[]> {
  if (patients.length === 0) return [];
  const rows = await tx.$queryRawUnsafe<VisitRow[]>(
    `SELECT ${visitColumns} FROM visit v WHERE v.number = ANY($1::text[])
     UNION ALL
     SELECT ${visitColumns} FROM (SELECT DISTINCT canonical_id AS id FROM patient WHERE number = ANY($2::text[])) AS person CROSS JOIN LATERAL (SELECT * FROM visit v WHERE v.patient_id = person.id ORDER BY ${whereNow} LIMIT 1) v
      WHERE v.number <> ALL($1::text[])`,
    [...numbers], [...patients]);
  return rows.map(toStay);
}

function toStay(row: VisitRow): Stay {
  const { id, number, patientId, saidPatientId, diagnosis, counts, told, intoId } = row;
  return { id, number, patientId, saidPatientId, diagnosis, counts, told, intoId, memory: memoryOf(row), changed: false };
}

const classes: readonly string[] = ['inpatient', 'outpatient', 'emergency', 'pre-admission', 'check-up'];

function memoryOf({ kind, wardCode, asOf, stamps, memory, ...row }: VisitRow): VisitMemory {
  const columns = {
    departmentCode: row.departmentCode, room: row.room, bed: row.bed, facility: row.facility, nurse: row.nurse, attending: row.attending, groupCode: row.groupCode, careLevel: row.careLevel,
    condition: row.condition, isolation: row.isolation, feeCategory: row.feeCategory, daySurgery: row.daySurgery, disposition: row.disposition, plannedPlace: row.plannedPlace, plannedAt: row.plannedAt, dischargePlannedAt: row.dischargePlannedAt,
    admittedAt: row.admittedAt, dischargedAt: row.dischargedAt,
  };
  const unpacked = unpack(stamps);
  if (Object.keys(unpacked).length === 0) {
    const known = classes.includes(kind) ? (kind as VisitClass) : 'inpatient';
    return remembered({ ...columns, class: known, admitted: known === 'pre-admission' ? null : true, planned: known === 'pre-admission' ? true : null, away: null }, wardCode, asOf);
  }
  const { wards = {}, ties = {}, class: told = null, admitted = null, planned = null, away = null } = memory;
  return { fields: { ...columns, class: told, admitted, planned, away } satisfies VisitFields, stamps: unpacked, wards, ties };
}

export function freshStay(number: string, { id, canonicalId }: Chart, now: Date): Stay {
  return { id: newId(now.getTime()), number, saidPatientId: id, patientId: canonicalId, memory: newVisit, diagnosis: null, counts: true, told: false, intoId: null, changed: true };
}

const patientRows = rowsOf('patient', {
  id: 'uuid', number: 'text', name: 'text', sex: 'text', birthDate: 'timestamptz', allergies: 'jsonb', feeCategory: 'text', namedAs: 'text', stamps: 'jsonb', mergedId: 'uuid', canonicalId: 'uuid',
  sealedIdNumber: 'text', idNumberIndex: 'text', sealedPhone: 'text', phoneIndex: 'text', phoneTailIndex: 'text', sealedAddress: 'text', sealedGuardian: 'text', sealedGuardianPhone: 'text',
});

export async function saveCharts(tx: Tx, charts: readonly Chart[]): Promise<void> {
  await keepNames(tx, charts);
  const rows = charts.filter(({ changed }) => changed).map(({ id, number, namedAs, canonicalId, mergedId, fields, sealed, stamps }) => ({ id, number, namedAs, canonicalId, mergedId, ...fields, ...sealed, stamps: pack(stamps) }));
  await patientRows.put(tx, rows, ['id']);
  for (const chart of charts) chart.changed = false;
}

/** New names only: most messages say the one that is known. */
async function keepNames(tx: Tx, charts: readonly Chart[]): Promise<void> {
  const renamed = charts.filter(({ changed, namedAs, fields }) => changed && (fields.name ?? '') !== '' && fields.name !== namedAs);
  await saveNames(tx, renamed.map(({ id, fields }) => ({ patientId: id, name: fields.name ?? '' })));
  for (const chart of renamed) chart.namedAs = chart.fields.name ?? null;
}

const visitRows = rowsOf('visit', {
  id: 'uuid', number: 'text', patientId: 'uuid', saidPatientId: 'uuid', kind: 'text', state: 'text', counts: 'boolean', told: 'boolean', departmentCode: 'text', wardCode: 'text', room: 'text', bed: 'text',
  facility: 'text', attending: 'text', nurse: 'text', groupCode: 'text', diagnosis: 'text', careLevel: 'text', condition: 'text', isolation: 'text', feeCategory: 'text', daySurgery: 'boolean',
  disposition: 'text', plannedPlace: 'jsonb', plannedAt: 'timestamptz', dischargePlannedAt: 'timestamptz', intoId: 'uuid', admittedAt: 'timestamptz', dischargedAt: 'timestamptz', asOf: 'timestamptz', stamps: 'jsonb', memory: 'jsonb',
});

export async function saveStays(tx: Tx, stays: readonly Stay[], viewOf: (memory: VisitMemory) => { kind: string; state: string; wardCode: string | null; asOf: Date }): Promise<void> {
  const rows = stays.filter(({ changed }) => changed).map(({ id, number, patientId, saidPatientId, memory, diagnosis, counts, told, intoId }) => {
    const { kind, state, wardCode, asOf } = viewOf(memory);
    const { class: said, admitted, planned, away, ...columns } = memory.fields;
    const kept: Kept = { class: said, admitted, planned, away, wards: memory.wards, ties: memory.ties };
    return { id, number, patientId, saidPatientId, kind, state, counts, told, intoId, wardCode, diagnosis, asOf, ...columns, stamps: pack(memory.stamps), memory: kept };
  });
  await visitRows.put(tx, rows, ['id']);
  for (const stay of stays) stay.changed = false;
}

/** Once a master told a visit of a person, what was merely mentioned does not count. */
export async function discountMentions(tx: Tx, people: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE visit SET counts = FALSE WHERE patient_id = ANY(${[...people]}::uuid[]) AND NOT told AND counts`;
}

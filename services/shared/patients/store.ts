/** What other modules read of patients and visits. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { Clock } from './rules.ends.ts';
import { whereAt } from './store.charts.ts';

export interface PatientRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | undefined;
}

export interface VisitRow {
  readonly id: string;
  readonly patientId: string;
  readonly number: string;
  /** As `VisitKind`. */
  readonly kind: string;
  /** As `VisitState`. */
  readonly state: string;
  readonly departmentCode: string | undefined;
  readonly wardCode: string | undefined;
  readonly bed: string | undefined;
  readonly attending: string | undefined;
  readonly nurse: string | undefined;
  readonly groupCode: string | undefined;
  /** When it began; when it was told last, where nobody said. */
  readonly since: Date;
}

export async function findPatient(tx: Tx, id: string): Promise<PatientRow | undefined> {
  const row = await tx.patient.findUnique({ where: { id }, select: { id: true, number: true, name: true, sex: true, birthDate: true } });
  return row === null ? undefined : toPatient(row);
}

/**
 * Patients with their rows locked until the transaction ends: whatever is written about a patient gets its number in
 * the order in which it is committed, so that a reader who remembers the last number misses nothing. By number, as the
 * intake locks them, so that neither waits for the other in a circle. `free`: only those whom nobody else holds just now.
 */
export async function lockPatients(tx: Tx, by: { readonly ids: readonly string[]; readonly free?: boolean } | { readonly number: string }): Promise<PatientRow[]> {
  const where = 'ids' in by ? Prisma.sql`id = ANY(${[...by.ids]}::uuid[])` : Prisma.sql`number = ${by.number}`;
  const free = 'ids' in by && by.free === true ? Prisma.sql`SKIP LOCKED` : Prisma.empty;
  const rows = await tx.$queryRaw<RawPatient[]>`
    SELECT id, number, name, sex, birth_date AS "birthDate" FROM patient WHERE ${where} ORDER BY number FOR UPDATE ${free}`;
  return rows.map(toPatient);
}

/**
 * Subselect of the ids of all numbers of the person that a number belongs to: `patient_id IN (…)`. Clinical rows keep
 * the number they were told for (ADR 0010), so whoever reads a person's rows asks for all of them.
 */
export function numbersOf(patientId: string): Prisma.Sql {
  return Prisma.sql`(SELECT n.id FROM patient n WHERE n.canonical_id = (SELECT c.canonical_id FROM patient c WHERE c.id = ${patientId}::uuid))`;
}

/** The same as a list; the number itself where nobody knows it. */
export async function personIds(tx: Tx, patientId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM patient WHERE id IN ${numbersOf(patientId)} ORDER BY id`;
  return rows.length === 0 ? [patientId] : rows.map(({ id }) => id);
}

/** Row of the person behind a number: the number that stays. */
export async function personOf(tx: Tx, patientId: string): Promise<string> {
  return (await tx.patient.findUnique({ where: { id: patientId }, select: { canonicalId: true } }))?.canonicalId ?? patientId;
}

/** The person as the number that stays tells her: whoever was brought in without a name has one once the two are one. */
export async function findPersonOf(tx: Tx, patientId: string): Promise<PatientRow | undefined> {
  const [row] = await tx.$queryRaw<RawPatient[]>`
    SELECT p.id, p.number, p.name, p.sex, p.birth_date AS "birthDate" FROM patient c JOIN patient p ON p.id = c.canonical_id WHERE c.id = ${patientId}::uuid`;
  return row === undefined ? undefined : toPatient(row);
}

type RawPatient = Omit<PatientRow, 'birthDate'> & { readonly birthDate: Date | null };

const toPatient = (row: RawPatient): PatientRow => ({ ...row, birthDate: row.birthDate ?? undefined });

const visitColumns = Prisma.raw(`v.id, v.patient_id AS "patientId", v.number, v.kind, v.state, v.department_code AS "departmentCode", v.ward_code AS "wardCode", v.bed, v.attending, v.nurse, v.group_code AS "groupCode", coalesce(v.admitted_at, v.as_of) AS since`);

export async function findVisit(tx: Tx, id: string): Promise<VisitRow | undefined> {
  return (await findVisits(tx, [id])).get(id);
}

/** Whoever they are under the number that stays; by the ids that were asked for. */
export async function findPeopleOf(tx: Tx, patientIds: readonly string[]): Promise<Map<string, PatientRow>> {
  if (patientIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(RawPatient & { readonly asked: string })[]>`
    SELECT c.id AS asked, p.id, p.number, p.name, p.sex, p.birth_date AS "birthDate" FROM patient c JOIN patient p ON p.id = c.canonical_id WHERE c.id = ANY(${[...new Set(patientIds)]}::uuid[])`;
  return new Map(rows.map(({ asked, ...row }) => [asked, toPatient(row)]));
}

/** By their ids. */
export async function findVisits(tx: Tx, ids: readonly string[]): Promise<Map<string, VisitRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<RawVisit[]>`SELECT ${visitColumns} FROM visit v WHERE v.id = ANY(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, toVisit(row)]));
}

/** Where the person is now, or was last; under whichever number. A mention counts while no master told a visit, a visit taken back never. */
export async function latestVisit(tx: Tx, patientId: string, clock: Clock): Promise<VisitRow | undefined> {
  return (await latestVisits(tx, [patientId], clock)).get(patientId);
}

/** The same of many, by the ids that were asked for. */
export async function latestVisits(tx: Tx, patientIds: readonly string[], clock: Clock): Promise<Map<string, VisitRow>> {
  if (patientIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(RawVisit & { readonly asked: string })[]>`
    SELECT c.id AS asked, v.* FROM patient c CROSS JOIN LATERAL (
      SELECT ${visitColumns} FROM visit v WHERE v.patient_id = c.canonical_id AND v.counts ORDER BY ${Prisma.raw(whereAt(clock))} LIMIT 1) v
     WHERE c.id = ANY(${[...new Set(patientIds)]}::uuid[])`;
  return new Map(rows.map(({ asked, ...row }) => [asked, toVisit(row)]));
}

/** Who lies in a ward now, by bed. */
export async function visitsInWard(tx: Tx, ward: string): Promise<VisitRow[]> {
  const rows = await tx.$queryRaw<RawVisit[]>`SELECT ${visitColumns} FROM visit v WHERE v.ward_code = ${ward} AND v.counts AND v.kind = 'inpatient' AND v.state IN ('here', 'away') ORDER BY v.bed, v.id LIMIT 200`;
  return rows.map(toVisit);
}

type RawVisit = { readonly [K in keyof VisitRow]: VisitRow[K] extends Date ? Date : undefined extends VisitRow[K] ? string | null : string };

function toVisit(row: RawVisit): VisitRow {
  return {
    id: row.id,
    patientId: row.patientId,
    number: row.number,
    kind: row.kind,
    state: row.state,
    departmentCode: row.departmentCode ?? undefined,
    wardCode: row.wardCode ?? undefined,
    bed: row.bed ?? undefined,
    attending: row.attending ?? undefined,
    nurse: row.nurse ?? undefined,
    groupCode: row.groupCode ?? undefined,
    since: row.since,
  };
}

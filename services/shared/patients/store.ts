/** What other modules read of patients and visits. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { whereNow } from './store.charts.ts';

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
  readonly departmentCode: string | undefined;
  readonly wardCode: string | undefined;
  readonly bed: string | undefined;
  readonly attending: string | undefined;
  readonly nurse: string | undefined;
}

export async function findPatient(tx: Tx, id: string): Promise<PatientRow | undefined> {
  const row = await tx.patient.findUnique({ where: { id }, select: { id: true, number: true, name: true, sex: true, birthDate: true } });
  return row === null ? undefined : { ...row, birthDate: row.birthDate ?? undefined };
}

/**
 * The patient with the row locked until the transaction ends: whatever is written about a patient gets its number in
 * the order in which it is committed, so that a reader who remembers the last number misses nothing.
 */
export async function lockPatient(tx: Tx, by: { readonly id: string } | { readonly number: string }): Promise<PatientRow | undefined> {
  const where = 'id' in by ? Prisma.sql`id = ${by.id}::uuid` : Prisma.sql`number = ${by.number}`;
  const rows = await tx.$queryRaw<(Omit<PatientRow, 'birthDate'> & { readonly birthDate: Date | null })[]>`
    SELECT id, number, name, sex, birth_date AS "birthDate" FROM patient WHERE ${where} FOR UPDATE`;
  return rows[0] === undefined ? undefined : { ...rows[0], birthDate: rows[0].birthDate ?? undefined };
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

export async function findVisit(tx: Tx, id: string): Promise<VisitRow | undefined> {
  const row = await tx.visit.findUnique({ where: { id } });
  return row === null ? undefined : toVisit(row);
}

/** Where the person is now, or was last; under whichever number. A mention counts while no master told a visit, a visit taken back never. */
export async function latestVisit(tx: Tx, patientId: string): Promise<VisitRow | undefined> {
  const rows = await tx.$queryRaw<RawVisit[]>`
    SELECT v.id, v.patient_id AS "patientId", v.number, v.department_code AS "departmentCode", v.ward_code AS "wardCode", v.bed, v.attending, v.nurse
      FROM visit v WHERE v.patient_id = (SELECT c.canonical_id FROM patient c WHERE c.id = ${patientId}::uuid) AND v.counts ORDER BY ${Prisma.raw(whereNow)} LIMIT 1`;
  return rows[0] === undefined ? undefined : toVisit(rows[0]);
}

type RawVisit = { readonly [K in keyof VisitRow]: undefined extends VisitRow[K] ? string | null : string };

function toVisit(row: RawVisit): VisitRow {
  return {
    id: row.id,
    patientId: row.patientId,
    number: row.number,
    departmentCode: row.departmentCode ?? undefined,
    wardCode: row.wardCode ?? undefined,
    bed: row.bed ?? undefined,
    attending: row.attending ?? undefined,
    nurse: row.nurse ?? undefined,
  };
}

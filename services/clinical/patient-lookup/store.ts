/**
 * Stays in the reader's scope. Reads the rows of the patients' and the directory's tables: the scope is a condition in the
 * query itself, so lists, counts, search and pages obey it together.
 */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';

const { sql } = Prisma;

export interface StayRow {
  readonly patientId: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly bed: string | null;
  readonly place: string | null;
  readonly doctor: string | null;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
}

/** What a row of a list shows, over `visit v` and what `joined` adds. */
export const stayColumns = sql`p.id AS "patientId", p.number, p.name, p.sex, p.birth_date AS "birthDate", v.bed, coalesce(w.name, d.name) AS place, a.name AS doctor, v.admitted_at AS "admittedAt", v.discharged_at AS "dischargedAt"`;

export const joined = sql`JOIN patient p ON p.id = v.patient_id LEFT JOIN ward w ON w.code = v.ward_code LEFT JOIN department d ON d.code = coalesce(v.department_code, w.department_code) LEFT JOIN staff a ON a.number = v.attending`;

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** By ward and bed as one walks the ward; clinics by time, latest first. `where` is over `visit v` and `patient p`. */
export async function findStays(tx: Tx, where: Prisma.Sql, kind: 'inpatient' | 'discharged' | 'outpatient', { limit, offset }: Page): Promise<StayRow[]> {
  const order = kind === 'inpatient' ? sql`v.ward_code NULLS LAST, length(v.bed), v.bed, v.id` : sql`coalesce(v.discharged_at, v.admitted_at, v.as_of) DESC, v.id`;
  return tx.$queryRaw<StayRow[]>`
    SELECT ${stayColumns} FROM visit v ${joined} WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`;
}

export async function countStays(tx: Tx, where: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM visit v ${joined} WHERE ${where}`;
  return row?.total ?? 0;
}

export async function countWards(tx: Tx, where: Prisma.Sql): Promise<{ code: string; name: string; count: number }[]> {
  return tx.$queryRaw`SELECT w.code, w.name, count(*)::int AS count FROM visit v ${joined} WHERE ${where} AND w.code IS NOT NULL GROUP BY w.code, w.name ORDER BY w.code`;
}

export interface VisitRow {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly department: string | null;
  readonly place: string | null;
  readonly bed: string | null;
  readonly doctor: string | null;
  readonly nurse: string | null;
  readonly group: string | null;
  readonly diagnosis: string | null;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
}

/** All stays of one patient, newest first; whether the reader may is decided before. */
export async function visitsOf(tx: Tx, patientId: string): Promise<VisitRow[]> {
  return tx.$queryRaw<VisitRow[]>`
    SELECT v.id, v.number, v.kind, d.name AS department, w.name AS place, v.bed, a.name AS doctor, n.name AS nurse, g.name AS "group", v.diagnosis, v.admitted_at AS "admittedAt", v.discharged_at AS "dischargedAt"
      FROM visit v ${joined} LEFT JOIN staff n ON n.number = v.nurse LEFT JOIN medical_group g ON g.code = v.group_code
     WHERE v.patient_id = ${patientId}::uuid ORDER BY coalesce(v.admitted_at, v.as_of) DESC, v.id LIMIT 50`;
}

/**
 * Stays in the reader's scope. Reads the rows of the patients' and the directory's tables: the scope is a condition in the
 * query itself, so lists, counts, search and pages obey it together.
 */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { rowsOfName } from '../../shared/patients/index.ts';

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
  readonly feeCategory: string | null;
}

/** What a row of a list shows, over `visit v` and what `joined` adds. */
export const stayColumns = sql`p.id AS "patientId", p.number, p.name, p.sex, p.birth_date AS "birthDate", v.bed, coalesce(w.name, d.name) AS place, a.name AS doctor, v.admitted_at AS "admittedAt", v.discharged_at AS "dischargedAt", coalesce(v.fee_category, p.fee_category) AS "feeCategory"`;

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
  readonly ward: string | null;
  readonly bed: string | null;
  readonly doctor: string | null;
  readonly nurse: string | null;
  readonly group: string | null;
  readonly diagnosis: string | null;
  readonly careLevel: string | null;
  readonly condition: string | null;
  readonly isolation: string | null;
  readonly feeCategory: string | null;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
}

/** All stays of one patient, newest first; whether the reader may is decided before. */
export async function visitsOf(tx: Tx, patientId: string): Promise<VisitRow[]> {
  return tx.$queryRaw<VisitRow[]>`
    SELECT v.id, v.number, v.kind, d.name AS department, w.name AS place, w.code AS ward, v.bed, a.name AS doctor, n.name AS nurse, g.name AS "group", v.diagnosis, v.care_level AS "careLevel", v.condition, v.isolation, coalesce(v.fee_category, p.fee_category) AS "feeCategory", v.admitted_at AS "admittedAt", v.discharged_at AS "dischargedAt"
      FROM visit v ${joined} LEFT JOIN staff n ON n.number = v.nurse LEFT JOIN medical_group g ON g.code = v.group_code
     WHERE v.patient_id = ${patientId}::uuid AND v.counts ORDER BY coalesce(v.admitted_at, v.as_of) DESC, v.id LIMIT 50`;
}

/** Other people called the same, among `visible` (a subselect of ids): a wrong one is not opened by mistake where somebody knows that there are two. */
export async function countNamesakes(tx: Tx, patientId: string, name: string, visible: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT o.canonical_id)::int AS count FROM patient_name n JOIN patient o ON o.id = n.patient_id
     WHERE n.name = ${rowsOfName({ patientId, name })[0]?.name ?? ''} AND n.name <> '' AND o.canonical_id <> (SELECT p.canonical_id FROM patient p WHERE p.id = ${patientId}::uuid) AND o.canonical_id IN ${visible}`;
  return row?.count ?? 0;
}

export async function allergiesOf(tx: Tx, patientId: string): Promise<unknown> {
  return (await tx.patient.findUnique({ where: { id: patientId }, select: { allergies: true } }))?.allergies ?? null;
}

export interface PlannedStay {
  readonly patientId: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly visit: string;
  readonly visitId: string;
  readonly department: string | null;
  readonly place: string | null;
  readonly bed: string | null;
  readonly doctor: string | null;
  readonly diagnosis: string | null;
  readonly daySurgery: boolean;
  readonly plannedAt: Date | null;
  readonly operationAt: Date | null;
  readonly operation: string | null;
  readonly hasOperation: boolean;
  readonly orders: number;
  readonly done: number;
}

/** Booked and not here yet, by the day they are to come; day surgery also while it is under way. `where` is over `visit v`. */
export async function plannedStays(tx: Tx, where: Prisma.Sql, limit: number): Promise<PlannedStay[]> {
  return tx.$queryRaw<PlannedStay[]>`
    SELECT p.id AS "patientId", p.number, p.name, p.sex, p.birth_date AS "birthDate", v.number AS visit, v.id AS "visitId", d.name AS department, coalesce(pw.name, w.name) AS place, coalesce(v.planned_place->>'bed', v.bed) AS bed, a.name AS doctor, v.diagnosis,
           (v.kind = 'day-surgery' OR coalesce(v.day_surgery, FALSE)) AS "daySurgery", coalesce(v.planned_at, v.admitted_at) AS "plannedAt",
           o.planned_from AS "operationAt", coalesce(o.name, o.procedure->>'text') AS operation, o.id IS NOT NULL AS "hasOperation", coalesce(n.orders, 0) AS orders, coalesce(n.done, 0) AS done
      FROM visit v ${joined} LEFT JOIN ward pw ON pw.code = v.planned_place->>'ward'
      LEFT JOIN LATERAL (SELECT o.id, o.planned_from, o.name, o.procedure FROM operation o WHERE o.visit_id = v.id AND coalesce(o.state, 'planned') <> 'cancelled' ORDER BY o.planned_from NULLS LAST LIMIT 1) o ON TRUE
      LEFT JOIN LATERAL (SELECT count(*)::int AS orders, count(*) FILTER (WHERE c.state = 'completed' OR EXISTS (SELECT 1 FROM order_execution x WHERE x.patient_id = c.patient_id AND x.order_number = c.number AND x.state IN ('dispensed', 'given', 'done')))::int AS done
          FROM clinical_order c WHERE c.visit_id = v.id AND coalesce(c.state, 'ordered') NOT IN ('cancelled', 'refused')) n ON TRUE
     WHERE ${where} ORDER BY coalesce(v.planned_at, v.admitted_at) NULLS LAST, v.id LIMIT ${limit}`;
}

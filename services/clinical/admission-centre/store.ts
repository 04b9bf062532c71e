/** The module's own rows, and the bookings they are about. What was typed and what the hospital says is sealed. */
import { Prisma, type AdmissionRequest as Row } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import { sealedText, tableOf } from '../../core/sealed.ts';
import { type Place, type Request, requestKinds, requestStates } from './model.ts';

const { sql } = Prisma;
const whyText = sealedText('sealed_why', 'admission-request.why');
const reasonText = sealedText('sealed_reason', 'admission-request.reason');

export const sealedRequests = tableOf('admission_request', whyText, reasonText);

export async function placesOf(tx: Tx): Promise<Place[]> {
  return (await tx.admissionPlace.findMany({ orderBy: { departmentCode: 'asc' } })).map(({ departmentCode: department, beds }) => ({ department, beds }));
}

/** What it was before. */
export async function savePlace(tx: Tx, department: string, beds: number | null, by: string, at: Date): Promise<number | null> {
  const before = (await tx.admissionPlace.findUnique({ where: { departmentCode: department } }))?.beds ?? null;
  if (beds === null) await tx.admissionPlace.deleteMany({ where: { departmentCode: department } });
  else await tx.admissionPlace.upsert({ where: { departmentCode: department }, create: { departmentCode: department, beds, changedAt: at, changedBy: by }, update: { beds, changedAt: at, changedBy: by } });
  return before;
}

function toRequest(seal: Seal, { sealedWhy, sealedReason, staffNumber, kind, state, ...row }: Row): Request {
  return {
    ...row, by: staffNumber, kind: requestKinds.find((each) => each === kind) ?? 'reschedule', state: requestStates.find((each) => each === state) ?? 'failed',
    why: whyText.open(seal, row.id, sealedWhy), reason: reasonText.open(seal, row.id, sealedReason),
  };
}

/** Newest first. */
export async function requestsOf(tx: Tx, seal: Seal, visitId: string): Promise<Request[]> {
  return (await tx.admissionRequest.findMany({ where: { visitId }, orderBy: [{ askedAt: 'desc' }, { id: 'desc' }] })).map((row) => toRequest(seal, row));
}

export async function findRequest(tx: Tx, seal: Seal, id: string): Promise<Request | undefined> {
  const row = await tx.admissionRequest.findUnique({ where: { id } });
  return row === null ? undefined : toRequest(seal, row);
}

export async function loadForChange(tx: Tx, seal: Seal, id: string): Promise<Request | undefined> {
  await lockRow(tx, 'admission_request', id);
  return findRequest(tx, seal, id);
}

export async function insertRequest(tx: Tx, seal: Seal, { id, by, why, reason: _reason, ...row }: Request): Promise<void> {
  await tx.admissionRequest.create({ data: { ...row, id, staffNumber: by, sealedWhy: whyText.close(seal, id, why) } });
}

export async function saveOutcome(tx: Tx, seal: Seal, { id, state, code, reason }: Request): Promise<void> {
  await tx.admissionRequest.update({ where: { id }, data: { state, code, sealedReason: reasonText.close(seal, id, reason) } });
}

/** What is asked of one day goes one after the other: two who move somebody to the last bed at once are not both let. */
export async function lockDepartment(tx: Tx, department: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`admission-centre:${department}`}, 0))`;
}

export interface Booking {
  readonly visitId: string;
  readonly visit: string;
  readonly patientId: string;
  readonly patientNumber: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly departmentCode: string | null;
  readonly department: string | null;
  readonly place: string | null;
  readonly bed: string | null;
  readonly doctor: string | null;
  readonly diagnosis: string | null;
  readonly plannedAt: Date | null;
  readonly operationAt: Date | null;
  readonly operation: string | null;
  readonly hasOperation: boolean;
  readonly booked: boolean;
}

/** A booking, or a stay that was one. */
export async function findBooking(tx: Tx, visitId: string): Promise<Booking | undefined> {
  const [row] = await tx.$queryRaw<Booking[]>`
    SELECT v.id AS "visitId", v.number AS visit, p.id AS "patientId", p.number AS "patientNumber", p.name, p.sex, p.birth_date AS "birthDate", coalesce(v.department_code, pw.department_code) AS "departmentCode", d.name AS department,
           coalesce(pw.name, w.name) AS place, coalesce(v.planned_place->>'bed', v.bed) AS bed, a.name AS doctor, v.diagnosis, v.planned_at AS "plannedAt",
           o.planned_from AS "operationAt", coalesce(o.name, o.procedure->>'text') AS operation, o.id IS NOT NULL AS "hasOperation", (v.counts AND v.state = 'planned') AS booked
      FROM visit v JOIN patient p ON p.id = v.patient_id LEFT JOIN ward w ON w.code = v.ward_code LEFT JOIN ward pw ON pw.code = v.planned_place->>'ward'
      LEFT JOIN department d ON d.code = coalesce(v.department_code, pw.department_code) LEFT JOIN staff a ON a.number = v.attending
      LEFT JOIN LATERAL (SELECT o.id, o.planned_from, o.name, o.procedure FROM operation o WHERE o.visit_id = v.id AND coalesce(o.state, 'planned') <> 'cancelled' ORDER BY o.planned_from NULLS LAST LIMIT 1) o ON TRUE
     WHERE v.id = ${visitId}::uuid`;
  return row;
}

/** What was ordered with the booking, and whether it is done. */
export async function preOrdersOf(tx: Tx, visitId: string): Promise<{ name: string; done: boolean }[]> {
  return tx.$queryRaw`
    SELECT coalesce(c.name, '') AS name, (c.state = 'completed' OR EXISTS (SELECT 1 FROM order_execution x WHERE x.patient_id = c.patient_id AND x.order_number = c.number AND x.state IN ('dispensed', 'given', 'done'))) AS done
      FROM clinical_order c WHERE c.visit_id = ${visitId}::uuid AND coalesce(c.state, 'ordered') NOT IN ('cancelled', 'refused') ORDER BY c.ordered_at NULLS LAST, c.id LIMIT 50`;
}

export interface DayCount {
  readonly department: string;
  /** `2026-11-21` in the hospital. */
  readonly day: string;
  readonly count: number;
}

/** Booked and not here yet, by department and day. Numbers only. `but`: this booking is not counted. */
export async function countBooked(tx: Tx, { from, until, department, but }: { readonly from: Date; readonly until: Date; readonly department?: string; readonly but?: string }): Promise<DayCount[]> {
  return tx.$queryRaw<DayCount[]>`
    SELECT coalesce(v.department_code, pw.department_code) AS department, to_char(v.planned_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, count(*)::int AS count
      FROM visit v LEFT JOIN ward pw ON pw.code = v.planned_place->>'ward'
     WHERE v.counts AND v.state = 'planned' AND v.planned_at >= ${from}::timestamptz AND v.planned_at < ${until}::timestamptz
       AND ${department === undefined ? sql`coalesce(v.department_code, pw.department_code) IS NOT NULL` : sql`coalesce(v.department_code, pw.department_code) = ${department}`} ${but === undefined ? sql`` : sql`AND v.id <> ${but}::uuid`}
     GROUP BY 1, 2`;
}

/** Departments that have a ward. */
export async function departmentsWithBeds(tx: Tx): Promise<{ code: string; name: string }[]> {
  return tx.$queryRaw`SELECT d.code, d.name FROM department d WHERE d.active AND EXISTS (SELECT 1 FROM ward w WHERE w.department_code = d.code AND w.active) ORDER BY d.name, d.code`;
}

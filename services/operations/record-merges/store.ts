/** What the page reads: records by what somebody typed, what stands under a number, merges as they happened. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { KeyRing } from '../../core/seal.ts';
import { lookUp, nameCandidates } from '../../shared/patients/index.ts';
import type { Counts } from './model.ts';
import { isName } from './rules.ts';

const { sql } = Prisma;

export interface RecordRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly into: string | null;
  readonly visits: number;
  readonly lastVisitAt: Date | null;
}

/** By a number in full (patient, visit, identity card, telephone) or a name. */
export async function findRecords(tx: Tx, seal: KeyRing, text: string, limit: number): Promise<RecordRow[]> {
  const ids = isName(text) ? sql`SELECT c.patient_id FROM (${nameCandidates({ by: 'name', name: text }, limit)}) c ORDER BY c.rank LIMIT ${limit}` : await byNumber(tx, seal, text);
  return tx.$queryRaw`
    SELECT p.id, p.number, p.name, p.sex, p.birth_date AS "birthDate", CASE WHEN p.canonical_id <> p.id THEN c.number END AS into,
           coalesce(v.visits, 0)::int AS visits, v.last AS "lastVisitAt"
      FROM patient p LEFT JOIN patient c ON c.id = p.canonical_id
      LEFT JOIN LATERAL (SELECT count(*) AS visits, max(coalesce(admitted_at, planned_at, as_of)) AS last FROM visit WHERE said_patient_id = p.id) v ON true
     WHERE p.id IN (${ids}) ORDER BY p.name, p.birth_date NULLS LAST, p.number LIMIT ${limit}`;
}

async function byNumber(tx: Tx, seal: KeyRing, text: string): Promise<Prisma.Sql> {
  const known = [...(await lookUp(tx, seal, 'idNumber', text)), ...(await lookUp(tx, seal, 'phone', text))];
  return sql`SELECT id FROM patient WHERE number = ${text} UNION SELECT said_patient_id FROM visit WHERE number = ${text} UNION SELECT unnest(${known}::uuid[])`;
}

export interface Side {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly person: string;
}

export async function sideOf(tx: Tx, number: string): Promise<Side | undefined> {
  const row = await tx.patient.findUnique({ where: { number }, select: { id: true, number: true, name: true, sex: true, birthDate: true, canonicalId: true } });
  return row === null ? undefined : { ...row, person: row.canonicalId ?? row.id };
}

/** The number and whatever was merged into it: all of them go with it. */
export async function withWhatHangsOn(tx: Tx, id: string): Promise<{ id: string; number: string }[]> {
  return tx.$queryRaw`
    WITH RECURSIVE hang AS (SELECT id, number FROM patient WHERE id = ${id}::uuid UNION SELECT p.id, p.number FROM patient p JOIN hang h ON p.merged_id = h.id)
    SELECT id, number FROM hang ORDER BY number`;
}

export async function countsOf(tx: Tx, ids: readonly string[]): Promise<Counts> {
  const of = sql`ANY(${[...ids]}::uuid[])`;
  const [counts] = await tx.$queryRaw<Counts[]>`
    SELECT (SELECT count(*)::int FROM visit WHERE said_patient_id = ${of}) AS visits,
           (SELECT count(*)::int FROM clinical_order WHERE patient_id = ${of}) AS orders,
           (SELECT count(*)::int FROM report WHERE patient_id = ${of}) AS reports,
           (SELECT count(*)::int FROM document WHERE patient_id = ${of}) AS documents,
           (SELECT count(*)::int FROM clinic_booking WHERE patient_id = ${of}) AS bookings,
           (SELECT count(*)::int FROM operation WHERE patient_id = ${of}) AS operations,
           (SELECT count(*)::int FROM consultation WHERE patient_id = ${of}) AS consultations,
           (SELECT count(*)::int FROM nursing_observation WHERE patient_id = ${of}) AS observations,
           (SELECT count(*)::int FROM critical_value WHERE patient_id = ${of}) AS "criticalValues"`;
  if (counts === undefined) throw new Error('a count gives a row');
  return counts;
}

export interface VisitOf {
  readonly number: string;
  readonly kind: string;
  readonly department: string;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
}

/** Newest first. */
export async function visitsOf(tx: Tx, ids: readonly string[], limit: number): Promise<VisitOf[]> {
  return tx.$queryRaw`
    SELECT v.number, v.kind, coalesce(d.name, v.department_code, w.name, v.ward_code, '') AS department, v.admitted_at AS "admittedAt", v.discharged_at AS "dischargedAt"
      FROM visit v LEFT JOIN department d ON d.code = v.department_code LEFT JOIN ward w ON w.code = v.ward_code
     WHERE v.said_patient_id = ANY(${[...ids]}::uuid[]) ORDER BY coalesce(v.admitted_at, v.planned_at, v.as_of) DESC, v.number LIMIT ${limit}`;
}

interface Told {
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

export interface DoneRow extends Told {
  readonly id: string;
  readonly goneId: string;
  readonly staysId: string | null;
  readonly gone: string;
  readonly stays: string;
  readonly name: string;
  /** No later word of this number. */
  readonly holds: boolean;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoneReason: string | null;
}

/** Newest first; `number` is either of the two. */
export async function doneMerges(tx: Tx, number: string, { limit, offset }: { readonly limit: number; readonly offset: number }): Promise<DoneRow[]> {
  return tx.$queryRaw`
    SELECT f.id::text AS id, f.at, f.actor, f.data->>'reason' AS reason, p.id AS "goneId", s.id AS "staysId", p.number AS gone, coalesce(s.number, '') AS stays, p.name,
           (p.merged_id = (f.data->>'into')::uuid AND u.id IS NULL) AS holds, u.at AS "undoneAt", u.actor AS "undoneBy", u.data->>'reason' AS "undoneReason"
      FROM fact f JOIN patient p ON p.id = f.subject::uuid LEFT JOIN patient s ON s.id = (f.data->>'into')::uuid
      LEFT JOIN LATERAL (SELECT g.* FROM fact g WHERE g.subject = f.subject AND g.id > f.id AND g.name IN ('patients.unmerged', 'patients.merged') ORDER BY g.id LIMIT 1) u ON true
     WHERE f.name = 'patients.merged' AND (${number} = '' OR p.number = ${number} OR s.number = ${number})
     ORDER BY f.at DESC, f.id DESC LIMIT ${limit} OFFSET ${offset}`;
}

/**
 * Beds of the directory and stays of the patients' copies, a ward at a time: three statements, whatever the number of beds.
 */
import { bedKey } from '../../../cards/people.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Bed, type Stay, readiness } from './model.ts';
import type { WardOccupancy } from './schema.ts';

const { sql } = Prisma;

/** Lies on a ward now; a reservation lies nowhere. */
export const lies = sql`(v.counts AND v.kind IN ('inpatient', 'day-surgery') AND v.discharged_at IS NULL AND v.state IN ('here', 'away'))`;

/** As `bedKey` of the cards. */
const keyOf = (column: Prisma.Sql): Prisma.Sql => sql`upper(ltrim(rtrim(${column}, '床 '), '0 '))`;

/**
 * What beds' own systems say of those nobody is known to lie in, of `bed_readiness s`. Who comes into a bed afterwards ends it; of a
 * bed said to be occupied also who leaves it.
 */
const holds = sql`s.state <> 'free'
  AND NOT EXISTS (SELECT 1 FROM patient_move m WHERE m."to"->>'ward' = s.ward AND m.at > s.at AND ${keyOf(sql`m."to"->>'bed'`)} = s.bed AND NOT m.cancelled AND m.step IN ('admit', 'register', 'transfer', 'change-class', 'return', 'arrive'))
  AND NOT (s.state = 'occupied' AND EXISTS (SELECT 1 FROM patient_move m WHERE m."from"->>'ward' = s.ward AND m.at > s.at AND ${keyOf(sql`m."from"->>'bed'`)} = s.bed AND NOT m.cancelled))`;

export interface Days {
  readonly today: Date;
  readonly tomorrow: Date;
  readonly dayAfterTomorrow: Date;
}

/** `which` is over `ward w`, `own` too. */
export async function occupancyOf(tx: Tx, which: Prisma.Sql, own: Prisma.Sql, { today, tomorrow, dayAfterTomorrow }: Days): Promise<WardOccupancy[]> {
  return tx.$queryRaw<WardOccupancy[]>`
    WITH wards AS MATERIALIZED (SELECT w.code, w.name, w.department_code, ${own} AS own FROM ward w WHERE w.active AND ${which}),
         stays AS MATERIALIZED (SELECT v.ward_code, ${keyOf(sql`v.bed`)} AS bed,
             coalesce(v.admitted_at >= ${today}::timestamptz AND v.admitted_at < ${tomorrow}::timestamptz, FALSE) AS fresh, coalesce(v.discharge_planned_at < ${dayAfterTomorrow}::timestamptz, FALSE) AS leaving
           FROM visit v WHERE v.ward_code = ANY(ARRAY(SELECT code FROM wards)) AND ${lies}),
         says AS MATERIALIZED (SELECT s.ward, s.bed, s.state FROM bed_readiness s WHERE s.ward = ANY(ARRAY(SELECT code FROM wards)) AND ${holds}),
         lying AS (SELECT ward_code, count(*)::int AS taken, count(*) FILTER (WHERE fresh)::int AS fresh, count(*) FILTER (WHERE leaving)::int AS leaving FROM stays GROUP BY ward_code),
         places AS (SELECT b.ward_code, count(*)::int AS beds, count(*) FILTER (WHERE s.bed IS NULL AND b.state <> 'blocked' AND r.bed IS NULL)::int AS empty, count(*) FILTER (WHERE s.bed IS NULL AND (b.state = 'blocked' OR r.state = 'closed'))::int AS blocked,
             count(*) FILTER (WHERE s.bed IS NULL AND b.state <> 'blocked' AND r.state <> 'closed')::int AS unready
           FROM bed b LEFT JOIN (SELECT DISTINCT ward_code, bed FROM stays) s ON s.ward_code = b.ward_code AND s.bed = ${keyOf(sql`b.number`)}
           LEFT JOIN says r ON r.ward = b.ward_code AND r.bed = ${keyOf(sql`b.number`)}
          WHERE b.active AND b.ward_code = ANY(ARRAY(SELECT code FROM wards)) GROUP BY b.ward_code)
    SELECT w.code, w.name, d.name AS department, w.own, coalesce(p.beds, 0) AS beds, coalesce(l.taken, 0) AS taken, coalesce(p.empty, 0) AS empty, coalesce(p.blocked, 0) AS blocked, coalesce(p.unready, 0) AS unready, coalesce(l.leaving, 0) AS leaving, coalesce(l.fresh, 0) AS fresh
      FROM wards w JOIN department d ON d.code = w.department_code LEFT JOIN lying l ON l.ward_code = w.code LEFT JOIN places p ON p.ward_code = w.code ORDER BY w.own DESC, d.name, w.name, w.code`;
}

export async function bedsIn(tx: Tx, ward: string): Promise<Bed[]> {
  const rows = await tx.bed.findMany({ where: { wardCode: ward, active: true }, select: { number: true, room: true, state: true, note: true } });
  const says = await tx.$queryRaw<{ bed: string; state: string }[]>`SELECT s.bed, s.state FROM bed_readiness s WHERE s.ward = ${ward} AND ${holds}`;
  const byBed = new Map(says.map(({ bed, state }) => [bed, readiness.find((each) => each === state)]));
  return rows.map(({ state, ...bed }) => ({ ...bed, state: state === 'blocked' ? 'blocked' : 'open', readiness: byBed.get(bedKey(bed.number)) }));
}

/** Everybody who lies on the ward; `visible` (over `visit v`) says who of them the reader may see. */
export async function staysIn(tx: Tx, ward: string, visible: Prisma.Sql): Promise<Stay[]> {
  return tx.$queryRaw<Stay[]>`
    SELECT v.patient_id AS "patientId", p.name, p.sex, p.birth_date AS "birthDate", v.bed, v.room, v.care_level AS "careLevel", v.condition, v.isolation, p.allergies, v.admitted_at AS "admittedAt", v.discharge_planned_at AS "dischargePlannedAt",
           v.attending, a.name AS doctor, v.nurse AS "nurseNumber", n.name AS nurse, coalesce(${visible}, FALSE) AS visible,
           EXISTS (SELECT 1 FROM patient_flag f JOIN patient fp ON fp.id = f.patient_id WHERE fp.canonical_id = v.patient_id) AS flagged
      FROM visit v JOIN patient p ON p.id = v.patient_id LEFT JOIN staff a ON a.number = v.attending LEFT JOIN staff n ON n.number = v.nurse
     WHERE v.ward_code = ${ward} AND ${lies} ORDER BY v.admitted_at NULLS LAST, v.id`;
}

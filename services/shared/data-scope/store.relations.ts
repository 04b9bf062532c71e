/**
 * The relations, each one SQL condition over a visit `v` and a member of staff. There is no other definition: lists add
 * them to their query, a single patient narrows them to one id, "who can see this patient" runs them over all staff.
 * `= ANY(ARRAY(…))` is evaluated once a query and lets the planner use the visit's indexes.
 */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Relation } from './model.ts';

/** Values for one person, or columns when many are asked about. */
export interface Who {
  readonly number: Prisma.Sql;
  readonly ward: Prisma.Sql;
  readonly department: Prisma.Sql;
}

export interface When {
  readonly now: Date;
  /** A stay that ended before this moment gives nobody a relation any more. */
  readonly since: Date;
}

const { sql } = Prisma;

export function whoIs(person: { readonly id: string; readonly wardCode: string | undefined; readonly departmentCode: string }): Who {
  return { number: sql`${person.id}::text`, ward: sql`${person.wardCode ?? null}::text`, department: sql`${person.departmentCode}::text` };
}

/** Still here, or gone for a short while. Outpatients are never discharged: their day counts. A stay that was taken back, or that only a report mentioned beside others, is none. */
function recent({ since }: When): Prisma.Sql {
  return sql`(v.counts AND CASE WHEN v.discharged_at IS NOT NULL THEN v.discharged_at > ${since}::timestamptz WHEN v.kind IN ('inpatient', 'day-surgery') THEN TRUE ELSE coalesce(v.planned_at, v.as_of) > ${since}::timestamptz END)`;
}

const covers = (table: string, now: Date): Prisma.Sql => {
  const [from, until] = [Prisma.raw(`${table}."from"`), Prisma.raw(`${table}."until"`)];
  return sql`(${from} <= ${now}::timestamptz AND (${until} IS NULL OR ${until} > ${now}::timestamptz))`;
};

function groupsOf({ number }: Who, { now }: When): Prisma.Sql {
  return sql`ARRAY(SELECT m.group_code FROM medical_group_member m JOIN medical_group g ON g.code = m.group_code AND g.active WHERE m.staff_number = ${number} AND ${covers('m', now)}
    UNION SELECT g.code FROM medical_group g WHERE g.active AND g.leader = ${number})`;
}

function membersOf(groups: Prisma.Sql, { now }: When): Prisma.Sql {
  return sql`ARRAY(SELECT m.staff_number FROM medical_group_member m WHERE m.group_code = ANY(${groups}) AND ${covers('m', now)}
    UNION SELECT g.leader FROM medical_group g WHERE g.code = ANY(${groups}))`;
}

/** The group as HIS says it; where it says none, the groups of the attending doctor. */
function inGroups(groups: Prisma.Sql, when: When): Prisma.Sql {
  return sql`(v.group_code = ANY(${groups}) OR (v.group_code IS NULL AND v.attending = ANY(${membersOf(groups, when)})))`;
}

/** The department as sent; where the directory does not know it, the ward's; without a ward, the attending doctor's. */
function inDepartments(departments: Prisma.Sql): Prisma.Sql {
  const unknown = sql`NOT EXISTS (SELECT 1 FROM department d WHERE d.code = v.department_code)`;
  return sql`(v.department_code = ANY(${departments})
    OR (v.ward_code = ANY(ARRAY(SELECT w.code FROM ward w WHERE w.department_code = ANY(${departments}))) AND ${unknown})
    OR (v.attending = ANY(ARRAY(SELECT a.number FROM staff a WHERE a.department_code = ANY(${departments}))) AND ${unknown} AND NOT EXISTS (SELECT 1 FROM ward w WHERE w.code = v.ward_code)))`;
}

function dutiesOf({ number }: Who, { now }: When, duty: string): Prisma.Sql {
  return sql`ARRAY(SELECT o.department_code FROM duty o WHERE o.staff_number = ${number} AND o.duty = ${duty} AND ${covers('o', now)})`;
}

function targets({ number }: Who, { now }: When, kind: string, scope: string): Prisma.Sql {
  return sql`SELECT a.target FROM access_grant a WHERE a.staff_number = ${number} AND a.kind = ${kind} AND a.scope = ${scope} AND a.revoked_at IS NULL AND a."from" <= ${now}::timestamptz AND a.until > ${now}::timestamptz`;
}

/** Of one patient: all stays, old ones too, under whichever of the person's numbers it was given. */
function patientGrant(who: Who, when: When, kind: string): Prisma.Sql {
  return sql`v.patient_id = ANY(ARRAY(SELECT n.canonical_id FROM patient n WHERE n.id = ANY(ARRAY(${targets(who, when, kind, 'patient')})::uuid[])))`;
}

function areaGrant(who: Who, when: When): Prisma.Sql {
  const of = (scope: string): Prisma.Sql => sql`ARRAY(${targets(who, when, 'permission', scope)})`;
  return sql`(${recent(when)} AND (v.ward_code = ANY(${of('ward')}) OR ${inGroups(of('group'), when)} OR ${inDepartments(of('department'))}))`;
}

/** Of another hospital of the group: departments of both are known, and they belong to different institutions. */
function sameInstitution({ department }: Who): Prisma.Sql {
  return sql`NOT EXISTS (SELECT 1 FROM department d, department own WHERE d.code = v.department_code AND own.code = ${department} AND d.institution_code <> own.institution_code)`;
}

const conditions: Readonly<Record<Relation, (who: Who, when: When) => Prisma.Sql>> = {
  'attending': (who, when) => sql`(v.attending = ${who.number} AND ${recent(when)})`,
  'group': (who, when) => sql`(${inGroups(groupsOf(who, when), when)} AND ${recent(when)})`,
  'responsible-nurse': (who, when) => sql`(v.nurse = ${who.number} AND ${recent(when)})`,
  'ward': (who, when) => sql`(v.ward_code = ${who.ward} AND ${recent(when)})`,
  'consultant': (who, when) => patientGrant(who, when, 'consultation'),
  'surgeon': (who, when) => patientGrant(who, when, 'operation'),
  'head': (who, when) => sql`(${inDepartments(dutiesOf(who, when, 'head'))} AND ${recent(when)})`,
  'head-nurse': (who, when) => sql`(${inDepartments(dutiesOf(who, when, 'head-nurse'))} AND ${recent(when)})`,
  'permission': (who, when) => patientGrant(who, when, 'permission'),
  'permission-area': areaGrant,
  'break-glass': (who, when) => patientGrant(who, when, 'break-glass'),
  'department': (who) => sql`(v.counts AND ${inDepartments(sql`ARRAY[${who.department}]`)})`,
  'institution': sameInstitution,
};

/** The row of the person behind a number: visits hang there. */
export function personOfNumber(patientId: Prisma.Sql): Prisma.Sql {
  return sql`(SELECT n.canonical_id FROM patient n WHERE n.id = ${patientId})`;
}

/** True where the person stands so to visit `v`. */
export function condition(relation: Relation, who: Who, when: When): Prisma.Sql {
  return conditions[relation](who, when);
}

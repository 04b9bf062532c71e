/**
 * The relations, each one SQL condition over a visit `v` and a member of staff. There is no other definition: lists add
 * them to their query, a single patient narrows them to one id, "who can see this patient" runs them over all staff.
 * What does not depend on the visit is an array (`Among`), evaluated once: the planner can use the visit's indexes.
 */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
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

/**
 * The moment up to which a visit counts as going on: its end, none while an inpatient is here, the day of an outpatient.
 * Word for word what the indexes `visit_*_recent` are over: of ten years of visits only a month's are looked at.
 */
const countsUntil = sql`(CASE WHEN v.discharged_at IS NOT NULL THEN v.discharged_at WHEN v.kind IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce(v.planned_at, v.as_of) END)`;

/** Still here, or gone for a short while. Outpatients are never discharged: their day counts. A stay that was taken back, or that only a report mentioned beside others, is none. */
function recent({ since }: When): Prisma.Sql {
  return sql`(v.counts AND ${countsUntil} > ${since}::timestamptz)`;
}

const covers = (table: string, now: Date): Prisma.Sql => {
  const [from, until] = [Prisma.raw(`${table}."from"`), Prisma.raw(`${table}."until"`)];
  return sql`(${from} <= ${now}::timestamptz AND (${until} IS NULL OR ${until} > ${now}::timestamptz))`;
};

interface Asked {
  readonly who: Who;
  readonly when: When;
  readonly among: Among;
  readonly is: Is;
}

/** Rows of one column that do not depend on the visit. */
interface Rows {
  readonly rows: Prisma.Sql;
  readonly type: 'text' | 'uuid';
}

const texts = (rows: Prisma.Sql): Rows => ({ rows, type: 'text' });
const ids = (rows: Prisma.Sql): Rows => ({ rows, type: 'uuid' });

/** `undefined`: holds for no visit. */
type Holds = Prisma.Sql | undefined;

/**
 * How such rows stand in a condition: `column = ANY(…)`. Written into it as a subselect, or read before (`readLists`): then
 * the planner sees a few values instead of fifty subselects, and what is empty falls away.
 */
type Among = (column: Column, rows: Rows) => Holds;

/** One value of the person's own. */
type Is = (column: Column, value: Prisma.Sql) => Holds;

/** By what a visit is somebody's, and the letter of the circle its names stand in (`circle_name`); a person's own have none. */
const columns = {
  attending: { is: sql`v.attending`, circle: 'a' },
  nurse: { is: sql`v.nurse`, circle: 'n' },
  group: { is: sql`v.group_code`, circle: 'g' },
  ward: { is: sql`v.ward_code`, circle: 'w' },
  department: { is: sql`v.department_code`, circle: 'd' },
  patient: { is: sql`v.patient_id`, circle: undefined },
  booked: { is: sql`(CASE WHEN v.state = 'planned' OR v.kind = 'day-surgery' THEN '' END)`, circle: 'b' },
} as const;
type Column = keyof typeof columns;

const inPlace: Among = (column, { rows }) => sql`${columns[column].is} = ANY(ARRAY(${rows}))`;
const itself: Is = (column, value) => sql`${columns[column].is} = ${value}`;

function either(...parts: readonly Holds[]): Holds {
  const some = parts.filter((part) => part !== undefined);
  return some.length === 0 ? undefined : sql`(${Prisma.join(some, ' OR ')})`;
}

function both(first: Holds, ...others: readonly Prisma.Sql[]): Holds {
  return first === undefined ? undefined : sql`(${Prisma.join([first, ...others], ' AND ')})`;
}

function groupsOf({ number }: Who, { now }: When): Prisma.Sql {
  return sql`SELECT m.group_code FROM medical_group_member m JOIN medical_group g ON g.code = m.group_code AND g.active WHERE m.staff_number = ${number} AND ${covers('m', now)}
    UNION SELECT g.code FROM medical_group g WHERE g.active AND g.leader = ${number}`;
}

function membersOf(groups: Prisma.Sql, { now }: When): Prisma.Sql {
  return sql`SELECT DISTINCT one.staff FROM (${groups}) mine (code) CROSS JOIN LATERAL (
    SELECT m.staff_number AS staff FROM medical_group_member m WHERE m.group_code = mine.code AND ${covers('m', now)}
    UNION ALL SELECT g.leader FROM medical_group g WHERE g.code = mine.code) one`;
}

/** The group as HIS says it; where it says none, the groups of the attending doctor. */
function inGroups(groups: Prisma.Sql, { when, among }: Asked): Holds {
  return either(among('group', texts(groups)), both(among('attending', texts(membersOf(groups, when))), sql`v.group_code IS NULL`));
}

/** The department as sent; where the directory does not know it, the ward's; without a ward, the attending doctor's. */
function inDepartments(departments: Prisma.Sql, { among }: Asked): Holds {
  const unknown = sql`NOT EXISTS (SELECT 1 FROM department d WHERE d.code = v.department_code)`;
  return either(
    among('department', texts(departments)),
    both(among('ward', texts(sql`SELECT w.code FROM ward w WHERE w.department_code = ANY(ARRAY(${departments}))`)), unknown),
    both(among('attending', texts(sql`SELECT a.number FROM staff a WHERE a.department_code = ANY(ARRAY(${departments}))`)), unknown, sql`NOT EXISTS (SELECT 1 FROM ward w WHERE w.code = v.ward_code)`),
  );
}

function dutiesOf({ number }: Who, { now }: When, duty: string): Prisma.Sql {
  return sql`SELECT o.department_code FROM duty o WHERE o.staff_number = ${number} AND o.duty = ${duty} AND ${covers('o', now)}`;
}

function targets({ number }: Who, { now }: When, kind: string, scope: string): Prisma.Sql {
  return sql`SELECT a.target FROM access_grant a WHERE a.staff_number = ${number} AND a.kind = ${kind} AND a.scope = ${scope} AND a.revoked_at IS NULL AND a."from" <= ${now}::timestamptz AND a.until > ${now}::timestamptz`;
}

/** All stays, old ones too, of the people behind these numbers. */
function ofPatients(numbers: Prisma.Sql, { among }: Asked): Holds {
  return among('patient', ids(sql`SELECT n.canonical_id FROM patient n WHERE n.id = ANY(ARRAY(${numbers})::uuid[])`));
}

/** A consultation asked of a department is for whoever has its duty or heads it at this moment: a duty that changes hands takes it along. */
function dutyGrant(asked: Asked): Holds {
  const { now } = asked.when;
  return ofPatients(sql`SELECT a.target FROM access_grant a WHERE a.department_code = ANY(${answering(asked.who, asked.when)}) AND a.kind = 'consultation' AND a.scope = 'patient' AND a.revoked_at IS NULL AND a."from" <= ${now}::timestamptz AND a.until > ${now}::timestamptz`, asked);
}

/** Departments for which the person answers a consultation now. */
export function answering({ number }: Who, { now }: When): Prisma.Sql {
  return sql`ARRAY(SELECT o.department_code FROM duty o WHERE o.staff_number = ${number} AND o.duty IN ('duty-doctor', 'head') AND ${covers('o', now)})`;
}

/** Of one patient, under whichever of the person's numbers it was given. */
function patientGrant(kind: string): Condition {
  return (asked) => ofPatients(targets(asked.who, asked.when, kind, 'patient'), asked);
}

function areaGrant(asked: Asked): Holds {
  const of = (scope: string): Prisma.Sql => targets(asked.who, asked.when, 'permission', scope);
  return both(either(asked.among('ward', texts(of('ward'))), inGroups(of('group'), asked), inDepartments(of('department'), asked)), recent(asked.when));
}

/** Of another hospital of the group: departments of both are known, and they belong to different institutions. */
function sameInstitution({ department }: Who): Prisma.Sql {
  return sql`NOT EXISTS (SELECT 1 FROM department d, department own WHERE d.code = v.department_code AND own.code = ${department} AND d.institution_code <> own.institution_code)`;
}

type Condition = (asked: Asked) => Holds;

const conditions: Readonly<Record<Relation, Condition>> = {
  'attending': ({ who, when, is }) => both(is('attending', who.number), recent(when)),
  'group': (asked) => both(inGroups(groupsOf(asked.who, asked.when), asked), recent(asked.when)),
  'responsible-nurse': ({ who, when, is }) => both(is('nurse', who.number), recent(when)),
  'ward': ({ who, when, is }) => both(is('ward', who.ward), recent(when)),
  'consultant': (asked) => either(patientGrant('consultation')(asked), dutyGrant(asked)),
  'surgeon': patientGrant('operation'),
  'head': (asked) => both(inDepartments(dutiesOf(asked.who, asked.when, 'head'), asked), recent(asked.when)),
  'head-nurse': (asked) => both(inDepartments(dutiesOf(asked.who, asked.when, 'head-nurse'), asked), recent(asked.when)),
  'booked': ({ when, is }) => both(is('booked', sql`''`), recent(when)),
  'permission': patientGrant('permission'),
  'permission-area': areaGrant,
  'break-glass': patientGrant('break-glass'),
  'department': (asked) => both(inDepartments(sql`SELECT ${asked.who.department}`, asked), sql`v.counts`),
  'institution': ({ who }) => sameInstitution(who),
};

/** The row of the person behind a number: visits hang there. */
export function personOfNumber(patientId: Prisma.Sql): Prisma.Sql {
  return sql`(SELECT n.canonical_id FROM patient n WHERE n.id = ${patientId})`;
}

/** True where the person stands so to visit `v`. */
export function condition(relation: Relation, who: Who, when: When): Prisma.Sql {
  return conditions[relation]({ who, when, among: inPlace, is: itself }) ?? sql`FALSE`;
}

/** Whom a search by name goes through: every visit that the conditions hold for has its names in one of the circles, or is of one of the people. */
export interface Near {
  /** `circle_name.circle` */
  readonly circles: readonly string[];
  readonly people: readonly string[];
}

export interface Standing {
  readonly parts: readonly { readonly relation: Relation; readonly holds: Prisma.Sql }[];
  readonly near: Near;
}

/** These hold for visits of any time, which no circle keeps. No list is made by them. */
export const boundless: readonly Relation[] = ['department', 'institution'];

/**
 * The conditions of some relations of one person, with everything that does not depend on the visit read before, in one
 * statement. A relation that no visit can have, because she heads nothing or was granted nothing, is left out.
 * @param beside evaluated in the same trip
 */
export async function conditionsNow(tx: Tx, asked: readonly Relation[], who: Who, when: When, beside: Prisma.Sql = sql`NULL`): Promise<Standing> {
  const lists: Rows[] = [];
  for (const relation of asked) conditions[relation]({ who, when, is: itself, among: (_column, rows) => void lists.push(rows) });
  const read = (await readLists(tx, lists, beside)).values();
  const [circles, people] = [new Set<string>(), new Set<string>()];
  const note = (column: Column, value: unknown): void => {
    const { circle } = columns[column];
    if (circle === undefined) people.add(String(value));
    else circles.add(`${circle}:${String(value)}`);
  };
  // Asked in the same order as above.
  const among: Among = (column, rows) => {
    const values = read.next().value ?? [];
    for (const value of values) note(column, value);
    return values.length === 0 ? undefined : sql`${columns[column].is} = ANY(${[...values]}::${Prisma.raw(rows.type)}[])`;
  };
  const is: Is = (column, value) => {
    const [own = ''] = value.values;
    if (own === null) return undefined;
    note(column, own);
    return itself(column, value);
  };
  const parts = asked.flatMap((relation) => {
    const holds = conditions[relation]({ who, when, among, is });
    return holds === undefined ? [] : [{ relation, holds }];
  });
  return { parts, near: { circles: [...circles], people: [...people] } };
}

async function readLists(tx: Tx, lists: readonly Rows[], beside: Prisma.Sql): Promise<readonly (readonly string[])[]> {
  if (lists.length === 0) return [];
  const [row] = await tx.$queryRaw<Record<string, string[]>[]>`SELECT ${beside}, ${Prisma.join(lists.map(({ rows }, at) => sql`ARRAY(${rows}) AS ${Prisma.raw(`l${at}`)}`))}`;
  return lists.map((_list, at) => row?.[`l${at}`] ?? []);
}

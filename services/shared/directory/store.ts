import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AdminRole, SystemFunction } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';

/** A member of staff as other modules see them. */
export interface Person {
  readonly number: string;
  readonly name: string;
  readonly role: string;
  readonly title: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly wardCode: string | undefined;
  readonly active: boolean;
  readonly adminRole: AdminRole | undefined;
  readonly functions: readonly SystemFunction[];
}

interface PersonColumns extends Omit<Person, 'wardCode' | 'adminRole' | 'functions'> {
  readonly wardCode: string | null;
  /** Held to the three, and to the parts there are, by who gives them. */
  readonly adminRole: string | null;
  readonly functions: readonly string[];
}

export interface Account {
  readonly platform: string;
  readonly corp: string;
  readonly user: string;
}

type Reader = Tx | PrismaClient;

export async function findPerson(db: Reader, number: string): Promise<Person | undefined> {
  return (await findPeople(db, [number])).get(number);
}

/** By hand in one statement: asked several times for every card. */
export async function findPeople(db: Reader, numbers: readonly string[]): Promise<Map<string, Person>> {
  if (numbers.length === 0) return new Map();
  const rows = await db.$queryRaw<PersonColumns[]>`
    SELECT s.number, s.name, s.role, s.title, s.department_code AS "departmentCode", d.name AS "departmentName", s.ward_code AS "wardCode", s.active, s.admin_role AS "adminRole", s.functions
      FROM staff s JOIN department d ON d.code = s.department_code WHERE s.number = ANY(${[...numbers]}::text[])`;
  return new Map(rows.map((row) => [row.number, toPerson(row)]));
}

/** Everybody of these names, also who has left: a file may name people without their numbers. */
export async function findNamesakes(db: Reader, names: readonly string[]): Promise<Person[]> {
  const rows = await db.staff.findMany({ where: { name: { in: [...new Set(names)] } }, select: { number: true } });
  return [...(await findPeople(db, rows.map(({ number }) => number))).values()];
}

function toPerson({ wardCode, adminRole, functions, ...rest }: PersonColumns): Person {
  return { ...rest, wardCode: wardCode ?? undefined, adminRole: (adminRole as AdminRole | null) ?? undefined, functions: functions as readonly SystemFunction[] };
}

/** Accounts in the order they are tried. */
export async function accountsOf(db: Reader, staffNumber: string): Promise<Account[]> {
  return (await accountsOfAll(db, [staffNumber])).get(staffNumber) ?? [];
}

/** By their numbers; by hand in one statement, asked for every card. */
export async function accountsOfAll(db: Reader, numbers: readonly string[]): Promise<Map<string, Account[]>> {
  if (numbers.length === 0) return new Map();
  const rows = await db.$queryRaw<(Account & { readonly number: string })[]>`
    SELECT staff_number AS number, platform, corp, "user" FROM staff_account WHERE staff_number = ANY(${[...new Set(numbers)]}::text[]) ORDER BY platform`;
  return new Map([...Map.groupBy(rows, ({ number }) => number)].map(([number, own]) => [number, own.map(({ platform, corp, user }) => ({ platform, corp, user }))]));
}

/** WeCom ids are compared without case; DingTalk's happen to survive that too. */
export async function staffOfAccount(db: Reader, platform: string, corp: string, user: string): Promise<string | undefined> {
  const row = await db.staffAccount.findUnique({ where: { platform_corp_userFolded: { platform, corp, userFolded: user.toLowerCase() } }, select: { staffNumber: true } });
  return row?.staffNumber;
}

export async function wardNames(db: Reader): Promise<Map<string, string>> {
  const rows = await db.ward.findMany({ select: { code: true, name: true } });
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** What the directory knows of a department and a ward that a message named. */
export interface Place {
  /** The department as named, if there is one of that code. */
  readonly department: string | null;
  readonly wardName: string | null;
  /** The department the ward belongs to. */
  readonly wardDepartment: string | null;
}

/** Codes that a message named. */
export interface NamedPlace {
  readonly departmentCode?: string | undefined;
  readonly wardCode?: string | undefined;
}

export async function findPlace(db: Reader, named: NamedPlace): Promise<Place> {
  const [place] = await findPlaces(db, [named]);
  return place ?? { department: null, wardName: null, wardDepartment: null };
}

/** In the order they are named. */
export async function findPlaces(db: Reader, named: readonly NamedPlace[]): Promise<Place[]> {
  if (named.length === 0) return [];
  return db.$queryRaw<Place[]>`
    SELECT d.code AS department, w.name AS "wardName", w.department_code AS "wardDepartment"
      FROM unnest(${named.map(({ departmentCode }) => departmentCode ?? '')}::text[], ${named.map(({ wardCode }) => wardCode ?? '')}::text[]) WITH ORDINALITY AS named(department, ward, at)
      LEFT JOIN department d ON d.code = named.department
      LEFT JOIN ward w ON w.code = named.ward
     ORDER BY named.at`;
}

/** Somebody left: no account opens anything any more. `false` when that is known already. */
export async function markLeft(tx: Tx, number: string, at: Date): Promise<boolean> {
  return (await tx.staff.updateMany({ where: { number, active: true }, data: { active: false, leftAt: at } })).count === 1;
}

/** The medical groups a person leads or belongs to at a moment. */
export async function groupsOf(db: Reader, staff: string, at: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string }[]>`
    SELECT g.code FROM medical_group g WHERE g.active AND (g.leader = ${staff} OR EXISTS (
      SELECT 1 FROM medical_group_member m WHERE m.group_code = g.code AND m.staff_number = ${staff} AND m."from" <= ${at} AND (m.until IS NULL OR m.until > ${at})))
     ORDER BY g.code`;
  return rows.map(({ code }) => code);
}

/** Who treats together in these groups at a moment, leaders first among them. */
export async function membersOf(db: Reader, groups: readonly string[], at: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ number: string }[]>`
    SELECT leader AS number FROM medical_group WHERE active AND code = ANY(${[...groups]}::text[])
    UNION
    SELECT m.staff_number FROM medical_group_member m JOIN medical_group g ON g.code = m.group_code AND g.active
     WHERE g.code = ANY(${[...groups]}::text[]) AND m."from" <= ${at} AND (m.until IS NULL OR m.until > ${at})`;
  return rows.map(({ number }) => number);
}

/** A department and everything below it; a circle in what was told ends where it began. */
export async function departmentsBelow(db: Reader, code: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string }[]>`
    WITH RECURSIVE below(code) AS (SELECT ${code}::text UNION SELECT d.code FROM department d JOIN below b ON d.parent_code = b.code) SELECT code FROM below`;
  return rows.map(({ code: each }) => each);
}

export interface DepartmentRow {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentCode: string | null;
}

/** In use, by code; `treeOf` of the rules makes a tree of them. */
export async function departmentRows(db: Reader): Promise<DepartmentRow[]> {
  return db.department.findMany({ where: { active: true }, select: { code: true, name: true, kind: true, parentCode: true }, orderBy: { code: 'asc' } });
}

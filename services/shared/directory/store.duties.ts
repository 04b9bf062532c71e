/** The administrators' duty of a person, and looking people up for the accounts' page. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AdminRole, SystemFunction } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Person, findPeople } from './store.ts';

type Reader = Tx | PrismaClient;

export async function administrators(db: Reader): Promise<Person[]> {
  const rows = await db.staff.findMany({ where: { adminRole: { not: null } }, select: { number: true }, orderBy: { number: 'asc' } });
  const found = await findPeople(db, rows.map(({ number }) => number));
  return rows.flatMap(({ number }) => found.get(number) ?? []);
}

/** Whoever was given a part of the system administrator's work. */
export async function functionHolders(db: Reader): Promise<Person[]> {
  const rows = await db.staff.findMany({ where: { functions: { isEmpty: false } }, select: { number: true }, orderBy: { number: 'asc' } });
  const found = await findPeople(db, rows.map(({ number }) => number));
  return rows.flatMap(({ number }) => found.get(number) ?? []);
}

/** Active people who do this part of the system administrator's work: the administrators, and whoever was given it. */
export async function workersOf(db: Reader, ...functions: readonly SystemFunction[]): Promise<Person[]> {
  const all = [...(await administrators(db)).filter(({ adminRole }) => adminRole === 'system'), ...(await functionHolders(db)).filter((person) => functions.some((each) => person.functions.includes(each)))];
  return [...new Map(all.filter(({ active }) => active).map((person) => [person.number, person])).values()];
}

/** One at a time in the whole service: else two dismissals at once leave a hospital without an administrator. */
export async function lockDuties(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7290414)`;
}

/** Who takes a duty lays down the parts of the system administrator's work: the three exclude each other in this too. */
export async function setAdminRole(tx: Reader, number: string, duty: AdminRole | undefined): Promise<void> {
  await tx.staff.update({ where: { number }, data: { adminRole: duty ?? null, ...(duty === undefined ? {} : { functions: [] }) } });
}

export async function setFunctions(tx: Reader, number: string, functions: readonly SystemFunction[]): Promise<void> {
  await tx.staff.update({ where: { number }, data: { functions: [...functions] } });
}

export interface PeopleSearch {
  /** In the number or the name. */
  readonly words: string;
  /** Only these, when given. */
  readonly among?: readonly string[] | undefined;
  readonly skip: number;
  readonly take: number;
}

export async function searchPeople(db: Reader, { words, among, skip, take }: PeopleSearch): Promise<{ people: Person[]; total: number }> {
  const named = words === '' ? {} : { OR: [{ number: { startsWith: words } }, { name: { contains: words } }] };
  const where = { ...named, ...(among === undefined ? {} : { number: { in: [...among] } }) };
  const rows = await db.staff.findMany({ where, select: { number: true }, orderBy: { number: 'asc' }, skip, take });
  const found = await findPeople(db, rows.map(({ number }) => number));
  return { people: rows.flatMap(({ number }) => found.get(number) ?? []), total: await db.staff.count({ where }) };
}

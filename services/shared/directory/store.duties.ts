/** The administrators' duty of a person, and looking people up for the accounts' page. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AdminRole } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Person, findPeople } from './store.ts';

type Reader = Tx | PrismaClient;

export async function administrators(db: Reader): Promise<Person[]> {
  const rows = await db.staff.findMany({ where: { adminRole: { not: null } }, select: { number: true }, orderBy: { number: 'asc' } });
  const found = await findPeople(db, rows.map(({ number }) => number));
  return rows.flatMap(({ number }) => found.get(number) ?? []);
}

/** One at a time in the whole service: else two dismissals at once leave a hospital without an administrator. */
export async function lockDuties(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7290414)`;
}

export async function setAdminRole(tx: Reader, number: string, duty: AdminRole | undefined): Promise<void> {
  await tx.staff.update({ where: { number }, data: { adminRole: duty ?? null } });
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

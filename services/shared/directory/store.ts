import type { PrismaClient } from '../../../prisma/generated/client.ts';
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
}

export interface Account {
  readonly platform: string;
  readonly corp: string;
  readonly user: string;
}

type Reader = Tx | PrismaClient;

const shape = {
  number: true,
  name: true,
  role: true,
  title: true,
  departmentCode: true,
  wardCode: true,
  active: true,
  department: { select: { name: true } },
} as const;

export async function findPerson(db: Reader, number: string): Promise<Person | undefined> {
  const row = await db.staff.findUnique({ where: { number }, select: shape });
  return row === null ? undefined : toPerson(row);
}

export async function findPeople(db: Reader, numbers: readonly string[]): Promise<Map<string, Person>> {
  const rows = await db.staff.findMany({ where: { number: { in: [...numbers] } }, select: shape });
  return new Map(rows.map((row) => [row.number, toPerson(row)]));
}

function toPerson(row: { department: { name: string }; wardCode: string | null } & Omit<Person, 'departmentName' | 'wardCode'>): Person {
  const { department, wardCode, ...rest } = row;
  return { ...rest, wardCode: wardCode ?? undefined, departmentName: department.name };
}

/** Accounts in the order they are tried. */
export async function accountsOf(db: Reader, staffNumber: string): Promise<Account[]> {
  return db.staffAccount.findMany({ where: { staffNumber }, select: { platform: true, corp: true, user: true }, orderBy: { platform: 'asc' } });
}

/** WeCom ids are compared without case; DingTalk's happen to survive that too. */
export async function staffOfAccount(db: Reader, platform: string, corp: string, user: string): Promise<string | undefined> {
  const row = await db.staffAccount.findUnique({ where: { platform_corp_userFolded: { platform, corp, userFolded: user.toLowerCase() } }, select: { staffNumber: true } });
  return row?.staffNumber;
}

export async function departmentNames(db: Reader): Promise<Map<string, string>> {
  const rows = await db.department.findMany({ select: { code: true, name: true } });
  return new Map(rows.map((row) => [row.code, row.name]));
}

export async function wardNames(db: Reader): Promise<Map<string, string>> {
  const rows = await db.ward.findMany({ select: { code: true, name: true } });
  return new Map(rows.map((row) => [row.code, row.name]));
}

export interface Place {
  readonly wardCode: string;
  readonly wardName: string;
  readonly departmentCode: string;
}

export async function findWard(db: Reader, code: string): Promise<Place | undefined> {
  const row = await db.ward.findUnique({ where: { code } });
  return row === null ? undefined : { wardCode: row.code, wardName: row.name, departmentCode: row.departmentCode };
}

/** Somebody left: no account opens anything any more. */
export async function markLeft(tx: Tx, number: string, at: Date): Promise<void> {
  await tx.staff.update({ where: { number }, data: { active: false, leftAt: at } });
}

export async function knowsDepartment(db: Reader, code: string): Promise<boolean> {
  return (await db.department.count({ where: { code } })) === 1;
}

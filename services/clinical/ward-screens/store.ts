import { createHash, randomInt, randomBytes } from 'node:crypto';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';

/** Letters and digits nobody mixes up, read from one screen and typed at another. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeLength = 8;

export const newCode = (): string => Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
export const newCookie = (): string => randomBytes(32).toString('base64url');
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
/** As people type it: `abcd efgh`. */
export const codeAsMeant = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

export interface ScreenRow {
  readonly id: string;
  readonly name: string;
  readonly wardCode: string;
  readonly shows: string;
}

export async function liveScreen(db: Tx | PrismaClient, id: string): Promise<ScreenRow | undefined> {
  const row = await db.wardScreen.findFirst({ where: { id, endedAt: null, cookieHash: { not: null } } });
  return row ?? undefined;
}

/** The code is used up, whether or not its screen is still wanted. `undefined`: wrong, too late, or used. */
export async function takeCode(tx: Tx, code: string, cookieHash: string, now: Date): Promise<ScreenRow | undefined> {
  const where = { codeHash: digestOf(codeAsMeant(code)), codeUntil: { gt: now }, endedAt: null };
  const row = await tx.wardScreen.findFirst({ where });
  if (row === null) return undefined;
  const { count } = await tx.wardScreen.updateMany({ where: { ...where, id: row.id }, data: { codeHash: null, codeUntil: null, cookieHash, pairedAt: now, seenAt: now } });
  return count === 1 ? row : undefined;
}

/** Written once a minute: enough to see at the desk that a screen went silent. */
const seenEveryMs = 60_000;

/** The screen a cookie belongs to; notes that it was heard. */
export async function screenOf(prisma: PrismaClient, cookie: string, now: Date): Promise<string | undefined> {
  const row = await prisma.wardScreen.findFirst({ where: { cookieHash: digestOf(cookie), endedAt: null }, select: { id: true, seenAt: true } });
  if (row === null) return undefined;
  if (row.seenAt === null || now.getTime() - row.seenAt.getTime() >= seenEveryMs) await prisma.wardScreen.update({ where: { id: row.id }, data: { seenAt: now } });
  return row.id;
}

/** Passwords at a desk: Argon2id (RFC 9106; cost as OWASP's first choice for 19 MiB), one work whether the person exists or not. */
import { randomInt } from 'node:crypto';
import { hash as argon2, verify as argon2Verify } from '@node-rs/argon2';
import type { PrismaClient } from '../../../../prisma/generated/client.ts';
import type { Tx } from '../../../core/db.ts';
import { remembered } from '../model.ts';

type Reader = Tx | PrismaClient;

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export interface PasswordRow {
  readonly staffNumber: string;
  readonly hash: string;
  readonly changedAt: Date;
  readonly mustChange: boolean;
  readonly earlier: readonly string[];
  readonly disabledAt: Date | null;
  readonly lastSignInAt: Date | null;
}

/** Composed and decomposed letters are one password (RFC 8265). */
const normal = (password: string): string => password.normalize('NFC');

export function hashPassword(password: string): Promise<string> {
  return argon2(normal(password), cost);
}

let nobody: Promise<string> | undefined;

/** Verifies against a hash nobody has where there is none: the answer takes its time in any case. */
export async function isPassword(row: Pick<PasswordRow, 'hash'> | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword(initialPassword());
  const holds = await argon2Verify(row?.hash ?? (await nobody), normal(password));
  return row !== undefined && holds;
}

/** Is it the present one or among the last? */
export async function wasUsed({ hash, earlier }: Pick<PasswordRow, 'hash' | 'earlier'>, password: string): Promise<boolean> {
  for (const old of [hash, ...earlier].slice(0, remembered)) if (await argon2Verify(old, normal(password))) return true;
  return false;
}

// Without 0 O 1 l I: these are read aloud and typed from paper.
const letters = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=?%'] as const;

/** 12 signs of all four classes, about 65 bits. */
export function initialPassword(): string {
  const drawn = Array.from({ length: 12 }, (_, at) => pick(letters[Math.min(at % 5, 3)] ?? letters[0]));
  for (let at = drawn.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [drawn[at], drawn[other]] = [drawn[other] ?? '', drawn[at] ?? ''];
  }
  return drawn.join('');
}

const pick = (from: string): string => from.charAt(randomInt(from.length));

export async function findPassword(db: Reader, staffNumber: string): Promise<PasswordRow | undefined> {
  return (await db.password.findUnique({ where: { staffNumber } })) ?? undefined;
}

/** Keeps what it replaces, so that it does not come back. */
export async function savePassword(tx: Reader, staffNumber: string, hash: string, now: Date, mustChange: boolean): Promise<void> {
  const before = await findPassword(tx, staffNumber);
  const earlier = before === undefined ? [] : [before.hash, ...before.earlier].slice(0, remembered - 1);
  const data = { hash, changedAt: now, mustChange, earlier };
  await tx.password.upsert({ where: { staffNumber }, create: { staffNumber, ...data }, update: data });
}

export async function setDisabled(tx: Tx, staffNumber: string, at: Date | null): Promise<boolean> {
  return (await tx.password.updateMany({ where: { staffNumber }, data: { disabledAt: at } })).count === 1;
}

export async function noteSignIn(db: Reader, staffNumber: string, now: Date): Promise<void> {
  await db.password.updateMany({ where: { staffNumber }, data: { lastSignInAt: now } });
}

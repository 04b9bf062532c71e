/**
 * Failures in a row and the lock. Counted by statements of their own, outside any transaction that a refusal rolls back,
 * and before the proof is looked at, so that many tries at once cannot outrun the counter.
 */
import type { PrismaClient } from '../../../../prisma/generated/client.ts';
import type { Tx } from '../../../core/db.ts';
import type { LockRules } from '../model.ts';
import { type Tries, demandUnlocked, lockAfter } from '../rules.ts';

/** What is guarded: a proof of a person, or an address whoever is tried from it. */
export type Guarded = 'password' | 'totp' | 'passkey' | 'address';

/** Failures of yesterday are no row any more. */
const forgottenMs = 86_400_000;

const numberLongest = 64;
const nameOf = (who: string): string => who.trim().slice(0, numberLongest);
export const addressName = (address: string): string => `address:${address}`;

/** Counts a try. @throws Refusal `sign-in.locked` */
async function countTry(prisma: PrismaClient, who: string, proof: Guarded, now: Date): Promise<Tries> {
  const stale = new Date(now.getTime() - forgottenMs);
  const [row] = await prisma.$queryRaw<{ failures: number; lockedUntil: Date | null }[]>`
    INSERT INTO sign_in_guard AS g (who, proof, failures, last_at, locked_until) VALUES (${nameOf(who)}, ${proof}, 1, ${now}, NULL)
    ON CONFLICT (who, proof) DO UPDATE SET
      failures = CASE WHEN g.locked_until <= ${now} OR (g.locked_until IS NULL AND g.last_at < ${stale}) THEN 1 ELSE g.failures + 1 END,
      locked_until = CASE WHEN g.locked_until <= ${now} THEN NULL ELSE g.locked_until END,
      last_at = ${now}
    RETURNING failures, locked_until AS "lockedUntil"`;
  return row ?? { failures: 1, lockedUntil: null };
}

/**
 * Tries a proof under the lock. `failed` hears of the try that locked. @throws Refusal `sign-in.locked`; else whether the
 * proof held
 */
export async function tryProof(parts: { readonly prisma: PrismaClient; readonly lock: LockRules; readonly locked?: (who: string) => Promise<void> }, who: string, proof: Guarded, now: Date, holds: () => Promise<boolean>): Promise<boolean> {
  const { prisma, lock } = parts;
  const tries = await countTry(prisma, who, proof, now);
  demandUnlocked(tries, now);
  // Side by side with others that have not failed yet.
  if (tries.failures > lock.failures) demandUnlocked({ lockedUntil: (await lockNow(prisma, who, proof, tries.failures, lock, now)) ?? null }, now);
  if (await holds()) {
    await clearTries(prisma, who, proof);
    return true;
  }
  const until = await lockNow(prisma, who, proof, tries.failures, lock, now);
  if (until === undefined) return false;
  await parts.locked?.(who);
  demandUnlocked({ lockedUntil: until }, now);
  return false;
}

async function lockNow(prisma: PrismaClient, who: string, proof: Guarded, failures: number, lock: Pick<LockRules, 'failures' | 'minutes'>, now: Date): Promise<Date | undefined> {
  const until = lockAfter(failures, lock, now);
  if (until !== undefined) await prisma.signInGuard.updateMany({ where: { who: nameOf(who), proof, lockedUntil: null }, data: { lockedUntil: until } });
  return until;
}

export async function clearTries(db: Tx | PrismaClient, who: string, ...proofs: readonly Guarded[]): Promise<number> {
  const found = await db.signInGuard.deleteMany({ where: { who: nameOf(who), ...(proofs.length === 0 ? {} : { proof: { in: [...proofs] } }) } });
  return found.count;
}

/** @throws Refusal `sign-in.locked` while too many failed from there */
export async function demandQuietAddress(prisma: PrismaClient, address: string, now: Date): Promise<void> {
  const row = await prisma.signInGuard.findUnique({ where: { who_proof: { who: addressName(address), proof: 'address' } } });
  if (row !== null) demandUnlocked(row, now);
}

export async function countFromAddress(prisma: PrismaClient, address: string, lock: LockRules, now: Date): Promise<void> {
  const who = addressName(address);
  const { failures } = await countTry(prisma, who, 'address', now);
  await lockNow(prisma, who, 'address', failures, { failures: lock.perAddress, minutes: lock.minutes }, now);
}

/** Rows of days ago hold nobody. Called by a tick. */
export async function sweepGuard(tx: Tx | PrismaClient, now: Date): Promise<number> {
  return (await tx.signInGuard.deleteMany({ where: { lastAt: { lt: new Date(now.getTime() - 2 * forgottenMs) } } })).count;
}

export async function lockedUntil(tx: Tx, numbers: readonly string[]): Promise<Map<string, Date>> {
  const rows = await tx.signInGuard.findMany({ where: { who: { in: [...numbers] }, lockedUntil: { not: null } }, select: { who: true, lockedUntil: true } });
  const latest = new Map<string, Date>();
  for (const { who, lockedUntil: until } of rows) if (until !== null && until > (latest.get(who) ?? new Date(0))) latest.set(who, until);
  return latest;
}

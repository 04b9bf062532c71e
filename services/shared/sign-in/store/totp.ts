/** One-time codes by the clock: RFC 6238, six digits, 30 seconds, SHA-1 as every authenticator application knows it. */
import { Secret, TOTP } from 'otpauth';
import type { PrismaClient } from '../../../../prisma/generated/client.ts';
import type { Tx } from '../../../core/db.ts';
import type { SealedTable } from '../../../core/sealed.ts';
import type { Seal } from '../../../core/seal.ts';

/** Bound to the person: moved to another row it opens nothing. */
const purpose = (staffNumber: string): string => `totp:${staffNumber}`;

export const sealedTotp: SealedTable = { table: 'totp', id: 'staff_number', idType: 'text', columns: [{ column: 'sealed_secret', kind: 'text', purpose }] };
const period = 30;
/** One step either way: phones' clocks are a little off. */
const window = 1;

const codesOf = (secret: string, label: string, issuer: string): TOTP => new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period, label, issuer });

export interface TotpDraft {
  /** Base32, for typing. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the picture. */
  readonly uri: string;
}

/** 160 bits, as RFC 4226 (4, R6) asks for. */
export function draftTotp(label: string, issuer: string): TotpDraft {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: codesOf(secret, label, issuer).toString() };
}

/** The step a code belongs to, if it is one of this secret around now. */
export function stepOf(secret: string, code: string, now: Date): bigint | undefined {
  const delta = codesOf(secret, '', '').validate({ token: code, timestamp: now.getTime(), window });
  return delta === null ? undefined : BigInt(Math.floor(now.getTime() / 1000 / period) + delta);
}

export const codeAt = (secret: string, now: Date): string => codesOf(secret, '', '').generate({ timestamp: now.getTime() });

export async function hasTotp(db: Tx | PrismaClient, staffNumber: string): Promise<boolean> {
  return (await db.totp.findUnique({ where: { staffNumber }, select: { staffNumber: true } })) !== null;
}

/** Each code once: the step is taken by the statement that looks whether it is free. */
export async function takeCode(prisma: PrismaClient, seal: Seal, staffNumber: string, code: string, now: Date): Promise<boolean> {
  const row = await prisma.totp.findUnique({ where: { staffNumber } });
  const step = row === null ? undefined : stepOf(seal.open(row.sealedSecret, purpose(staffNumber)).toString(), code, now);
  if (step === undefined) return false;
  return (await prisma.totp.updateMany({ where: { staffNumber, OR: [{ lastStep: null }, { lastStep: { lt: step } }] }, data: { lastStep: step } })).count === 1;
}

/** `step`: of the code that proved it; it is used up. */
export async function saveTotp(tx: Tx | PrismaClient, seal: Seal, staffNumber: string, secret: string, step: bigint | null, now: Date): Promise<void> {
  const data = { sealedSecret: seal.close(Buffer.from(secret), purpose(staffNumber)), confirmedAt: now, lastStep: step };
  await tx.totp.upsert({ where: { staffNumber }, create: { staffNumber, ...data }, update: data });
}

/** What the service hands out to get back: sealed, for one person and purpose, with an end, and where it matters once. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { PrismaClient } from '../../../../prisma/generated/client.ts';
import { createLeases } from '../../../core/leases.ts';
import type { Seal } from '../../../core/seal.ts';

export type TokenUse = 'desk ticket' | 'totp enrolment' | 'passkey enrolment' | 'passkey sign-in' | 'passkey step-up';

/** Long enough to find the phone, short enough that a copied one is soon worthless. */
export const tokenMs = 10 * 60_000;

const carried = z.object({ id: z.string(), until: z.number(), holder: z.string(), data: z.unknown() });

/** `holder`: the person, or their session. */
export function giveToken(seal: Seal, use: TokenUse, holder: string, data: unknown, now: Date): string {
  const body = { id: randomBytes(12).toString('base64url'), until: now.getTime() + tokenMs, holder, data };
  return seal.close(Buffer.from(JSON.stringify(body)), `sign-in ${use}`);
}

export interface Token<T> {
  readonly id: string;
  readonly holder: string;
  readonly data: T;
}

/** `undefined` when it is not ours, for something else, or over. */
export function readToken<T>(seal: Seal, use: TokenUse, token: string, shape: z.ZodType<T>, now: Date): Token<T> | undefined {
  const read = carried.safeParse(opened(seal, use, token));
  if (!read.success || read.data.until <= now.getTime()) return undefined;
  const data = shape.safeParse(read.data.data);
  return data.success ? { id: read.data.id, holder: read.data.holder, data: data.data } : undefined;
}

function opened(seal: Seal, use: TokenUse, token: string): unknown {
  try {
    return JSON.parse(seal.open(token, `sign-in ${use}`).toString());
  } catch {
    // Cut off, forged or of another purpose: as good as none.
    return undefined;
  }
}

/** True for the first who uses it, in the whole cluster. Twice its life: the database's clock may differ from ours. */
export function useOnce(prisma: PrismaClient, { id }: Token<unknown>): Promise<boolean> {
  return createLeases(prisma).claim(`sign-in:${id}`, 'used', 2 * tokenMs);
}

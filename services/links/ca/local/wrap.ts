/**
 * A person's private key under the person's PIN: Argon2id derives a key from the PIN, GCM wraps the private key with it.
 *
 * Six digits are a million guesses, an evening's work on a stolen table. Therefore the derivation also takes a secret
 * that comes from the service's own seal key and is not in the database: the table alone cannot be guessed at, and
 * guessing through the service ends after five tries.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { open, seal, sealedSchema, type KeyWrap, type Sealed } from './gcm.ts';

/** RFC 9106 second recommendation is 64 MiB and 3 passes; 4 lanes there, 1 here because two cores serve everybody. */
const DERIVATION: PinCost = { memoryKiB: 65_536, passes: 3, lanes: 1 };

export const wrappedKeySchema = sealedSchema.extend({
  kdf: z.literal('argon2id'),
  memoryKiB: z.number().int().min(8192).max(1_048_576),
  passes: z.number().int().min(1).max(20),
  lanes: z.number().int().min(1).max(8),
  salt: z.string(),
});
export type WrappedKey = z.infer<typeof wrappedKeySchema>;

/** What one guess at a PIN costs. */
export type PinCost = Readonly<Pick<WrappedKey, 'memoryKiB' | 'passes' | 'lanes'>>;

export interface PinContext {
  readonly sealKey: Buffer;
  /** Of keys wrapped from now on; each opens at the cost it was wrapped with. Recommended when absent. */
  readonly cost?: PinCost | undefined;
  /** Whose key of which certificate: a wrapped key does not open in another person's row. */
  readonly bound: string;
}

/** The caller still owns `privateKey` and zeroes it. */
export async function wrapKey(cipher: KeyWrap, privateKey: Buffer, pin: string, context: PinContext): Promise<WrappedKey> {
  const settings = { kdf: 'argon2id', ...(context.cost ?? DERIVATION), salt: randomBytes(16).toString('base64url') } as const;
  const key = await derive(pin, settings, context.sealKey);
  try {
    return { ...settings, ...seal(cipher, key, privateKey, context.bound) };
  } finally {
    key.fill(0);
  }
}

/** `undefined` on a wrong PIN. The caller zeroes what it gets. */
export async function unwrapKey(wrapped: WrappedKey, pin: string, context: PinContext): Promise<Buffer | undefined> {
  const key = await derive(pin, wrapped, context.sealKey);
  try {
    return open(wrapped, key, context.bound);
  } finally {
    key.fill(0);
  }
}

/** The root's private key under the seal key alone: the service must be able to issue without anybody's PIN. */
export function sealRootKey(cipher: KeyWrap, privateKey: Buffer, context: PinContext): string {
  return JSON.stringify(seal(cipher, subkey(context.sealKey, 'wardline ca root'), privateKey, context.bound));
}

export function openRootKey(sealedKey: string, context: PinContext): Buffer | undefined {
  const sealed: Sealed = sealedSchema.parse(JSON.parse(sealedKey));
  return open(sealed, subkey(context.sealKey, 'wardline ca root'), context.bound);
}

type Derivation = Pick<WrappedKey, 'memoryKiB' | 'passes' | 'lanes' | 'salt'>;

async function derive(pin: string, settings: Derivation, sealKey: Buffer): Promise<Buffer> {
  // 2 is Argon2id; the package's enum exists in its types only.
  return hashRaw(pin.normalize('NFKC'), {
    algorithm: 2,
    memoryCost: settings.memoryKiB,
    timeCost: settings.passes,
    parallelism: settings.lanes,
    outputLen: 32,
    salt: Buffer.from(settings.salt, 'base64url'),
    secret: subkey(sealKey, 'wardline ca pin'),
  });
}

/** One secret for each use, so that none can be tried against another. */
function subkey(sealKey: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sealKey, Buffer.alloc(0), use, 32));
}

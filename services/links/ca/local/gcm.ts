/**
 * Authenticated encryption for keys at rest. AES-256-GCM is Node's; SM4-GCM (RFC 8998) comes from sm-crypto-v2,
 * because the OpenSSL inside Node 24 offers SM4 in ECB, CBC, CFB, OFB and CTR only (looked, 3.5).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { sm4 } from 'sm-crypto-v2';
import { z } from 'zod';

export const KEY_WRAPS = ['aes-256-gcm', 'sm4-gcm'] as const;
export type KeyWrap = (typeof KEY_WRAPS)[number];

const IV_LENGTH = 12;
const TAG_LENGTH = 16;

export const sealedSchema = z.object({ cipher: z.enum(KEY_WRAPS), iv: z.string(), tag: z.string(), data: z.string() });
/** All base64url. */
export type Sealed = z.infer<typeof sealedSchema>;

/** `key` has 32 octets; SM4 uses the first 16. `bound` is authenticated, not hidden: a sealed key is worth nothing in another row. */
export function seal(cipher: KeyWrap, key: Buffer, plain: Buffer, bound: string): Sealed {
  const iv = randomBytes(IV_LENGTH);
  const { data, tag } = cipher === 'sm4-gcm' ? sealSm4(key, iv, plain, bound) : sealAes(key, iv, plain, bound);
  return { cipher, iv: iv.toString('base64url'), tag: tag.toString('base64url'), data: data.toString('base64url') };
}

/** `undefined` when the key is wrong or anything was changed. The caller zeroes what it gets. */
export function open(sealed: Sealed, key: Buffer, bound: string): Buffer | undefined {
  const iv = Buffer.from(sealed.iv, 'base64url');
  const tag = Buffer.from(sealed.tag, 'base64url');
  const data = Buffer.from(sealed.data, 'base64url');
  if (iv.length !== IV_LENGTH || tag.length !== TAG_LENGTH) return undefined;
  try {
    return sealed.cipher === 'sm4-gcm' ? openSm4(key, { iv, tag, data }, bound) : openAes(key, { iv, tag, data }, bound);
  } catch {
    return undefined;
  }
}

interface Parts {
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly data: Buffer;
}

function sealAes(key: Buffer, iv: Buffer, plain: Buffer, bound: string): Omit<Parts, 'iv'> {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound));
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { data, tag: cipher.getAuthTag() };
}

function openAes(key: Buffer, parts: Parts, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, parts.iv, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(bound)).setAuthTag(parts.tag);
  const first = decipher.update(parts.data);
  return Buffer.concat([first, decipher.final()]);
}

function sealSm4(key: Buffer, iv: Buffer, plain: Buffer, bound: string): Omit<Parts, 'iv'> {
  const options = { mode: 'gcm', iv, associatedData: Buffer.from(bound), output: 'array', outputTag: true, padding: 'none' } as const;
  const { output, tag } = sm4.encrypt(plain, key.subarray(0, 16), options);
  if (tag === undefined) throw new Error('SM4-GCM gave no tag');
  return { data: Buffer.from(output), tag: Buffer.from(tag) };
}

function openSm4(key: Buffer, parts: Parts, bound: string): Buffer {
  const { iv, tag, data } = parts;
  const options = { mode: 'gcm', iv, tag, associatedData: Buffer.from(bound), output: 'array', padding: 'none' } as const;
  return Buffer.from(sm4.decrypt(data, key.subarray(0, 16), options));
}

/**
 * How a page and the service agree on keys and seal with them. Both suites write the compact serialization of RFC 7516
 * with `alg: dir`; the two directions have keys of their own, so that nothing said can be said back.
 *
 * `ecdh-a256gcm`: ephemeral P-256 keys of both, HKDF-SHA256, AES-256-GCM (JWE as it is).
 * `sm2-sm4gcm`: the service draws two SM4 keys and encrypts them to the page's ephemeral SM2 key (GB/T 32918.4, C1C3C2);
 * SM4-GCM (RFC 8998) under the name `SM4-GCM`, which is ours: no JWE registry has one.
 */
import { createCipheriv, createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { sm2, sm4 } from 'sm-crypto-v2';

export const suiteNames = ['ecdh-a256gcm', 'sm2-sm4gcm'] as const;
export type SuiteName = (typeof suiteNames)[number];

export interface ChannelKeys {
  readonly request: Buffer;
  readonly response: Buffer;
}

interface Agreement {
  readonly keys: ChannelKeys;
  /** What the page needs to come to the same keys. */
  readonly answer: string;
}

interface Ciphertext {
  readonly data: Buffer;
  readonly tag: Buffer;
}

interface Suite {
  /** `enc` of the protected header. */
  readonly enc: string;
  readonly keyBytes: number;
  /** `undefined`: that is no public key of this suite. */
  agree(pageKey: string): Agreement | undefined;
  seal(key: Buffer, iv: Buffer, plain: Buffer, bound: Buffer): Ciphertext;
  /** @throws when anything was changed */
  open(key: Buffer, iv: Buffer, sealed: Ciphertext, bound: Buffer): Buffer;
}

const international: Suite = {
  enc: 'A256GCM',
  keyBytes: 32,
  agree: (pageKey) => {
    const theirs = Buffer.from(pageKey, 'base64url');
    if (theirs.length !== 65 || theirs[0] !== 4) return undefined;
    const own = createECDH('prime256v1');
    const ours = own.generateKeys();
    try {
      const secret = own.computeSecret(theirs);
      const key = (way: string): Buffer => Buffer.from(hkdfSync('sha256', secret, Buffer.concat([theirs, ours]), `wardline channel ${way}`, 32));
      return { keys: { request: key('request'), response: key('response') }, answer: ours.toString('base64url') };
    } catch {
      // Not on the curve.
      return undefined;
    }
  },
  seal: (key, iv, plain, bound) => {
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound);
    return { data: Buffer.concat([cipher.update(plain), cipher.final()]), tag: cipher.getAuthTag() };
  },
  open: (key, iv, { data, tag }, bound) => {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(bound).setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  },
};

const chinese: Suite = {
  enc: 'SM4-GCM',
  keyBytes: 16,
  agree: (pageKey) => {
    if (!/^04[0-9a-f]{128}$/.test(pageKey) || !isOnCurve(pageKey)) return undefined;
    const both = randomBytes(32);
    return { keys: { request: both.subarray(0, 16), response: both.subarray(16) }, answer: sm2.doEncrypt(both, pageKey, 1) };
  },
  seal: (key, iv, plain, bound) => {
    const { output, tag } = sm4.encrypt(plain, key, { mode: 'gcm', iv, associatedData: bound, output: 'array', outputTag: true, padding: 'none' });
    if (tag === undefined) throw new Error('SM4-GCM gave no tag.');
    return { data: Buffer.from(output), tag: Buffer.from(tag) };
  },
  open: (key, iv, { data, tag }, bound) => Buffer.from(sm4.decrypt(data, key, { mode: 'gcm', iv, tag, associatedData: bound, output: 'array', padding: 'none' })),
};

function isOnCurve(key: string): boolean {
  try {
    return sm2.verifyPublicKey(key);
  } catch {
    return false;
  }
}

export const suites: Readonly<Record<SuiteName, Suite>> = { 'ecdh-a256gcm': international, 'sm2-sm4gcm': chinese };

/** Compact serialization: header, no encrypted key, iv, ciphertext, tag. */
export function seal(suite: Suite, key: Buffer, header: Readonly<Record<string, unknown>>, plain: Buffer): string {
  const bound = Buffer.from(JSON.stringify({ alg: 'dir', enc: suite.enc, ...header })).toString('base64url');
  const iv = randomBytes(12);
  const { data, tag } = suite.seal(key, iv, plain, Buffer.from(bound, 'ascii'));
  return [bound, '', iv.toString('base64url'), data.toString('base64url'), tag.toString('base64url')].join('.');
}

/** The protected header, not yet proved; `undefined` when it is none. */
export function headerOf(compact: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(compact.slice(0, compact.indexOf('.')), 'base64url').toString());
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` when it was not sealed with this key, or anything was changed. */
export function open(suite: Suite, key: Buffer, compact: string): Buffer | undefined {
  const parts = compact.split('.');
  const [header = '', encryptedKey, iv, data, tag] = [parts[0], parts[1], ...parts.slice(2).map((part) => Buffer.from(part, 'base64url'))] as [string, string, Buffer, Buffer, Buffer];
  const { alg, enc, zip, crit } = headerOf(compact) ?? {};
  if (parts.length !== 5 || encryptedKey !== '' || alg !== 'dir' || enc !== suite.enc || zip !== undefined || crit !== undefined) return undefined;
  if (iv.length !== 12 || tag.length !== 16) return undefined;
  try {
    return suite.open(key, iv, { data, tag }, Buffer.from(header, 'ascii'));
  } catch {
    return undefined;
  }
}

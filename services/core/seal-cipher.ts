/**
 * The two ciphers a seal may use: AES-256-GCM, and SM4-GCM (RFC 8998) where the hospital is held to Chinese
 * cryptography. The OpenSSL inside Node 24 has SM4 without GCM, so that one comes from sm-crypto-v2: some 0.2 ms for a
 * message of 5 KB, ten times AES.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { sm4 } from 'sm-crypto-v2';
import { Fault } from './errors.ts';

export const sealAlgorithms = ['aes-256-gcm', 'sm4-gcm'] as const;
export type SealAlgorithm = (typeof sealAlgorithms)[number];

const ivLength = 12;
const tagLength = 16;

/** Nonce, tag and body; `bound` is authenticated, not hidden. `key` has 32 bytes. */
export function closeWith(algorithm: SealAlgorithm, key: Buffer, plain: Uint8Array, bound: string): Buffer {
  const iv = randomBytes(ivLength);
  if (algorithm === 'sm4-gcm') {
    const { output, tag } = sm4.encrypt(plain, sm4Key(key), { mode: 'gcm', iv, associatedData: Buffer.from(bound), output: 'array', outputTag: true, padding: 'none' });
    if (tag === undefined) throw new Fault('SM4-GCM gave no tag.');
    return Buffer.concat([iv, tag, output]);
  }
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws when the key is another one or a bit was changed */
export function openWith(algorithm: SealAlgorithm, key: Buffer, sealed: Buffer, bound: string): Buffer {
  if (sealed.length < ivLength + tagLength) throw new Fault('A sealed value is cut off.');
  const iv = sealed.subarray(0, ivLength);
  const tag = sealed.subarray(ivLength, ivLength + tagLength);
  const body = sealed.subarray(ivLength + tagLength);
  if (algorithm === 'sm4-gcm') return Buffer.from(sm4.decrypt(body, sm4Key(key), { mode: 'gcm', iv, associatedData: Buffer.from(bound), tag, output: 'array', padding: 'none' }));
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength }).setAAD(Buffer.from(bound)).setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/** Half a SHA-256 or SM3: 128 bits tell every patient of a country apart. */
const digestLength = 16;

/** A keyed digest for exact look-up, under a key of its own for each column. */
export function digestWith(algorithm: SealAlgorithm, key: Buffer, column: string, value: string): string {
  const own = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `wardline index ${column}`, 32));
  const hash = algorithm === 'sm4-gcm' ? 'sm3' : 'sha256';
  return createHmac(hash, own).update(value).digest().subarray(0, digestLength).toString('base64url');
}

/** A key of its own: the same bytes are never used with two ciphers. */
function sm4Key(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'wardline sm4', 16));
}

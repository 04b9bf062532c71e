/**
 * Making key pairs and signatures on the server, with Node's OpenSSL. SM2 signatures are made by sm-crypto-v2, since Node
 * cannot hand OpenSSL the signer's identity that GB/T 32918.2 hashes in.
 */
import { createPrivateKey, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { sm2 } from 'sm-crypto-v2';
import { sm2Point } from '../algorithms.ts';
import { fromHex } from '../bytes.ts';
import { readSequence, readAll } from '../der.ts';
import type { SignatureAlgorithm } from '../format.ts';

/** `CA_ALGORITHM`, and for RSA its size. */
export interface KeyKind {
  readonly algorithm: 'ecdsa' | 'rsa' | 'sm2';
  readonly rsaBits: 2048 | 3072;
}

export interface KeyPair {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** PKCS#8 DER. Zero it after use. */
  readonly privateKey: Buffer;
}

export const ALGORITHM_OF: Readonly<Record<KeyKind['algorithm'], SignatureAlgorithm>> = {
  ecdsa: 'ecdsa-p256-sha256',
  rsa: 'rsa-pkcs1-sha256',
  sm2: 'sm2-sm3',
};

const generate = promisify(generateKeyPair);

export async function makeKeyPair(kind: KeyKind): Promise<KeyPair> {
  const { publicKey, privateKey } = await (kind.algorithm === 'rsa'
    ? generate('rsa', { modulusLength: kind.rsaBits })
    : generate('ec', { namedCurve: kind.algorithm === 'sm2' ? 'SM2' : 'P-256' }));
  return {
    publicKey: Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

/** The signature value in the encoding of its algorithm: DER `{r, s}` or PKCS#1. */
export function makeSignature(algorithm: SignatureAlgorithm, privateKey: Buffer, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (algorithm === 'sm2-sm3') return signSm2(privateKey, bytes);
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
  return Uint8Array.from(sign('sha256', bytes, key));
}

/** The library takes the private key as text only, and text cannot be zeroed: it lives until the next collection. */
function signSm2(privateKey: Buffer, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { secret, point } = sm2Parts(Uint8Array.from(privateKey));
  const hex = sm2.doSignature(bytes, secret, { der: true, hash: true, publicKey: point });
  return fromHex(hex);
}

/** PKCS#8 `{ version, algorithm, OCTET STRING { ECPrivateKey { 1, secret, [1] public } } }` (RFC 5915). */
function sm2Parts(pkcs8: Uint8Array<ArrayBuffer>): { readonly secret: string; readonly point: string } {
  const [, algorithm, holder] = readSequence(pkcs8);
  const [, secret, optional] = readSequence(holder?.value ?? new Uint8Array());
  const [bits] = readAll(optional?.value ?? new Uint8Array());
  if (algorithm === undefined || secret === undefined || bits === undefined) throw new Error('not an SM2 private key');
  const spki = Buffer.concat([Buffer.from([0x30, algorithm.whole.length + bits.whole.length]), algorithm.whole, bits.whole]);
  return { secret: Buffer.from(secret.value).toString('hex'), point: Buffer.from(sm2Point(Uint8Array.from(spki))).toString('hex') };
}

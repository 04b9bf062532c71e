/**
 * Checking digests and signatures with what Node and browsers share: WebCrypto for SHA-256, ECDSA and RSA, and
 * sm-crypto-v2 for SM2 and SM3. Making signatures is `local/keys.ts`, on the server with Node's OpenSSL: two
 * implementations that judge each other.
 */
import { sm2, sm3 } from 'sm-crypto-v2';
import { fromHex, sameBytes, toHex } from './bytes.ts';
import { bitString, readSequence, readSignaturePair } from './der.ts';
import { SIGNATURE_ALGORITHMS, type DigestAlgorithm, type SignatureAlgorithm } from './format.ts';

type Octets = Uint8Array<ArrayBuffer>;

/** X.509 signature algorithm identifiers: RFC 5758, RFC 4055, GM/T 0006. */
export const SIGNATURE_OIDS: Readonly<Record<SignatureAlgorithm, string>> = {
  'ecdsa-p256-sha256': '1.2.840.10045.4.3.2',
  'rsa-pkcs1-sha256': '1.2.840.113549.1.1.11',
  'sm2-sm3': '1.2.156.10197.1.501',
};

/** The document is hashed with the hash of the signature. */
export const DIGEST_OF: Readonly<Record<SignatureAlgorithm, DigestAlgorithm>> = {
  'ecdsa-p256-sha256': 'sha256',
  'rsa-pkcs1-sha256': 'sha256',
  'sm2-sm3': 'sm3',
};

/** DER of the algorithm part of a public key: what sort of key it is. */
const KEY_KINDS: Readonly<Record<SignatureAlgorithm, Uint8Array>> = {
  // { id-ecPublicKey, prime256v1 }
  'ecdsa-p256-sha256': fromHex('301306072a8648ce3d020106082a8648ce3d030107'),
  // { rsaEncryption, NULL }
  'rsa-pkcs1-sha256': fromHex('300d06092a864886f70d0101010500'),
  // { id-ecPublicKey, sm2p256v1 1.2.156.10197.1.301 }
  'sm2-sm3': fromHex('301306072a8648ce3d020106082a811ccf5501822d'),
};
/** Order of the SM2 curve, GB/T 32918.5. */
const SM2_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** What a public key signs with; `undefined` for a kind we do not use. */
export function algorithmOfKey(spki: Octets): SignatureAlgorithm | undefined {
  const [kind] = readSequence(spki);
  return SIGNATURE_ALGORITHMS.find((each) => kind !== undefined && sameBytes(kind.whole, KEY_KINDS[each]));
}

/** Hexadecimal digest. */
export async function digestOf(algorithm: DigestAlgorithm, bytes: Octets): Promise<string> {
  if (algorithm === 'sm3') return sm3(bytes);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** A malformed key or signature is one that does not hold; never throws. */
export async function signatureHolds(
  algorithm: SignatureAlgorithm,
  spki: Octets,
  bytes: Octets,
  value: Octets,
): Promise<boolean> {
  try {
    return await CHECKS[algorithm](spki, bytes, value);
  } catch {
    return false;
  }
}

type Check = (spki: Octets, bytes: Octets, value: Octets) => boolean | Promise<boolean>;

const CHECKS: Readonly<Record<SignatureAlgorithm, Check>> = {
  'ecdsa-p256-sha256': async (spki, bytes, value) => {
    const key = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    // WebCrypto wants r and s side by side; certificates, OpenSSL and we write DER.
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, readSignaturePair(value, 32), bytes);
  },
  'rsa-pkcs1-sha256': async (spki, bytes, value) => {
    const scheme = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('spki', spki, scheme, false, ['verify']);
    return crypto.subtle.verify(scheme.name, key, value, bytes);
  },
  'sm2-sm3': (spki, bytes, value) => {
    const pair = toHex(readSignaturePair(value, 32));
    // GB/T 32918.2 7.1 B1, B2: r and s lie in [1, n-1]; the library does not look.
    if (![pair.slice(0, 64), pair.slice(64)].every(inRange)) return false;
    return sm2.doVerifySignature(bytes, pair, toHex(sm2Point(spki)), { hash: true });
  },
};

function inRange(hex: string): boolean {
  const number = BigInt(`0x${hex}`);
  return number > 0n && number < SM2_ORDER;
}

/** The uncompressed point `04 x y` of an SM2 public key. @throws Error for a key of another curve */
export function sm2Point(spki: Octets): Octets {
  const [kind, point] = readSequence(spki);
  if (kind === undefined || !sameBytes(kind.whole, KEY_KINDS['sm2-sm3'])) throw new Error('not an SM2 key');
  return bitString(point);
}

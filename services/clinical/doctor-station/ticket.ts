/** Tickets as compact JWTs, by a key of the service's own: ES256 (RFC 7518), or SM2 with SM3 (GB/T 32918), whose name in the header is ours. */
import { createECDH, createPublicKey, hkdfSync, sign as signBytes, createPrivateKey, verify as verifyBytes } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { z } from 'zod';
import type { KeyRing } from '../../core/seal.ts';
import type { Claims, TicketAlgorithm } from './model.ts';

export interface TicketKeys {
  sign(claims: Claims): string;
  /** What it says, whatever the time; `undefined` unless it was signed here. */
  read(ticket: string): Claims | undefined;
  /** Of the key that signs and of those before it (RFC 7517). */
  readonly published: () => { readonly keys: readonly Readonly<Record<string, string>>[] };
}

interface Key {
  readonly jwk: Readonly<Record<'kty' | 'crv' | 'x' | 'y', string>>;
  sign(text: string): Buffer;
  holds(text: string, signature: Buffer): boolean;
}

const header = z.object({ alg: z.string(), kid: z.string().regex(/^\d{1,4}$/) });
const claims = z.object({ iss: z.string(), aud: z.string(), sub: z.string(), name: z.string(), department: z.string(), departmentName: z.string(), jti: z.string(), iat: z.number(), exp: z.number() });
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function ticketKeys(seal: Pick<KeyRing, 'key' | 'version' | 'versions'>, algorithm: TicketAlgorithm): TicketKeys {
  const known = new Map<number, Key>();
  const keyOf = (version: number): Key => {
    const key = known.get(version) ?? makers[algorithm](seal.key(version));
    known.set(version, key);
    return key;
  };
  return {
    sign: (said) => {
      const text = `${encoded({ alg: algorithm, kid: String(seal.version), typ: 'JWT' })}.${encoded(said)}`;
      return `${text}.${keyOf(seal.version).sign(text).toString('base64url')}`;
    },
    read: (ticket) => {
      const [head = '', body = '', signature = '', ...more] = ticket.split('.');
      if (more.length > 0) return undefined;
      const { success, data } = header.safeParse(parsed(head));
      if (!success || data.alg !== algorithm || !seal.versions.includes(Number(data.kid))) return undefined;
      if (!keyOf(Number(data.kid)).holds(`${head}.${body}`, Buffer.from(signature, 'base64url'))) return undefined;
      return claims.safeParse(parsed(body)).data;
    },
    published: () => ({ keys: seal.versions.map((version) => ({ ...keyOf(version).jwk, kid: String(version), alg: algorithm, use: 'sig' })) }),
  };
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A scalar below the curve's order, as good as even: 48 bytes are folded into 32. */
function scalarOf(secret: Uint8Array, curve: string, order: bigint): Buffer {
  const bytes = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `wardline ticket ${curve}`, 48));
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (order - 1n)) + 1n;
  return Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
}

const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const makers: Readonly<Record<TicketAlgorithm, (secret: Uint8Array) => Key>> = {
  ES256: (secret) => {
    const scalar = scalarOf(secret, 'P-256', 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n);
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(scalar);
    const point = curve.getPublicKey();
    const jwk = { kty: 'EC', crv: 'P-256', x: part(point.subarray(1, 33)), y: part(point.subarray(33)) };
    const own = createPrivateKey({ key: { ...jwk, d: part(scalar) }, format: 'jwk' });
    const open = createPublicKey(own);
    return {
      jwk,
      sign: (text) => signBytes('sha256', Buffer.from(text), { key: own, dsaEncoding: 'ieee-p1363' }),
      holds: (text, signature) => verifyBytes('sha256', Buffer.from(text), { key: open, dsaEncoding: 'ieee-p1363' }, signature),
    };
  },
  SM2: (secret) => {
    const own = scalarOf(secret, 'SM2', 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n).toString('hex');
    const open = sm2.getPublicKeyFromPrivateKey(own);
    const point = Buffer.from(open, 'hex');
    return {
      jwk: { kty: 'EC', crv: 'SM2', x: part(point.subarray(1, 33)), y: part(point.subarray(33)) },
      sign: (text) => Buffer.from(sm2.doSignature(Buffer.from(text), own, { hash: true, publicKey: open }), 'hex'),
      holds: (text, signature) => signature.length === 64 && sm2.doVerifySignature(Buffer.from(text), signature.toString('hex'), open, { hash: true }),
    };
  },
};

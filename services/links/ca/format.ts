/**
 * The detached signature `wardline-signature/1`.
 *
 * Signed are the canonical JSON octets of everything but `value`, `chain` and `timestamp`: the document is bound by its digest,
 * and who, when, for what act and under which certificate stand inside, so that none of them can be exchanged later.
 * The signed statement holds no patient data and may be shown to a vendor.
 */
import { z } from 'zod';
import { canonicalBytes } from './canonical.ts';

export const FORMAT = 'wardline-signature/1';

/** How the value is made: DER `{r, s}` for the curves, PKCS#1 v1.5 for RSA; SM2 with the default identity of GM/T 0009. */
export const SIGNATURE_ALGORITHMS = ['ecdsa-p256-sha256', 'rsa-pkcs1-sha256', 'sm2-sm3'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

export type DigestAlgorithm = 'sha256' | 'sm3';

const iso = z.iso.datetime({ precision: 3 });
const pem = z.string().max(16_384);

const signerSchema = z.strictObject({
  staffNumber: z.string().min(1).max(64),
  name: z.string().min(1).max(100),
});

/** What is signed. */
export const statementSchema = z.strictObject({
  format: z.literal(FORMAT),
  algorithm: z.enum(SIGNATURE_ALGORITHMS),
  digestAlgorithm: z.enum(['sha256', 'sm3']),
  /** Hexadecimal digest of the document's canonical JSON. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  certificate: pem,
  signedAt: iso,
  signer: signerSchema,
  act: z.string().min(1).max(80),
  /** 16 random octets: two signatures of the same act in the same millisecond still differ. */
  nonce: z.string().regex(/^[\w-]{22}$/),
});

export const signatureSchema = statementSchema.extend({
  value: z.string().max(2048),
  /** From the issuer of the certificate up to and including the root. */
  chain: z.array(pem).min(1).max(4),
  /** A vendor's RFC 3161 token over `value`, base64url. Kept as evidence; we do not judge it. */
  timestamp: z.string().max(32_768).optional(),
});

export type Signer = z.infer<typeof signerSchema>;
export type Statement = z.infer<typeof statementSchema>;
export type DetachedSignature = z.infer<typeof signatureSchema>;

/** The octets under the signature. */
export function signedBytes(statement: Statement): Uint8Array<ArrayBuffer> {
  const { format, algorithm, digestAlgorithm, digest, certificate, signedAt, signer, act, nonce } = statement;
  return canonicalBytes({ format, algorithm, digestAlgorithm, digest, certificate, signedAt, signer, act, nonce });
}

/** Puts a signature together from the signed statement and what came of signing it. */
export function assemble(
  statement: Statement,
  parts: Pick<DetachedSignature, 'value' | 'chain'> & { readonly timestamp?: string | undefined },
): DetachedSignature {
  const { value, chain, timestamp } = parts;
  return { ...statement, value, chain, ...(timestamp === undefined ? {} : { timestamp }) };
}

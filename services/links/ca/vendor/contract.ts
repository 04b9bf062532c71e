/**
 * What we say to a vendor's cloud CA and what we expect to hear: the shape that Chinese mobile CAs share (order a
 * signature → the doctor confirms with a PIN or in the vendor's app → poll or be called back → value, certificate and timestamp
 * token). README.md holds the same in words. A real vendor's field names differ; this file and `client.ts` are where
 * they would be translated.
 */
import { z } from 'zod';

const reason = z.enum(['superseded', 'pin-lost', 'key-compromised', 'left', 'data-wrong']);
const pem = z.string().max(16_384);

export const revocationSchema = z.object({ serial: z.string(), at: z.iso.datetime(), reason });

export const issuedSchema = z.object({ pem, revocation: revocationSchema.optional() });

export const certificatesSchema = z.object({ certificates: z.array(issuedSchema) });

export const orderSchema = z.object({
  orderId: z.string(),
  state: z.enum(['waiting', 'signed', 'declined', 'expired']),
  /** Base64 of the canonical statement under signature: that of the first request when the order is repeated. */
  statement: z.string(),
  /** Present when signed. base64url; DER `{r, s}` or PKCS#1. */
  value: z.string().optional(),
  chain: z.array(pem).optional(),
  /** RFC 3161 token, base64url. */
  timestamp: z.string().optional(),
});
export type Order = z.infer<typeof orderSchema>;

export const revocationsSchema = z.object({ revocations: z.array(revocationSchema) });

/** Milliseconds. */
export const pingSchema = z.object({ time: z.number() });

export const doneSchema = z.object({});

export const problemSchema = z.object({
  code: z.string(),
  /** Tries left with PIN_WRONG. */
  left: z.number().optional(),
  /** Minutes with PIN_LOCKED. */
  minutes: z.number().optional(),
});

export const callbackSchema = z.object({ orderId: z.string().max(64) });

/** Names of the headers that authenticate a request, theirs and ours. */
export const HEADERS = {
  app: 'x-ca-app',
  time: 'x-ca-time',
  nonce: 'x-ca-nonce',
  signature: 'x-ca-signature',
} as const;

/** Milliseconds by which the clocks may differ before a request counts as stale. */
export const TIME_WINDOW = 60_000;

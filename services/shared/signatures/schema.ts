/** Shapes shared with the pages. */
import { z } from 'zod';

/** Six digits: what the certificate authority wraps the private key with. */
export const pin = z.string().regex(/^\d{6}$/);

export const mySignature = z.object({
  enrolled: z.boolean(),
  certificate: z.object({ serial: z.string(), algorithm: z.string(), validUntil: z.string() }).optional(),
});
export type MySignature = z.infer<typeof mySignature>;

export const verification = z.object({
  valid: z.boolean(),
  reason: z.string(),
  sentence: z.string(),
  signerName: z.string().optional(),
  signerNumber: z.string().optional(),
  signedAt: z.string().optional(),
  certificateSerial: z.string().optional(),
});
export type VerificationView = z.infer<typeof verification>;

export const signedDocument = z.object({ id: z.string(), act: z.string(), document: z.unknown(), signature: z.unknown(), verification });
export type SignedDocument = z.infer<typeof signedDocument>;

/** A row as it is kept. */
export const storedSignature = z.object({ id: z.string(), act: z.string(), subject: z.string(), signer: z.string(), document: z.unknown(), signature: z.unknown() });

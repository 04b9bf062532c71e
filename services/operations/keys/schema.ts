/** Shapes shared with the pages. */
import { z } from 'zod';

const counted = z.object({
  /** The form values have (`v2`, `v1-sm4`); `plain` where something was stored before its column was sealed. */
  form: z.string(),
  /** Values, not rows: a patient has several. */
  values: z.number().int(),
});

export const keysView = z.object({
  /** The form new values get. */
  form: z.string(),
  algorithm: z.enum(['aes-256-gcm', 'sm4-gcm']),
  versions: z.array(z.object({
    version: z.number().int(),
    seals: z.boolean(),
    /** Values still under it, in all tables. */
    values: z.number().int(),
    /** What is bound to it for good and keeps it needed. */
    bound: z.array(z.object({ table: z.string(), rows: z.number().int(), why: z.string() })),
    /** A start without it is fine. */
    retired: z.boolean(),
  })),
  tables: z.array(z.object({ table: z.string(), forms: z.array(counted) })),
  /** Values that are not under the newest form yet. */
  waiting: z.number().int(),
  rotation: z.object({
    startedAt: z.coerce.date(),
    /** Not yet: it runs, or waits to be taken up again. */
    finishedAt: z.coerce.date().nullable(),
    rows: z.number().int(),
    tablesLeft: z.number().int(),
  }).nullable(),
});
export type KeysView = z.infer<typeof keysView>;

export const started = z.object({ form: z.string() });
export const retirement = z.object({ version: z.coerce.number().int().min(1).max(9999) });

/** Base64url of 32 bytes. */
export const draftKey = z.object({ key: z.string().length(43) });

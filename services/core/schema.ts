/** Shapes shared with the pages that belong to no module. */
import { z } from 'zod';

/** Most bytes of a file that travels inside a sealed call; larger ones come in parts. */
export const mostFileBytes = 8 * 1024 * 1024;

/** `maxBytes` of a route that takes a file: base64 is a third longer, and there are other fields. */
export const fileCallBytes = Math.ceil((mostFileBytes * 4) / 3) + 64 * 1024;

/** A file inside a call or an answer. */
export const file = z.object({
  name: z.string().min(1).max(200),
  /** Media type. */
  type: z.string().max(100),
  base64: z.string().max(Math.ceil(mostFileBytes / 3) * 4).regex(/^[A-Za-z0-9+/]*={0,2}$/),
});
export type File = z.infer<typeof file>;

/** What lists by time take: from and until of the time the list is ordered by, newest first. */
export const listInput = z.object({
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

/** A colleague as a list shows them; the name as it was told, else as the directory has it. */
export const colleague = z.object({ number: z.string(), name: z.string() }).nullable();
export type Colleague = z.infer<typeof colleague>;

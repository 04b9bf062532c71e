import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

/** Somebody left the hospital; the subject is the staff number. `platform`: who said so: a chat platform, `his`, `hand`. */
export const left = defineEvent('directory.left', z.object({ platform: z.string() }));

/** Somebody who had left is back; the subject is the staff number. */
export const restored = defineEvent('directory.restored', z.object({ reason: z.string() }));

/** A place, person or account was added or changed; the subject is `staff:1001`, `department:CARD`, `account:dingtalk:corp:user`. */
export const changed = defineEvent('directory.changed', z.object({
  how: z.enum(['added', 'changed', 'retired', 'reopened', 'removed']),
  /** Names of the columns, not their content. */
  fields: z.array(z.string()),
  source: z.string(),
}));

/** A source was read to its end; the subject is the source. Only when something came of it. */
export const synchronised = defineEvent('directory.synchronised', z.object({ added: z.int(), changed: z.int(), left: z.int(), matters: z.int() }));

/** Many are missing in a source: it waits for a person. The subject is the source. */
export const stopped = defineEvent('directory.stopped', z.object({ kind: z.string(), known: z.int(), missing: z.int(), leaving: z.int() }));

/** A reading ended without its end; the subject is the source. `reason`: the other side's code, or `unknown`. */
export const failed = defineEvent('directory.failed', z.object({ reason: z.string() }));

/** The facts this module publishes. Subject: the command's key, by which whoever asked knows it. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

/** The hospital answered for good. */
export const commandAnswered = defineEvent('hospital-commands.answered', z.object({ kind: z.string(), state: z.enum(['accepted', 'refused']), code: z.string().optional() }));
/** A person must look. */
export const commandFailed = defineEvent('hospital-commands.failed', z.object({ kind: z.string(), code: z.string() }));

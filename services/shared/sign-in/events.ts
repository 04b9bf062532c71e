/** The facts this module publishes. Subject: the staff number. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const duty = z.enum(['system', 'security', 'audit']);

/** Too many failures in a row: somebody forgot, or somebody tries. */
export const locked = defineEvent('sign-in.locked', z.object({ address: z.string().optional() }));
/** `duty` absent: dismissed. */
export const appointed = defineEvent('sign-in.appointed', z.object({ duty: duty.optional(), before: duty.optional() }));

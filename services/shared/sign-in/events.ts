/** The facts this module publishes. Subject: the staff number. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { systemFunctions } from '../directory/schema.ts';

const duty = z.enum(['system', 'security', 'audit']);

/** Too many failures in a row: somebody forgot, or somebody tries. */
export const locked = defineEvent('sign-in.locked', z.object({ address: z.string().optional() }));
/** A part of the system administrator's work was given to somebody, or taken back. */
export const functionGiven = defineEvent('sign-in.function-given', z.object({ function: z.enum(systemFunctions), given: z.boolean() }));
/** `duty` absent: dismissed. */
export const appointed = defineEvent('sign-in.appointed', z.object({ duty: duty.optional(), before: duty.optional() }));

/** The facts this module publishes. Subject: `roster:` and the department's code, so that a department has one timeline. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { dutyKind } from '../../shared/on-call/schema.ts';
import { changeKinds } from './model.ts';

const at = z.coerce.date().nullable();

export const rosterChanged = defineEvent('duty-roster.changed', z.object({
  how: z.enum(changeKinds),
  duty: dutyKind.nullable(),
  staff: z.string().nullable(),
  /** Whose it was before. */
  was: z.string().nullable(),
  from: at,
  until: at,
  count: z.int().nullable(),
}));

/** Somebody was looked for and nobody held the duty. */
export const holeFound = defineEvent('duty-roster.hole-found', z.object({ hole: z.uuid(), duty: dutyKind, from: at, until: at, told: z.array(z.string()) }));
export const holeFilled = defineEvent('duty-roster.hole-filled', z.object({ hole: z.uuid(), duty: dutyKind }));

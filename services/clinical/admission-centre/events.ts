/** The facts this module publishes. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { requestKinds } from './model.ts';

/** Subject: the department. */
export const placesSet = defineEvent('admission-centre.places-set', z.object({ beds: z.int().nullable(), before: z.int().nullable() }));
/** Subject: the patient. */
export const asked = defineEvent('admission-centre.asked', z.object({ request: z.uuid(), visitId: z.uuid(), kind: z.enum(requestKinds) }));
export const answered = defineEvent('admission-centre.answered', z.object({ request: z.uuid(), visitId: z.uuid(), kind: z.enum(requestKinds), state: z.enum(['accepted', 'refused', 'failed']) }));

export const events = [placesSet, asked, answered];

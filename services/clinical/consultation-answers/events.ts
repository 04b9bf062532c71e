/** The facts this module publishes. Subject: the patient; nothing of what was said. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const about = { answer: z.uuid(), consultation: z.uuid(), by: z.string() };

/** Signed, kept, and on its way to the hospital. */
export const given = defineEvent('consultation-answers.given', z.object(about));
/** The hospital took it, or said why not; or nobody could bring it there. */
export const settled = defineEvent('consultation-answers.settled', z.object({ ...about, state: z.enum(['accepted', 'refused', 'failed']) }));

export const events = [given, settled];

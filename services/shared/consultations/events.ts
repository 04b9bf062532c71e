/** The facts this module publishes: nothing of what was asked or said. Subject: the patient; people are staff numbers. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const common = { consultation: z.uuid(), visitId: z.uuid().optional() };

/** Asked, or asked of more people. */
export const requested = defineEvent('consultations.requested', z.object({ ...common, type: z.string().optional(), department: z.string().optional(), by: z.string().optional(), invited: z.array(z.string()) }));
/** Somebody gave an opinion, or changed it. */
export const answered = defineEvent('consultations.answered', z.object({ ...common, by: z.array(z.string()), asked: z.string().optional() }));

export const events = [requested, answered];

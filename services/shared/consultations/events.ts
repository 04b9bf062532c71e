/** The facts this module publishes: nothing of what was asked or said. Subject: the patient; people are staff numbers, departments codes. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const common = { consultation: z.uuid(), visitId: z.uuid().optional() };

/** Asked, or asked of more people. */
export const requested = defineEvent('consultations.requested', z.object({ ...common, type: z.string().optional(), department: z.string().optional(), by: z.string().optional(), invited: z.array(z.string()), departments: z.array(z.string()).default([]) }));
/** Somebody gave an opinion, or changed it. */
export const answered = defineEvent('consultations.answered', z.object({ ...common, by: z.array(z.string()), asked: z.string().optional() }));

/** Open no more: done, cancelled or refused. */
export const closed = defineEvent('consultations.closed', z.object({ ...common, state: z.string() }));

export const events = [requested, answered, closed];

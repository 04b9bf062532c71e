/** The facts this module publishes. Subject: the patient; `surgeon` is a staff number. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const operation = z.object({
  operation: z.uuid(),
  visitId: z.uuid().optional(),
  surgeon: z.string().optional(),
  from: z.coerce.date().optional(),
  room: z.string().optional(),
  department: z.string().optional(),
  urgent: z.boolean().optional(),
});
export type OperationFact = z.infer<typeof operation>;

/** On the list for the first time, or moved: another time, room or surgeon. */
export const planned = defineEvent('theatre.planned', operation);
export const cancelled = defineEvent('theatre.cancelled', operation);

export const events = [planned, cancelled];

/** The facts this module publishes: how many results, never which. Subject: the patient. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { reportKinds } from './model.ts';

/** A report says something nobody had told: new, more, or corrected. */
export const reported = defineEvent('results.reported', z.object({
  report: z.uuid(),
  visitId: z.uuid().optional(),
  kind: z.enum(reportKinds).optional(),
  status: z.string().optional(),
  results: z.int(),
  abnormal: z.int(),
  /** Somebody may have acted on another version of it. */
  corrected: z.boolean(),
}));

export const events = [reported];

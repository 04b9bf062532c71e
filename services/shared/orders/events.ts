/** The facts this module publishes, small: what an alert decides by. Subject: the patient. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { categories, terms } from './model.ts';

const order = z.object({
  order: z.uuid(),
  visitId: z.uuid().optional(),
  category: z.enum(categories).optional(),
  term: z.enum(terms).optional(),
  urgent: z.boolean().optional(),
  /** In the sender's words. */
  name: z.string().optional(),
  /** 病重, 病危 */
  condition: z.enum(['serious', 'critical']).optional(),
});
export type OrderFact = z.infer<typeof order>;

export const ordered = defineEvent('orders.ordered', order);
export const stopped = defineEvent('orders.stopped', order);

export const events = [ordered, stopped];

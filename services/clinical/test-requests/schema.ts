/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague } from '../../core/schema.ts';
import { categories, longest, mostItems, requestStates, withdrawalStates } from './model.ts';

const at = z.coerce.date();
const words = z.string().trim().max(longest).default('');

export const patientRef = z.object({ patientId: z.uuid() });

export const askInput = patientRef.extend({
  visitId: z.uuid(),
  /** Made by the page once for one form: sent again after a time-out it is the same form. */
  batch: z.string().regex(/^[A-Za-z0-9]{16,40}$/),
  items: z.array(z.object({ code: z.string().min(1).max(100), /** Although it was ordered today. */ anyway: z.boolean().default(false) })).min(1).max(mostItems),
  urgent: z.boolean(),
  purpose: words,
  remark: words,
});
export const askedView = z.object({ requests: z.array(z.object({ id: z.uuid(), number: z.string() })) });

export const oneRequest = z.object({ id: z.uuid() });
export const withdrawInput = oneRequest.extend({ why: z.string().trim().min(2).max(longest) });

const orderStates = z.enum(['ordered', 'checked', 'running', 'completed', 'stopped', 'cancelled', 'held', 'refused']);
const report = z.object({ id: z.uuid(), at: at.nullable() }).nullable();

export const requestView = z.object({
  id: z.uuid(),
  number: z.string(),
  code: z.string(),
  name: z.string(),
  category: z.enum(categories),
  urgent: z.boolean(),
  purpose: z.string(),
  remark: z.string(),
  by: colleague,
  mine: z.boolean(),
  askedAt: at,
  state: z.enum(requestStates),
  /** Why the hospital did not take it, in its own words or by its code. */
  reason: z.string().nullable(),
  orderNumber: z.string().nullable(),
  /** The order as the hospital told it back. */
  order: z.object({ id: z.uuid(), state: orderStates }).nullable(),
  report,
  withdrawal: z.object({ by: colleague, at, why: z.string(), state: z.enum(withdrawalStates), reason: z.string().nullable() }).nullable(),
  mayRetry: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type RequestView = z.infer<typeof requestView>;

/** Ordered anywhere, today or before, and nothing came of it yet. */
export const runningView = z.object({ code: z.string(), name: z.string(), at: at.nullable(), by: z.string(), today: z.boolean(), state: z.string(), urgent: z.boolean(), report });
export type RunningView = z.infer<typeof runningView>;

export const patientRequests = z.object({
  /** Newest first. */
  items: z.array(requestView),
  running: z.array(runningView),
  /** Why the reader cannot order for this patient at all, as a sentence; `null`: can. */
  hindrance: z.string().nullable(),
  /** Visits that still go on. */
  visits: z.array(z.uuid()),
});
export type PatientRequests = z.infer<typeof patientRequests>;

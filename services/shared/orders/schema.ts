/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { categories, executionStates, states, terms } from './model.ts';

const at = z.coerce.date().nullable();

export const orderFilters = listInput.extend({
  patientId: z.uuid(),
  /** One stay or visit. */
  visitId: z.uuid().optional(),
  term: z.enum(terms).optional(),
  /** The four kinds of prescription are `drug`, `treatment`, `examination`, `laboratory`. */
  category: z.enum(categories).optional(),
  /** `true`: standing now; `false`: over. */
  active: z.stringbool().optional(),
});

/** What of a stay's orders is on a page. */
export const orderSheetAsked = orderFilters.pick({ patientId: true, term: true, category: true }).extend({ visitId: z.uuid(), active: z.boolean().optional() });
export type OrderSheetAsked = z.infer<typeof orderSheetAsked>;

export const orderView = z.object({
  id: z.uuid(),
  visitId: z.uuid().nullable(),
  number: z.string(),
  /** Lines of one group are given together. */
  group: z.string().nullable(),
  prescription: z.string().nullable(),
  category: z.enum(categories),
  term: z.enum(terms).nullable(),
  name: z.string(),
  specification: z.string().nullable(),
  /** `0.5 g`, as sent */
  dose: z.string(),
  quantity: z.string(),
  route: z.string().nullable(),
  frequency: z.string().nullable(),
  notes: z.array(z.string()),
  startAt: at,
  stopAt: at,
  orderedAt: at,
  /** As it stands now. */
  state: z.enum(states),
  doctor: colleague,
  stoppedBy: colleague,
  department: z.string(),
  urgent: z.boolean(),
  condition: z.enum(['serious', 'critical']).nullable(),
});
export type OrderView = z.infer<typeof orderView>;

const executionState = z.enum(executionStates).nullable();

/** What was done about a line so far: the last execution, and how many there were. */
export const doneView = z.object({ state: executionState, at, times: z.int() });

/**
 * `more`: there are further ones behind this page. `asImage`: the hospital shows orders of stays as marked pages alone,
 * none of them are here. `done` is `null` where nothing was told; `report`:
 * the latest that answers the order.
 */
export const orderList = z.object({ items: z.array(orderView.extend({ done: doneView.nullable(), report: z.object({ id: z.uuid(), at }).nullable() })), more: z.boolean(), asImage: z.boolean() });
export type OrderLine = z.infer<typeof orderList>['items'][number];

export const executionView = z.object({ id: z.uuid(), state: executionState, at, by: colleague, dose: z.string(), note: z.string().nullable() });
export const chargeView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Yuan as sent; negative for a refund. */
  amount: z.string().nullable(),
  quantity: z.string().nullable(),
  type: z.string().nullable(),
  at,
  department: z.string(),
  by: colleague,
});

export const orderRef = z.object({ patientId: z.uuid(), orderId: z.uuid() });
export const orderDetail = orderView.extend({ executions: z.array(executionView), charges: z.array(chargeView) });
export const chargeFilters = listInput.extend({ patientId: z.uuid(), visitId: z.uuid().optional() });
export const chargeList = z.object({ items: z.array(chargeView), more: z.boolean() });

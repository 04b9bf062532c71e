/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { categories, states, terms } from './model.ts';

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

/** `more`: there are further ones behind this page. */
export const orderList = z.object({ items: z.array(orderView), more: z.boolean() });

export const executionView = z.object({ id: z.uuid(), state: z.enum(['dispensed', 'given', 'refused', 'not-given', 'done']).nullable(), at, by: colleague, dose: z.string(), note: z.string().nullable() });
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

/** What was ordered, what was done about it, what it cost. */
import { z } from 'zod';
import { code, instant, staff, words } from './schema.common.ts';

/** Drug, treatment, examination and laboratory are the four kinds of prescription (MC-005). */
export const orderCategory = z.enum(['drug', 'treatment', 'examination', 'laboratory', 'nursing', 'diet', 'blood', 'operation', 'other']);

/** 长期, 临时; of outpatients `prescription`. */
export const orderTerm = z.enum(['long', 'temporary', 'prescription']);

export const orderState = z.enum(['ordered', 'checked', 'running', 'completed', 'stopped', 'cancelled', 'held', 'refused']);

/** One order line (ORC with RXO/RXE/OBR; FHIR ServiceRequest, MedicationRequest). Its key is `number`, else `filler`. */
export const clinicalOrder = z.object({
  kind: z.literal('order'),
  /** Placer's number. */
  number: words.optional(),
  filler: words.optional(),
  /** 组号: lines given together. */
  group: words.optional(),
  /** Number of the paper prescription. */
  prescription: words.optional(),
  category: orderCategory,
  term: orderTerm.optional(),
  code: code.optional(),
  /** What is ordered, in the sender's words. */
  name: words.optional(),
  specification: words.optional(),
  dose: z.object({ amount: words, unit: words.optional() }).optional(),
  quantity: z.object({ amount: words, unit: words.optional() }).optional(),
  route: words.optional(),
  /** `bid`, `q8h`, `每日两次`, as sent. */
  frequency: words.optional(),
  /** 嘱托 and remarks. */
  notes: z.array(words).optional(),
  startAt: instant.optional(),
  stopAt: instant.nullable().optional(),
  state: orderState.optional(),
  doctor: staff.optional(),
  /** Who stopped it. */
  stoppedBy: staff.optional(),
  department: words.optional(),
  urgent: z.boolean().optional(),
  orderedAt: instant.optional(),
});

/** An order was carried out, dispensed or not (RAS, RDS, FHIR MedicationAdministration). */
export const execution = z.object({
  kind: z.literal('execution'),
  /** The order's number or filler number. */
  order: words,
  /** The execution's own number; without it the order's number and time are its key. */
  number: words.optional(),
  /** dispensed, given, refused, not-given, done. */
  state: z.enum(['dispensed', 'given', 'refused', 'not-given', 'done']),
  at: instant.optional(),
  by: staff.optional(),
  dose: z.object({ amount: words, unit: words.optional() }).optional(),
  note: words.optional(),
});

/** What was charged (DFT FT1). Amount in yuan as sent, negative for a refund. */
export const charge = z.object({
  kind: z.literal('charge'),
  number: words.optional(),
  code: code.optional(),
  name: words.optional(),
  amount: words.optional(),
  quantity: words.optional(),
  /** charge, credit, payment … as sent (FT1-6). */
  type: words.optional(),
  at: instant.optional(),
  order: words.optional(),
  department: words.optional(),
  by: staff.optional(),
});

export type ClinicalOrder = z.infer<typeof clinicalOrder>;
export type OrderCategory = z.infer<typeof orderCategory>;
export type OrderTerm = z.infer<typeof orderTerm>;
export type OrderState = z.infer<typeof orderState>;
export type Execution = z.infer<typeof execution>;
export type Charge = z.infer<typeof charge>;

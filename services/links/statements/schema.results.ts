/** Results and reports: laboratory, imaging, ECG, pathology, ultrasound. */
import { z } from 'zod';
import { code, instant, staff, words } from './schema.common.ts';

/** Comparators that a bounded number can have. */
export const comparator = z.enum(['<', '<=', '>', '>=']);

/** A value by its meaning (OBX-5). `text` is always what the sender wrote. */
export const resultValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), number: z.number(), text: words }),
  z.object({ kind: z.literal('bounded'), comparator, number: z.number(), text: words }),
  z.object({ kind: z.literal('range'), low: z.number(), high: z.number(), text: words }),
  z.object({ kind: z.literal('ratio'), numerator: z.number(), denominator: z.number(), text: words }),
  z.object({ kind: z.literal('coded'), codes: z.array(code).min(1), text: words }),
  z.object({ kind: z.literal('text'), text: words }),
  z.object({ kind: z.literal('time'), at: instant, text: words }),
  /** A picture or document; its bytes stay in the stored message. */
  z.object({ kind: z.literal('attachment'), mediaType: z.string(), text: z.string() }),
  z.object({ kind: z.literal('none'), text: z.literal('') }),
]);

/** OBX-7. Limits only where the text gives them plainly. */
export const referenceRange = z.object({ text: words, low: z.number().optional(), high: z.number().optional() });

/** One measurement (OBX with its NTE). */
export const result = z.object({
  setId: words.optional(),
  subId: words.optional(),
  code: code.extend({ alternates: z.array(code) }),
  /** OBX-2 as sent. */
  valueType: words.optional(),
  value: resultValue,
  unit: z.object({ id: words.optional(), text: words.optional() }).optional(),
  referenceRange: referenceRange.optional(),
  /** OBX-8, codes as sent: H, L, HH, LL, A, AA, N, also `↑`. */
  flags: z.array(words),
  /** OBX-11: F final, P preliminary, C corrected, X none possible, D deleted, W wrong patient … */
  status: words.optional(),
  /** OBX-14, else the order's collection time. */
  observedAt: instant.optional(),
  method: words.optional(),
  /** OBX-16, who answers for it in the laboratory. */
  observer: staff.optional(),
  notes: z.array(words),
  /** The same for every version of the same measurement of one patient's order, whatever the message. */
  slot: words,
  /** The slot whose earlier version this one replaces (OBX-11 C, D, W or the order's status C). */
  correctionOf: words.optional(),
  /** Why the value must not be judged by a machine. The result is kept and shown. */
  unreadable: words.optional(),
});

/** The specimen (SPM or OBR-15). */
export const specimen = z.object({
  number: words.optional(),
  code: words.optional(),
  text: words.optional(),
  system: words.optional(),
  /** Body site. */
  source: words.optional(),
  collectedAt: instant.optional(),
  receivedAt: instant.optional(),
});

/** One report (OBR with its OBX): what was asked for and what was found. */
export const order = z.object({
  placer: words.optional(),
  filler: words.optional(),
  code: code.extend({ alternates: z.array(code) }),
  /** OBR-24: LAB, CH, HM, MB, RAD, CT, MR, US, ECG, SP … as sent. */
  service: words.optional(),
  orderingDoctor: staff.optional(),
  specimen: specimen.optional(),
  /** S, R, A: urgency as sent. */
  priority: words.optional(),
  resultStatus: words.optional(),
  observedAt: instant.optional(),
  reportedAt: instant.optional(),
  results: z.array(result),
  notes: z.array(words),
});

export const reported = z.object({ kind: z.literal('report'), orders: z.array(order).min(1) });

export type ResultValue = z.infer<typeof resultValue>;
export type ReferenceRange = z.infer<typeof referenceRange>;
export type LaboratoryResult = z.infer<typeof result>;
export type Specimen = z.infer<typeof specimen>;
export type LaboratoryOrder = z.infer<typeof order>;

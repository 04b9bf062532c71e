/** Shapes shared with the page. */
import { z } from 'zod';
import { comparedFields, countedKinds, likenesses } from './model.ts';

const number = z.string().trim().min(1).max(60);
const at = z.coerce.date();

export const recordSearch = z.object({ text: z.string().trim().min(2).max(60) });

const record = z.object({
  number: z.string(),
  /** Masked. */
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  visits: z.int(),
  lastVisitAt: at.nullable(),
  /** The number under which the person is known, where this one was merged into it. */
  into: z.string().nullable(),
});
export type RecordView = z.infer<typeof record>;
export const recordList = z.object({ records: z.array(record), more: z.boolean(), patients: z.array(z.uuid()) });

export const pair = z.object({ one: number, other: number });

const visit = z.object({ number: z.string(), kind: z.string(), department: z.string(), admittedAt: at.nullable(), dischargedAt: at.nullable() });
const counts = z.object(Object.fromEntries(countedKinds.map((kind) => [kind, z.int()])) as Record<(typeof countedKinds)[number], z.ZodInt>);
const side = z.object({ number: z.string(), otherNumbers: z.array(z.string()), visits: z.array(visit), counts });
export type SideView = z.infer<typeof side>;
export const comparison = z.object({
  one: side,
  other: side,
  fields: z.array(z.object({ field: z.enum(comparedFields), one: z.string().nullable(), other: z.string().nullable(), likeness: z.enum(likenesses) })),
  /** Fields that speak against one person. */
  against: z.array(z.enum(comparedFields)),
  /** They are one person's already. */
  isOne: z.boolean(),
  patients: z.array(z.uuid()),
});
export type ComparisonView = z.infer<typeof comparison>;

export const doneFilters = z.object({ number: z.string().trim().max(60).default(''), offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(100).default(20) });
const done = z.object({
  id: z.string(),
  gone: z.string(),
  stays: z.string(),
  name: z.string(),
  at,
  by: z.string(),
  reason: z.string().nullable(),
  /** It still holds: it can be taken back. */
  holds: z.boolean(),
  undone: z.object({ at, by: z.string(), reason: z.string().nullable() }).nullable(),
});
export type DoneView = z.infer<typeof done>;
export const doneList = z.object({ merges: z.array(done), more: z.boolean(), patients: z.array(z.uuid()) });

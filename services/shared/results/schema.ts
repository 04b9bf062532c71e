/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { documentView } from '../documents/schema.ts';
import { reportKinds } from './model.ts';

const at = z.coerce.date().nullable();
const text = z.string().nullable();

export const reportFilters = listInput.extend({ patientId: z.uuid(), visitId: z.uuid().optional(), /** `examination`: whatever is no laboratory's. */ kind: z.enum([...reportKinds, 'examination']).optional() });

export const reportView = z.object({
  id: z.uuid(),
  visitId: z.uuid().nullable(),
  number: z.string(),
  placer: text,
  kind: z.enum(reportKinds),
  name: z.string(),
  doctor: colleague,
  /** In words: `静脉血`. */
  specimen: z.string(),
  collectedAt: at,
  priority: text,
  status: text,
  observedAt: at,
  reportedAt: at,
});
export type ReportView = z.infer<typeof reportView>;
/** How many of its values that hold are out of their range, and how many the laboratory itself calls alarming (HH, LL, AA). */
export const reportLine = reportView.extend({ abnormal: z.int(), alarming: z.int() });
export type ReportLine = z.infer<typeof reportLine>;
export const reportList = z.object({ items: z.array(reportLine), more: z.boolean() });

export const valueView = z.object({
  item: z.string(),
  name: z.string(),
  kind: z.string(),
  /** What the sender wrote. */
  text: z.string(),
  number: z.number().nullable(),
  comparator: text,
  unit: text,
  range: text,
  low: z.number().nullable(),
  high: z.number().nullable(),
  flags: z.array(z.string()),
  abnormal: z.boolean(),
  /** By the laboratory's own flag: HH, LL or AA. */
  alarming: z.boolean(),
  /** Which way it is out of its range, where that is known. */
  direction: z.enum(['high', 'low']).nullable(),
  status: text,
  observedAt: at,
  observer: colleague,
  method: text,
  notes: z.array(z.string()),
  unreadable: text,
});
export type ValueView = z.infer<typeof valueView>;

export const reportRef = z.object({ patientId: z.uuid(), reportId: z.uuid() });
export const reportDetail = reportView.extend({
  notes: z.array(z.string()),
  /** What holds, each with what it took the place of, newest first. */
  results: z.array(valueView.extend({ earlier: z.array(valueView) })),
  /** Taken back by the laboratory: deleted, or of another patient. Never shown as valid. */
  withdrawn: z.array(valueView),
  documents: z.array(documentView),
  /** The hospital's image viewer can be opened for it. */
  images: z.boolean(),
});

export const imagesLink = z.object({ url: z.url() });

export const itemsRef = z.object({ patientId: z.uuid() });
export const itemList = z.object({ items: z.array(z.object({ item: z.string(), system: text, name: z.string(), unit: text, times: z.int(), last: at })) });

export const trendInput = z.object({ patientId: z.uuid(), item: z.string().min(1).max(200), system: z.string().max(100).optional(), from: z.coerce.date().optional(), until: z.coerce.date().optional() });
/** Oldest first; what holds only. `units`: more than one means that the points stand on different scales. */
export const trend = z.object({ item: z.string(), name: z.string(), units: z.array(z.string()), points: z.array(valueView.extend({ reportId: z.uuid() })) });

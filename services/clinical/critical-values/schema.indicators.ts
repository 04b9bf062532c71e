/** Shapes of the indicators, shared with the page. Times in seconds. */
import { z } from 'zod';
import { places, steps } from './model.indicators.ts';

const at = z.coerce.date();
const dayMs = 86_400_000;

/** At most a year and a day. */
const asked = z.object({ from: at, until: at, department: z.string().max(40).optional(), place: z.enum(places).optional() });
const isPeriod = ({ from, until }: { readonly from: Date; readonly until: Date }): boolean => until > from && until.getTime() - from.getTime() <= 367 * dayMs;
export const indicatorFilters = asked.refine(isPeriod);
export const indicatorFileFilters = asked.extend({ format: z.enum(['csv', 'xlsx']).default('csv') }).refine(isPeriod);

const spread = z.object({ count: z.int(), median: z.number().nullable(), p90: z.number().nullable() });
const share = z.object({ numerator: z.int(), denominator: z.int() });
const summary = z.object({
  total: z.int(), cancelled: z.int(), escalated: z.int(), unacknowledged: z.int(),
  inTime: share, relays: share, sameDay: share, steps: z.record(z.enum(steps), spread),
});
const named = summary.extend({ key: z.string(), name: z.string() });

export const indicators = z.object({
  from: at, until: at,
  /** Otherwise of the reader's own department. */
  wholeHospital: z.boolean(),
  inTimeMinutes: z.number(),
  /** Years without a list of holidays: there the days of the week decide what is in hours. */
  holidaysUnknown: z.array(z.string()),
  /** Indicator 31. */
  had: z.array(spread.extend({ place: z.enum(places) })),
  all: summary, inHours: summary, outOfHours: summary,
  departments: z.array(named), items: z.array(named),
});
export type Indicators = z.infer<typeof indicators>;

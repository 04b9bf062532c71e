/** When and how often: TQ1 (since 2.5), else TQ in ORC-7, RXE-1 or OBR-27. */
import { partText, repeats, text, value, type Segment } from '../syntax/message.ts';
import { readTime } from '../syntax/time.ts';
import { instant, instantOrNone, present, type Reading } from './common.ts';

/** Timing of an order or a booking. */
export interface Timing {
  readonly amount?: string;
  readonly unit?: string;
  readonly frequency?: string;
  readonly startAt?: string;
  readonly stopAt?: string | null;
  readonly priority?: string;
}

/** TQ in the given fields, TQ1 before them. */
export function readTiming(tq1: Segment | undefined, tq: readonly (readonly [Segment | undefined, number])[], reading: Reading): Timing {
  const older = tq.map(([segment, field]) => olderTiming(segment, field, reading));
  const first = <K extends keyof Timing>(key: K): Timing[K] | undefined => older.map((one) => one[key]).find((found) => found !== undefined);
  return present({
    amount: text(tq1, 2) ?? first('amount'),
    unit: text(tq1, 2, 2, 2) ?? text(tq1, 2, 2) ?? first('unit'),
    frequency: text(tq1, 3, 1, 2) ?? text(tq1, 3) ?? first('frequency'),
    startAt: instant(reading, tq1, 7) ?? first('startAt'),
    stopAt: [instantOrNone(reading, tq1, 8), first('stopAt')].find((at) => at !== undefined),
    priority: text(tq1, 9) ?? first('priority'),
  });
}

/** TQ: quantity, interval, duration, start, end, priority. */
function olderTiming(segment: Segment | undefined, field: number, reading: Reading): Timing {
  const tq = segment && repeats(segment, field)[0];
  if (tq === undefined) return {};
  const at = (component: number) => readTime(partText(tq, component) ?? '', reading.zone)?.at.toISOString();
  return present({
    amount: partText(tq, 1),
    unit: partText(tq, 1, 2),
    frequency: partText(tq, 2, 2) ?? partText(tq, 2),
    startAt: at(4),
    stopAt: value(segment, field, 5) === null ? null : at(5),
    priority: partText(tq, 6),
  });
}

/** Table 0485 and its Chinese words; `undefined` when the sender says something else. */
export function isUrgent(priority: string | undefined): boolean | undefined {
  if (priority === undefined) return undefined;
  if (/^(S|ST|STAT|A|ASAP|E|急|加急|紧急|急诊|抢救)$/i.test(priority)) return true;
  return /^(R|ROUTINE|N|P|T|普通|常规|平)$/i.test(priority) ? false : undefined;
}

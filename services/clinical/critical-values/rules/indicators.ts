/**
 * What is measured of critical values: the national indicators 31 and 32 of 2025 and each step of the way, from rows that
 * name no patient. Pure. clinical-rules a.3: 31 is the median from the value's appearing to the ward's having it, apart for
 * inpatients, outpatients and emergencies; 32 is the share of inpatient values whose handling stands in the course record of
 * the day on which they appeared.
 */
import { type HolidayCalendar, type IndicatorRow, type Spread, type Step, type Summary, steps } from '../model.indicators.ts';

const between: Readonly<Record<Step, (row: IndicatorRow) => readonly [Date | null, Date | null]>> = {
  'appeared-received': ({ appearedAt, receivedAt }) => [appearedAt, receivedAt],
  'received-told': ({ receivedAt, toldAt }) => [receivedAt, toldAt],
  'told-acknowledged': ({ toldAt, acknowledgedAt }) => [toldAt, acknowledgedAt],
  'acknowledged-action': ({ acknowledgedAt, actionAt }) => [acknowledgedAt, actionAt],
  'action-written': ({ actionAt, disposedAt }) => [actionAt, disposedAt],
  'written-signed': ({ disposedAt, signedAt }) => [disposedAt, signedAt],
  'appeared-had': ({ appearedAt, hadAt }) => [appearedAt, hadAt],
};

/** By nearest rank, as a hospital counts it: half of them took no longer than the median. */
export function spread(seconds: readonly number[]): Spread {
  const sorted = seconds.toSorted((one, other) => one - other);
  const rank = (share: number): number | null => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
  return { count: sorted.length, median: rank(0.5), p90: rank(0.9) };
}

/** What was taken back was no critical value: it counts as cancelled and in nothing else. */
export function summarise(rows: readonly IndicatorRow[], inTimeMinutes: number): Summary {
  const own = rows.filter(({ cancelled }) => !cancelled);
  const inpatients = own.filter(({ place }) => place === 'inpatient');
  return {
    total: own.length,
    cancelled: rows.length - own.length,
    escalated: own.filter(({ step }) => step > 1).length,
    unacknowledged: own.filter(({ acknowledgedAt }) => acknowledgedAt === null).length,
    inTime: { numerator: own.filter(({ receivedAt, acknowledgedAt }) => acknowledgedAt !== null && secondsOf(receivedAt, acknowledgedAt) <= inTimeMinutes * 60).length, denominator: own.length },
    relays: { numerator: sum(own.map(({ relays }) => relays.numerator)), denominator: sum(own.map(({ relays }) => relays.denominator)) },
    sameDay: { numerator: inpatients.filter(({ appearedAt, recordedAt }) => recordedAt !== null && dayOf(recordedAt) === dayOf(appearedAt)).length, denominator: inpatients.length },
    steps: Object.fromEntries(steps.map((step) => [step, spread(own.flatMap((row) => measured(between[step](row))))])) as Record<Step, Spread>,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** A clock that runs ahead elsewhere gives no time below nothing. */
function measured([from, to]: readonly [Date | null, Date | null]): number[] {
  return from === null || to === null ? [] : [Math.max(0, secondsOf(from, to))];
}

const secondsOf = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 1000);

/** China keeps no summer time. */
const local = (at: Date): Date => new Date(at.getTime() + 8 * 3_600_000);
const dayOf = (at: Date): number => Math.floor(local(at).getTime() / 86_400_000);

/** A working day, 08:00–17:30: Monday to Friday but holidays, and the weekends that are worked for them. */
export function inHours(at: Date, { holidays, workdays }: HolidayCalendar): boolean {
  const there = local(at);
  const minutes = there.getUTCHours() * 60 + there.getUTCMinutes();
  const date = there.toISOString().slice(0, 10);
  const isWeekday = there.getUTCDay() >= 1 && there.getUTCDay() <= 5;
  return (workdays.has(date) || (isWeekday && !holidays.has(date))) && minutes >= 480 && minutes < 1050;
}

/** The years of a period of which no holidays are known. */
export function unknownYears(from: Date, until: Date, { years }: HolidayCalendar): string[] {
  const [first, last] = [local(from).getUTCFullYear(), local(new Date(until.getTime() - 1)).getUTCFullYear()];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => String(first + at)).filter((year) => !years.has(year));
}

/** Whatever they share, most first. */
export function grouped<K extends string>(rows: readonly IndicatorRow[], keyOf: (row: IndicatorRow) => K, inTimeMinutes: number): readonly (Summary & { readonly key: K })[] {
  return [...Map.groupBy(rows, keyOf)].map(([key, own]) => ({ key, ...summarise(own, inTimeMinutes) })).sort((one, other) => other.total - one.total || (one.key < other.key ? -1 : 1));
}

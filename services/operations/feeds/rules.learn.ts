/** What is usual, from what was heard. Robust: a single bad week moves nothing. Pure. */
import type { FeedState, Hour, Limit, Limits, Span } from './model.ts';

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weeks = 8;
const days = 14;

/** So many hours of the kind must be known before anything is learned from them. */
const enoughWeeks = 4;
const enoughDays = 7;

/** Upper quartile: of eight weeks two may have been odd. */
const share = 0.75;
/** Twice the usual is unusual. */
const margin = 2;
const leastSilence = 5 * 60;

export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);

/** Hours whose rows are needed to judge this moment; the hospital's zone has no summer time. */
export function neededHours(at: Date): Date[] {
  const now = hourOf(at).getTime();
  const sameOfWeek = Array.from({ length: weeks }, (_, week) => now - (week + 1) * 7 * dayMs);
  const sameOfDay = Array.from({ length: days }, (_, day) => now - (day + 1) * dayMs);
  return [...new Set([now, now - hourMs, ...sameOfWeek, ...sameOfDay])].map((ms) => new Date(ms));
}

/** Linear between neighbours; of no values 0. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

const overlaps = ({ hour }: Hour, { from, until }: Span): boolean => hour.getTime() < until.getTime() && hour.getTime() + hourMs > from.getTime();

function usable({ hours, downtimes, outages }: FeedState): readonly Hour[] {
  const odd = [...downtimes, ...outages];
  return hours.filter((hour) => !odd.some((span) => overlaps(hour, span)));
}

function past(rows: readonly Hour[], at: Date, step: number, count: number): Hour[] {
  const now = hourOf(at).getTime();
  return rows.filter(({ hour }) => {
    const back = now - hour.getTime();
    return back > 0 && back <= count * step && back % step === 0;
  });
}

const learned = (of: readonly Hour[]): number => Math.max(leastSilence, Math.round(margin * quantile(of.map(({ gapSeconds }) => gapSeconds), share)));

/** By the hour of the week, else by the hour of the day, else what the hospital set for all. */
export function silenceLimit(feed: FeedState, at: Date, limits: Limits): Limit {
  if (feed.silentMinutes !== undefined) return { seconds: feed.silentMinutes * 60, origin: 'set' };
  const rows = usable(feed);
  const week = past(rows, at, 7 * dayMs, weeks);
  if (week.length >= enoughWeeks) return { seconds: learned(week), origin: 'week' };
  const day = past(rows, at, dayMs, days);
  if (day.length >= enoughDays) return { seconds: learned(day), origin: 'day' };
  return { seconds: limits.silentMinutes * 60, origin: 'default' };
}

/** So many delays make an hour's median worth something. */
const enoughDelays = 3;

/** Usual seconds from result to arrival at this hour of the day; `undefined` without enough history. */
export function usualDelay(feed: FeedState, at: Date): number | undefined {
  const medians = past(usable(feed), at, dayMs, days).filter(({ delays }) => delays.length >= enoughDelays).map(({ delays }) => median(delays));
  return medians.length >= enoughDays ? median(medians) : undefined;
}

/** Is a sender as usual? And the few things a person may set. Pure. */
import { refusals } from '../../core/phrases.ts';
import type { FeedState, Hour, Limits, Span, Verdict } from './model.ts';
import { phrases } from './phrases.ts';
import { hourMs, hourOf, median, silenceLimit, usualDelay } from './rules.learn.ts';

const refuse = refusals(phrases);

/** The newest messages whose delay is looked at, and how many of them there must be. */
const newest = 20;
const enoughNewest = 10;
/** Beyond three times the usual, and five minutes more than it. */
const delayMargin = 3;
const leastDelay = 5 * 60;
/** Fewer refusals are somebody's single mistake. */
const enoughRefusals = 5;

export function isDown({ downtimes }: Pick<FeedState, 'downtimes'>, now: Date): boolean {
  return downtimes.some(({ from, until }) => from <= now && now < until);
}

/** Everything that is out of the usual now; nothing of it while a downtime was announced. */
export function judge(feed: FeedState, now: Date, limits: Limits): Verdict[] {
  if (isDown(feed, now)) return [];
  return [silent(feed, now, limits), slow(feed, now, limits), refusing(feed.hours, now, limits)].filter((verdict) => verdict !== undefined);
}

/** Seconds of silence; one that was announced does not count. */
export function silenceOf({ lastHeardAt, downtimes }: FeedState, now: Date): number {
  const since = Math.max(lastHeardAt.getTime(), ...downtimes.filter(({ until }) => until <= now).map(({ until }) => until.getTime()));
  return Math.max(0, Math.floor((now.getTime() - since) / 1000));
}

function silent(feed: FeedState, now: Date, limits: Limits): Verdict | undefined {
  const seen = silenceOf(feed, now);
  const { seconds } = silenceLimit(feed, now, limits);
  return seen > seconds ? { kind: 'silent', seen, usual: seconds } : undefined;
}

/** Of the newest messages; `undefined` where there are too few, or they are too old to speak of now. */
export function delayNow({ recentDelays, lastHeardAt }: FeedState, now: Date): number | undefined {
  const last = recentDelays.slice(-newest);
  return last.length < enoughNewest || now.getTime() - lastHeardAt.getTime() > hourMs ? undefined : median(last);
}

function slow(feed: FeedState, now: Date, limits: Limits): Verdict | undefined {
  const seen = delayNow(feed, now);
  if (seen === undefined) return undefined;
  const usual = usualDelay(feed, now);
  const limit = usual === undefined ? limits.delayMinutes * 60 : Math.max(usual * delayMargin, usual + leastDelay);
  return seen > limit ? { kind: 'slow', seen: Math.round(seen), usual: Math.round(usual ?? limit) } : undefined;
}

/** Of this hour and the one before. */
export function lately(hours: readonly Hour[], now: Date): { readonly messages: number; readonly refusals: number } {
  const from = hourOf(now).getTime() - hourMs;
  const rows = hours.filter(({ hour }) => hour.getTime() >= from);
  return { messages: rows.reduce((sum, { messages }) => sum + messages, 0), refusals: rows.reduce((sum, { refusals }) => sum + refusals, 0) };
}

function refusing(hours: readonly Hour[], now: Date, { refusedPercent }: Limits): Verdict | undefined {
  const { messages, refusals } = lately(hours, now);
  const percent = messages === 0 ? 0 : Math.round((100 * refusals) / messages);
  return refusals >= enoughRefusals && percent >= refusedPercent ? { kind: 'refusing', seen: percent, usual: refusedPercent } : undefined;
}

const longestDays = 14;

/** @throws Refusal `feeds.downtime-order`, `feeds.downtime-over`, `feeds.downtime-long` */
export function announce({ from, until }: Span, now: Date): void {
  if (until <= from) throw refuse('feeds.downtime-order');
  if (until <= now) throw refuse('feeds.downtime-over');
  if (until.getTime() - from.getTime() > longestDays * 24 * hourMs) throw refuse('feeds.downtime-long', { most: longestDays });
}

/** Hours a silence touched, each learns its whole length; older ones than a week teach nothing. */
export function hoursOf(from: Date, until: Date): Date[] {
  const last = hourOf(until).getTime();
  const first = Math.max(hourOf(from).getTime(), last - 7 * 24 * hourMs);
  return Array.from({ length: (last - first) / hourMs + 1 }, (_, at) => new Date(first + at * hourMs));
}

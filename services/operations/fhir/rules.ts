/** How a server is read: from where, how long to wait after trouble. No database, no clock, no network. */
import type { Feed } from './model.ts';

export interface FeedRules {
  /** Changes of this long before the last one are read again: a server may commit late what it stamped early. */
  readonly overlapSeconds: number;
  /** How far back the first reading goes. */
  readonly initialDays: number;
}

export function isDue({ retryAt }: Feed, now: Date): boolean {
  return retryAt === null || retryAt <= now;
}

/** The types as they are read: in their order, but whichever was read longest ago goes first, so that none waits for another that never ends. */
export function inTurn(types: readonly string[], readAt: ReadonlyMap<string, Date>): string[] {
  return types.toSorted((one, other) => (readAt.get(one)?.getTime() ?? 0) - (readAt.get(other)?.getTime() ?? 0));
}

/** `_lastUpdated=ge…` of a new reading. */
export function readFrom({ since }: Feed, { overlapSeconds, initialDays }: FeedRules, now: Date): Date {
  return since === null ? new Date(now.getTime() - initialDays * 86_400_000) : new Date(since.getTime() - overlapSeconds * 1000);
}

export type Step = Omit<Feed, 'type'>;

/** A page was taken. After the last one the newest change becomes where the next reading begins. */
export function afterPage(feed: Feed, newest: Date | undefined, next: string | undefined): Step {
  const seen = latest(feed.seen, newest ?? null);
  const over = next === undefined;
  return { since: over ? latest(feed.since, seen) : feed.since, next: next ?? null, seen: over ? null : seen, failures: 0, retryAt: null };
}

const longestPauseSeconds = 3600;
const firstPauseSeconds = 30;

/**
 * Trouble: the server's own word for how long, else longer each time. A page link that no longer works is dropped, and
 * the reading begins anew where the last whole one ended.
 */
export function afterTrouble(feed: Feed, now: Date, trouble: { readonly retryAfterSeconds?: number | undefined; readonly linkIsDead: boolean }): Step {
  const failures = feed.failures + 1;
  const pause = trouble.retryAfterSeconds ?? Math.min(firstPauseSeconds * 2 ** (failures - 1), longestPauseSeconds);
  return { since: feed.since, next: trouble.linkIsDead ? null : feed.next, seen: trouble.linkIsDead ? null : feed.seen, failures, retryAt: new Date(now.getTime() + Math.min(pause, 86_400) * 1000) };
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

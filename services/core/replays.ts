/**
 * What was seen once and may not come a second time within its window: call numbers of pages, nonces of machines. In the
 * process, and in Redis where several machines share it. With Redis away each machine still refuses what it saw itself.
 */
import type { Cache } from './cache.ts';

export interface Replays {
  /** `true` the first time. */
  first(key: string): Promise<boolean>;
}

/** Above this a process takes no more before the window moves on: calls are refused rather than forgotten. */
const most = 500_000;

export function createReplays(cache: Pick<Cache, 'engine' | 'add'>, windowMs: number, now: () => number = () => performance.now()): Replays {
  // Two halves that take turns: each entry is kept for one window at least, and none needs a timer.
  let [young, old] = [new Set<string>(), new Set<string>()];
  let turnsAt = now() + windowMs;
  const turn = (): void => {
    if (now() < turnsAt) return;
    old = now() < turnsAt + windowMs ? young : new Set();
    young = new Set();
    turnsAt = now() + windowMs;
  };
  return {
    first: async (key) => {
      turn();
      if (young.has(key) || old.has(key) || young.size >= most) return false;
      young.add(key);
      return cache.engine === 'process' || cache.add(`seen:${key}`, '1', 2 * windowMs);
    },
  };
}

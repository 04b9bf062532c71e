/** Which process of a cluster holds the long connection: DingTalk gives each push to any one of several. */
import { randomUUID } from 'node:crypto';
import type { BotLog, BotStore } from '../bot.ts';

export interface LeaseTimes {
  /** A dead holder is replaced after this. */
  readonly ttlMs: number;
  /** How often the holder renews and the others try. */
  readonly lookMs: number;
}

export const LEASE_TIMES: LeaseTimes = { ttlMs: 8000, lookMs: 2000 };

export interface Lease {
  stop(): Promise<void>;
}

/** Calls `gained` and `lost` in turn, until stopped. */
export function keepLease(
  key: string,
  store: BotStore,
  log: BotLog,
  times: LeaseTimes,
  on: { gained(): void; lost(): void },
): Lease {
  const mine = randomUUID();
  let heldSince: number | undefined;
  let looking: Promise<void> | undefined;
  let stopped = false;

  function loose(): void {
    heldSince = undefined;
    on.lost();
  }

  async function look(): Promise<void> {
    const asked = performance.now();
    try {
      if (heldSince === undefined) {
        if (!(await store.claim(key, mine, times.ttlMs)) || stopped) return;
        heldSince = asked;
        on.gained();
      } else if (await store.renew(key, mine, times.ttlMs)) heldSince = asked;
      else loose();
    } catch {
      // The store is away: nobody else can get the lease either, until ours has run out there.
      log.warn({ key }, 'lease not looked at, store does not answer');
      if (heldSince !== undefined && performance.now() - heldSince > times.ttlMs) loose();
    }
  }

  function tick(): void {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }

  const timer = setInterval(tick, times.lookMs);
  tick();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
      try {
        await store.release(key, mine);
      } catch {
        log.warn({ key }, 'lease not given back, it runs out by itself');
      }
    },
  };
}

/**
 * Access tokens and page tickets: one for all processes (BotStore), fetched by one caller at a time, given up a minute
 * early. A refusal is remembered for a while: WeCom locks out addresses that ask again and again with a wrong secret.
 */
import { Failure } from '../../services/core/errors.ts';
import type { BotContext } from '../bot.ts';

/** Before this the platform still takes it, on its way it may expire. */
const EARLY_MS = 60_000;

const REFUSAL_REST_MS = 10_000;

export interface Fetched {
  readonly value: string;
  readonly expiresInSeconds: number;
}

/** A secret that expires and can be had again. */
export interface Lasting {
  get(): Promise<string>;
  /** A fresh one, unless somebody has already replaced `stale`. */
  renew(stale: string): Promise<string>;
}

export function lasting(
  key: string,
  context: Pick<BotContext, 'store' | 'now'>,
  fetchNew: () => Promise<Fetched>,
): Lasting {
  let inFlight: Promise<string> | undefined;
  let refused: { readonly failure: Failure; readonly until: number } | undefined;

  async function load(): Promise<string> {
    if (refused && context.now() < refused.until) throw refused.failure;
    try {
      const { value, expiresInSeconds } = await fetchNew();
      const ttl = Math.max(expiresInSeconds * 1000 - EARLY_MS, 1000);
      await context.store.set(key, value, ttl);
      refused = undefined;
      return value;
    } catch (error) {
      if (error instanceof Failure && error.class === 'permanent') {
        refused = { failure: error, until: context.now() + REFUSAL_REST_MS };
      }
      throw error;
    }
  }

  function once(): Promise<string> {
    inFlight ??= load().finally(() => {
      inFlight = undefined;
    });
    return inFlight;
  }

  return {
    get: async () => (await context.store.get(key)) ?? once(),
    renew: async (stale) => {
      const held = await context.store.get(key);
      return held !== undefined && held !== stale ? held : once();
    },
  };
}

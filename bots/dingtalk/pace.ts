/** Keeps calls below the platform's rate per API and lets everybody wait after a refusal for speed. */

/** Waits of one API path are in order of asking. Times are of the monotonic clock, in ms. */
export interface Pace {
  /** Resolves when the next call to `path` may leave. */
  turn(path: string): Promise<void>;
  /** The platform said too fast: nobody calls `path` for `ms`. */
  rest(path: string, ms: number): void;
}

/** At most `perSecond` calls a second to each path. */
export function pace(perSecond: number): Pace {
  const free = new Map<string, number>();
  const gap = 1000 / perSecond;
  return {
    async turn(path) {
      const now = performance.now();
      const at = Math.max(now, free.get(path) ?? 0);
      free.set(path, at + gap);
      if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
    },
    rest(path, ms) {
      free.set(path, Math.max(free.get(path) ?? 0, performance.now() + ms));
    },
  };
}

/** Keeps calls below the platform's rate per API and lets everybody wait after a refusal for speed. */
import { Failure } from '../../services/core/errors.ts';

/** A call that would wait longer goes back to the job queue, where urgency decides who is next. */
const LONGEST_MS = 10_000;

/** Waits of one API path are in order of asking. Times are of the monotonic clock, in ms. */
export interface Pace {
  /** Resolves when the next call to `path` may leave. @throws Failure transient when too many are waiting */
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
      if (at - now > LONGEST_MS) throw new Failure(`too many calls to ${path} are waiting`, 'transient', 'too-many-waiting');
      free.set(path, at + gap);
      if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
    },
    rest(path, ms) {
      free.set(path, Math.max(free.get(path) ?? 0, performance.now() + ms));
    },
  };
}

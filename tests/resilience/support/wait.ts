/** Waiting for something to be so, with a deadline that says what was missing. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** Deadlines end what would never come; on a busy machine what comes may take its time. */
const slack = 3;

/** Asks until `look` answers something, and gives that. @throws Error naming what did not happen */
export async function until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false, patience: Patience = {}): Promise<T> {
  const { withinMs = 30_000, everyMs = 50 } = patience;
  const end = performance.now() + withinMs * slack;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`not within ${withinMs * slack} ms: ${what}`);
    await pause(everyMs);
  }
}

/**
 * Whoever asked may go away, or be slow to take what they asked for. Work that nobody waits for ends; answers that are not taken hold a
 * bounded piece of memory, for a bounded time.
 */
import type Koa from 'koa';
import { Refusal } from './errors.ts';

/** Ends when the connection does, before the answer was sent. */
export function untilGone({ res }: Koa.Context): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => { if (!res.writableFinished) controller.abort(new Refusal('core.gone', {}, 499)); };
  if (res.closed) leave();
  else res.once('close', leave);
  return controller.signal;
}

export interface TakerLimits {
  /** Of one person, not taken yet: two of the largest files, or a hundred pages. */
  readonly mostBytes?: number;
  /** Without a byte that is taken. */
  readonly patienceMs?: number;
}

export interface Takers {
  /** Outermost: counts what leaves, by the person `begin` named. */
  readonly counted: Koa.Middleware;
  /** @throws Refusal `core.not-taken`: nothing more is made for who does not take it */
  readonly begin: (ctx: Koa.Context, person: string) => void;
}

export function createTakers({ mostBytes = 24 * 2 ** 20, patienceMs = 120_000 }: TakerLimits = {}): Takers {
  const waiting = new Map<string, number>();

  function add(person: string, bytes: number): void {
    const now = (waiting.get(person) ?? 0) + bytes;
    if (now > 0) waiting.set(person, now);
    else waiting.delete(person);
  }

  return {
    begin: (ctx, person) => {
      if ((waiting.get(person) ?? 0) > mostBytes) throw new Refusal('core.not-taken', {}, 429);
      ctx.state['taker'] = person;
    },
    counted: async (ctx, next) => {
      await next();
      const { res, state } = ctx;
      const [person, bytes]: [unknown, number] = [state['taker'], ctx.length ?? 0];
      if (typeof person !== 'string' || res.closed) return;
      add(person, bytes);
      res.setTimeout(patienceMs, () => void res.destroy());
      res.once('close', () => add(person, -bytes));
    },
  };
}

/** Threads that each do one work at a time; one that takes too long or falls is replaced, and only its own work fails. */
import { Worker } from 'node:worker_threads';

export interface WorkerLimits {
  readonly count: number;
  /** Until a work is done, or has said a first part of its answer. */
  readonly milliseconds: number;
  /** How much longer after each part. */
  readonly perPart?: number;
  readonly megabytes: number;
}

/** The work took too long, or took its thread with it (memory). */
export class WorkLost extends Error {
  override readonly name = 'WorkLost';
  readonly why: 'time' | 'thread';
  constructor(why: 'time' | 'thread', detail: string) {
    super(detail);
    this.why = why;
  }
}

/** What a work needs and a thread keeps, by its name: it is handed over once. */
export type Lent = ReadonlyMap<string, unknown>;

export interface Asked {
  readonly lent?: Lent;
  /** Told of what is ready while the work goes on. */
  readonly part?: (part: unknown) => void;
}

export interface Workers {
  readonly run: <T>(work: unknown, asked?: Asked) => Promise<T>;
  /** No thread keeps it any longer. */
  readonly takeBack: (name: string) => void;
  readonly close: () => Promise<void>;
}

/** What a worker is told. */
export interface Told {
  readonly work?: unknown;
  readonly lent?: Lent;
  readonly back?: readonly string[];
}

/** What a worker answers: parts, and once for each work that it is over. */
export type Answer = { readonly done: unknown } | { readonly failed: { readonly name: string; readonly message: string; readonly trouble?: string } };
export type Part = { readonly part: unknown };

/** What a thread makes and throws away is large and not V8's own: more room for the young costs memory and gains no time. */
const youngMegabytes = 12;

interface Hand {
  readonly worker: Worker;
  readonly holds: Set<string>;
}

export function openWorkers(file: URL, { count, milliseconds, perPart = 0, megabytes }: WorkerLimits, revive: (failed: { name: string; message: string; trouble?: string }) => Error): Workers {
  const idle: Hand[] = [];
  const hands = new Set<Hand>();
  const waiting: (() => void)[] = [];
  let closed = false;

  async function take(): Promise<Hand> {
    while (idle.length === 0) {
      if (closed) throw new WorkLost('thread', 'the pipeline is closed');
      if (hands.size < count) {
        const hand = { worker: new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: youngMegabytes } }), holds: new Set<string>() };
        hand.worker.unref();
        hands.add(hand);
        return hand;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return idle.pop()!;
  }

  function give(hand: Hand): void {
    if (hands.has(hand)) idle.push(hand);
    waiting.shift()?.();
  }

  return {
    run: async <T>(work: unknown, { lent = new Map(), part }: Asked = {}) => {
      const hand = await take();
      const isNew = [...lent].filter(([name]) => !hand.holds.has(name));
      for (const [name] of isNew) hand.holds.add(name);
      const outcome = await ask(hand.worker, { work, ...(isNew.length > 0 && { lent: new Map(isNew) }) }, { milliseconds, perPart }, part);
      if (outcome instanceof WorkLost) {
        hands.delete(hand);
        await hand.worker.terminate();
      }
      give(hand);
      if (outcome instanceof WorkLost) throw outcome;
      if ('failed' in outcome) throw revive(outcome.failed);
      return outcome.done as T;
    },
    takeBack: (name) => {
      for (const { worker, holds } of hands) if (holds.delete(name)) worker.postMessage({ back: [name] } satisfies Told, []);
    },
    close: async () => {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, told: Told, { milliseconds, perPart }: Required<Pick<WorkerLimits, 'milliseconds' | 'perPart'>>, part: (part: unknown) => void = () => undefined): Promise<Answer | WorkLost> {
  return new Promise((resolve) => {
    const begun = performance.now();
    let given = milliseconds;
    const settle = (outcome: Answer | WorkLost): void => {
      clearTimeout(timer);
      worker.off('message', hear).off('error', fell).off('exit', left);
      resolve(outcome);
    };
    const hear = (said: Answer | Part): void => {
      if (!('part' in said)) return settle(said);
      given += perPart;
      part(said.part);
    };
    const fell = (error: Error): void => settle(new WorkLost('thread', error.message));
    const left = (): void => settle(new WorkLost('thread', 'the thread ended'));
    // Parts gave it more time: looked at again when that is over.
    const late = (): void => {
      const more = given - (performance.now() - begun);
      if (more > 0) timer = setTimeout(late, Math.ceil(more));
      else settle(new WorkLost('time', `more than ${Math.round(given)} ms`));
    };
    let timer = setTimeout(late, milliseconds);
    worker.on('message', hear).on('error', fell).on('exit', left);
    worker.postMessage(told, []);
  });
}

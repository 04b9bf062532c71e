/**
 * Threads that each do one work at a time; one that takes too long or falls is replaced, and only its own work fails. Work that somebody
 * waits for goes before what is done ahead, and gets the thread of it at its next part.
 */
import { Worker } from 'node:worker_threads';

export interface WorkerLimits {
  readonly count: number;
  /** Until a work is done, has said a first part of its answer, or the next one. */
  readonly milliseconds: number;
  /** How much longer all of it may take after each part. */
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
  /**
   * A long work that can be gone on with by another: it is asked to end at its next part when somebody waits and all threads are taken.
   * @param begin is asked when it has a thread; `undefined`: there is nothing to do any more
   * @param isAhead nobody waits for it: after all that somebody waits for
   */
  readonly runLong: (begin: () => unknown, isAhead: boolean, part: (part: unknown) => void) => Promise<void>;
  /** No thread keeps it any longer. */
  readonly takeBack: (name: string) => void;
  readonly close: () => Promise<void>;
}

/** What a worker is told. */
export interface Told {
  readonly work?: unknown;
  /** Not 0 when the thread is asked for. */
  readonly askedFor?: Int32Array<SharedArrayBuffer>;
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
  /** Of the long work it does. */
  askedFor?: Int32Array<SharedArrayBuffer> | undefined;
}

interface Waiting {
  readonly begin: (hand: Hand) => void;
  readonly end: (why: WorkLost) => void;
}

export function openWorkers(file: URL, { count, milliseconds, perPart = 0, megabytes }: WorkerLimits, revive: (failed: { name: string; message: string; trouble?: string }) => Error): Workers {
  const idle: Hand[] = [];
  const hands = new Set<Hand>();
  const [awaited, ahead]: [Waiting[], Waiting[]] = [[], []];
  let closed = false;

  function another(): Hand | undefined {
    if (hands.size >= count) return undefined;
    const hand: Hand = { worker: new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: youngMegabytes } }), holds: new Set<string>() };
    hand.worker.unref();
    hands.add(hand);
    return hand;
  }

  function take(isAhead: boolean): Promise<Hand> {
    if (closed) return Promise.reject(ended());
    const hand = idle.pop() ?? another();
    if (hand !== undefined) return Promise.resolve(hand);
    return new Promise((begin, end) => {
      (isAhead ? ahead : awaited).push({ begin, end });
      if (!isAhead) askBack();
    });
  }

  /** One thread for one that waits. */
  function askBack(): void {
    for (const { askedFor } of hands) if (askedFor !== undefined && Atomics.compareExchange(askedFor, 0, 0, 1) === 0) return;
  }

  function give(hand: Hand): void {
    hand.askedFor = undefined;
    if (closed) return void hand.worker.terminate();
    const next = awaited.shift() ?? ahead.shift();
    const free = hands.has(hand) ? hand : next === undefined ? undefined : another();
    if (free === undefined) return;
    if (next === undefined) idle.push(free);
    else next.begin(free);
  }

  async function outcomeOf(hand: Hand, told: Told, part?: (part: unknown) => void): Promise<unknown> {
    const outcome = await ask(hand.worker, told, { milliseconds, perPart }, part);
    if (outcome instanceof WorkLost) {
      hands.delete(hand);
      await hand.worker.terminate();
    }
    give(hand);
    if (outcome instanceof WorkLost) throw outcome;
    if ('failed' in outcome) throw revive(outcome.failed);
    return outcome.done;
  }

  return {
    run: async <T>(work: unknown, { lent = new Map(), part }: Asked = {}) => {
      const hand = await take(false);
      const isNew = [...lent].filter(([name]) => !hand.holds.has(name));
      for (const [name] of isNew) hand.holds.add(name);
      return (await outcomeOf(hand, { work, ...(isNew.length > 0 && { lent: new Map(isNew) }) }, part)) as T;
    },
    runLong: async (begin, isAhead, part) => {
      const hand = await take(isAhead);
      const work = begin();
      if (work === undefined) return give(hand);
      const askedFor = (hand.askedFor = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)));
      await outcomeOf(hand, { work, askedFor }, part);
    },
    takeBack: (name) => {
      for (const { worker, holds } of hands) if (holds.delete(name)) worker.postMessage({ back: [name] } satisfies Told, []);
    },
    close: async () => {
      closed = true;
      for (const { askedFor } of hands) if (askedFor !== undefined) Atomics.store(askedFor, 0, 1);
      for (const { end } of [...awaited.splice(0), ...ahead.splice(0)]) end(ended());
      await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
    },
  };
}

const ended = (): WorkLost => new WorkLost('thread', 'the pipeline is closed');

function ask(worker: Worker, told: Told, { milliseconds, perPart }: Required<Pick<WorkerLimits, 'milliseconds' | 'perPart'>>, part: (part: unknown) => void = () => undefined): Promise<Answer | WorkLost> {
  return new Promise((resolve) => {
    const begun = performance.now();
    let [given, heard] = [milliseconds, begun];
    const settle = (outcome: Answer | WorkLost): void => {
      clearTimeout(timer);
      worker.off('message', hear).off('error', fell).off('exit', left);
      resolve(outcome);
    };
    const hear = (said: Answer | Part): void => {
      if (!('part' in said)) return settle(said);
      given += perPart;
      heard = performance.now();
      part(said.part);
    };
    const fell = (error: Error): void => settle(new WorkLost('thread', error.message));
    const left = (): void => settle(new WorkLost('thread', 'the thread ended'));
    // Parts gave it more time: looked at again when that is over.
    const late = (): void => {
      const [now, most] = [performance.now(), Math.min(begun + given, heard + milliseconds)];
      if (most > now) timer = setTimeout(late, Math.ceil(most - now));
      else settle(new WorkLost('time', `more than ${Math.round(most - begun)} ms`));
    };
    let timer = setTimeout(late, milliseconds);
    worker.on('message', hear).on('error', fell).on('exit', left);
    worker.postMessage(told, []);
  });
}

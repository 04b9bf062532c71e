/**
 * One revision, made page by page by whichever threads have time. It is open when its first page is there; who asks for another page
 * gets it before the rest; what cannot be made is that page's trouble alone.
 */
import type { DocumentFacts, MadePage } from '../pages.ts';
import { SourceRefused } from '../source/refusal.ts';
import { boardFor, firstTaker, isLeft, takeAll, takenBy, unwant, want } from './board.ts';
import type { Prepared } from './documents.ts';
import type { Ready } from './thread.ts';
import { WorkLost, type Workers } from './workers.ts';

/** What a document consists of, when all its pages were tried. */
export interface Whole extends Prepared, Omit<DocumentFacts, 'count'> {
  /** Page by page; of one that could not be made nothing but a 0: no rows. */
  readonly looks: readonly Uint8Array[];
  /** False for pictures: no letters to find. */
  readonly hasWords: boolean;
  /** Pages that could not be made. */
  readonly missing: readonly number[];
  /** Some of them for want of time or memory: another try may make them. */
  readonly isLost: boolean;
}

export interface Preparation {
  /** Settles when a first page can be shown. @throws SourceRefused where none can be */
  readonly opened: Promise<DocumentFacts>;
  /** Settles when each page was made or given up. @throws as `opened` */
  readonly whole: Promise<Whole>;
  /** Pages that could not be made, and why. */
  readonly failures: ReadonlyMap<number, Error>;
  /** As far as it is known by now. */
  readonly soFar: () => { readonly whole: Whole | undefined; readonly hasWords: boolean | undefined };
  /**
   * That page as soon as it can be; `undefined` where it was made before.
   * @throws SourceRefused, RangeError where there are fewer pages, AbortError for who has gone
   */
  readonly page: (number: number, signal?: AbortSignal) => Promise<MadePage | undefined>;
}

export interface PreparationParts {
  readonly workers: Pick<Workers, 'runLong'>;
  /** As many as make its pages at once. */
  readonly threads: number;
  readonly mostPages: number;
  /** One thread's work on it. */
  readonly workFor: (bytes: Uint8Array, pages: { readonly board: ReturnType<typeof boardFor>; readonly taker: number }) => unknown;
  /** Resolves when the page is kept. */
  readonly keep: (made: MadePage) => Promise<MadePage>;
  /** The first page is somebody's turn. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** What was made of it before: only what is missing is made. */
  readonly before?: Whole | undefined;
}

/** Other threads help where its pages take no longer: one heavy document must not hold all of them. */
const quickMs = 1000;
/** Works that may be lost on one document before what is left of it is given up. */
const mostLost = 2;
/** Bytes of a look without rows. */
export const noLook = Uint8Array.of(0);

interface Wait extends PromiseWithResolvers<MadePage> {
  waiting: number;
}

export function beginPreparation(name: string, source: () => Promise<Uint8Array>, { workers, threads, mostPages, workFor, keep, inTurn, before }: PreparationParts): Preparation {
  const board = boardFor(mostPages);
  const [opened, whole] = [Promise.withResolvers<DocumentFacts>(), Promise.withResolvers<Whole>()];
  for (const { promise } of [opened, whole]) promise.catch(() => undefined);
  const looks: Uint8Array[] = [];
  const missing = new Map<number, Error>();
  const waits = new Map<number, Wait>();
  /** Said by a thread; and kept, or given up. */
  const [heard, settled] = [new Set<number>(), new Set<number>()];
  let facts: DocumentFacts | undefined;
  let all: Whole | undefined;
  let [hasWords, isLost] = [false, false];
  let bytes = new Uint8Array();
  let factsAt = 0;
  let [takers, running, summoned, lost, helped] = [firstTaker, 0, 0, 0, false];

  function hear(part: Ready): void {
    if ('facts' in part) learn(part.facts);
    else if ('refused' in part) {
      heard.add(part.number);
      settle(part.number, new SourceRefused(part.refused, part.detail, part.number));
    } else {
      heard.add(part.made.number);
      if (!helped && performance.now() - factsAt < quickMs) help();
      void keep(part.made).then((made) => settle(made.number, made), (error: unknown) => settle(part.made.number, error as Error));
    }
  }

  function learn(told: DocumentFacts): void {
    if (facts !== undefined) return;
    facts = told;
    factsAt = performance.now();
    for (const [number, { reject }] of waits) if (number > told.count) reject(fewer());
  }

  function settle(number: number, outcome: MadePage | Error): void {
    if (settled.has(number)) return;
    settled.add(number);
    const wait = waits.get(number);
    waits.delete(number);
    if (outcome instanceof Error) missing.set(number, outcome);
    else {
      looks[number - 1] = outcome.look;
      hasWords ||= outcome.words.units.length > 0;
    }
    // All of it before the first of it: who opens a document of one page learns everything at once.
    conclude();
    if (outcome instanceof Error) wait?.reject(outcome);
    else wait?.resolve(outcome);
  }

  function conclude(): void {
    if (facts === undefined) return;
    const { count, headings, windows } = facts;
    if (settled.size === count) {
      all = { name, pages: count, headings, windows, looks: Array.from({ length: count }, (_none, at) => looks[at] ?? noLook), hasWords, missing: [...missing.keys()].toSorted((one, other) => one - other), isLost };
      if (missing.size === count) return refuse(ofWhole(missing.get(1)!));
      whole.resolve(all);
    }
    if (missing.size < settled.size) opened.resolve(facts);
  }

  /** Nothing of it can be shown. */
  function refuse(error: Error): void {
    opened.reject(error);
    whole.reject(error);
    for (const { reject } of waits.values()) reject(error);
    waits.clear();
  }

  /** What a thread had in work went with it; what it had said is kept. */
  function fell(taker: number, error: Error): void {
    if (facts === undefined) return refuse(error);
    const { count } = facts;
    lost += 1;
    isLost = true;
    const gone = takenBy(board, count, taker).filter((number) => !heard.has(number));
    for (const number of lost < mostLost ? gone : [...gone, ...takeAll(board, count)]) settle(number, ofPage(error, number));
  }

  async function once(isAhead: boolean): Promise<void> {
    const taker = takers++;
    let begun = false;
    if (!isAhead) summoned += 1;
    const begin = (): unknown => {
      if (facts !== undefined && !isUnfinished()) return undefined;
      begun = true;
      running += 1;
      if (!isAhead) summoned -= 1;
      return workFor(bytes, { board, taker });
    };
    await workers.runLong(begin, isAhead, (part) => hear(part as Ready)).catch((error: unknown) => fell(taker, told(error)));
    if (begun) running -= 1;
    else if (!isAhead) summoned -= 1;
  }

  /** Until nothing is left, by turns with whoever is waited for. */
  async function run(isAhead: boolean): Promise<void> {
    let isLater = isAhead;
    do {
      await once(isLater);
      isLater = waits.size === 0;
    } while (isUnfinished());
  }

  const isUnfinished = (): boolean => facts !== undefined && isLeft(board, facts.count);

  function help(): void {
    helped = true;
    for (let more = Math.min(threads, facts?.count ?? 1) - 1; more > 0; more--) void run(true);
  }

  /** At once, where its work stands behind others'. */
  function summon(): void {
    if (running === 0 && summoned === 0) void once(false);
  }

  function remember({ pages, headings, windows, hasWords: some, looks: earlier }: Whole): void {
    learn({ count: pages, headings, windows });
    hasWords = some;
    earlier.forEach((look, at) => {
      if (look.length <= noLook.length) return;
      looks[at] = look;
      Atomics.store(board, at + 1, firstTaker);
      heard.add(at + 1);
      settled.add(at + 1);
    });
    takers += 1;
    conclude();
  }

  async function begin(): Promise<void> {
    if (before !== undefined) remember(before);
    bytes = shared(await source());
    await inTurn(async () => {
      void run(false);
      await opened.promise;
    });
  }
  void begin().catch((error: unknown) => refuse(error as Error));

  return {
    opened: opened.promise,
    whole: whole.promise,
    failures: missing,
    soFar: () => ({ whole: all, hasWords: hasWords ? true : all?.hasWords }),
    page: async (number, signal) => {
      const why = missing.get(number);
      if (why !== undefined) throw why;
      if (settled.has(number)) return undefined;
      if (number > (facts?.count ?? mostPages)) throw fewer();
      const wait = waits.get(number) ?? { ...Promise.withResolvers<MadePage>(), waiting: 0 };
      waits.set(number, wait);
      wait.promise.catch(() => undefined);
      wait.waiting += 1;
      want(board, number);
      if (facts !== undefined) summon();
      try {
        return await untilGone(wait.promise, signal);
      } finally {
        wait.waiting -= 1;
        if (wait.waiting === 0 && waits.get(number) === wait) {
          waits.delete(number);
          unwant(board, number);
        }
      }
    },
  };
}

/** @throws AbortError at once; the work goes on for the others */
export function untilGone<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const gone = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', gone, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone));
  });
}

const fewer = (): RangeError => new RangeError('the document has fewer pages than it had');

/** What a person is told of a work that was lost. */
export function told(error: unknown): Error {
  if (error instanceof WorkLost) return new SourceRefused(error.why === 'time' ? 'too-slow' : 'too-large', error.message);
  return error instanceof Error ? error : new Error(String(error));
}

export function ofPage(error: Error, number: number): Error {
  return error instanceof SourceRefused ? new SourceRefused(error.trouble, error.message, number) : error;
}

const ofWhole = (error: Error): Error => (error instanceof SourceRefused ? new SourceRefused(error.trouble, error.message) : error);

/** For several threads without a copy for each message. */
function shared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const room = new Uint8Array(new SharedArrayBuffer(bytes.length));
  room.set(bytes);
  return room as unknown as Uint8Array<ArrayBuffer>;
}

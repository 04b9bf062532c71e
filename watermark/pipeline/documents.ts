/** Documents as prepared pages: a revision once, and what the store let go of it page by page. */
import { createHash } from 'node:crypto';
import type { HtmlPrinter } from '../browser.ts';
import type { PreparedPage } from '../page/prepare.ts';
import type { Heading, Words } from '../page/words.ts';
import { kindOf, type MadePage } from '../pages.ts';
import type { SlotPdf } from '../paint/slots.ts';
import type { WindowName } from '../source/dicom.ts';
import { type SourceLimits, SourceRefused } from '../source/refusal.ts';
import { beginPreparation, ofPage, type Preparation, told, untilGone, type Whole } from './preparation.ts';
import type { PageStore } from './store.ts';
import type { PagesAsked, Ready, Work } from './thread.ts';
import { WorkLost, type Workers } from './workers.ts';

export type Source = { readonly bytes: Uint8Array; readonly html?: false; readonly window?: WindowName } | { readonly html: string };

export interface Prepared {
  /** Hash of the source: the same revision is prepared once. */
  readonly name: string;
  readonly pages: number;
}

export interface Contents extends Prepared {
  /** The document's own table of contents; often empty. */
  readonly headings: readonly Heading[];
  /** Of CT: windows one may look through. */
  readonly windows: readonly WindowName[];
  /** Whether any page has letters to find; `undefined` while none had and others are being made. */
  readonly hasWords: boolean | undefined;
  /** What all pages together tell, where they were made already: what each looks like from far among it, some hundred bytes a page. */
  readonly whole: Whole | undefined;
  /** The same when they are. */
  readonly finished: () => Promise<Whole>;
}

export interface Documents {
  /** Resolves when a first page can be shown. @param inTurn the making of it @throws SourceRefused where none can be */
  readonly prepare: (source: Source, inTurn?: InTurn) => Promise<Contents>;
  /** By its name in the store, where it is there. @throws RangeError */
  readonly kept: (prepared: Prepared, number: number) => Promise<Named<PreparedPage> | undefined>;
  /** The same, made where it is not. @throws SourceRefused with the page's number, RangeError, AbortError */
  readonly page: (source: () => Promise<Source>, prepared: Prepared, number: number, signal?: AbortSignal) => Promise<Named<PreparedPage>>;
  /** Page by page, `undefined` for one that cannot be made. @throws RangeError */
  readonly words: (source: () => Promise<Source>, prepared: Prepared) => Promise<readonly (Words | undefined)[]>;
  /** `undefined` where it is no PDF that can be drawn anew. */
  readonly slots: (source: () => Promise<Source>, name: string) => Promise<Named<SlotPdf> | undefined>;
}

export interface Named<T> {
  readonly name: string;
  readonly thing: T;
}

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

export interface DocumentParts {
  readonly store: PageStore;
  readonly workers: Workers;
  readonly printer: HtmlPrinter | undefined;
  readonly limits: SourceLimits;
  readonly threads: number;
  /** Told of each document and of each work for pages of one again. */
  readonly counted?: (what: 'prepared' | 'again') => void;
}

/** So long a page that could not be made is not tried again: who scrolls past it asks each time. */
const tiredMs = 60_000;

/** Pages that could not be made, and documents some of whose pages were lost, that are remembered. */
const mostFailed = 5000;

/** Pages made again behind the one that is asked for: whoever scrolls asks for them next. A browser prints all of them anyway. */
const [ahead, aheadOfHtml] = [1, 9];

export function openDocuments({ store, workers, printer, limits, threads, counted = () => undefined }: DocumentParts): Documents {
  const running = new Map<string, Preparation>();
  const recalling = new Map<string, Promise<Whole | undefined>>();
  /** Pages that could not be made, by their names; and what is there of documents of which some were lost. */
  const failed = new Map<string, { readonly why: Error; readonly at: number }>();
  const partly = new Map<string, { readonly whole: Whole; readonly at: number }>();
  /** Pages that are made again, by their names. */
  const making = new Map<string, Promise<MadePage>>();
  const drawing = new Map<string, Promise<SlotPdf | undefined>>();

  const workOn = ({ bytes, window }: { readonly bytes: Uint8Array; readonly window?: WindowName | undefined }, pages: PagesAsked): Work => ({ do: 'prepare', bytes, options: { ...limits, ...(window !== undefined && { window }) }, pages });

  async function keep(name: string, made: MadePage): Promise<MadePage> {
    const [page, words] = await Promise.all([store.put(pageName(name, made.number), made.page), store.put(wordsName(name, made.number), made.words)]);
    failed.delete(pageName(name, made.number));
    return { ...made, page, words };
  }

  function noteFailed(name: string, number: number, why: Error): void {
    remember(failed, pageName(name, number), { why, at: performance.now() });
  }

  /** What was found wrong with it a moment ago. */
  function failureOf(name: string, number: number): Error | undefined {
    const known = failed.get(pageName(name, number));
    return known === undefined || performance.now() - known.at > tiredMs ? undefined : known.why;
  }

  /** @param before what was made of it, where some of it was lost */
  function begin(source: Source, name: string, inTurn: InTurn, before: Whole | undefined): Preparation {
    counted('prepared');
    const preparation = beginPreparation(name, () => bytesOf(source, printer, limits), {
      workers, threads, inTurn, before, mostPages: limits.mostPages,
      workFor: (bytes, pages) => workOn({ bytes, window: windowOf(source) }, pages),
      keep: (made) => keep(name, made),
    });
    running.set(name, preparation);
    const end = async (): Promise<void> => {
      try {
        const whole = await preparation.whole;
        for (const [number, why] of preparation.failures) noteFailed(name, number, why);
        if (whole.isLost) remember(partly, name, { whole, at: performance.now() });
        else {
          partly.delete(name);
          store.remember(whole);
        }
      } finally {
        running.delete(name);
      }
    };
    // Whoever waits for it is told.
    end().catch(() => undefined);
    return preparation;
  }

  /**
   * What the store has let go, alone: everybody who asks for it meanwhile waits for the same work.
   * @param also made by the same work, where nobody makes them yet
   */
  function again(source: () => Promise<Source>, { name, pages }: Prepared, number: number, also: readonly number[]): Promise<MadePage> {
    const begun = making.get(pageName(name, number));
    if (begun !== undefined) return begun;
    const waits = new Map<number, PromiseWithResolvers<MadePage>>();
    const wait = (wanted: number): void => {
      const [own, key] = [Promise.withResolvers<MadePage>(), pageName(name, wanted)];
      if (wanted > pages || making.has(key)) return;
      waits.set(wanted, own);
      making.set(key, own.promise);
      own.promise.catch((error: unknown) => { if (error instanceof SourceRefused) noteFailed(name, wanted, error); }).finally(() => making.delete(key));
    };
    [number, ...also].forEach(wait);
    const remake = async (): Promise<void> => {
      const found = await source();
      if (nameOf(found, limits) !== name) throw new RangeError('the document is another revision');
      if ('html' in found) for (let next = number + 1; next <= number + aheadOfHtml; next++) if (!(await store.has(pageName(name, next)))) wait(next);
      const only = [...waits.keys()].toSorted((one, other) => one - other);
      const kept: Promise<void>[] = [];
      const hear = (part: Ready): void => {
        if ('made' in part) kept.push(keep(name, part.made).then((made) => waits.get(made.number)?.resolve(made)));
        if ('refused' in part) waits.get(part.number)?.reject(new SourceRefused(part.refused, part.detail, part.number));
      };
      counted('again');
      await workers.run(workOn({ bytes: await bytesOf(found, printer, limits), window: windowOf(found) }, { only }), { part: (part) => hear(part as Ready) }).catch((error: unknown) => { throw told(error); });
      await Promise.all(kept);
      throw new RangeError('the document has fewer pages than it had');
    };
    // Who has a page has it.
    void remake().catch((error: unknown) => { for (const [at, { reject }] of waits) reject(ofPage(error as Error, at)); });
    return waits.get(number)!.promise;
  }

  /** What whoever scrolls on asks for, where it is not there. */
  async function nextOf({ name }: Prepared, number: number): Promise<number[]> {
    const next = Array.from({ length: ahead }, (_none, at) => number + 1 + at);
    const there = await Promise.all(next.map((one) => store.has(pageName(name, one))));
    return next.filter((_number, at) => !there[at]);
  }

  async function drawAnew(source: Source, name: string): Promise<SlotPdf | undefined> {
    const bytes = await bytesOf(source, printer, limits);
    if (bytes.length > limits.mostBytes || kindOf(bytes) !== 'pdf') return undefined;
    const work: Work = { do: 'slots', bytes, mostPages: limits.mostPages };
    const made = await workers.run<SlotPdf>(work).catch((error: unknown) => {
      if (error instanceof WorkLost || (error instanceof Error && error.name === 'NotDrawable')) return undefined;
      throw error;
    });
    return made === undefined ? undefined : store.put(name, made);
  }

  function recalled(name: string): Promise<Whole | undefined> {
    const work = recalling.get(name) ?? store.recall(name).finally(() => recalling.delete(name));
    recalling.set(name, work);
    return work;
  }

  async function kept({ name: document, pages }: Prepared, number: number): Promise<Named<PreparedPage> | undefined> {
    if (!Number.isInteger(number) || number < 1 || number > pages) throw new RangeError(`there is no page ${number}`);
    const name = pageName(document, number);
    const thing = await store.get(name);
    return thing !== undefined && thing.kind !== 'words' && thing.kind !== 'slots' ? { name, thing } : undefined;
  }

  return {
    prepare: async (source, inTurn = (work) => work()) => {
      const name = nameOf(source, limits);
      const part = partly.get(name);
      const ready = running.has(name) ? undefined : part === undefined ? await recalled(name) : performance.now() - part.at > tiredMs ? undefined : part.whole;
      if (ready !== undefined) return contentsOf(ready);
      // Everybody who asks for a revision while it is being prepared shares the work. What was lost for want of time is tried once more, by who opens it next.
      const preparation = running.get(name) ?? begin(source, name, inTurn, part?.whole);
      const { count: pages, headings, windows } = await preparation.opened;
      const { whole, hasWords } = preparation.soFar();
      return whole !== undefined ? contentsOf(whole) : { name, pages, headings, windows, hasWords, whole, finished: () => preparation.whole };
    },
    kept,
    page: async (source, prepared, number, signal) => {
      const { name } = prepared;
      const key = pageName(name, number);
      const made = (await kept(prepared, number)) ?? (await running.get(name)?.page(number, signal));
      if (made !== undefined) return 'thing' in made ? made : { name: key, thing: made.page };
      const why = failureOf(name, number);
      if (why !== undefined) throw why;
      return { name: key, thing: (await untilGone(again(source, prepared, number, await nextOf(prepared, number)), signal)).page };
    },
    words: async (source, prepared) => {
      await running.get(prepared.name)?.whole;
      const numbers = Array.from({ length: prepared.pages }, (_none, at) => at + 1);
      const stored = await Promise.all(numbers.map((number) => store.get(wordsName(prepared.name, number))));
      const missing = numbers.filter((number, at) => stored[at]?.kind !== 'words' && failureOf(prepared.name, number) === undefined);
      return Promise.all(numbers.map(async (number, at) => {
        const own = stored[at];
        if (own?.kind === 'words') return own;
        if (!missing.includes(number)) return undefined;
        return again(source, prepared, number, missing).then(({ words }) => words, (error: unknown) => {
          if (error instanceof SourceRefused) return undefined;
          throw error;
        });
      }));
    },
    slots: async (source, name) => {
      const kept = await store.get(name);
      if (kept?.kind === 'slots') return { name, thing: kept };
      const begun = drawing.get(name) ?? source().then((given) => drawAnew(given, name)).finally(() => drawing.delete(name));
      drawing.set(name, begun);
      const thing = await begun;
      return thing === undefined ? undefined : { name, thing };
    },
  };
}

function contentsOf(whole: Whole): Contents {
  const { name, pages, headings, windows, hasWords } = whole;
  return { name, pages, headings, windows, hasWords, whole, finished: async () => whole };
}

const windowOf = (source: Source): WindowName | undefined => ('bytes' in source ? source.window : undefined);

/** The oldest are forgotten. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  if (map.size >= mostFailed) map.delete(map.keys().next().value ?? '');
  map.set(key, value);
}

const pageName = (document: string, number: number): string => `${document} ${number}`;
const wordsName = (document: string, number: number): string => `${document} words ${number}`;

function nameOf(source: Source, { dpi }: SourceLimits): string {
  const hash = createHash('sha256').update(`${dpi} ${'bytes' in source ? 'bytes' : 'html'} ${'bytes' in source ? (source.window ?? '') : ''} `);
  return hash.update('bytes' in source ? source.bytes : source.html).digest('base64url');
}

async function bytesOf(source: Source, printer: HtmlPrinter | undefined, { mostBytes }: SourceLimits): Promise<Uint8Array> {
  if ('bytes' in source) return source.bytes;
  if (source.html.length > mostBytes) throw new SourceRefused('too-large', `${source.html.length} characters`);
  if (printer === undefined) throw new SourceRefused('unsupported', 'no browser for HTML');
  return printer.print(source.html);
}

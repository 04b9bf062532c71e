/** Documents as prepared pages: a revision once, and what the store let go of it page by page. */
import { createHash } from 'node:crypto';
import type { HtmlPrinter } from '../browser.ts';
import type { PreparedPage } from '../page/prepare.ts';
import type { Heading, Words } from '../page/words.ts';
import { type DocumentFacts, kindOf, type MadePage } from '../pages.ts';
import type { SlotPdf } from '../paint/slots.ts';
import type { WindowName } from '../source/dicom.ts';
import { type SourceLimits, SourceRefused } from '../source/refusal.ts';
import type { PageStore } from './store.ts';
import type { Work } from './thread.ts';
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
  /** What each page looks like from far, some hundred bytes a page. */
  readonly looks: readonly Uint8Array[];
  /** False for pictures: no letters to find. */
  readonly hasWords: boolean;
  /** Of CT: windows one may look through. */
  readonly windows: readonly WindowName[];
}

export interface Documents {
  /** @throws SourceRefused */
  readonly prepare: (source: Source) => Promise<Contents>;
  /** By its name in the store. @throws SourceRefused, RangeError */
  readonly page: (source: () => Promise<Source>, prepared: Prepared, number: number) => Promise<Named<PreparedPage>>;
  /** @throws SourceRefused, RangeError */
  readonly words: (source: () => Promise<Source>, prepared: Prepared) => Promise<readonly Words[]>;
  /** `undefined` where it is no PDF that can be drawn anew. */
  readonly slots: (source: () => Promise<Source>, name: string) => Promise<Named<SlotPdf> | undefined>;
}

export interface Named<T> {
  readonly name: string;
  readonly thing: T;
}

export interface DocumentParts {
  readonly store: PageStore;
  readonly workers: Workers;
  readonly printer: HtmlPrinter | undefined;
  readonly limits: SourceLimits;
}

/** Pages made again behind the one that is asked for: whoever scrolls asks for them next. A browser prints all of them anyway. */
const [ahead, aheadOfHtml] = [1, 9];

export function openDocuments({ store, workers, printer, limits }: DocumentParts): Documents {
  const running = new Map<string, Promise<Contents>>();
  /** Pages that are made again, by their names. */
  const making = new Map<string, Promise<MadePage>>();
  const drawing = new Map<string, Promise<SlotPdf | undefined>>();

  /** Each page is kept before it is handed on. @throws SourceRefused */
  async function make(source: Source, name: string, only: readonly number[] | undefined, ready: (made: MadePage) => void): Promise<DocumentFacts> {
    const bytes = await bytesOf(source, printer, limits);
    const work: Work = { do: 'prepare', bytes, options: { ...limits, ...('bytes' in source && source.window !== undefined && { window: source.window }), ...(only !== undefined && { only }) } };
    const kept: Promise<void>[] = [];
    const keep = async (made: MadePage): Promise<void> => {
      const [page, words] = await Promise.all([store.put(pageName(name, made.number), made.page), store.put(wordsName(name, made.number), made.words)]);
      ready({ ...made, page, words });
    };
    const facts = await workers.run<DocumentFacts>(work, { part: (made) => void kept.push(keep(made as MadePage)) })
      .catch((error: unknown) => { throw error instanceof WorkLost ? new SourceRefused(error.why === 'time' ? 'too-slow' : 'too-large', error.message) : error; });
    await Promise.all(kept);
    return facts;
  }

  async function prepareAll(source: Source, name: string): Promise<Contents> {
    const looks: Uint8Array[] = [];
    let hasWords = false;
    const { headings, windows } = await make(source, name, undefined, ({ number, look, words }) => {
      looks[number - 1] = look;
      hasWords ||= words.units.length > 0;
    });
    const contents: Contents = { name, pages: looks.length, looks, headings, windows, hasWords };
    store.remember(contents);
    return contents;
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
      own.promise.catch(() => undefined).finally(() => making.delete(key));
    };
    [number, ...also].forEach(wait);
    const remake = async (): Promise<void> => {
      const found = await source();
      if (nameOf(found, limits) !== name) throw new RangeError('the document is another revision');
      if ('html' in found) for (let next = number + 1; next <= number + aheadOfHtml; next++) if (!(await store.has(pageName(name, next)))) wait(next);
      await make(found, name, [...waits.keys()].toSorted((one, other) => one - other), (made) => waits.get(made.number)?.resolve(made));
      throw new RangeError('the document has fewer pages than it had');
    };
    // Who has a page has it.
    void remake().catch((error: unknown) => { for (const { reject } of waits.values()) reject(error); });
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

  return {
    prepare: (source) => {
      const name = nameOf(source, limits);
      // Everybody who asks for a revision while it is being prepared waits for the same work.
      const work = running.get(name) ?? store.recall(name).then((ready) => ready ?? prepareAll(source, name)).finally(() => running.delete(name));
      running.set(name, work);
      return work;
    },
    page: async (source, prepared, number) => {
      if (!Number.isInteger(number) || number < 1 || number > prepared.pages) throw new RangeError(`there is no page ${number}`);
      const name = pageName(prepared.name, number);
      const kept = await store.get(name);
      return { name, thing: kept !== undefined && kept.kind !== 'words' && kept.kind !== 'slots' ? kept : (await again(source, prepared, number, await nextOf(prepared, number))).page };
    },
    words: async (source, prepared) => {
      const numbers = Array.from({ length: prepared.pages }, (_none, at) => at + 1);
      const kept = await Promise.all(numbers.map((number) => store.get(wordsName(prepared.name, number))));
      const missing = numbers.filter((_number, at) => kept[at]?.kind !== 'words');
      return Promise.all(numbers.map(async (number, at) => {
        const own = kept[at];
        return own?.kind === 'words' ? own : (await again(source, prepared, number, missing)).words;
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

/**
 * Documents in, viewers' pages out: each revision is prepared once, each viewer's copy is composed in a thread. Originals
 * and unmarked pages do not leave it.
 */
import { createHash } from 'node:crypto';
import { type HtmlPrinter, type HtmlPrinterOptions, openHtmlPrinter } from './browser.ts';
import type { PreparedPage } from './page/prepare.ts';
import { type Heading, type Hit, type Words, findIn } from './page/words.ts';
import { type DocumentPages, kindOf } from './pages.ts';
import type { PdfNote } from './paint/pdf.ts';
import type { SlotPdf } from './paint/slots.ts';
import { fair } from './pipeline/fair.ts';
import { openStore } from './pipeline/store.ts';
import type { Work } from './pipeline/thread.ts';
import { openWorkers, WorkLost } from './pipeline/workers.ts';
import type { WindowName } from './source/dicom.ts';
import { ordinaryLimits, type SourceLimits, SourceRefused, type SourceTrouble } from './source/refusal.ts';
import type { Mark, StampedImage } from './stamp.ts';

export interface PipelineOptions {
  /** Threads; as many as cores serve best. */
  readonly threads: number;
  /** Prepared pages kept in memory, and on disk where a folder is given. */
  readonly memoryBytes: number;
  readonly folder?: string;
  readonly diskBytes?: number;
  readonly limits?: Partial<SourceLimits>;
  /** One document's preparation. */
  readonly milliseconds?: number;
  readonly megabytes?: number;
  /** Pages one viewer may have waiting. */
  readonly mostWaiting?: number;
  /** Without it HTML is refused. */
  readonly browser?: HtmlPrinterOptions;
}

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

export interface Pipeline {
  /** @throws SourceRefused */
  readonly prepare: (source: Source) => Promise<Contents>;
  /**
   * One page, numbered from 1, for one viewer. `source` is asked for when the store has let the page go.
   * @throws SourceRefused, TooBusy, AbortError, RangeError for a page that is not there
   */
  readonly page: (source: () => Promise<Source>, prepared: Prepared, number: number, mark: Mark, viewer: string, signal?: AbortSignal) => Promise<StampedImage>;
  /** Where `wanted` stands, page by page, at most `most` times. The letters stay here. @throws SourceRefused */
  readonly find: (source: () => Promise<Source>, prepared: Prepared, wanted: string, most: number) => Promise<Hit[]>;
  readonly pdf: (source: () => Promise<Source>, prepared: Prepared, mark: Mark, viewer: string, note: PdfNote, signal?: AbortSignal) => Promise<Buffer>;
  /**
   * Text and lines as they are, with the viewer's mark over them: for documents of low risk. `source` is asked for once a revision; it may be
   * another drawing of it than the pages'. `undefined` where it is no PDF that can be drawn anew: then `pdf` makes one of pictures.
   * @throws TooBusy, AbortError
   */
  readonly textPdf: (source: () => Promise<Source>, prepared: Prepared, mark: Mark, viewer: string, note: PdfNote, signal?: AbortSignal) => Promise<Buffer | undefined>;
  readonly close: () => Promise<void>;
}

export async function openPipeline({ threads, memoryBytes, folder, diskBytes, limits: given, milliseconds = 30_000, megabytes = 512, mostWaiting = 100, browser }: PipelineOptions): Promise<Pipeline> {
  const limits = { ...ordinaryLimits, ...given };
  const store = await openStore({ memoryBytes, ...(folder === undefined ? {} : { folder }), ...(diskBytes === undefined ? {} : { diskBytes }) });
  const workers = openWorkers(new URL('./pipeline/thread.ts', import.meta.url), { count: threads, milliseconds, megabytes }, revive);
  const printer: HtmlPrinter | undefined = browser === undefined ? undefined : openHtmlPrinter(browser);
  const turns = fair(threads, mostWaiting);
  const running = new Map<string, Promise<DocumentPages>>();
  /** Revisions that were prepared: who opens one again waits for nothing. */
  const known = new Map<string, Contents>();

  /** Everybody who asks for a revision while it is being prepared waits for the same work. */
  function pagesFor(source: Source, name: string): Promise<DocumentPages> {
    const begun = running.get(name);
    if (begun !== undefined) return begun;
    const work = prepareAll(source, name).finally(() => running.delete(name));
    running.set(name, work);
    return work;
  }

  async function prepareAll(source: Source, name: string): Promise<DocumentPages> {
    const bytes = await bytesOf(source, printer, limits);
    const work: Work = { do: 'prepare', bytes, options: { ...limits, ...('bytes' in source && source.window !== undefined && { window: source.window }) } };
    const made = await workers.run<DocumentPages>(work).catch((error: unknown) => { throw error instanceof WorkLost ? new SourceRefused(error.why === 'time' ? 'too-slow' : 'too-large', error.message) : error; });
    const [pages, words] = await Promise.all([
      Promise.all(made.pages.map((page, at) => store.put(`${name} ${at + 1}`, page))),
      Promise.all(made.words.map((each, at) => store.put(`${name} words ${at + 1}`, each))),
    ]);
    if (known.size >= mostKnown) known.delete(known.keys().next().value ?? '');
    const prepared = { pages, words, looks: made.looks, headings: made.headings, windows: made.windows };
    known.set(name, contentsOf(name, prepared));
    return prepared;
  }

  const drawing = new Map<string, Promise<SlotPdf | undefined>>();

  /** Prepared once a revision, as pages are. */
  async function slotsOf(source: () => Promise<Source>, name: string): Promise<SlotPdf | undefined> {
    const kept = await store.get(name);
    if (kept?.kind === 'slots') return kept;
    const begun = drawing.get(name) ?? source().then((given) => drawAnew(given, name)).finally(() => drawing.delete(name));
    drawing.set(name, begun);
    return begun;
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

  async function pageOf(source: () => Promise<Source>, { name, pages }: Prepared, number: number): Promise<PreparedPage> {
    if (!Number.isInteger(number) || number < 1 || number > pages) throw new RangeError(`there is no page ${number}`);
    const kept = await store.get(`${name} ${number}`);
    return kept !== undefined && kept.kind !== 'words' && kept.kind !== 'slots' ? kept : (await again(source, name)).pages[number - 1]!;
  }

  /** What the store has let go. */
  async function again(source: () => Promise<Source>, name: string): Promise<DocumentPages> {
    const given = await source();
    if (nameOf(given, limits) !== name) throw new RangeError('the document is another revision');
    return pagesFor(given, name);
  }

  async function wordsOf(source: () => Promise<Source>, { name, pages }: Prepared): Promise<readonly Words[]> {
    const kept = await Promise.all(Array.from({ length: pages }, (_none, at) => store.get(`${name} words ${at + 1}`)));
    const words = kept.filter((each) => each?.kind === 'words');
    return words.length === pages ? words : (await again(source, name)).words;
  }

  return {
    prepare: async (source) => {
      const name = nameOf(source, limits);
      return known.get(name) ?? contentsOf(name, await pagesFor(source, name));
    },
    find: async (source, prepared, wanted, most) => {
      const hits: Hit[] = [];
      for (const [at, words] of (await wordsOf(source, prepared)).entries()) {
        if (hits.length >= most) break;
        hits.push(...findIn(words, wanted, most - hits.length).map((boxes) => ({ page: at + 1, boxes })));
      }
      return hits;
    },
    page: (source, prepared, number, mark, viewer, signal) => turns.run(viewer, async () => {
      const page = await pageOf(source, prepared, number);
      signal?.throwIfAborted();
      const work: Work = { do: 'stamp', page, mark };
      const { type, bytes } = await workers.run<StampedImage>(work);
      return { type, bytes: Buffer.from(bytes) };
    }, signal),
    pdf: (source, prepared, mark, viewer, note, signal) => turns.run(viewer, async () => {
      const pages: PreparedPage[] = [];
      for (let number = 1; number <= prepared.pages; number++) pages.push(await pageOf(source, prepared, number));
      signal?.throwIfAborted();
      const work: Work = { do: 'pdf', pages, mark, note };
      return Buffer.from(await workers.run<Uint8Array>(work));
    }, signal),
    textPdf: (source, { name }, mark, viewer, note, signal) => turns.run(viewer, async () => {
      const slots = await slotsOf(source, `${name} slots ${note.title ?? ''}`);
      if (slots === undefined) return undefined;
      signal?.throwIfAborted();
      const work: Work = { do: 'fill', slots, mark, note };
      return Buffer.from(await workers.run<Uint8Array>(work));
    }, signal),
    close: async () => {
      await Promise.all([workers.close(), printer?.close(), store.close()]);
    },
  };
}

/** Of each some hundred bytes a page. */
const mostKnown = 5000;

function contentsOf(name: string, { pages, words, looks, headings, windows }: DocumentPages): Contents {
  return { name, pages: pages.length, looks, headings, windows, hasWords: words.some(({ units }) => units.length > 0) };
}

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

function revive({ name, message, trouble }: { name: string; message: string; trouble?: string }): Error {
  if (name === 'SourceRefused') return new SourceRefused((trouble ?? 'damaged') as SourceTrouble, message);
  return Object.assign(name === 'RangeError' ? new RangeError(message) : new Error(message), { name });
}

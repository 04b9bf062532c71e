/**
 * Documents in, viewers' pages out: each revision is prepared once, each viewer's copy is composed in a thread. Originals
 * and unmarked pages do not leave it.
 */
import { type HtmlPrinter, type HtmlPrinterOptions, openHtmlPrinter } from './browser.ts';
import type { PreparedPage } from './page/prepare.ts';
import { type Hit, findIn } from './page/words.ts';
import { pdfAround, type PdfNote, type PdfPicture } from './paint/pdf.ts';
import { type Contents, type Named, openDocuments, type Prepared, type Source } from './pipeline/documents.ts';
import { fair } from './pipeline/fair.ts';
import type { ShelfOptions } from './pipeline/shelf.ts';
import { openStore } from './pipeline/store.ts';
import type { Work } from './pipeline/thread.ts';
import { openWorkers } from './pipeline/workers.ts';
import { ordinaryLimits, type SourceLimits, SourceRefused, type SourceTrouble } from './source/refusal.ts';
import type { Mark, StampedImage } from './stamp.ts';

export type { Contents, Prepared, Source } from './pipeline/documents.ts';
export type { Whole } from './pipeline/preparation.ts';
export type { Shelf, ShelfOptions } from './pipeline/shelf.ts';

/** A whole document in threads; pages of one again; what a document consists of, or a page, from the shelf. */
export type Counted = 'prepared' | 'again' | 'contents' | 'page';

export interface PipelineOptions {
  /** Threads; as many as cores serve best. */
  readonly threads: number;
  /** Prepared pages kept in memory, and sealed where a shelf is given. */
  readonly memoryBytes: number;
  readonly shelf?: ShelfOptions;
  /** Told of each, for figures. */
  readonly counted?: (what: Counted) => void;
  readonly limits?: Partial<SourceLimits>;
  /** One thread's preparation of a document, until its first page and from one page to the next; each page gives all of it a tenth more. */
  readonly milliseconds?: number;
  readonly megabytes?: number;
  /** Pages one viewer may have waiting. */
  readonly mostWaiting?: number;
  /** Without it HTML is refused. */
  readonly browser?: HtmlPrinterOptions;
}

export interface Pipeline {
  /**
   * Resolves as soon as the number of pages is known and the first can be shown; the others are made after it, and what they tell comes with
   * `finished`. `viewer`: whose turn the first page is. @throws SourceRefused where none can be shown, TooBusy
   */
  readonly prepare: (source: Source, viewer?: string) => Promise<Contents>;
  /**
   * One page, numbered from 1, for one viewer; while the document is being prepared, before the pages nobody waits for. `source` is asked for when
   * the store has let the page go.
   * @throws SourceRefused with the page's number, TooBusy, AbortError, RangeError for a page that is not there
   */
  readonly page: (source: () => Promise<Source>, prepared: Prepared, number: number, mark: Mark, viewer: string, signal?: AbortSignal) => Promise<StampedImage>;
  /** Where `wanted` stands, page by page, at most `most` times; waits for all pages. The letters stay here. */
  readonly find: (source: () => Promise<Source>, prepared: Prepared, wanted: string, most: number) => Promise<Found>;
  /** All pages or none. @throws SourceRefused with a page's number, TooBusy, AbortError */
  readonly pdf: (source: () => Promise<Source>, prepared: Prepared, mark: Mark, viewer: string, note: PdfNote, signal?: AbortSignal) => Promise<Buffer>;
  /**
   * Text and lines as they are, with the viewer's mark over them: for documents of low risk. `source` is asked for once a revision; it may be
   * another drawing of it than the pages'. `undefined` where it is no PDF that can be drawn anew: then `pdf` makes one of pictures.
   * @throws TooBusy, AbortError
   */
  readonly textPdf: (source: () => Promise<Source>, prepared: Prepared, mark: Mark, viewer: string, note: PdfNote, signal?: AbortSignal) => Promise<Buffer | undefined>;
  readonly close: () => Promise<void>;
}

export interface Found {
  readonly hits: readonly Hit[];
  /** Pages that could not be made, and so not be looked through. */
  readonly missing: readonly number[];
  /** False for pictures: no letters to find. */
  readonly hasWords: boolean;
}

/** Parts of the limit by which each page prolongs it: fifty pages take a busy machine longer than one. */
const pagesAsLong = 10;

export async function openPipeline({ threads, memoryBytes, shelf, counted = () => undefined, limits: given, milliseconds = 30_000, megabytes = 512, mostWaiting = 100, browser }: PipelineOptions): Promise<Pipeline> {
  const limits = { ...ordinaryLimits, ...given };
  const workers = openWorkers(new URL('./pipeline/thread.ts', import.meta.url), { count: threads, milliseconds, perPart: milliseconds / pagesAsLong, megabytes }, revive);
  const store = openStore({ memoryBytes, left: workers.takeBack, found: counted, ...(shelf !== undefined && { shelf }) });
  const printer: HtmlPrinter | undefined = browser === undefined ? undefined : openHtmlPrinter(browser);
  const documents = openDocuments({ store, workers, printer, limits, threads, counted });
  // Who waits for a page that is not there yet keeps nobody waiting whose page is.
  const [turns, makings] = [fair(threads, mostWaiting), fair(threads, mostWaiting)];

  async function pageFor(source: () => Promise<Source>, prepared: Prepared, number: number, viewer: string, signal: AbortSignal | undefined): Promise<Named<PreparedPage>> {
    return (await documents.kept(prepared, number)) ?? makings.run(viewer, () => documents.page(source, prepared, number, signal), signal);
  }

  /** A thread keeps what it was lent as long as the store does. */
  async function using<T>({ name, thing }: Named<unknown>, work: Work): Promise<T> {
    try {
      return await workers.run<T>(work, { lent: new Map([[name, thing]]) });
    } finally {
      if (!store.holds(name)) workers.takeBack(name);
    }
  }

  return {
    prepare: (source, viewer) => documents.prepare(source, viewer === undefined ? undefined : (work) => makings.run(viewer, work)),
    find: async (source, prepared, wanted, most) => {
      const hits: Hit[] = [];
      const pages = await documents.words(source, prepared);
      for (const [at, words] of pages.entries()) {
        if (words !== undefined && hits.length < most) hits.push(...findIn(words, wanted, most - hits.length).map((boxes) => ({ page: at + 1, boxes })));
      }
      return { hits, missing: pages.flatMap((words, at) => (words === undefined ? [at + 1] : [])), hasWords: pages.some((words) => words !== undefined && words.units.length > 0) };
    },
    page: async (source, prepared, number, mark, viewer, signal) => {
      const page = await pageFor(source, prepared, number, viewer, signal);
      return turns.run(viewer, async () => {
        const { type, bytes } = await using<StampedImage>(page, { do: 'stamp', page: page.name, mark });
        return { type, bytes: own(bytes) };
      }, signal);
    },
    pdf: async (source, prepared, mark, viewer, note, signal) => {
      const pictures: PdfPicture[] = [];
      let next = 1;
      // Page by page, each a turn of its own: whoever asks for one page waits for one, and all threads draw.
      const draw = async (): Promise<void> => {
        while (next <= prepared.pages) {
          const number = next++;
          const page = await pageFor(source, prepared, number, viewer, signal);
          pictures[number - 1] = await turns.run(viewer, () => using<PdfPicture>(page, { do: 'picture', page: page.name, mark }), signal);
        }
      };
      await Promise.all(Array.from({ length: threads }, () => draw().catch((error: unknown) => {
        next = Infinity;
        throw error;
      })));
      return pdfAround(pictures, mark, note);
    },
    textPdf: (source, { name }, mark, viewer, note, signal) => turns.run(viewer, async () => {
      const slots = await documents.slots(source, `${name} slots ${note.title ?? ''}`);
      if (slots === undefined) return undefined;
      signal?.throwIfAborted();
      return own((await using<{ bytes: Uint8Array<ArrayBuffer> }>(slots, { do: 'fill', slots: slots.name, mark, note })).bytes);
    }, signal),
    close: async () => {
      await Promise.all([workers.close(), printer?.close(), store.close()]);
    },
  };
}

/** Handed over by a thread: the same bytes. */
function own(bytes: Uint8Array<ArrayBuffer>): Buffer<ArrayBuffer> {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function revive({ name, message, trouble }: { name: string; message: string; trouble?: string }): Error {
  if (name === 'SourceRefused') return new SourceRefused((trouble ?? 'damaged') as SourceTrouble, message);
  return Object.assign(name === 'RangeError' ? new RangeError(message) : new Error(message), { name });
}

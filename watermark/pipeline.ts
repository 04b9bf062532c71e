/**
 * Documents in, viewers' pages out: each revision is prepared once, each viewer's copy is composed in a thread. Originals
 * and unmarked pages do not leave it.
 */
import { type HtmlPrinter, type HtmlPrinterOptions, openHtmlPrinter } from './browser.ts';
import { type Hit, findIn } from './page/words.ts';
import { pdfAround, type PdfNote, type PdfPicture } from './paint/pdf.ts';
import { type Contents, type Named, openDocuments, type Prepared, type Source } from './pipeline/documents.ts';
import { fair } from './pipeline/fair.ts';
import type { ShelfOptions } from './pipeline/shelf.ts';
import { openStore } from './pipeline/store.ts';
import type { Work } from './pipeline/thread.ts';
import { openWorkers, type Workers } from './pipeline/workers.ts';
import { ordinaryLimits, type SourceLimits, SourceRefused, type SourceTrouble } from './source/refusal.ts';
import type { Mark, StampedImage } from './stamp.ts';

export type { Contents, Prepared, Source } from './pipeline/documents.ts';
export type { Shelf, ShelfOptions } from './pipeline/shelf.ts';

/** A whole document in a thread; pages of one again; what a document consists of, or a page, from the shelf. */
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
  /** One document's preparation, until its first page; each page gives it a tenth more. */
  readonly milliseconds?: number;
  readonly megabytes?: number;
  /** Pages one viewer may have waiting. */
  readonly mostWaiting?: number;
  /** Without it HTML is refused. */
  readonly browser?: HtmlPrinterOptions;
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

/** Parts of the limit by which each page prolongs it: fifty pages take a busy machine longer than one. */
const pagesAsLong = 10;

export async function openPipeline({ threads, memoryBytes, shelf, counted = () => undefined, limits: given, milliseconds = 30_000, megabytes = 512, mostWaiting = 100, browser }: PipelineOptions): Promise<Pipeline> {
  const limits = { ...ordinaryLimits, ...given };
  const workers = openWorkers(new URL('./pipeline/thread.ts', import.meta.url), { count: threads, milliseconds, perPart: milliseconds / pagesAsLong, megabytes }, revive);
  const store = openStore({ memoryBytes, left: workers.takeBack, found: counted, ...(shelf !== undefined && { shelf }) });
  const printer: HtmlPrinter | undefined = browser === undefined ? undefined : openHtmlPrinter(browser);
  const documents = openDocuments({ store, workers: countedBy(workers, counted), printer, limits });
  const turns = fair(threads, mostWaiting);

  /** A thread keeps what it was lent as long as the store does. */
  async function using<T>({ name, thing }: Named<unknown>, work: Work): Promise<T> {
    try {
      return await workers.run<T>(work, { lent: new Map([[name, thing]]) });
    } finally {
      if (!store.holds(name)) workers.takeBack(name);
    }
  }

  return {
    prepare: documents.prepare,
    find: async (source, prepared, wanted, most) => {
      const hits: Hit[] = [];
      for (const [at, words] of (await documents.words(source, prepared)).entries()) {
        if (hits.length >= most) break;
        hits.push(...findIn(words, wanted, most - hits.length).map((boxes) => ({ page: at + 1, boxes })));
      }
      return hits;
    },
    page: (source, prepared, number, mark, viewer, signal) => turns.run(viewer, async () => {
      const page = await documents.page(source, prepared, number);
      signal?.throwIfAborted();
      const { type, bytes } = await using<StampedImage>(page, { do: 'stamp', page: page.name, mark });
      return { type, bytes: own(bytes) };
    }, signal),
    pdf: async (source, prepared, mark, viewer, note, signal) => {
      const pictures: PdfPicture[] = [];
      let next = 1;
      // Page by page, each a turn of its own: whoever asks for one page waits for one, and all threads draw.
      const draw = async (): Promise<void> => {
        while (next <= prepared.pages) {
          const number = next++;
          pictures[number - 1] = await turns.run(viewer, async () => {
            const page = await documents.page(source, prepared, number);
            signal?.throwIfAborted();
            return using<PdfPicture>(page, { do: 'picture', page: page.name, mark });
          }, signal);
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

function countedBy(workers: Workers, counted: (what: Counted) => void): Workers {
  const run: Workers['run'] = (work, asked) => {
    const { do: what, ...more } = work as Work;
    if (what === 'prepare' && 'options' in more) counted(more.options.only === undefined ? 'prepared' : 'again');
    return workers.run(work, asked);
  };
  return { ...workers, run };
}

/** Handed over by a thread: the same bytes. */
function own(bytes: Uint8Array<ArrayBuffer>): Buffer<ArrayBuffer> {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function revive({ name, message, trouble }: { name: string; message: string; trouble?: string }): Error {
  if (name === 'SourceRefused') return new SourceRefused((trouble ?? 'damaged') as SourceTrouble, message);
  return Object.assign(name === 'RangeError' ? new RangeError(message) : new Error(message), { name });
}

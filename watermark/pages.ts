/** From a document's bytes to prepared pages, whatever it is. */
import { lookOf } from './look/look.ts';
import { prepare, type PreparedPage } from './page/prepare.ts';
import { greyOf } from './page/raster.ts';
import { type Heading, type Words, WordsMaker } from './page/words.ts';
import { type WindowName, dicomPages, windowsFor } from './source/dicom.ts';
import { imagePage } from './source/image.ts';
import { type NumberedRaster, rasterOf, type Wanted } from './source/numbers.ts';
import { pdfPages } from './source/pdf.ts';
import { textPages } from './source/plain-text.ts';
import { ordinaryLimits, type SourceLimits, SourceRefused } from './source/refusal.ts';

export type SourceKind = 'pdf' | 'dicom' | 'image' | 'text';

export interface PagesOptions extends Partial<SourceLimits> {
  /** Pages to make, from the first; all when left out. */
  readonly most?: number;
  /** Of CT: through which window; the modality's own when left out. */
  readonly window?: WindowName;
}

/** One page of a document. */
export interface MadePage {
  /** From 1. */
  readonly number: number;
  readonly page: PreparedPage;
  /** None on a picture. */
  readonly words: Words;
  /** What it looks like from far, before any mark. */
  readonly look: Uint8Array;
}

/** What a document tells before its first page is made. */
export interface DocumentFacts {
  readonly count: number;
  readonly headings: readonly Heading[];
  /** Of CT: windows one may look through. */
  readonly windows: readonly WindowName[];
}

/** Who makes pages is told, and tells, as they come. */
export interface PageTaker {
  /** Once, before the first page. */
  readonly facts?: (facts: DocumentFacts) => void;
  /** Which pages, from 1: the next is asked for when the one before is done. */
  readonly pick: (count: number) => Iterable<number>;
  readonly made: (page: MadePage) => void;
  /** A page that cannot be shown; the others go on. */
  readonly refused: (number: number, why: SourceRefused) => void;
}

/** What a document is made into, page by page. */
export interface DocumentPages extends Omit<DocumentFacts, 'count'> {
  readonly pages: readonly PreparedPage[];
  readonly words: readonly Words[];
  readonly looks: readonly Uint8Array[];
}

/** All of it, or none. @throws SourceRefused */
export async function documentOf(bytes: Uint8Array, { most = Infinity, ...options }: PagesOptions = {}): Promise<DocumentPages> {
  const made: MadePage[] = [];
  let facts: DocumentFacts | undefined;
  await eachPageOf(bytes, options, {
    facts: (told) => { facts = told; },
    pick: (count) => Array.from({ length: Math.min(count, most) }, (_none, at) => at + 1),
    made: (page) => void made.push(page),
    refused: (_number, why) => { throw why; },
  });
  return { pages: made.map(({ page }) => page), words: made.map(({ words }) => words), looks: made.map(({ look }) => look), headings: facts?.headings ?? [], windows: facts?.windows ?? [] };
}

/** Each page is handed on before the next is begun. @throws SourceRefused where there is nothing to be made of it */
export async function eachPageOf(bytes: Uint8Array, { window, ...given }: Omit<PagesOptions, 'most'>, { facts, pick, made, refused }: PageTaker): Promise<void> {
  const limits = { ...ordinaryLimits, ...given };
  if (bytes.length > limits.mostBytes) throw new SourceRefused('too-large', `${bytes.length} bytes`);
  let headings: readonly Heading[] = [];
  const wanted: Wanted = { ...limits, pick: (count) => {
    facts?.({ count, headings, windows: kindOf(bytes) === 'dicom' ? windowsFor(bytes) : [] });
    return pick(count);
  } };
  for await (const raster of rasters(bytes, wanted, window, (all) => { headings = all; })) {
    if ('refused' in raster) {
      refused(raster.number, raster.refused);
      continue;
    }
    const { number, words, ...pixels } = raster;
    const grey = greyOf(pixels);
    made({ number, page: prepare(pixels, limits.dpi, grey), look: lookOf(grey), words: words ?? new WordsMaker().made() });
  }
}

/** @throws SourceRefused */
export async function pagesOf(bytes: Uint8Array, options: PagesOptions = {}): Promise<readonly PreparedPage[]> {
  return (await documentOf(bytes, options)).pages;
}

async function* rasters(bytes: Uint8Array, limits: Wanted, window: WindowName | undefined, headings: (all: Heading[]) => void): AsyncGenerator<NumberedRaster> {
  const kind = kindOf(bytes);
  if (kind === 'pdf') yield* pdfPages(bytes, limits, headings);
  else if (kind === 'dicom') yield* dicomPages(bytes, limits, window);
  else if (kind === 'text') yield* textPages(new TextDecoder().decode(bytes), limits);
  else for (const number of limits.pick(1)) yield await rasterOf(number, () => imagePage(bytes, limits));
}

/** By what it begins with, never by its name. */
export function kindOf(bytes: Uint8Array): SourceKind {
  const starts = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (starts.includes('%PDF-')) return 'pdf';
  if (starts.slice(128, 132) === 'DICM') return 'dicom';
  return isText(bytes) ? 'text' : 'image';
}

/** UTF-8 without control characters. */
function isText(bytes: Uint8Array): boolean {
  try {
    // eslint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

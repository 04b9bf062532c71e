/** From a document's bytes to prepared pages, whatever it is. */
import { lookOf } from './look/look.ts';
import { prepare, type PreparedPage } from './page/prepare.ts';
import { type ColourRaster, greyOf } from './page/raster.ts';
import { type Heading, type Words, WordsMaker } from './page/words.ts';
import { type WindowName, dicomPages, windowsFor } from './source/dicom.ts';
import { imagePage } from './source/image.ts';
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

/** What a document is made into. */
export interface DocumentPages {
  readonly pages: readonly PreparedPage[];
  /** Of each page, in the same order; none on a picture. */
  readonly words: readonly Words[];
  /** What each page looks like from far, before any mark. */
  readonly looks: readonly Uint8Array[];
  readonly headings: readonly Heading[];
  /** Of CT: windows one may look through. */
  readonly windows: readonly WindowName[];
}

/** @throws SourceRefused */
export async function documentOf(bytes: Uint8Array, { most = Infinity, window, ...given }: PagesOptions = {}): Promise<DocumentPages> {
  const limits = { ...ordinaryLimits, ...given };
  if (bytes.length > limits.mostBytes) throw new SourceRefused('too-large', `${bytes.length} bytes`);
  const [pages, words, looks]: [PreparedPage[], Words[], Uint8Array[]] = [[], [], []];
  let headings: Heading[] = [];
  for await (const pixels of rasters(bytes, limits, window, (all) => { headings = all; })) {
    pages.push(prepare(pixels, limits.dpi));
    looks.push(lookOf(greyOf(pixels)));
    words.push(pixels.words ?? new WordsMaker().made());
    if (pages.length >= most) break;
  }
  return { pages, words, looks, headings, windows: kindOf(bytes) === 'dicom' ? windowsFor(bytes) : [] };
}

/** @throws SourceRefused */
export async function pagesOf(bytes: Uint8Array, options: PagesOptions = {}): Promise<readonly PreparedPage[]> {
  return (await documentOf(bytes, options)).pages;
}

async function* rasters(bytes: Uint8Array, limits: SourceLimits, window: WindowName | undefined, headings: (all: Heading[]) => void): AsyncGenerator<ColourRaster & { readonly words?: Words }> {
  const kind = kindOf(bytes);
  if (kind === 'pdf') yield* pdfPages(bytes, limits, headings);
  else if (kind === 'dicom') yield* dicomPages(bytes, limits, window);
  else if (kind === 'text') yield* textPages(new TextDecoder().decode(bytes), limits);
  else yield imagePage(bytes, limits);
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

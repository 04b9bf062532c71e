/** From a document's bytes to prepared pages, whatever it is. */
import { prepare, type PreparedPage } from './page/prepare.ts';
import type { ColourRaster } from './page/raster.ts';
import { dicomPage } from './source/dicom.ts';
import { imagePage } from './source/image.ts';
import { pdfPages } from './source/pdf.ts';
import { textPages } from './source/plain-text.ts';
import { ordinaryLimits, type SourceLimits, SourceRefused } from './source/refusal.ts';

export type SourceKind = 'pdf' | 'dicom' | 'image' | 'text';

export interface PagesOptions extends Partial<SourceLimits> {
  /** Pages to make, from the first; all when left out. */
  readonly most?: number;
}

/** @throws SourceRefused */
export async function pagesOf(bytes: Uint8Array, { most = Infinity, ...given }: PagesOptions = {}): Promise<PreparedPage[]> {
  const limits = { ...ordinaryLimits, ...given };
  if (bytes.length > limits.mostBytes) throw new SourceRefused('too-large', `${bytes.length} bytes`);
  const pages: PreparedPage[] = [];
  for await (const pixels of rasters(bytes, limits)) {
    pages.push(prepare(pixels, limits.dpi));
    if (pages.length >= most) break;
  }
  return pages;
}

async function* rasters(bytes: Uint8Array, limits: SourceLimits): AsyncGenerator<ColourRaster> {
  const kind = kindOf(bytes);
  if (kind === 'pdf') yield* pdfPages(bytes, limits);
  else if (kind === 'dicom') yield dicomPage(bytes, limits);
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

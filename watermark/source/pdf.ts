/** PDF to pixels by PDFium as WebAssembly: its memory is its own, a broken file cannot reach ours. */
import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { ColourRaster } from '../page/raster.ts';
import type { Heading } from '../page/words.ts';
import { type MadeRaster, type NumberedRaster, rasterOf, type Wanted } from './numbers.ts';
import { closed, headingsOf, isNowhere, wordsOf } from './pdf-words.ts';
import { type SourceLimits, SourceRefused } from './refusal.ts';

let library: Promise<PDFiumLibrary> | undefined;

/**
 * Pages one after the other, so that the first can be shown while the others wait.
 * @param headings is told the document's own table of contents, first
 * @throws SourceRefused
 */
export async function* pdfPages(bytes: Uint8Array, limits: Wanted, headings: (all: Heading[]) => void = () => undefined): AsyncGenerator<NumberedRaster> {
  const own = (library ??= PDFiumLibrary.init());
  const document = await (await own).loadDocument(bytes).catch((error: unknown) => { throw refusal(error); });
  try {
    const count = document.getPageCount();
    if (count > limits.mostPages) throw new SourceRefused('too-many-pages', `${count} of at most ${limits.mostPages}`);
    if (count === 0) throw new SourceRefused('damaged', 'no pages');
    headings(headingsOf(document, count));
    for (const number of limits.pick(count)) {
      yield await rasterOf(number, () => pageOf(document, number, limits));
      // What fell into a trap may have left anything behind: the next work gets a library of its own, and so do the other pages.
      if (library !== own) return;
    }
  } finally {
    if (library === own) document.destroy();
  }
}

async function pageOf(document: PDFiumDocument, number: number, limits: SourceLimits): Promise<Omit<MadeRaster, 'number'>> {
  try {
    const page = document.getPage(number - 1);
    if (isNowhere(page)) throw new SourceRefused('damaged', `page ${number} is not there`);
    // The words first: rendering closes the page.
    const words = wordsOf(page);
    return { ...(await render(page, limits)), words };
  } catch (error) {
    if (error instanceof Error && error.name === 'RuntimeError') library = undefined;
    throw error instanceof SourceRefused ? error : refusal(error);
  }
}

/** Four bytes of 255, in whichever order. */
const white = -1;

async function render(page: PDFiumPage, { dpi, mostPixels }: SourceLimits): Promise<ColourRaster> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = dpi / 72;
  const count = originalWidth * originalHeight * scale * scale;
  if (!(count > 0) || count > mostPixels) {
    closed(page);
    throw new SourceRefused('too-large', `a page of ${Math.round(originalWidth)} × ${Math.round(originalHeight)} points`);
  }
  const { data, width, height } = await page.render({ scale, render: 'bitmap', renderFormFields: false });
  // RGBA: the library asks PDFium to turn its own order round. Most of it is white.
  const rgb = new Uint8Array(width * height * 3).fill(255);
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  for (let at = 0; at < pixels.length; at++) {
    if (pixels[at] === white) continue;
    rgb[at * 3] = data[at * 4]!;
    rgb[at * 3 + 1] = data[at * 4 + 1]!;
    rgb[at * 3 + 2] = data[at * 4 + 2]!;
  }
  return { width, height, rgb };
}

function refusal(error: unknown): SourceRefused {
  const said = error instanceof Error ? error.message : 'unknown';
  return new SourceRefused(/password/i.test(said) ? 'encrypted' : 'damaged', said.slice(0, 120));
}

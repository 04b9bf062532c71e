/** PDF to pixels by PDFium as WebAssembly: its memory is its own, a broken file cannot reach ours. */
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { ColourRaster } from '../page/raster.ts';
import type { Heading, Words } from '../page/words.ts';
import { headingsOf, wordsOf } from './pdf-words.ts';
import { type SourceLimits, SourceRefused } from './refusal.ts';

let library: Promise<PDFiumLibrary> | undefined;

export interface PdfPage extends ColourRaster {
  readonly words: Words;
}

/**
 * Pages one after the other, so that the first can be shown while the others wait.
 * @param headings is told the document's own table of contents, first
 * @throws SourceRefused
 */
export async function* pdfPages(bytes: Uint8Array, limits: SourceLimits, headings: (all: Heading[]) => void = () => undefined): AsyncGenerator<PdfPage> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(bytes).catch((error: unknown) => { throw refusal(error); });
  try {
    const count = document.getPageCount();
    if (count > limits.mostPages) throw new SourceRefused('too-many-pages', `${count} of at most ${limits.mostPages}`);
    if (count === 0) throw new SourceRefused('damaged', 'no pages');
    headings(headingsOf(document, count));
    for (let at = 0; at < count; at++) {
      const page = document.getPage(at);
      // The words first: rendering closes the page.
      const words = wordsOf(page);
      yield { ...(await render(page, limits)), words };
    }
  } finally {
    document.destroy();
  }
}

async function render(page: PDFiumPage, { dpi, mostPixels }: SourceLimits): Promise<ColourRaster> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = dpi / 72;
  const pixels = originalWidth * originalHeight * scale * scale;
  if (!(pixels > 0) || pixels > mostPixels) throw new SourceRefused('too-large', `a page of ${Math.round(originalWidth)} × ${Math.round(originalHeight)} points`);
  const { data, width, height } = await page.render({ scale, render: 'bitmap', renderFormFields: false }).catch((error: unknown) => { throw refusal(error); });
  const rgb = new Uint8Array(width * height * 3);
  // RGBA: the library asks PDFium to turn its own order round.
  for (let at = 0, from = 0, to = 0; at < width * height; at++, from += 4, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + 1]!;
    rgb[to + 2] = data[from + 2]!;
  }
  return { width, height, rgb };
}

function refusal(error: unknown): SourceRefused {
  const said = error instanceof Error ? error.message : 'unknown';
  return new SourceRefused(/password/i.test(said) ? 'encrypted' : 'damaged', said.slice(0, 120));
}

/** Letters of a PDF's pages, and its table of contents, by the functions of PDFium that its library does not wrap. */
/* eslint-disable no-underscore-dangle -- the names of PDFium */
import type { PDFiumDocument, PDFiumPage } from '@hyzyla/pdfium';
import { type Heading, type Words, WordsMaker } from '../page/words.ts';

/** What the library itself calls and does not hand on: PDFium's functions and their memory (fpdf_text.h, fpdf_doc.h). */
interface Raw {
  readonly HEAP32: Int32Array;
  readonly HEAPF64: Float64Array;
  readonly HEAPU16: Uint16Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (at: number) => void;
  readonly _FPDF_ClosePage: (page: number) => void;
  readonly _FPDFText_LoadPage: (page: number) => number;
  readonly _FPDFText_ClosePage: (text: number) => void;
  readonly _FPDFText_CountChars: (text: number) => number;
  readonly _FPDFText_GetUnicode: (text: number, at: number) => number;
  readonly _FPDFText_GetCharBox: (text: number, at: number, left: number, right: number, bottom: number, top: number) => number;
  readonly _FPDF_PageToDevice: (page: number, x: number, y: number, width: number, height: number, rotate: number, pageX: number, pageY: number, deviceX: number, deviceY: number) => number;
  readonly _FPDFBookmark_GetFirstChild: (document: number, bookmark: number) => number;
  readonly _FPDFBookmark_GetNextSibling: (document: number, bookmark: number) => number;
  readonly _FPDFBookmark_GetTitle: (bookmark: number, buffer: number, bytes: number) => number;
  readonly _FPDFBookmark_GetDest: (document: number, bookmark: number) => number;
  readonly _FPDFDest_GetDestPageIndex: (document: number, dest: number) => number;
}

/** Letters of a page that are looked at: a dense laboratory sheet has five thousand. */
const mostLetters = 40_000;
/** Headings, and how deep they may lie: a circle in a broken file ends here. */
const [mostHeadings, deepest] = [500, 8];
/** The device a page's points are laid out on: the finest that keeps whole numbers. */
const fine = 1_000_000;

/** PDFium found no page of that number. */
export function isNowhere(page: PDFiumPage): boolean {
  return (page as unknown as { readonly pageIdx: number }).pageIdx === 0;
}

/** Rendering closes a page: for one that is not rendered. */
export function closed(page: PDFiumPage): void {
  const { module: raw, pageIdx: pointer } = page as unknown as { readonly module: Raw; readonly pageIdx: number };
  raw._FPDF_ClosePage(pointer);
}

/** Letters of a page that was loaded and not yet rendered: rendering closes it. */
export function wordsOf(page: PDFiumPage): Words {
  const { module: raw, pageIdx: pointer } = page as unknown as { readonly module: Raw; readonly pageIdx: number };
  const made = new WordsMaker();
  const text = raw._FPDFText_LoadPage(pointer);
  if (text === 0) return made.made();
  const room = raw._malloc(48);
  const [doubles, whole] = [room / 8, room / 4 + 8];
  /** From the page's points, which a rotation or a crop box turns, to what is seen. */
  const seen = (x: number, y: number): [number, number] => {
    raw._FPDF_PageToDevice(pointer, 0, 0, fine, fine, 0, x, y, room + 32, room + 36);
    return [raw.HEAP32[whole]! / fine, raw.HEAP32[whole + 1]! / fine];
  };
  try {
    const count = Math.min(raw._FPDFText_CountChars(text), mostLetters);
    for (let at = 0; at < count; at++) {
      const unicode = raw._FPDFText_GetUnicode(text, at);
      if (unicode === 0 || unicode > 0x10_ffff) continue;
      const hasBox = raw._FPDFText_GetCharBox(text, at, room, room + 8, room + 16, room + 24) !== 0;
      const [left = 0, right = 0, bottom = 0, top = 0] = hasBox ? raw.HEAPF64.subarray(doubles, doubles + 4) : [];
      const [[x, y], [otherX, otherY]] = [seen(left, top), seen(right, bottom)];
      made.add(String.fromCodePoint(unicode), Math.min(x, otherX), Math.min(y, otherY), Math.max(x, otherX), Math.max(y, otherY));
    }
    return made.made();
  } finally {
    raw._free(room);
    raw._FPDFText_ClosePage(text);
  }
}

/** The file's own table of contents; what leads to no page is left out. */
export function headingsOf(document: PDFiumDocument, pages: number): Heading[] {
  const { module: raw, documentIdx: pointer } = document as unknown as { readonly module: Raw; readonly documentIdx: number };
  const headings: Heading[] = [];
  const walk = (parent: number, depth: number): void => {
    for (let mark = raw._FPDFBookmark_GetFirstChild(pointer, parent); mark !== 0 && headings.length < mostHeadings; mark = raw._FPDFBookmark_GetNextSibling(pointer, mark)) {
      const dest = raw._FPDFBookmark_GetDest(pointer, mark);
      const page = dest === 0 ? -1 : raw._FPDFDest_GetDestPageIndex(pointer, dest);
      const title = titleOf(raw, mark);
      if (title !== '' && page >= 0 && page < pages) headings.push({ title, page: page + 1, depth });
      if (depth < deepest) walk(mark, depth + 1);
    }
  };
  walk(0, 0);
  return headings;
}

function titleOf(raw: Raw, mark: number): string {
  const bytes = Math.min(raw._FPDFBookmark_GetTitle(mark, 0, 0), 400);
  if (bytes <= 2) return '';
  const room = raw._malloc(bytes);
  try {
    if (raw._FPDFBookmark_GetTitle(mark, room, bytes) > bytes) return '';
    return String.fromCharCode(...raw.HEAPU16.subarray(room / 2, (room + bytes) / 2 - 1)).trim();
  } finally {
    raw._free(room);
  }
}

/** Lays text and tables out on A4 and gives a PDF with an outline; the same content gives the same bytes. */
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { evenFontkit, typeface } from './font.ts';
import { addOutline, type Mark } from './outline.ts';

export type Piece =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly widths: readonly number[]; readonly rows: readonly (readonly string[])[] };

export interface Sheet {
  readonly title: string;
  readonly hospital: string;
  /** Two columns of "label: value" under the title. */
  readonly facts: readonly string[];
  readonly pieces: readonly Piece[];
  readonly foot: string;
  /** Which program made it, for the file's properties. */
  readonly producer: string;
  readonly at: number;
}

const page = { width: 595, height: 842, left: 48, right: 547, top: 792, bottom: 64 } as const;
const ink = rgb(0.11, 0.12, 0.14);
const grey = rgb(0.4, 0.44, 0.48);
const red = rgb(0.78, 0.06, 0.18);

interface Desk {
  readonly document: PDFDocument;
  readonly font: PDFFont;
  readonly marks: Mark[];
  sheet: PDFPage;
  y: number;
}

export async function drawSheet(sheet: Sheet): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(evenFontkit);
  const font = await document.embedFont(await typeface(), { subset: true });
  const when = new Date(sheet.at);
  document.setTitle(sheet.title);
  document.setProducer(sheet.producer);
  document.setCreationDate(when);
  document.setModificationDate(when);
  const desk: Desk = { document, font, marks: [], sheet: document.addPage([page.width, page.height]), y: page.top };
  head(desk, sheet);
  for (const piece of sheet.pieces) place(desk, piece);
  foot(desk, sheet.foot);
  addOutline(document, sheet.title, desk.marks);
  return document.save({ useObjectStreams: false });
}

function head(desk: Desk, { title, hospital, facts }: Sheet): void {
  centred(desk, hospital, 15);
  centred(desk, title, 13);
  desk.y -= 6;
  facts.forEach((fact, index) => {
    const x = index % 2 === 0 ? page.left : page.left + 250;
    desk.sheet.drawText(fact, { x, y: desk.y, size: 10, font: desk.font, color: ink });
    if (index % 2 === 1 || index === facts.length - 1) desk.y -= 16;
  });
  rule(desk);
}

function centred(desk: Desk, text: string, size: number): void {
  const x = (page.width - desk.font.widthOfTextAtSize(text, size)) / 2;
  desk.sheet.drawText(text, { x, y: desk.y, size, font: desk.font, color: ink });
  desk.y -= size + 8;
}

function rule(desk: Desk): void {
  desk.sheet.drawLine({ start: { x: page.left, y: desk.y + 6 }, end: { x: page.right, y: desk.y + 6 }, thickness: 0.7, color: grey });
  desk.y -= 10;
}

function room(desk: Desk, height: number): void {
  if (desk.y - height > page.bottom) return;
  desk.sheet = desk.document.addPage([page.width, page.height]);
  desk.y = page.top;
}

function place(desk: Desk, piece: Piece): void {
  if (piece.kind === 'heading') {
    desk.y -= 6;
    room(desk, 44);
    desk.marks.push({ title: piece.text, page: desk.sheet, top: desk.y + 14 });
    desk.sheet.drawText(piece.text, { x: page.left, y: desk.y, size: 11.5, font: desk.font, color: ink });
    desk.y -= 19;
  } else if (piece.kind === 'text') {
    for (const line of wrapped(piece.text, desk.font, 10.5, page.right - page.left)) {
      room(desk, 17);
      desk.sheet.drawText(line, { x: page.left, y: desk.y, size: 10.5, font: desk.font, color: ink });
      desk.y -= 17;
    }
    desk.y -= 5;
  } else for (const [index, row] of piece.rows.entries()) tableRow(desk, row, piece.widths, index === 0);
}

function tableRow(desk: Desk, cells: readonly string[], widths: readonly number[], first: boolean): void {
  room(desk, 16);
  let x: number = page.left;
  cells.forEach((cell, column) => {
    const color = first ? grey : /[↑↓]/.test(cell) ? red : ink;
    desk.sheet.drawText(cell, { x, y: desk.y, size: 9.5, font: desk.font, color });
    x += widths[column] ?? 0;
  });
  desk.sheet.drawLine({ start: { x: page.left, y: desk.y - 4 }, end: { x: page.right, y: desk.y - 4 }, thickness: 0.3, color: grey });
  desk.y -= 16;
}

function foot(desk: Desk, text: string): void {
  const pages = desk.document.getPages();
  pages.forEach((each, index) => {
    each.drawText(text, { x: page.left, y: 44, size: 8.5, font: desk.font, color: grey });
    each.drawText(`第 ${index + 1} 页，共 ${pages.length} 页`, { x: page.right - 80, y: 44, size: 8.5, font: desk.font, color: grey });
  });
}

/** No line begins with a mark that belongs to the word before. */
export function wrapped(text: string, font: Pick<PDFFont, 'widthOfTextAtSize'>, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    const full = font.widthOfTextAtSize(line + character, size) > width;
    if (full && !'，。、；：）”％%'.includes(character)) {
      lines.push(line);
      line = '';
    }
    line += character;
  }
  return line === '' ? lines : [...lines, line];
}

/**
 * A PDF that stays text and lines, for documents of low risk: written once, with slots of a fixed size that each viewer's
 * copy fills in place. No byte moves, so the table of places (xref) holds for every copy, and there is one revision only:
 * an appended one could be cut off again.
 *
 * The pages are drawn anew as forms: what else the file held (scripts, attachments, its own metadata) stays behind. Over each
 * page lie the visible mark, as outlines, and the hidden code, as a mask of one bit a chip. Both are painted by difference: white
 * becomes a little darker and black a little lighter, so they are seen and read on dark pages too.
 *
 * Whoever edits PDFs can take the mark out again: not for what is sensitive.
 */
import { createHash, randomBytes } from 'node:crypto';
import { decodePDFRawStream, PDFArray, type PDFContext, PDFDict, PDFDocument, type PDFEmbeddedPage, PDFHexString, PDFName, type PDFPage, PDFRawStream, type PDFRef, PDFStream } from 'pdf-lib';
import { encodeId } from '../mark/bits.ts';
import { chipsAcross, chipsOf, layoutOf, tilePixels, turnsOf } from '../mark/layout.ts';
import type { Mark } from '../stamp.ts';
import { type LabelStyle, ordinaryStyle } from './label.ts';
import { unitsPerEm, written } from './outlines.ts';
import { strengths } from './palette.ts';
import type { PdfNote } from './pdf.ts';

/** What is filled for a viewer: bytes of each slot. Information is written in hexadecimal, four digits a character. */
const slots = { label: 64 * 1024, tile: 64, chips: chipsAcross * Math.ceil(chipsAcross / 8), title: 4 + 4 * 100, subject: 4 + 4 * 160, keywords: 4 + 4 * 12, date: 4 + 4 * 17, changed: 32 } as const;
type Slot = keyof typeof slots;
const order = Object.keys(slots) as Slot[];
const worded: ReadonlySet<Slot> = new Set<Slot>(['title', 'subject', 'keywords', 'date']);

export interface SlotPdf {
  readonly kind: 'slots';
  readonly bytes: Uint8Array;
  /** Where each slot begins, in the order of `slots`. */
  readonly places: Uint32Array;
}

/** Points of a pixel at 150 dpi, as the tiles of pictures are counted. */
const point = 72 / 150;
const tile = tilePixels * point;

/** Of 255: two levels on white are ±1 around the mean. */
const darker = (mark: Mark): number => strengths[mark.strength].ground * 2;

/** A PDF that cannot be kept as text and lines: its pages go out as pictures. The message is for logs. */
export class NotDrawable extends Error {
  override readonly name = 'NotDrawable';
}

/** Once a revision; some hundred milliseconds. @throws NotDrawable */
export async function slotPdf(pdf: Uint8Array, mostPages: number): Promise<SlotPdf> {
  try {
    return await drawnAnew(await PDFDocument.load(pdf, { updateMetadata: false, throwOnInvalidObject: true }), mostPages);
  } catch (error) {
    // Whatever a broken file makes the library fall over.
    throw error instanceof NotDrawable ? error : new NotDrawable(error instanceof Error ? error.message.slice(0, 120) : 'unknown');
  }
}

async function drawnAnew(source: PDFDocument, mostPages: number): Promise<SlotPdf> {
  const pages = source.getPages();
  if (pages.length === 0 || pages.length > mostPages) throw new NotDrawable(`${pages.length} pages`);
  // Layers that are off, form fields: what is drawn would not be what is seen.
  if (['OCProperties', 'AcroForm'].some((name) => source.catalog.has(PDFName.of(name)))) throw new NotDrawable('layers or form fields');
  if (pages.some(hasMoreThanLinks)) throw new NotDrawable('annotations');
  const target = await PDFDocument.create({ updateMetadata: false });
  const nonces = new Map<Slot, string>();
  const paint = marksOf(target.context, nonces);
  // All at once: what pages share (typefaces) is copied once.
  const filled = pages.filter((page) => page.node.Contents() !== undefined);
  filled.forEach(readable);
  const embedded = filled.length === 0 ? [] : await target.embedPages(filled, filled.map(boxOf));
  const drawings = new Map(filled.map((page, at) => [page, embedded[at]!]));
  for (const page of pages) copyPage(target, page, drawings.get(page), paint);
  information(target.context, nonces);
  const bytes = await target.save({ useObjectStreams: false, addDefaultPage: false });
  const found = placesIn(bytes, nonces);
  // Blank once for all copies; a string's closing bracket comes with its words.
  order.forEach((slot, at) => bytes.fill(0x20, found[at]!, found[at]! + slots[slot] + (worded.has(slot) ? 1 : 0)));
  return { kind: 'slots', bytes, places: found };
}

function hasMoreThanLinks(page: PDFPage): boolean {
  const annotations = page.node.Annots();
  return annotations !== undefined && Array.from({ length: annotations.size() }, (_none, at) => annotations.lookupMaybe(at, PDFDict)?.lookup(PDFName.of('Subtype'))?.toString()).some((sort) => sort !== '/Link');
}

function boxOf(page: PDFPage): { left: number; bottom: number; right: number; top: number } {
  const { x, y, width, height } = page.getCropBox();
  return { left: x, bottom: y, right: x + width, top: y + height };
}

function copyPage(target: PDFDocument, page: PDFPage, drawing: PDFEmbeddedPage | undefined, paint: (width: number, height: number) => PDFRef): void {
  const { width, height } = page.getCropBox();
  if (!(width > 1 && height > 1 && width < 15_000 && height < 15_000)) throw new NotDrawable(`a page of ${width} × ${height} points`);
  const copy = target.addPage([width, height]);
  copy.setRotation(page.getRotation());
  // Paper is nothing until something is painted on it, and differs from the mark by all of it (ISO 32000-1, 11.3.3).
  copy.node.addContentStream(target.context.register(target.context.flateStream(`1 g 0 0 ${width} ${height} re f`)));
  if (drawing !== undefined) copy.drawPage(drawing);
  copy.node.setXObject(PDFName.of('Mark'), paint(width, height));
  copy.node.addContentStream(target.context.register(target.context.flateStream('q /Mark Do Q')));
}

/** A content stream in a filter that is not read would be embedded as noise. @throws Error */
function readable(page: PDFPage): void {
  const contents = page.node.Contents();
  const streams = contents instanceof PDFArray ? Array.from({ length: contents.size() }, (_none, at) => contents.lookup(at, PDFStream)) : [contents];
  for (const stream of streams) if (stream instanceof PDFRawStream) decodePDFRawStream(stream).decode();
}

/** The mark for a page's size, whose parts all pages share. */
function marksOf(context: PDFContext, nonces: Map<Slot, string>): (width: number, height: number) => PDFRef {
  const sized = new Map<string, PDFRef>();
  const form = (dictionary: object, content: Uint8Array): PDFRef => context.register(PDFRawStream.of(context.obj({ Type: 'XObject', Subtype: 'Form', FormType: 1, ...dictionary }), content));
  const chips = context.register(PDFRawStream.of(context.obj({ Type: 'XObject', Subtype: 'Image', Width: chipsAcross, Height: chipsAcross, ImageMask: true, BitsPerComponent: 1 }), filler('chips', nonces)));
  const oneTile = form({ BBox: [0, 0, tile, tile], Resources: { XObject: { Chips: chips } } }, filler('tile', nonces));
  const { across, down } = ordinaryStyle;
  const label = form({ BBox: [-tile * across, -tile * down, tile * across, tile * down], Resources: {} }, filler('label', nonces));
  const difference = context.register(context.obj({ Type: 'ExtGState', BM: 'Difference', ca: 1 }));
  return (width, height) => {
    const name = `${width} ${height}`;
    const known = sized.get(name);
    if (known !== undefined) return known;
    const content = Buffer.from(['/Difference gs', ...places(width, height, 1, 1, 0, '/Tile'), ...places(width, height, across, down, 0.5, '/Label')].join('\n'), 'latin1');
    const made = form({ BBox: [0, 0, width, height], Resources: { ExtGState: { Difference: difference }, XObject: { Tile: oneTile, Label: label } } }, content);
    sized.set(name, made);
    return made;
  };
}

/** From the page's upper left, as on pictures. `middle`: 0 at a cell's lower left, 0.5 at its middle. */
function places(width: number, height: number, across: number, down: number, middle: number, name: string): string[] {
  const all: string[] = [];
  for (let top = 0; top < height; top += tile * down) {
    for (let left = 0; left < width; left += tile * across) all.push(`q 1 0 0 1 ${(left + tile * across * middle).toFixed(2)} ${(height - top - tile * down * (1 - middle)).toFixed(2)} cm ${name} Do Q`);
  }
  return all;
}

/** A slot's place, by bytes nobody can foresee. */
function filler(slot: Slot, nonces: Map<Slot, string>): Uint8Array {
  const nonce = randomBytes(slots[slot]).toString('hex').slice(0, slots[slot]);
  nonces.set(slot, nonce);
  return Buffer.from(nonce, 'latin1');
}

function information(context: PDFContext, nonces: Map<Slot, string>): void {
  const words = (slot: Slot): PDFHexString => PDFHexString.of(Buffer.from(filler(slot, nonces)).toString('latin1'));
  context.trailerInfo.Info = context.register(context.obj({ Title: words('title'), Subject: words('subject'), Keywords: words('keywords'), CreationDate: words('date'), Producer: PDFHexString.fromText('Wardline') }));
  context.trailerInfo.ID = context.obj([PDFHexString.of(randomBytes(16).toString('hex')), words('changed')]);
}

/** @throws Error where a slot is not there exactly once */
function placesIn(bytes: Uint8Array, nonces: ReadonlyMap<Slot, string>): Uint32Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from(order, (slot) => {
    const nonce = nonces.get(slot) ?? '';
    const at = file.indexOf(nonce, 0, 'latin1');
    if (nonce === '' || at === -1 || file.indexOf(nonce, at + 1, 'latin1') !== -1) throw new Error(`no place for ${slot}`);
    return at;
  });
}

/** One viewer's copy: the file once more, and its slots. @throws RangeError for an id of another form */
export function fillSlots({ bytes, places: at }: SlotPdf, mark: Mark, { viewer, title = '', at: when }: PdfNote): Buffer<ArrayBuffer> {
  const out = Buffer.allocUnsafeSlow(bytes.length);
  out.set(bytes);
  const placeOf = (slot: Slot): number => at[order.indexOf(slot)]!;
  // The string ends where its words do: blanks inside its brackets are taken for letters by some readers.
  const putWords = (slot: Slot, text: string): void => void out.write(`${`feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}`.slice(0, slots[slot])}>`, placeOf(slot), 'latin1');
  let to = placeOf('label');
  for (const part of labelOf(mark.lines, mark.style)) {
    out.set(part, to);
    to += part.length;
  }
  out.write(`${(darker(mark) / 255).toFixed(5)} g ${tile} 0 0 ${tile} 0 0 cm /Chips Do`, placeOf('tile'), slots.tile, 'latin1');
  out.set(chipRows(mark), placeOf('chips'));
  putWords('title', title);
  putWords('subject', `${viewer} ${mark.lines.join(' ')}`.trim());
  putWords('keywords', mark.id);
  putWords('date', `D:${when.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`);
  out.write(createHash('sha256').update(`${mark.id} ${when.toISOString()} ${viewer}`).digest('hex'), placeOf('changed'), slots.changed, 'latin1');
  return out;
}

/** A mask paints where it is 0: chips that say 1. */
function chipRows({ id, key, series }: Mark): Uint8Array {
  const chips = chipsOf(layoutOf(key), turnsOf(key, series), encodeId(id));
  const stride = Math.ceil(chipsAcross / 8);
  const rows = new Uint8Array(slots.chips).fill(0xff);
  for (let y = 0, at = 0; y < chipsAcross; y++) for (let x = 0; x < chipsAcross; x++, at++) if (chips[at] === 1) rows[y * stride + (x >> 3)]! &= ~(0x80 >> (x & 7));
  return rows;
}

const said = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Words in the middle of their cell, aslant; what does not fit is left out from the end of a line. */
function labelOf(lines: readonly string[], { angle, fontPixels, darkness, across }: LabelStyle = ordinaryStyle): Buffer[] {
  const drawn = lines.map((line) => written(line));
  const reach = tile * across * 0.94;
  const size = Math.min(fontPixels * point, ...drawn.map(({ width }) => (reach * unitsPerEm) / Math.max(1, width)));
  const scale = size / unitsPerEm;
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180) * scale, Math.sin((angle * Math.PI) / 180) * scale];
  const parts = [said(`${(darkness / 255).toFixed(4)} g ${cos.toFixed(6)} ${sin.toFixed(6)} ${(-sin).toFixed(6)} ${cos.toFixed(6)} 0 0 cm\n`)];
  for (const [at, { operators, width }] of drawn.entries()) parts.push(said(`q 1 0 0 1 ${Math.round(-width / 2)} ${Math.round((lines.length / 2 - at - 1) * 1.35 * unitsPerEm + 0.3 * unitsPerEm)} cm\n`), ...operators, said('Q\n'));
  if (parts.reduce((sum, { length }) => sum + length, 0) <= slots.label) return parts;
  return labelOf(lines.map((line) => Array.from(line).slice(0, -1).join('')), { angle, fontPixels, darkness, across, down: 0 });
}

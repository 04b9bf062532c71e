/** A viewer's page: rows copied from the tile, ink put on top, packed as a PNG or PDF takes them. */
import { chipsAcross, tilePixels } from '../mark/layout.ts';
import type { IndexedPage } from '../page/indexed.ts';
import { CheckSum, type Sums, sumsOf } from './check-sum.ts';
import { type Rows, rowLead } from './matches.ts';
import { inkIndices, tileIndices } from './palette.ts';
import { chipRowOf, type Tile } from './tile.ts';

/** Bytes of a row: PNG's filter byte (none), then two pixels a byte at four bits, one at eight. */
export function rowBytes(width: number, depth: 4 | 8): number {
  return 1 + (depth === 4 ? Math.ceil(width / 2) : width);
}

/** A page's megabyte: asked for anew for each, it keeps the collector busier than the drawing. */
export interface Room {
  bytes: Uint8Array<ArrayBuffer>;
}

/** Larger pages get a room of their own. */
const mostKept = 8_000_000;

/**
 * All rows of the page with the mark on them.
 * @param room where they are put, good until it is given again; without it they have their own
 */
export function compose(page: IndexedPage, tile: Tile, room?: Room): Rows {
  const stride = rowBytes(page.width, page.depth);
  const pitch = Math.ceil((rowLead + stride) / 4) * 4;
  const bytes = roomFor(pitch * page.height, room);
  const pixelBytes = page.depth / 8;
  const rows: Rows = { bytes, height: page.height, stride, pitch, tile: tilePixels * pixelBytes, label: tile.width * pixelBytes };
  const once = Math.min(page.height, tile.height);
  const ground = putGround(rows, once, tile, page.depth);
  for (let y = once; y < page.height; y += once) bytes.copyWithin(y * pitch, 0, Math.min(once, page.height - y) * pitch);
  const lut = inkIndices(page.inks);
  return { ...rows, sum: page.depth === 4 ? putStrokes(page, rows, lut, ground) : putInks(page, rows, lut, ground) };
}

function roomFor(most: number, room: Room | undefined): Uint8Array<ArrayBuffer> {
  if (room === undefined || most > mostKept) return new Uint8Array(most);
  if (room.bytes.length < most) room.bytes = new Uint8Array(most);
  return room.bytes.subarray(0, most);
}

/** A chip that says 1, in every pixel of a word. */
const allOnes = { 4: 0x1111_1111, 8: 0x0101_0101 } as const;

/** The first rows of the ground. A chip is one word, or two: no pixel is looked at alone. */
function putGround({ bytes, stride, pitch, label: period }: Rows, once: number, { label, chips }: Tile, depth: 4 | 8): Sums[] {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, (once * pitch) / 4);
  const labels = depth === 4 ? new Int32Array(label.halves.buffer) : widened(label.halves);
  const ones = Int32Array.from({ length: (chips.length * depth) / 4 }, (_none, at) => (chips[Math.floor((at * 4) / depth)] === 1 ? allOnes[depth] : 0));
  const [rowWords, periodWords, chipWords] = [pitch / 4, period / 4, (chipsAcross * depth) / 4];
  return Array.from({ length: once }, (_none, y) => {
    const [chipRow, labelRow] = [(chipRowOf(y) * depth) / 4, y * periodWords];
    let [chip, word] = [0, 0];
    for (let at = y * rowWords + 1, end = (y + 1) * rowWords; at < end; at++) {
      words[at] = labels[labelRow + word]! | ones[chipRow + chip]!;
      if (++chip === chipWords) chip = 0;
      if (++word === periodWords) word = 0;
    }
    return sealed(bytes, y, { stride, pitch, period });
  });
}

/** Two pixels a byte as words of four pixels; one for a thread. */
let wide = new Int32Array(0);

function widened(halves: Uint8Array): Int32Array {
  if (wide.length !== halves.length / 2) wide = new Int32Array(halves.length / 2);
  const pairs = new Uint16Array(wide.buffer);
  for (let at = 0; at < halves.length; at++) pairs[at] = (halves[at]! >> 4) | ((halves[at]! & 15) << 8);
  return wide;
}

/** What another page left around a row, and with it PNG's filter byte: none. */
function sealed(bytes: Uint8Array, y: number, { stride, pitch, period }: { readonly stride: number; readonly pitch: number; readonly period: number }): Sums {
  const row = y * pitch + rowLead + 1;
  bytes.fill(0, y * pitch, row);
  bytes.fill(0, row + stride - 1, (y + 1) * pitch);
  return sumsOf(bytes, row, stride - 1, period);
}

/**
 * Two pixels a byte, all ink strokes: whatever of the visible mark lies under one, only the chip, a pixel's lowest bit, stays.
 * @returns zlib's check sum
 */
function putStrokes({ height, rows: inkRows, steps, ink }: IndexedPage, { bytes, stride, pitch }: Rows, lut: Uint8Array, ground: readonly Sums[]): number {
  const strokes = Uint8Array.from({ length: 16 }, (_, level) => (level === 0 ? 0 : (lut[level * tileIndices] ?? 0)));
  const kept = Uint8Array.from({ length: 256 }, (_, levels) => (levels >> 4 === 0 ? 0xf0 : 0x10) | ((levels & 15) === 0 ? 0x0f : 0x01));
  const put = Uint8Array.from({ length: 256 }, (_, levels) => (strokes[levels >> 4]! << 4) | strokes[levels & 15]!);
  const sum = new CheckSum(height, stride);
  for (let y = 0; y < height; y++) {
    const row = y * pitch + rowLead + 1;
    // Places count from the row's first pixel; the filter byte before it moves all by one.
    let [byte, plain, placed] = [0, 0, 0];
    for (let at = inkRows[y]!, end = inkRows[y + 1]!; at < end; at++) {
      const levels = ink[at]!;
      byte += steps[at]!;
      const old = bytes[row + byte]!;
      const own = (old & kept[levels]!) | put[levels]!;
      bytes[row + byte] = own;
      plain += own - old;
      placed += (own - old) * byte;
    }
    sum.add(ground[y % ground.length]!, plain, placed + plain);
  }
  return sum.value;
}

/** @returns zlib's check sum */
function putInks({ height, rows: inkRows, steps, ink }: IndexedPage, { bytes, stride, pitch }: Rows, lut: Uint8Array, ground: readonly Sums[]): number {
  const sum = new CheckSum(height, stride);
  for (let y = 0; y < height; y++) {
    const row = y * pitch + rowLead + 1;
    let [byte, plain, placed] = [0, 0, 0];
    for (let at = inkRows[y]!, end = inkRows[y + 1]!; at < end; at++) {
      byte += steps[at]!;
      const old = bytes[row + byte]!;
      const own = lut[ink[at]! * tileIndices + old]!;
      bytes[row + byte] = own;
      plain += own - old;
      placed += (own - old) * byte;
    }
    sum.add(ground[y % ground.length]!, plain, placed + plain);
  }
  return sum.value;
}

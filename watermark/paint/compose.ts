/** A viewer's page: rows copied from the tile, ink put on top, packed as a PNG or PDF takes them. */
import { tilePixels } from '../mark/layout.ts';
import type { IndexedPage } from '../page/indexed.ts';
import { type Rows, rowLead } from './matches.ts';
import { inkIndices, tileIndices } from './palette.ts';
import type { Tile } from './tile.ts';

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
  for (let y = 0; y < once; y++) putGround(rows, y, tile, page.depth);
  for (let y = once; y < page.height; y += once) bytes.copyWithin(y * pitch, 0, Math.min(once, page.height - y) * pitch);
  const lut = inkIndices(page.inks);
  if (page.depth === 4) putHalves(page, rows, lut);
  else putWholes(page, rows, tile, lut);
  return rows;
}

function roomFor(most: number, room: Room | undefined): Uint8Array<ArrayBuffer> {
  if (room === undefined || most > mostKept) return new Uint8Array(most);
  if (room.bytes.length < most) room.bytes = new Uint8Array(most);
  return room.bytes.subarray(0, most);
}

/** A row of the tile, as wide as the page. */
function putGround({ bytes, stride, pitch, label: period }: Rows, y: number, { width, indices }: Tile, depth: 4 | 8): void {
  const row = y * pitch + rowLead + 1;
  const end = row + stride - 1;
  // What another page left, and with it PNG's filter byte: none.
  bytes.fill(0, y * pitch, row);
  bytes.fill(0, end, (y + 1) * pitch);
  const own = Math.min(period, stride - 1);
  const from = y * width;
  if (depth === 8) bytes.set(indices.subarray(from, from + own), row);
  else for (let byte = 0; byte < own; byte++) bytes[row + byte] = (indices[from + byte * 2]! << 4) | indices[from + byte * 2 + 1]!;
  for (let to = row + own; to < end; to += own) bytes.copyWithin(to, row, row + Math.min(own, end - to));
}

/** Two pixels a byte, all ink strokes: whatever of the visible mark lies under one, only the chip, a pixel's lowest bit, stays. */
function putHalves({ height, rows: runsOfRow, inkRows, starts, lengths, ink }: IndexedPage, { bytes, pitch }: Rows, lut: Uint8Array): void {
  const strokes = Uint8Array.from({ length: lut.length / tileIndices }, (_, level) => lut[level * tileIndices]!);
  for (let y = 0; y < height; y++) {
    const row = y * pitch + rowLead + 1;
    let at = inkRows[y]!;
    for (let run = runsOfRow[y]!; run < runsOfRow[y + 1]!; run++) {
      const from = starts[run]!;
      const until = from + lengths[run]!;
      if (from & 1) bytes[row + (from >> 1)] = (bytes[row + (from >> 1)]! & 0xf1) | strokes[ink[at++]!]!;
      const whole = row + (until >> 1);
      for (let byte = row + ((from + 1) >> 1); byte < whole; byte++, at += 2) {
        bytes[byte] = (bytes[byte]! & 0x11) | (strokes[ink[at]!]! << 4) | strokes[ink[at + 1]!]!;
      }
      if (until & 1) bytes[whole] = (bytes[whole]! & 0x1f) | (strokes[ink[at++]!]! << 4);
    }
  }
}

function putWholes({ height, rows: runsOfRow, inkRows, starts, lengths, ink }: IndexedPage, { bytes, pitch }: Rows, tile: Tile, lut: Uint8Array): void {
  for (let y = 0; y < height; y++) {
    const row = y * pitch + rowLead + 1;
    const tileRow = (y % tile.height) * tile.width;
    let at = inkRows[y]!;
    for (let run = runsOfRow[y]!; run < runsOfRow[y + 1]!; run++) {
      const from = starts[run]!;
      const until = from + lengths[run]!;
      for (let x = from, under = from % tile.width; x < until; x++, at++) {
        bytes[row + x] = lut[ink[at]! * tileIndices + tile.indices[tileRow + under]!]!;
        under = under + 1 === tile.width ? 0 : under + 1;
      }
    }
  }
}

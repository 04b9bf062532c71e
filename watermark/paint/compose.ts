/** A viewer's page: rows copied from the tile, ink put on top, packed as a PNG or PDF takes them. */
import type { IndexedPage } from '../page/indexed.ts';
import { inkIndices, tileIndices } from './palette.ts';
import type { Tile } from './tile.ts';

/** Bytes of a row: PNG's filter byte (none), then two pixels a byte at four bits, one at eight. */
export function rowBytes(width: number, depth: 4 | 8): number {
  return 1 + (depth === 4 ? Math.ceil(width / 2) : width);
}

/** All rows of the page with the mark on them. Shape: height × `rowBytes(width, depth)`. */
export function compose(page: IndexedPage, tile: Tile): Uint8Array<ArrayBuffer> {
  const stride = rowBytes(page.width, page.depth);
  const out = new Uint8Array(stride * page.height);
  const ground = page.depth === 4 ? halfRows(tile, stride) : wholeRows(tile, stride);
  const lut = inkIndices(page.inks);
  const put = page.depth === 4 ? putHalf : putWhole;
  for (let y = 0; y < page.height; y++) {
    const from = (y % tile.height) * stride;
    out.set(ground.subarray(from, from + stride), y * stride);
    put(page, tile, y, out, y * stride + 1, lut);
  }
  return out;
}

/** The tile's rows as wide as the page, two pixels a byte: made once per page. */
function halfRows({ width, height, indices }: Tile, stride: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const base = y * width;
    // Widths of tiles are even: a period is a whole number of bytes, the rest of the row is a copy.
    const period = Math.min(width / 2, stride - 1);
    const row = y * stride + 1;
    for (let byte = 0; byte < period; byte++) rows[row + byte] = (indices[base + byte * 2]! << 4) | indices[base + byte * 2 + 1]!;
    for (let done = period; done < stride - 1; done += period) rows.copyWithin(row + done, row, row + Math.min(period, stride - 1 - done));
  }
  return rows;
}

function wholeRows({ width, height, indices }: Tile, stride: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const own = indices.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < stride - 1; x += width) rows.set(own.subarray(0, Math.min(width, stride - 1 - x)), y * stride + 1 + x);
  }
  return rows;
}

function putHalf({ rows, inkRows, starts, lengths, ink }: IndexedPage, { width, height, indices }: Tile, y: number, out: Uint8Array, row: number, lut: Uint8Array): void {
  const tileRow = (y % height) * width;
  let at = inkRows[y]!;
  for (let run = rows[y]!; run < rows[y + 1]!; run++) {
    const from = starts[run]!;
    const until = from + lengths[run]!;
    for (let x = from, under = from % width; x < until; x++, at++) {
      const index = lut[ink[at]! * tileIndices + indices[tileRow + under]!]!;
      const byte = row + (x >> 1);
      out[byte] = x & 1 ? (out[byte]! & 0xf0) | index : (out[byte]! & 0x0f) | (index << 4);
      if (++under === width) under = 0;
    }
  }
}

function putWhole({ rows, inkRows, starts, lengths, ink }: IndexedPage, { width, height, indices }: Tile, y: number, out: Uint8Array, row: number, lut: Uint8Array): void {
  const tileRow = (y % height) * width;
  let at = inkRows[y]!;
  for (let run = rows[y]!; run < rows[y + 1]!; run++) {
    const from = starts[run]!;
    const until = from + lengths[run]!;
    for (let x = from, under = from % width; x < until; x++, at++) {
      out[row + x] = lut[ink[at]! * tileIndices + indices[tileRow + under]!]!;
      if (++under === width) under = 0;
    }
  }
}

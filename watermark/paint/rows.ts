/**
 * A viewer's page, row by row, packed as a PNG or PDF takes it. A row is the row above and what changes in it: where the page's ink does, and
 * where the tile does. Nothing else is looked at, and no page is ever there as a whole.
 */
import { chipsAcross, tilePixels } from '../mark/layout.ts';
import { bitWords, type IndexedPage, wordsAcross } from '../page/indexed.ts';
import { CheckSum } from './check-sum.ts';
import { inkIndices, tileIndices } from './palette.ts';
import { chipRowOf, type Tile } from './tile.ts';

/** Bytes of nothing before a row, so that its pixels begin with a whole word behind PNG's filter byte: four bytes are compared at once. */
export const rowLead = 3;

/** Rows of a picture as PNG has them, one after the other. */
export interface Rows {
  readonly height: number;
  /** Bytes of a row, PNG's filter byte with them. */
  readonly stride: number;
  /** Bytes from one tile to the next, and from one label: whole words. */
  readonly tile: number;
  readonly label: number;
  /** The row that was made last: `rowLead` bytes of nothing, filter byte, pixels. What lies behind its end is not part of it. */
  readonly row: Int32Array<ArrayBuffer>;
  /** The same. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Words in which it is not the row above, rising, and what stood there. */
  readonly changed: Uint16Array;
  readonly before: Int32Array;
  /** Makes the next row. @returns how many words are changed */
  readonly next: () => number;
  /** Zlib's check sum of the rows so far. */
  readonly sum: () => number;
}

/** All rows of the page with the mark on them. */
export function rowsOf(page: IndexedPage, tile: Tile): Rows {
  const { height, width, depth, changes, ink } = page;
  const across = wordsAcross(page);
  const perRow = bitWords(across);
  const stride = 1 + Math.ceil((width * depth) / 8);
  const { period, words, places, changes: tileChanges } = groundOf(tile, depth, across);
  const lut = depth === 8 ? inkIndices(page.inks) : undefined;
  const row = new Int32Array(across + 1);
  const [changed, before] = [new Uint16Array(across + 1), new Int32Array(across + 1)];
  const levels = new Int32Array(across);
  const check = new CheckSum(height, stride);
  const pastEnd = (rowLead + stride) & 3;
  let [y, taken, plain, placed] = [0, 0, 0, 0];

  const next = (): number => {
    const tileRow = y % tile.height;
    const tileWords = tileRow * period;
    const tileBits = tileRow * perRow;
    const rowBits = y * perRow;
    // In the first row every word is new, also those that are nothing.
    const isFirst = y === 0;
    let count = isFirst ? 1 : 0;
    let from = taken;
    let sum = plain;
    let sumPlaced = placed;
    for (let group = 0; group < perRow; group++) {
      const own = changes[rowBits + group]!;
      for (let bits = isFirst ? -1 : own | tileChanges[tileBits + group]!; bits !== 0; bits &= bits - 1) {
        const bit = 31 - Math.clz32(bits & -bits);
        const word = group * 32 + bit;
        if (word >= across) break;
        if (((own >>> bit) & 1) === 1) levels[word] = ink[from++]!;
        const under = words[tileWords + places[word]!]!;
        const level = levels[word]!;
        const value = level === 0 ? under : lut === undefined ? struck(level, under) : filled(level, under, lut);
        const old = row[word + 1]!;
        if (value === old && !isFirst) continue;
        row[word + 1] = value;
        changed[count] = word + 1;
        before[count++] = old;
        // What the row's bytes add up to changes by two and two of them: the even ones, the odd ones.
        const even = ((value & 0x00ff_00ff) - (old & 0x00ff_00ff)) | 0;
        const odd = (((value >>> 8) & 0x00ff_00ff) - ((old >>> 8) & 0x00ff_00ff)) | 0;
        const both = (even + odd) | 0;
        const low = (both << 16) >> 16;
        const lowOdd = (odd << 16) >> 16;
        const high = (both - low) >> 16;
        sum += low + high;
        sumPlaced += (Math.imul(low + high, word * 4 + 1) + lowOdd + ((odd - lowOdd) >> 16) + (high << 1)) | 0;
      }
    }
    y += 1;
    taken = from;
    plain = sum;
    placed = sumPlaced;
    addRow(row[across]!);
    return count;
  };

  /** Without what the last word has behind the row's end. */
  const addRow = (last: number): void => {
    let [own, ownPlaced] = [plain, placed];
    for (let byte = pastEnd === 0 ? 4 : pastEnd; byte < 4; byte++) {
      const value = (last >>> (byte * 8)) & 255;
      own -= value;
      ownPlaced -= value * ((across - 1) * 4 + byte + 1);
    }
    check.add(own, ownPlaced);
  };

  return { height, stride, tile: (tilePixels * depth) / 8, label: period * 4, row, bytes: new Uint8Array(row.buffer), changed, before, next, sum: () => check.value };
}

/** A bit in each pixel of four. */
const [lowest, chipOf] = [0x1111_1111, 0x1111_1111];

/** Eight pixels of four bits, all ink strokes: whatever of the visible mark lies under one, only the chip, a pixel's lowest bit, stays. */
function struck(levels: number, under: number): number {
  const inked = (levels | (levels >>> 1) | (levels >>> 2)) & lowest;
  // Strokes begin behind the ground's six, two for each level: level × 2 + 4.
  return (under & (~((inked << 4) - inked) | chipOf)) | ((levels << 1) + (inked << 2));
}

/** Four pixels of eight bits. */
function filled(levels: number, under: number, lut: Uint8Array): number {
  return lut[(levels & 255) * tileIndices + (under & 255)]! | (lut[((levels >>> 8) & 255) * tileIndices + ((under >>> 8) & 255)]! << 8)
    | (lut[((levels >>> 16) & 255) * tileIndices + ((under >>> 16) & 255)]! << 16) | (lut[(levels >>> 24) * tileIndices + (under >>> 24)]! << 24);
}

/** A tile as rows take it. */
interface Ground {
  /** Words of one label across; `words` has them for each of the tile's rows. */
  readonly period: number;
  readonly words: Int32Array;
  /** Of each word of a page's row its place in the period. */
  readonly places: Uint16Array;
  /** As the page's: where a row of the tile is not the one above it, the last one's for the first. */
  readonly changes: Int32Array;
}

/** The last one made: a document's pages are alike. */
let kept: { readonly tile: Tile; readonly depth: 4 | 8; readonly across: number; readonly ground: Ground } | undefined;

function groundOf(tile: Tile, depth: 4 | 8, across: number): Ground {
  if (kept?.tile === tile && kept.depth === depth && kept.across === across) return kept.ground;
  const words = groundWords(tile, depth);
  const period = words.length / tile.height;
  const ground = { period, words, places: Uint16Array.from({ length: across }, (_none, word) => word % period), changes: changesOf(words, period, across) };
  kept = { tile, depth, across, ground };
  return ground;
}

/** A chip that says 1, in every pixel of a word. */
const allOnes = { 4: 0x1111_1111, 8: 0x0101_0101 } as const;

/** A chip is one word, or two: no pixel is looked at alone. */
function groundWords({ width, height, label, chips }: Tile, depth: 4 | 8): Int32Array {
  const labels = depth === 4 ? new Int32Array(label.halves.buffer) : widened(label.halves);
  const ones = Int32Array.from({ length: (chips.length * depth) / 4 }, (_none, at) => (chips[Math.floor((at * 4) / depth)] === 1 ? allOnes[depth] : 0));
  const [period, chipWords] = [(width * depth) / 32, (chipsAcross * depth) / 4];
  const words = new Int32Array(period * height);
  for (let y = 0, at = 0; y < height; y++) {
    const chipRow = (chipRowOf(y) * depth) / 4;
    for (let word = 0, chip = 0; word < period; word++, at++) {
      words[at] = labels[at]! | ones[chipRow + chip]!;
      if (++chip === chipWords) chip = 0;
    }
  }
  return words;
}

function changesOf(words: Int32Array, period: number, across: number): Int32Array {
  const [height, perRow] = [words.length / period, bitWords(across)];
  const changes = new Int32Array(height * perRow);
  for (let y = 0; y < height; y++) {
    const [own, above, bits] = [y * period, (y === 0 ? height - 1 : y - 1) * period, y * perRow];
    for (let place = 0; place < period; place++) {
      if (words[own + place] === words[above + place]) continue;
      for (let word = place; word < across; word += period) changes[bits + (word >> 5)]! |= 1 << (word & 31);
    }
  }
  return changes;
}

/** Two pixels a byte as words of four pixels. */
function widened(halves: Uint8Array): Int32Array {
  const wide = new Int32Array(halves.length / 2);
  const pairs = new Uint16Array(wide.buffer);
  for (let at = 0; at < halves.length; at++) pairs[at] = (halves[at]! >> 4) | ((halves[at]! & 15) << 8);
  return wide;
}

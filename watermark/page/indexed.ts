/**
 * A page made ready once per revision of its document: few colours, kept as what each row has that the row above has not. A viewer's mark is
 * put on it without looking at the rest: paper, the inside of strokes and of filled areas.
 */
import type { Rgb } from './raster.ts';

/** One colour of the page that is not its ground. */
export interface Ink {
  readonly colour: Rgb;
  /** Strokes of letters may be moved far without being seen; the middle of a filled area only a little. */
  readonly stroke: boolean;
}

/** Memory: four bytes and a bit for each four bytes of a row that are not the row above's. */
export interface IndexedPage {
  readonly kind: 'indexed';
  /** Bits of a pixel in what goes out: 4 where five inks do, else 8. */
  readonly depth: 4 | 8;
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly ground: Rgb;
  /** What a level of `ink` looks like; the first stands for level 1. */
  readonly inks: readonly Ink[];
  /** Of each row a bit for each of its words (four bytes of what goes out), in `bitWords` words: set where it is not the row above's. Above the first row is ground. */
  readonly changes: Int32Array;
  /** What stands in those words, one after the other: of each pixel its level, 0 is ground; at four bits the left one of two is the high one. */
  readonly ink: Int32Array;
}

export type Inked = Pick<IndexedPage, 'depth' | 'changes' | 'ink'>;

/** Words of four bytes that a row's pixels take. */
export function wordsAcross({ width, depth }: Pick<IndexedPage, 'width' | 'depth'>): number {
  return Math.ceil((width * depth) / 32);
}

/** Words that a bit for each word takes. */
export function bitWords(words: number): number {
  return Math.ceil(words / 32);
}

/** What `levels` (one a pixel, 0 is ground) has. */
export function inkOf(levels: Uint8Array, width: number, height: number, depth: 4 | 8): Inked {
  const across = wordsAcross({ width, depth });
  const perRow = bitWords(across);
  const changes = new Int32Array(perRow * height);
  let [ink, count] = [new Int32Array(1024), 0];
  const row = new Uint8Array(across * 4);
  const words = new Int32Array(row.buffer);
  const above = new Int32Array(across);
  for (let y = 0; y < height; y++) {
    const own = levels.subarray(y * width, (y + 1) * width);
    if (depth === 8) row.set(own);
    else for (let x = 0; x < width; x += 2) row[x >> 1] = (own[x]! << 4) | (own[x + 1] ?? 0);
    if (ink.length < count + across) ink = larger(ink, count + across);
    for (let word = 0; word < across; word++) {
      if (words[word] === above[word]) continue;
      above[word] = words[word]!;
      ink[count++] = words[word]!;
      changes[y * perRow + (word >> 5)]! |= 1 << (word & 31);
    }
  }
  return { depth, changes, ink: ink.slice(0, count) };
}

function larger(all: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(Math.max(all.length * 2, least));
  out.set(all);
  return out;
}

/** Levels of all pixels, row by row; 0 is ground. */
export function levelsOf(page: Pick<IndexedPage, 'width' | 'height'> & Inked): Uint8Array {
  const { width, height, depth, changes, ink } = page;
  const across = wordsAcross(page);
  const perRow = bitWords(across);
  const words = new Int32Array(across);
  const row = new Uint8Array(words.buffer);
  const levels = new Uint8Array(width * height);
  for (let y = 0, next = 0; y < height; y++) {
    for (let word = 0; word < across; word++) if (((changes[y * perRow + (word >> 5)]! >>> (word & 31)) & 1) === 1) words[word] = ink[next++]!;
    for (let x = 0; x < width; x++) levels[y * width + x] = depth === 8 ? row[x]! : (row[x >> 1]! >> (x & 1 ? 0 : 4)) & 15;
  }
  return levels;
}

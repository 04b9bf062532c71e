/**
 * A page made ready once per revision of its document: few colours, kept as the bytes of its rows that are not all ground (the paper,
 * or the dark of a dark page). A viewer's mark is put on it without looking at the ground, and without a question at each stroke's ends.
 */
import type { Rgb } from './raster.ts';

/** One colour of the page that is not its ground. */
export interface Ink {
  readonly colour: Rgb;
  /** Strokes of letters may be moved far without being seen; the middle of a filled area only a little. */
  readonly stroke: boolean;
}

/** Memory: two bytes for each byte of ink. */
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
  /** Of each row: where its bytes begin in `steps` and `ink`; one more than rows. */
  readonly rows: Uint32Array;
  /** How many bytes of its row each lies behind the one before, the first behind the row's first pixel. */
  readonly steps: Uint8Array;
  /** What stands in the byte: at eight bits a level, at four two of them, the left one high. 0 is ground. */
  readonly ink: Uint8Array;
}

export type Inked = Pick<IndexedPage, 'depth' | 'rows' | 'steps' | 'ink'>;

const longestStep = 255;

/** Bytes of what `levels` (one a pixel, 0 is ground) has. */
export function inkOf(levels: Uint8Array, width: number, height: number, depth: 4 | 8): Inked {
  const across = depth === 8 ? width : Math.ceil(width / 2);
  const rows = new Uint32Array(height + 1);
  const [steps, ink]: [number[], number[]] = [[], []];
  const put = (step: number, value: number): void => {
    for (let left = step; ; left -= longestStep) {
      steps.push(Math.min(left, longestStep));
      ink.push(left > longestStep ? 0 : value);
      if (left <= longestStep) return;
    }
  };
  for (let y = 0; y < height; y++) {
    const row = levels.subarray(y * width, (y + 1) * width);
    for (let byte = 0, before = 0; byte < across; byte++) {
      const value = depth === 8 ? row[byte]! : (row[byte * 2]! << 4) | (row[byte * 2 + 1] ?? 0);
      if (value === 0) continue;
      put(byte - before, value);
      before = byte;
    }
    rows[y + 1] = steps.length;
  }
  return { depth, rows, steps: Uint8Array.from(steps), ink: Uint8Array.from(ink) };
}

/** Levels of a row's pixels; 0 is ground. */
export function levelsOfRow({ depth, width, rows, steps, ink }: IndexedPage, y: number): Uint8Array {
  const levels = new Uint8Array(width);
  for (let at = rows[y]!, byte = 0; at < rows[y + 1]!; at++) {
    byte += steps[at]!;
    if (depth === 8) levels[byte] = ink[at]!;
    else levels.set([ink[at]! >> 4, ink[at]! & 15].slice(0, width - byte * 2), byte * 2);
  }
  return levels;
}

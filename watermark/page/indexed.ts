/**
 * A page made ready once per revision of its document: few colours, kept as runs of what is not the ground (the paper, or
 * the dark of a dark page). A viewer's mark is put on it without looking at the ground.
 */
import type { Rgb } from './raster.ts';

/** One colour of the page that is not its ground. */
export interface Ink {
  readonly colour: Rgb;
  /** Strokes of letters may be moved far without being seen; the middle of a filled area only a little. */
  readonly stroke: boolean;
}

/** Memory: about 5 bytes a run and a byte a pixel of ink. */
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
  /** Of each row: where its runs begin in `starts`; one more than rows. */
  readonly rows: Uint32Array;
  /** Of each row: where its levels begin in `ink`. */
  readonly inkRows: Uint32Array;
  /** Column at which a run of ink begins. */
  readonly starts: Uint16Array;
  readonly lengths: Uint16Array;
  /** Levels of all runs, one behind the other. */
  readonly ink: Uint8Array;
}

export type Runs = Pick<IndexedPage, 'rows' | 'inkRows' | 'starts' | 'lengths' | 'ink'>;

/** Runs of what `levels` (one a pixel, 0 is ground) has. */
export function runsOf(levels: Uint8Array, width: number, height: number): Runs {
  const rows = new Uint32Array(height + 1);
  const inkRows = new Uint32Array(height);
  const starts: number[] = [];
  const lengths: number[] = [];
  const ink = new Uint8Array(levels.reduce((sum, level) => sum + (level === 0 ? 0 : 1), 0));
  let put = 0;
  for (let y = 0; y < height; y++) {
    rows[y] = starts.length;
    inkRows[y] = put;
    const row = levels.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < width; x++) {
      if (row[x] === 0) continue;
      const begun = x;
      while (x < width && row[x] !== 0) ink[put++] = row[x++]!;
      starts.push(begun);
      lengths.push(x - begun);
    }
  }
  rows[height] = starts.length;
  return { rows, inkRows, starts: Uint16Array.from(starts), lengths: Uint16Array.from(lengths), ink };
}

/** Bytes a prepared page holds in memory. */
export function bytesOf({ rows, inkRows, starts, lengths, ink }: Runs): number {
  return rows.byteLength + inkRows.byteLength + starts.byteLength + lengths.byteLength + ink.byteLength;
}

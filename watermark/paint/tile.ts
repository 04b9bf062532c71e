/**
 * One viewer's tile: the visible mark's pixels and the chips of an id. It repeats over the page, so a row of the page
 * begins as a copy of a row of the tile.
 */
import { chipPixels, chipsAcross, tilePixels } from '../mark/layout.ts';
import { indexOf } from './palette.ts';

/** The visible mark as it repeats: coverage 0 to 255 of each pixel. Width and height are whole tiles. */
export interface Label {
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
  /** Places of the pixels that are seen: some thousands of a hundred and fifty thousand. */
  readonly seen: Uint32Array;
}

export interface Tile {
  readonly width: number;
  readonly height: number;
  /** Of each pixel: kind of the visible mark and chip, as `indexOf` says. */
  readonly indices: Uint8Array;
}

/** Kind by coverage, times two. */
const kinds = Uint8Array.from({ length: 256 }, (_, covered) => indexOf(covered < 64 ? 0 : covered < 160 ? 1 : 2, 0));

/** @throws RangeError where it is not made of whole tiles */
export function labelOf(width: number, height: number, coverage: Uint8Array): Label {
  if (width % tilePixels !== 0 || height % tilePixels !== 0) throw new RangeError(`a label is a multiple of ${tilePixels} pixels wide and high`);
  const seen: number[] = [];
  // Most of a label is nothing: four pixels are looked at at once.
  const fours = new Uint32Array(coverage.buffer, coverage.byteOffset, coverage.length / 4);
  for (let four = 0; four < fours.length; four++) {
    if (fours[four] === 0) continue;
    for (let at = four * 4; at < four * 4 + 4; at++) if (kinds[coverage[at]!] !== 0) seen.push(at);
  }
  return { width, height, coverage, seen: new Uint32Array(seen) };
}

/** @param chips 1 or -1 each */
export function tileOf({ width, height, coverage, seen }: Label, chips: Int8Array): Tile {
  const indices = new Uint8Array(width * height);
  const row = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    if (y % chipPixels === 0) {
      const chipRow = ((y % tilePixels) / chipPixels) * chipsAcross;
      for (let x = 0; x < width; x += chipPixels) row.fill(chips[chipRow + ((x / chipPixels) % chipsAcross)] === 1 ? 1 : 0, x, x + chipPixels);
    }
    indices.set(row, y * width);
  }
  for (const at of seen) indices[at]! |= kinds[coverage[at]!]!;
  return { width, height, indices };
}

/** A tile without a visible mark. */
export const blankLabel: Label = labelOf(tilePixels, tilePixels, new Uint8Array(tilePixels * tilePixels));

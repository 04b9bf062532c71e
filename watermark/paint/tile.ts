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
}

export interface Tile {
  readonly width: number;
  readonly height: number;
  /** Of each pixel: kind of the visible mark and chip, as `indexOf` says. */
  readonly indices: Uint8Array;
}

/** Kind by coverage, times two. */
const kinds = Uint8Array.from({ length: 256 }, (_, covered) => indexOf(covered < 64 ? 0 : covered < 160 ? 1 : 2, 0));

/** @param chips 1 or -1 each @throws RangeError where the label is not made of whole tiles */
export function tileOf({ width, height, coverage }: Label, chips: Int8Array): Tile {
  if (width % tilePixels !== 0 || height % tilePixels !== 0) throw new RangeError(`a label is a multiple of ${tilePixels} pixels wide and high`);
  const indices = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const chipRow = Math.floor((y % tilePixels) / chipPixels) * chipsAcross;
    for (let x = 0; x < width; x += chipPixels) {
      const bit = chips[chipRow + ((x / chipPixels) % chipsAcross)] === 1 ? 1 : 0;
      for (let at = y * width + x; at < y * width + x + chipPixels; at++) indices[at] = kinds[coverage[at]!]! | bit;
    }
  }
  return { width, height, indices };
}

/** A tile without a visible mark. */
export const blankLabel: Label = { width: tilePixels, height: tilePixels, coverage: new Uint8Array(tilePixels * tilePixels) };

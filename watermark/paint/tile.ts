/**
 * One viewer's tile: the visible mark's pixels and the chips of an id. It repeats over the page, so a row of the page
 * begins as a copy of a row of the tile.
 */
import { chipPixels, chipsAcross, tilePixels } from '../mark/layout.ts';
import { indexOf } from './palette.ts';

/** The visible mark as it is drawn: coverage 0 to 255 of each pixel. Width and height are whole tiles. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

/** The visible mark as it repeats: of each pixel its kind, two a byte as a page of four bits takes them, the chip's bit free. */
export interface Label {
  readonly width: number;
  readonly height: number;
  readonly halves: Uint8Array<ArrayBuffer>;
}

export interface Tile {
  readonly width: number;
  readonly height: number;
  readonly label: Label;
  /** 1 or -1 each. */
  readonly chips: Int8Array;
  /** Of each pixel: kind of the visible mark and chip, as `indexOf` says. Made when it is asked for: a page of four bits does without. */
  readonly indices: Uint8Array;
}

/** Kind by coverage, times two. */
const kinds = Uint8Array.from({ length: 256 }, (_, covered) => indexOf(covered < 64 ? 0 : covered < 160 ? 1 : 2, 0));

/** @throws RangeError where it is not made of whole tiles */
export function labelOf({ width, height, coverage }: Drawn): Label {
  if (width % tilePixels !== 0 || height % tilePixels !== 0) throw new RangeError(`a label is a multiple of ${tilePixels} pixels wide and high`);
  const halves = new Uint8Array(coverage.length / 2);
  // Most of a label is nothing: four pixels are looked at at once.
  const fours = new Uint32Array(coverage.buffer, coverage.byteOffset, coverage.length / 4);
  for (let four = 0, at = 0; four < fours.length; four++, at += 4) {
    if (fours[four] === 0) continue;
    halves[at >> 1] = (kinds[coverage[at]!]! << 4) | kinds[coverage[at + 1]!]!;
    halves[(at >> 1) + 1] = (kinds[coverage[at + 2]!]! << 4) | kinds[coverage[at + 3]!]!;
  }
  return { width, height, halves };
}

/** @param chips 1 or -1 each */
export function tileOf(label: Label, chips: Int8Array): Tile {
  let indices: Uint8Array | undefined;
  const { width, height } = label;
  return { width, height, label, chips, get indices() { return (indices ??= indicesOf(label, chips)); } };
}

function indicesOf({ width, height, halves }: Label, chips: Int8Array): Uint8Array {
  const indices = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [row, chipRow] = [y * width, chipRowOf(y)];
    if (y % chipPixels === 0) for (let x = 0; x < width; x += chipPixels) indices.fill(chips[chipRow + ((x / chipPixels) % chipsAcross)] === 1 ? 1 : 0, row + x, row + x + chipPixels);
    else indices.copyWithin(row, row - width, row);
  }
  // Most of a label is nothing.
  for (let at = 0; at < halves.length; at++) {
    if (halves[at] === 0) continue;
    indices[at * 2]! |= halves[at]! >> 4;
    indices[at * 2 + 1]! |= halves[at]! & 15;
  }
  return indices;
}

/** Where the chips of a row of pixels begin. */
export function chipRowOf(y: number): number {
  return Math.floor((y % tilePixels) / chipPixels) * chipsAcross;
}

/** A tile without a visible mark. */
export const blankLabel: Label = labelOf({ width: tilePixels, height: tilePixels, coverage: new Uint8Array(tilePixels * tilePixels) });

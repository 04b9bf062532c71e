/** Pages of black text on white (or white on black): five greys between ink and ground are all they need. */
import { type IndexedPage, inkOf } from './indexed.ts';
import type { Raster } from './raster.ts';

/** Greys of the levels on white paper before the mark; level 0 is the paper. */
export const inkGrey = [255, 208, 160, 138, 116, 0] as const;

export interface Tones {
  /** Grey of the paper and of full ink: 255 and 0, or for instance 18 and 230 on a dark page. */
  readonly ground: number;
  readonly ink: number;
}

/** Grey of a level between a page's ground and ink. */
export function toneOf(level: number, { ground, ink }: Tones): number {
  return Math.round(ink + ((ground - ink) * inkGrey[level]!) / 255);
}

/** @param dpi pixels an inch of the paper; 150 shows small type cleanly on a phone */
export function prepareText({ width, height, grey }: Raster, dpi: number, tones: Tones = { ground: 255, ink: 0 }): IndexedPage {
  const levelOf = levels(tones);
  const all = new Uint8Array(grey.length);
  for (let at = 0; at < all.length; at++) all[at] = levelOf[grey[at]!]!;
  const inks = inkGrey.slice(1).map((_, at) => ({ colour: grey3(toneOf(at + 1, tones)), stroke: true }));
  return { kind: 'indexed', width, height, dpi, ground: grey3(tones.ground), inks, ...inkOf(all, width, height, 4) };
}

const grey3 = (grey: number): [number, number, number] => [grey, grey, grey];

/** The nearest level of each of 256 greys. */
function levels(tones: Tones): Uint8Array {
  const known = inkGrey.map((_, level) => toneOf(level, tones));
  return Uint8Array.from({ length: 256 }, (_, grey) => known.reduce((best, tone, level) => (Math.abs(tone - grey) < Math.abs(known[best]! - grey) ? level : best), 0));
}

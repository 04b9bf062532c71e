/** Which kind of page a picture of it makes: few greys, few colours, or a picture. */
import { prepareColour } from './colour.ts';
import type { IndexedPage } from './indexed.ts';
import { type PicturePage, preparePicture } from './picture.ts';
import { type ColourRaster, greyOf, type Raster } from './raster.ts';
import { prepareText } from './text.ts';

export type PreparedPage = IndexedPage | PicturePage;

/** @param grey of the page, where somebody has it already */
export function prepare(page: ColourRaster, dpi: number, grey: Raster = greyOf(page)): PreparedPage {
  const tones = textTones(page, grey.grey);
  if (tones !== undefined) return prepareText(grey, dpi, tones);
  return prepareColour(page, dpi) ?? preparePicture(page, dpi, grey);
}

/** Difference of channels up to which a pixel is grey: a scanner's own cast, slate type and rules. Yellow and green papers differ by 25 and more. */
const faint = 22;

/** Ground and ink of a page that is only text and lines; `undefined` where it has colours or filled areas. */
function textTones({ rgb, width }: ColourRaster, grey: Uint8Array): { ground: number; ink: number } | undefined {
  const counts = new Uint32Array(256);
  let coloured = 0;
  for (let at = 0; at < grey.length; at++) {
    counts[grey[at]!]! += 1;
    const red = rgb[at * 3]!;
    const green = rgb[at * 3 + 1]!;
    const blue = rgb[at * 3 + 2]!;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > faint) coloured += 1;
  }
  const ground = counts.reduce((most, count, value) => (count > counts[most]! ? value : most), 0);
  // A single red result is worth its colour; the fringes of smoothed type are not.
  if (coloured > 60 || counts[ground]! < grey.length * 0.5) return undefined;
  return hasFields(grey, width, ground) ? undefined : { ground, ink: ground > 127 ? darkest(counts, grey.length) : 255 - darkest(counts.toReversed(), grey.length) };
}

/** The grey of the full ink: what the darkest half per mille reaches. */
function darkest(counts: Uint32Array, total: number): number {
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += counts[value]!;
    if (seen > total / 2000) return value > 60 ? 0 : value;
  }
  return 0;
}

/** Filled areas: squares of 12 × 12 of one grey that is not the ground's. */
function hasFields(grey: Uint8Array, width: number, ground: number): boolean {
  const side = 12;
  const height = grey.length / width;
  let found = 0;
  for (let y = 0; y + side <= height; y += side) {
    for (let x = 0; x + side <= width; x += side) {
      const first = grey[y * width + x]!;
      if (Math.abs(first - ground) < 6) continue;
      let same = true;
      for (let at = 0; same && at < side * side; at++) same = Math.abs(grey[(y + Math.floor(at / side)) * width + x + (at % side)]! - first) < 3;
      if (same) found += 1;
    }
  }
  return found > 2;
}

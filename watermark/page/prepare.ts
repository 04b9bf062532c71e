/** Which kind of page a picture of it makes: few greys, few colours, or a picture. */
import { prepareColour } from './colour.ts';
import type { IndexedPage } from './indexed.ts';
import { type PicturePage, preparePicture } from './picture.ts';
import { type ColourRaster, greyOf, isLikeLast, type Raster, threeWordsEach } from './raster.ts';
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
  const counts = countsOf(grey);
  const coloured = colouredIn(rgb);
  const ground = counts.reduce((most, count, value) => (count > counts[most]! ? value : most), 0);
  // A single red result is worth its colour; the fringes of smoothed type are not.
  if (coloured > 60 || counts[ground]! < grey.length * 0.5) return undefined;
  return hasFields(grey, width, ground) ? undefined : { ground, ink: ground > 127 ? darkest(counts, grey.length) : 255 - darkest(counts.toReversed(), grey.length) };
}

/** How many pixels have each of 256 greys. */
function countsOf(grey: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  const words = grey.byteOffset % 4 === 0 ? new Int32Array(grey.buffer, grey.byteOffset, grey.length >> 2) : new Int32Array();
  for (let word = 0, run = 1; word < words.length; word++, run++) {
    // Four pixels that come again are counted when they end.
    if (words[word] === words[word + 1]) continue;
    for (let at = word * 4; at < word * 4 + 4; at++) counts[grey[at]!]! += run;
    run = 0;
  }
  for (let at = words.length * 4; at < grey.length; at++) counts[grey[at]!]! += 1;
  return counts;
}

/** Pixels whose channels differ by more than a grey's. */
function colouredIn(rgb: Uint8Array): number {
  const isColoured = (from: number): boolean => {
    const red = rgb[from]!;
    const green = rgb[from + 1]!;
    const blue = rgb[from + 2]!;
    return !(red === green && green === blue) && Math.max(red, green, blue) - Math.min(red, green, blue) > faint;
  };
  const fours = threeWordsEach(rgb);
  const whole = fours === undefined ? 0 : Math.floor(rgb.length / 12);
  let [coloured, last] = [0, 0];
  const inFour = (from: number): number => Number(isColoured(from)) + Number(isColoured(from + 3)) + Number(isColoured(from + 6)) + Number(isColoured(from + 9));
  for (let four = 0; four < whole; four++) {
    if (four === 0 || !isLikeLast(fours!, four)) last = inFour(four * 12);
    coloured += last;
  }
  for (let from = whole * 12; from < rgb.length; from += 3) if (isColoured(from)) coloured += 1;
  return coloured;
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

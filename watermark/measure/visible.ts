/**
 * Whether a reader can see the hidden code: the difference a person would notice, after S-CIELAB (Zhang & Wandell, "A spatial extension of
 * CIELAB", 1997): both pictures as the eye blurs them at a distance, then the difference of lightness. Below 2.3 a difference is
 * not noticed (Mahy et al., 1994: just noticeable ΔE*ab). Only brightness is looked at: the code moves all colours alike.
 */
import { boxMean } from '../page/box.ts';
import type { PreparedPage } from '../page/prepare.ts';
import { greyOf, type Raster } from '../page/raster.ts';
import type { Mark } from '../stamp.ts';
import { markedGrey } from './quality.ts';
import { plainOf } from './plain.ts';

/** ΔE below which nobody notices. */
export const noticeable = 2.3;

/** A monitor of 96 pixels an inch, looked at from 60 cm: pixels a degree. */
export const pixelsPerDegree = (96 / 2.54) * 60 * Math.tan(Math.PI / 180);

/** Weights and half-widths (degrees) of the brightness channel's three Gaussians. */
const spread = [[0.921, 0.0283], [0.105, 0.133], [-0.108, 4.336]] as const;

export interface Visibility {
  /** ΔE that half, and 99 of 100 pixels, stay below. */
  readonly median: number;
  readonly high: number;
  readonly most: number;
  /** Share of pixels whose difference can be noticed. */
  readonly seen: number;
}

/** Of paper (where nothing stands) and of all the page. Of the invisible mark alone. */
export async function visibilityOf(page: PreparedPage, mark: Mark): Promise<{ readonly paper: Visibility; readonly all: Visibility }> {
  const plain = greyOf(plainOf(page));
  const [before, after] = [asSeen(plain), asSeen(await markedGrey(page, mark))];
  const apart = before.map((value, at) => Math.abs(value - after[at]!));
  const brightest = plain.grey.reduce((most, value) => Math.max(most, value), 0);
  return { paper: summary(apart.filter((_value, at) => plain.grey[at] === brightest)), all: summary(apart) };
}

function summary(apart: Float32Array): Visibility {
  const sorted = apart.toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), high: at(0.99), most: at(1), seen: apart.reduce((sum, value) => sum + (value > noticeable ? 1 : 0), 0) / Math.max(1, apart.length) };
}

/** Lightness L* of each pixel as the eye blurs it. */
function asSeen({ width, height, grey }: Raster): Float32Array {
  const light = Float32Array.from(grey, (value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  const total = spread.reduce((sum, [weight]) => sum + weight, 0);
  const blurred = new Float32Array(light.length);
  for (const [weight, degrees] of spread) {
    const part = gaussian(light, width, height, degrees * pixelsPerDegree);
    for (let at = 0; at < blurred.length; at++) blurred[at]! += (part[at]! * weight) / total;
  }
  return blurred.map((value) => (value > 216 / 24_389 ? 116 * Math.cbrt(value) - 16 : (24_389 / 27) * Math.max(0, value)));
}

/** Three means over squares are a Gaussian to within some per cent. @param halfWidth pixels from the middle to half its height */
function gaussian(values: Float32Array, width: number, height: number, halfWidth: number): Float32Array {
  const sigma = halfWidth / Math.sqrt(2 * Math.log(2));
  const radius = Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
  if (radius === 0) return values;
  const ones = new Float32Array(values.length).fill(1);
  return [1, 2, 3].reduce((smooth) => boxMean(smooth, ones, width, height, radius), values);
}

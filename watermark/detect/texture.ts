/**
 * Pictures: their own texture is a hundred times the mark. What is not smooth over a chip is divided by how rough it is
 * there (whitening), so that every part of the picture speaks as loudly as the mark was made in it.
 */
import { boxSum } from '../page/box.ts';
import type { Raster } from '../page/raster.ts';
import type { Residual } from './residual.ts';

/** Roughness below which nothing is divided further: rounding, JPEG's own noise. */
const quiet = 0.7;
/** Deviations beyond which a pixel is an edge of the picture and says nothing more. */
const most = 2.5;

/** @param chip pixels of a chip in this picture, roughly */
export function textureResidual({ width, height, grey }: Raster, chip: number): Residual {
  const values = Float32Array.from(grey);
  const high = smooth(values, width, height, Math.max(0, Math.round(chip / 4) - 1));
  const low = meanBy(high, width, height, chip);
  const squares = new Float32Array(high.length);
  for (let at = 0; at < high.length; at++) {
    high[at]! -= low[at]!;
    squares[at] = high[at]! * high[at]!;
  }
  const rough = meanBy(squares, width, height, chip);
  for (let at = 0; at < high.length; at++) {
    const scaled = high[at]! / (Math.sqrt(rough[at]!) + quiet);
    high[at] = Math.max(-most, Math.min(most, scaled));
  }
  return { width, height, value: high, weight: new Float32Array(grey.length).fill(1) };
}

function smooth(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  return radius === 0 ? values : meanBy(values, width, height, radius);
}

/** Over what of a window lies in the picture. */
function meanBy(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const means = boxSum(values, width, height, radius);
  const across = Uint32Array.from({ length: width }, (_, x) => Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1);
  for (let y = 0, at = 0; y < height; y++) {
    const down = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    for (let x = 0; x < width; x++, at++) means[at]! /= across[x]! * down;
  }
  return means;
}

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
  const ones = new Float32Array(grey.length).fill(1);
  const values = Float32Array.from(grey);
  const high = highPass(smooth(values, ones, width, height, Math.max(0, Math.round(chip / 4) - 1)), ones, width, height, chip);
  const rough = meanBy(high.map((value) => value * value), ones, width, height, chip);
  for (let at = 0; at < high.length; at++) {
    const scaled = high[at]! / (Math.sqrt(rough[at]!) + quiet);
    high[at] = Math.max(-most, Math.min(most, scaled));
  }
  return { width, height, value: high, weight: ones };
}

function highPass(values: Float32Array, ones: Float32Array, width: number, height: number, radius: number): Float32Array {
  const low = meanBy(values, ones, width, height, radius);
  return values.map((value, at) => value - low[at]!);
}

function smooth(values: Float32Array, ones: Float32Array, width: number, height: number, radius: number): Float32Array {
  return radius === 0 ? values : meanBy(values, ones, width, height, radius);
}

function meanBy(values: Float32Array, ones: Float32Array, width: number, height: number, radius: number): Float32Array {
  const sums = boxSum(values, width, height, radius);
  const counts = boxSum(ones, width, height, radius);
  return sums.map((sum, at) => sum / counts[at]!);
}

/**
 * Layer two: the ink. It is what is left when a scanner made the paper white. Where a chip says 1, strokes are a little
 * lighter and thinner. Two ways to see it: how dark the middle of strokes is, and, when all ink has become black, how
 * thick they are.
 */
import type { Raster } from '../page/raster.ts';
import { differences, paperOf, type Residual } from './residual.ts';

/** Darkness below the paper that only the middle of strokes has: their edges lie below it whichever way they are moved. */
const isNearlyBlack = 170;
/** Darkness that a threshold in the middle takes for black. */
const isBlack = 120;

function darknessOf(picture: Raster): Float32Array {
  const paper = paperOf(picture);
  return Float32Array.from(picture.grey, (grey, at) => Math.max(0, paper[at]! - grey));
}

/** How dark the middle of strokes is: lighter is towards 1, so its sign is turned to that of the paper (darker is 1). */
export function strokeResidual(picture: Raster): Residual {
  const { width, height } = picture;
  const dark = darknessOf(picture);
  const weight = new Float32Array(dark.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const own = dark[at]!;
      // The ridge of a stroke: darkest across it in at least one direction.
      const ridge = (own >= dark[at - 1]! && own >= dark[at + 1]!) || (own >= dark[at - width]! && own >= dark[at + width]!);
      weight[at] = own > isNearlyBlack && ridge ? 1 : 0;
    }
  }
  return { width, height, value: differences(dark, weight, width, height, 40, 40), weight };
}

/** Strokes thicker than this are filled areas, rules of tables and large headings: they say nothing of type. */
const thickest = 5;

/**
 * How thick strokes are, when all ink has become black: the shorter of a pixel's runs across and down. Strokes of one
 * type are alike, so that a quarter of a pixel of difference shows over a page. Thicker is towards -1.
 */
export function widthResidual(picture: Raster): Residual {
  const { width, height } = picture;
  const dark = darknessOf(picture);
  const across = runsAcross(dark, width, height);
  const thick = new Float32Array(dark.length);
  const weight = new Float32Array(dark.length);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const begun = y;
      while (y < height && dark[y * width + x]! > isBlack) y++;
      for (let at = begun * width + x; at < y * width + x; at += width) {
        const own = Math.min(y - begun, across[at]!);
        thick[at] = own;
        // A stroke counts by its length, not by its area.
        weight[at] = own <= thickest ? 1 / own : 0;
      }
    }
  }
  return { width, height, value: differences(thick, weight, width, height, 48, 3), weight };
}

/** Of each pixel of ink: how many lie in its run to left and right. */
function runsAcross(dark: Float32Array, width: number, height: number): Float32Array {
  const runs = new Float32Array(dark.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const begun = x;
      while (x < width && dark[y * width + x]! > isBlack) x++;
      if (x > begun) runs.fill(x - begun, y * width + begun, y * width + x);
    }
  }
  return runs;
}

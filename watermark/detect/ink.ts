/**
 * Layer two: the ink. It is what is left when a scanner made the paper white. Where a chip says 1, strokes are a little
 * lighter and thinner. Two ways to see it: how dark the middle of strokes is, and, when all ink has become black, how
 * thick they are.
 */
import type { Raster } from '../page/raster.ts';
import { between, differences, type Residual } from './residual.ts';

/**
 * Share of the darkest ink around that only the middle of strokes has: their edges lie below it whichever way they are
 * moved. Of the ink around, because type may be grey or red.
 */
const isNearlyDarkest = 0.68;
/** Less is no ink, but dirt or the visible mark. */
const isInk = 48;
const block = 64;
/** Darkness that a threshold in the middle takes for black. */
const isBlack = 120;

/** How much darker than its paper each pixel is. */
export function darknessOf({ grey }: Raster, paper: Float32Array): Float32Array {
  const dark = new Float32Array(grey.length);
  for (let at = 0; at < dark.length; at++) dark[at] = Math.max(0, paper[at]! - grey[at]!);
  return dark;
}

/** How dark the middle of strokes is: lighter is towards 1, so its sign is turned to that of the paper (darker is 1). */
export function strokeResidual({ width, height }: Raster, dark: Float32Array): Residual {
  const deepest = deepestAround(dark, width, height);
  const weight = new Float32Array(dark.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const own = dark[at]!;
      // The ridge of a stroke: darkest across it in at least one direction.
      const ridge = (own >= dark[at - 1]! && own >= dark[at + 1]!) || (own >= dark[at - width]! && own >= dark[at + width]!);
      weight[at] = own > isInk && own > isNearlyDarkest * deepest(x, y) && ridge ? 1 : 0;
    }
  }
  return { width, height, value: differences(dark, weight, width, height, 40, 40), weight };
}

/** How dark the darkest ink is around a place: of each block the darkness that one in fifty of its ink's pixels passes. */
function deepestAround(dark: Float32Array, width: number, height: number): (x: number, y: number) => number {
  const [across, down] = [Math.ceil(width / block), Math.ceil(height / block)];
  const counts = new Uint32Array(across * down * 256);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = Math.round(dark[y * width + x]!);
      if (own > isInk) counts[(Math.floor(y / block) * across + Math.floor(x / block)) * 256 + Math.min(255, own)]! += 1;
    }
  }
  const deepest = Float32Array.from({ length: across * down }, (_, at) => {
    const own = counts.subarray(at * 256, at * 256 + 256);
    const enough = own.reduce((sum, count) => sum + count, 0) / 50;
    let [level, seen] = [255, own[255]!];
    while (level > isInk && seen <= enough) seen += own[--level]!;
    return level;
  });
  return (x, y) => between(deepest, across, down, x / block - 0.5, y / block - 0.5);
}

/** Strokes thicker than this are filled areas, rules of tables and large headings: they say nothing of type. */
const thickest = 5;

/**
 * How thick strokes are, when all ink has become black: the shorter of a pixel's runs across and down. Strokes of one
 * type are alike, so that a quarter of a pixel of difference shows over a page. Thicker is towards -1.
 */
export function widthResidual({ width, height }: Raster, dark: Float32Array): Residual {
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

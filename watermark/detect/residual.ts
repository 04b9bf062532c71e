/** What of a picture may be the mark: the small differences of the page's background, without text and shadows. */
import type { Raster } from '../page/raster.ts';
import { boxMean, boxSum } from '../page/box.ts';

/** A picture's candidate signal: `value` is 0 where `weight` is 0. */
export interface Residual {
  readonly width: number;
  readonly height: number;
  readonly value: Float32Array;
  readonly weight: Float32Array;
}

/** The paper's brightness at each pixel: the brighter part of blocks, drawn smoothly between them. */
export function paperOf({ width, height, grey }: Raster, block = 32): Float32Array {
  const [across, down] = [Math.ceil(width / block), Math.ceil(height / block)];
  const blocks = new Float32Array(across * down);
  for (let by = 0; by < down; by++) {
    for (let bx = 0; bx < across; bx++) blocks[by * across + bx] = percentile(grey, width, height, bx * block, by * block, block, 0.75);
  }
  // A block full of text says little of its paper: its brighter neighbours do.
  const lifted = blocks.map((own, at) => {
    const [bx, by] = [at % across, Math.floor(at / across)];
    let best = own;
    for (let y = Math.max(0, by - 1); y <= Math.min(down - 1, by + 1); y++) for (let x = Math.max(0, bx - 1); x <= Math.min(across - 1, bx + 1); x++) best = Math.max(best, blocks[y * across + x]! - 8);
    return best;
  });
  const paper = new Float32Array(width * height);
  // A shadow changes slowly: every fourth pixel is looked up, its neighbours take the same.
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x < width; x += 4) {
      const bright = between(lifted, across, down, (x + 2) / block - 0.5, (y + 2) / block - 0.5);
      for (let dy = y; dy < Math.min(height, y + 4); dy++) paper.fill(bright, dy * width + x, dy * width + Math.min(width, x + 4));
    }
  }
  return paper;
}

function percentile(grey: Uint8Array, width: number, height: number, left: number, top: number, size: number, part: number): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let y = top; y < Math.min(height, top + size); y++) {
    for (let x = left; x < Math.min(width, left + size); x++) {
      counts[grey[y * width + x]!]! += 1;
      total += 1;
    }
  }
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += counts[value]!;
    if (seen >= total * part) return value;
  }
  return 255;
}

/** Bilinear, held at the edges. */
export function between(values: Float32Array, width: number, height: number, x: number, y: number): number {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const [fx, fy] = [cx - x0, cy - y0];
  const upper = values[y0 * width + x0]! * (1 - fx) + values[y0 * width + x1]! * fx;
  const lower = values[y1 * width + x0]! * (1 - fx) + values[y1 * width + x1]! * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Greys by which paper differs from its surroundings at most. */
const depth = 14;

/** Layer one: the paper itself. Text, the visible mark and what is near them count as unknown. */
export function paperResidual(picture: Raster, paper = paperOf(picture)): Residual {
  const { width, height, grey } = picture;
  const covered = new Float32Array(grey.length);
  for (let at = 0; at < grey.length; at++) covered[at] = Math.abs(grey[at]! - paper[at]!) <= depth ? 0 : 1;
  // Blur and JPEG carry ink a pixel or two into the paper.
  const near = boxSum(covered, width, height, 1);
  const weight = new Float32Array(grey.length);
  for (let at = 0; at < grey.length; at++) weight[at] = near[at]! < 0.5 ? 1 : 0;
  return { width, height, value: differences(Float32Array.from(grey), weight, width, height, 24, 6), weight };
}

/** What is left of values when their surroundings are taken away; at most `most` either way, 0 where nothing is known. */
export function differences(values: Float32Array, weight: Float32Array, width: number, height: number, radius: number, most: number): Float32Array {
  const mean = boxMean(values, weight, width, height, radius);
  for (let at = 0; at < mean.length; at++) mean[at] = weight[at] === 0 ? 0 : Math.max(-most, Math.min(most, values[at]! - mean[at]!));
  return mean;
}

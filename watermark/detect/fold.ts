/** All tiles of a picture laid over one another, and where in the fold the tile begins. */
import { chipsAcross, type Layout } from '../mark/layout.ts';
import type { Lattice } from './lattice.ts';
import type { Residual } from './residual.ts';

/** Samples of a chip's side. */
const fine = 4;
const side = chipsAcross * fine;

/** Mean of all tiles, `side` × `side`, zero where nothing was seen. */
export function fold({ width, height, value, weight }: Residual, { right, down }: Lattice, part?: { left: number; top: number; right: number; bottom: number }): Float64Array {
  const sums = new Float64Array(side * side);
  const counts = new Float64Array(side * side);
  const determinant = right[0] * down[1] - right[1] * down[0];
  const [ux, uy, vx, vy] = [down[1] / determinant, -down[0] / determinant, -right[1] / determinant, right[0] / determinant];
  const { left: x0 = 0, top: y0 = 0, right: x1 = width, bottom: y1 = height } = part ?? {};
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const pixel = y * width + x;
      if (weight[pixel] === 0) continue;
      const u = (x + 0.5) * ux + (y + 0.5) * uy;
      const v = (x + 0.5) * vx + (y + 0.5) * vy;
      const place = Math.floor((v - Math.floor(v)) * side) * side + Math.floor((u - Math.floor(u)) * side);
      sums[place]! += value[pixel]! * weight[pixel]!;
      counts[place]! += weight[pixel]!;
    }
  }
  const mean = sums.map((sum, at) => (counts[at]! > 0 ? sum / counts[at]! : 0));
  const middle = mean.reduce((sum, one) => sum + one, 0) / mean.length;
  return mean.map((one, at) => (counts[at]! > 0 ? one - middle : 0));
}

export interface Sync {
  /** Standard deviations above what chance gives. */
  readonly z: number;
  /** What was measured of each chip, towards 1 where the mark says 1. */
  readonly chips: Float64Array;
}

/** Tries every place where the tile may begin, upright and turned by quarters; the best `most`. */
export function synchronise(folded: Float64Array, layout: Layout, most = 2): Sync[] {
  const found: Sync[] = [];
  for (let quarter = 0, turned = folded; quarter < 4; quarter++, turned = turn(turned)) {
    const smooth = chipMeans(turned);
    const scores = correlate(smooth, layout);
    const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    const deviation = Math.sqrt(scores.reduce((sum, one) => sum + (one - mean) ** 2, 0) / scores.length) || 1;
    for (const place of highest(scores, most)) found.push({ z: (scores[place]! - mean) / deviation, chips: chipsAt(smooth, place) });
  }
  return found.sort((a, b) => b.z - a.z).slice(0, most);
}

/** Places of the best scores, of equal ones the first. */
function highest(scores: Float64Array, most: number): number[] {
  const places: number[] = [];
  for (let at = 0; at < scores.length; at++) {
    if (places.length === most && scores[at]! <= scores[places[most - 1]!]!) continue;
    const before = places.findIndex((place) => scores[place]! < scores[at]!);
    places.splice(before === -1 ? places.length : before, 0, at);
    places.length = Math.min(places.length, most);
  }
  return places;
}

function turn(before: Float64Array): Float64Array {
  const turned = new Float64Array(side * side);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) turned[y * side + x] = before[(side - 1 - x) * side + y]!;
  return turned;
}

/** Of each sample: the mean of the chip that would begin there; its rim counts less, it is blurred. */
function chipMeans(folded: Float64Array): Float64Array {
  const means = new Float64Array(side * side);
  for (const { dx, dy, counts } of within) add(means, folded, dx, dy, counts);
  for (let at = 0; at < means.length; at++) means[at] = -means[at]!;
  return means;
}

/** Samples of one chip, and how much each counts. */
const within = Array.from({ length: fine * fine }, (_, at) => {
  const [dx, dy] = [at % fine, Math.floor(at / fine)];
  return { dx, dy, counts: dx > 0 && dx < fine - 1 && dy > 0 && dy < fine - 1 ? 2 : 1 };
});

/** The mark makes the paper darker where a chip says 1: means are turned so that 1 is positive. */
function correlate(means: Float64Array, { sync }: Layout): Float64Array {
  const scores = new Float64Array(side * side);
  for (const [chip, sign] of sync.entries()) if (sign !== 0) add(scores, means, (chip % chipsAcross) * fine, Math.floor(chip / chipsAcross) * fine, sign);
  return scores;
}

/**
 * To each sum what stands so far to its right and below, times `by`; past the edge the tile begins again. A search spends most of its time here:
 * plane by plane in the order of memory and without a division it takes a quarter of what it takes place by place.
 */
function add(sums: Float64Array, of: Float64Array, right: number, below: number, by: number): void {
  for (let y = 0; y < side; y++) {
    const [to, from] = [y * side, ((y + below) % side) * side];
    const turn = side - right;
    for (let x = 0; x < turn; x++) sums[to + x]! += of[from + right + x]! * by;
    for (let x = turn; x < side; x++) sums[to + x]! += of[from - turn + x]! * by;
  }
}

function chipsAt(means: Float64Array, place: number): Float64Array {
  const [y, x] = [Math.floor(place / side), place % side];
  return Float64Array.from({ length: chipsAcross * chipsAcross }, (_, chip) => means[((y + Math.floor(chip / chipsAcross) * fine) % side) * side + ((x + (chip % chipsAcross) * fine) % side)]!);
}

/** Which tile the mark repeats with: its size and turn, read from where the picture is like itself. */
import { tilePixels } from '../mark/layout.ts';
import { autocorrelations } from './autocorrelation.ts';
import { atLeast } from './fft.ts';
import type { Residual } from './residual.ts';

/** One tile's step to the right and one down, in pixels of the picture. */
export interface Lattice {
  readonly right: readonly [number, number];
  readonly down: readonly [number, number];
  /** How much likelier than chance. */
  readonly score: number;
}

interface Likeness {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly reachX: number;
  readonly reachY: number;
}

/**
 * Space around the picture in the transform. Without any, far lags wrap around; what wraps is noise beside the near lags
 * that are used, and half the size is a quarter of the work.
 */
const room = 1;

function likenessOf({ width, height, value, weight }: Residual): Likeness {
  const side = { width: atLeast(width * room), height: atLeast(height * room) };
  const { value: values, weight: counts } = autocorrelations(value, weight, width, height, side);
  const own = Math.max(1e-9, values[0]! / Math.max(1, counts[0]!));
  // In units of its own noise: a lag seen by few pixels says little.
  for (let at = 0; at < values.length; at++) values[at] = counts[at]! < 400 ? 0 : values[at]! / own / Math.sqrt(counts[at]!);
  return { ...side, values, reachX: Math.min(width * 0.8, side.width * 0.5), reachY: Math.min(height * 0.8, side.height * 0.5) };
}

/** Sides are powers of two: a mask wraps. */
function at({ width, height, values }: Likeness, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  const [left, right] = [x0 & (width - 1), (x0 + 1) & (width - 1)];
  const [upper, lower] = [(y0 & (height - 1)) * width, ((y0 + 1) & (height - 1)) * width];
  return (values[upper + left]! * (1 - fx) + values[upper + right]! * fx) * (1 - fy) + (values[lower + left]! * (1 - fx) + values[lower + right]! * fx) * fy;
}

/** Lags of a lattice and its mirror image: half a plane is enough, the other half says the same. */
function lags(most: number): [number, number][] {
  const all: [number, number][] = [];
  for (let down = 0; down <= most; down++) for (let right = -most; right <= most; right++) if (down > 0 || right > 0) all.push([right, down]);
  return all;
}

const near = lags(2);

/** As `scoreOf` over `near`, at whole pixels: for hundreds of thousands of tries. */
function roughScore({ width, height, values, reachX, reachY }: Likeness, c: number, s: number): number {
  let sum = 0;
  let seen = 0;
  for (let which = 0; which < near.length; which++) {
    const [r, d] = near[which]!;
    const x = Math.round(c * r - s * d);
    const y = Math.round(s * r + c * d);
    if (x > reachX || -x > reachX || y > reachY || -y > reachY) continue;
    sum += values[(y & (height - 1)) * width + (x & (width - 1))]!;
    seen += 1;
  }
  return seen === 0 ? 0 : sum / Math.sqrt(seen);
}

function scoreOf(likeness: Likeness, right: readonly [number, number], down: readonly [number, number], steps: readonly [number, number][]): number {
  let sum = 0;
  let seen = 0;
  for (const [r, d] of steps) {
    const [x, y] = [right[0] * r + down[0] * d, right[1] * r + down[1] * d];
    if (Math.abs(x) > likeness.reachX || Math.abs(y) > likeness.reachY) continue;
    sum += at(likeness, x, y);
    seen += 1;
  }
  return seen === 0 ? 0 : sum / Math.sqrt(seen);
}

export interface Search {
  /** Picture's pixels for one of the page's. */
  readonly scales: readonly [number, number];
  /** Degrees either way. */
  readonly turn: number;
}

export const wide: Search = { scales: [0.33, 2.3], turn: 6 };

/** The likeliest lattices, best first. */
export function findLattices(full: Residual, search: Search = wide, most = 6): Lattice[] {
  if (isSilent(full)) return [];
  const { residual, factor } = lookedAt(full);
  const likeness = likenessOf(residual);
  const turns = Math.round(search.turn / 0.25);
  const [least, largest] = search.scales.map((scale) => (scale * tilePixels) / factor) as [number, number];
  const found: Found[] = [];
  for (let period = least; period <= largest; period *= 1.004) {
    for (let step = -turns; step <= turns; step++) {
      const turn = (step * 0.25 * Math.PI) / 180;
      found.push({ period, turn, score: roughScore(likeness, Math.cos(turn) * period, Math.sin(turn) * period) });
    }
  }
  return apart(found, most).map(({ period, turn }) => larger(refine(likeness, ...steps(period, turn)), factor));
}

interface Found {
  readonly period: number;
  readonly turn: number;
  readonly score: number;
}

/** The best, then the best of what is not the same, and so on: of equal ones the first. */
function apart(found: readonly Found[], most: number): Found[] {
  const best: Found[] = [];
  for (let left = found; best.length < most && left.length > 0;) {
    const one = left.reduce((highest, other) => (other.score > highest.score ? other : highest));
    best.push(one);
    left = left.filter((other) => Math.abs(Math.log(one.period / other.period)) > 0.02 || Math.abs(one.turn - other.turn) > 0.02);
  }
  return best;
}

/** Nothing in it that could be a mark: paper that was made white, a black frame. */
function isSilent({ value, weight }: Residual): boolean {
  let energy = 0;
  let seen = 0;
  for (let at = 0; at < value.length; at++) {
    energy += value[at]! ** 2;
    seen += weight[at]!;
  }
  return seen < 2000 || energy < seen * 0.002;
}

/** Tiles are found in a picture of half the size as well, at a quarter of the work; what lies in them is read in the whole. */
function lookedAt(residual: Residual): { residual: Residual; factor: number } {
  return Math.max(residual.width, residual.height) > 1200 ? { residual: halved(residual), factor: 2 } : { residual, factor: 1 };
}

function halved({ width, height, value, weight }: Residual): Residual {
  const [across, down] = [width >> 1, height >> 1];
  const half = { width: across, height: down, value: new Float32Array(across * down), weight: new Float32Array(across * down) };
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const at = y * 2 * width + x * 2;
      half.value[y * across + x] = (value[at]! + value[at + 1]! + value[at + width]! + value[at + width + 1]!) / 4;
      half.weight[y * across + x] = (weight[at]! + weight[at + 1]! + weight[at + width]! + weight[at + width + 1]!) / 4;
    }
  }
  return half;
}

function larger({ right, down, score }: Lattice, factor: number): Lattice {
  return { right: [right[0] * factor, right[1] * factor], down: [down[0] * factor, down[1] * factor], score };
}

function steps(period: number, turn: number): [[number, number], [number, number]] {
  const [c, s] = [Math.cos(turn) * period, Math.sin(turn) * period];
  return [[c, s], [-s, c]];
}

/** Farther lags tell the step more exactly: reach is widened while the four numbers are moved uphill. */
function refine(likeness: Likeness, right: [number, number], down: [number, number]): Lattice {
  let best = [...right, ...down] as [number, number, number, number];
  const score = (of: readonly number[], reach: readonly [number, number][]): number => scoreOf(likeness, [of[0]!, of[1]!], [of[2]!, of[3]!], reach);
  for (const [reach, first] of [[2, 0.8], [4, 0.4], [7, 0.2]] as const) {
    const all = lags(reach);
    for (let step = first; step > 0.01; step /= 2) best = climb(best, step, (tried) => score(tried, all));
  }
  return { right: [best[0], best[1]], down: [best[2], best[3]], score: score(best, lags(4)) };
}

type Steps = [number, number, number, number];

/** Each number one step up or down, again as long as that is better; at most eight rounds. */
function climb(from: Steps, step: number, score: (of: Steps) => number): Steps {
  let best = from;
  let own = score(best);
  for (let round = 0, moved = true; moved && round < 8; round++) {
    moved = false;
    for (let which = 0; which < 8; which++) {
      const tried = best.map((value, place) => (place === which >> 1 ? value + (which & 1 ? step : -step) : value)) as Steps;
      const reached = score(tried);
      if (reached > own) [best, own, moved] = [tried, reached, true];
    }
  }
  return best;
}

/** Where in a fold the tile begins: every place, upright and turned by quarters. */
import { chipsAcross, type Layout, layoutOf } from '../mark/layout.ts';
import { fine, side } from './fold.ts';
import { type Grids, gridsOf, transformGrids } from './grid.ts';
import { once } from './once.ts';

export interface Sync {
  /** Standard deviations above what chance gives. */
  readonly z: number;
  /** What was measured of each chip, towards 1 where the mark says 1. */
  readonly chips: Float64Array;
}

/** A fold made ready to be looked through, whatever the key: of each quarter turn the chips that would begin at each sample, and their spectra. */
export interface Ready {
  /** How surely the best of some layouts stands out that nobody has: in a picture of stripes and boxes more than in noise. */
  readonly chance: () => number;
  readonly quarters: readonly Float64Array[];
  /** Two quarters together, as real and imaginary part. */
  readonly pairs: readonly Grids[];
}

/** A chip may begin at any of its samples: so many grids of chips lie in a fold. */
const phases = fine * fine;

export function readyFor(folded: Float64Array): Ready {
  const upright = chipMeans(folded);
  const quarters = [upright];
  for (let quarter = 1; quarter < 4; quarter++) quarters.push(turn(quarters.at(-1)!));
  const pairs = [0, 2].map((first) => {
    const grids = gridsOf(phases);
    toPhases(quarters[first]!, grids.re);
    toPhases(quarters[first + 1]!, grids.im);
    transformGrids(grids.re, grids.im, phases);
    return grids;
  });
  const ready: Ready = { quarters, pairs, chance: once(() => decoys().reduce((most, layout) => Math.max(most, synchronise(ready, layout, -Infinity, 1)[0]!.z), 0)) };
  return ready;
}

/** Sixteen, made when a thread first needs them. */
const decoys = once(() => Array.from({ length: 16 }, (_none, at) => layoutOf(Buffer.from(`wardline: a layout that nobody has ${at}`))));

/** The best `most` places of all that stand out by `least` deviations, best first. */
export function synchronise({ quarters, pairs }: Ready, layout: Layout, least = -Infinity, most = 2): Sync[] {
  const found: { z: number; quarter: number; place: number }[] = [];
  const pattern = patternOf(layout);
  for (const [pair, grids] of pairs.entries()) {
    multiplied(grids, pattern);
    transformGrids(scores.im, scores.re, phases);
    for (const [part, values] of [scores.re, scores.im].entries()) {
      for (const { z, at } of standingOut(values, least, most)) found.push({ z, quarter: pair * 2 + part, place: placeOf(at) });
    }
  }
  return found.sort((a, b) => b.z - a.z).slice(0, most).map(({ z, quarter, place }) => ({ z, chips: chipsAt(quarters[quarter]!, place) }));
}

/** Of each sample: the mean of the chip that would begin there; its rim counts less, it is blurred. The mark makes the paper darker where a chip says 1: turned so that 1 is positive. */
function chipMeans(folded: Float64Array): Float64Array {
  const means = new Float64Array(side * side);
  for (const { dx, dy, counts } of within) add(means, folded, dx, dy, counts);
  for (let at = 0; at < means.length; at++) means[at] = -means[at]!;
  return means;
}

/** Samples of one chip, and how much each counts: the same however a chip is turned. */
const within = Array.from({ length: fine * fine }, (_, at) => {
  const [dx, dy] = [at % fine, Math.floor(at / fine)];
  return { dx, dy, counts: dx > 0 && dx < fine - 1 && dy > 0 && dy < fine - 1 ? 2 : 1 };
});

/** To each sum what stands so far to its right and below, times `by`; past the edge the tile begins again. Plane by plane in the order of memory. */
function add(sums: Float64Array, of: Float64Array, right: number, below: number, by: number): void {
  for (let y = 0; y < side; y++) {
    const [to, from] = [y * side, ((y + below) % side) * side];
    const rest = side - right;
    for (let x = 0; x < rest; x++) sums[to + x]! += of[from + right + x]! * by;
    for (let x = rest; x < side; x++) sums[to + x]! += of[from - rest + x]! * by;
  }
}

/** Of a fold turned by a quarter. A chip begins at its upper left, which another of its corners was before. */
function turn(before: Float64Array): Float64Array {
  const turned = new Float64Array(side * side);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) turned[y * side + x] = before[((side * 2 - fine - x) % side) * side + y]!;
  return turned;
}

/** From rows of samples to grids of chips. */
function toPhases(means: Float64Array, into: Float64Array): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) into[(Math.floor(y / fine) * chipsAcross + Math.floor(x / fine)) * phases + (y % fine) * fine + (x % fine)] = means[y * side + x]!;
  }
}

/** And back: which sample stands there. */
function placeOf(at: number): number {
  const [chip, phase] = [Math.floor(at / phases), at % phases];
  return (Math.floor(chip / chipsAcross) * fine + Math.floor(phase / fine)) * side + (chip % chipsAcross) * fine + (phase % fine);
}

const patterns = new WeakMap<Layout, Grids>();

/** A layout's sync chips, transformed. */
function patternOf(layout: Layout): Grids {
  const known = patterns.get(layout);
  if (known !== undefined) return known;
  const made = gridsOf(1);
  made.re.set(layout.sync);
  transformGrids(made.re, made.im, 1);
  patterns.set(layout, made);
  return made;
}

/** One for a thread: a search asks a thousand times. */
const scores = gridsOf(phases);

/** What fits: the fold's spectrum times the pattern's, conjugated. */
function multiplied({ re, im }: Grids, { re: pr, im: pi }: Grids): void {
  for (let chip = 0; chip < pr.length; chip++) {
    const c = pr[chip]!;
    const s = pi[chip]!;
    for (let at = chip * phases, end = at + phases; at < end; at++) {
      scores.re[at] = re[at]! * c + im[at]! * s;
      scores.im[at] = im[at]! * c - re[at]! * s;
    }
  }
}

/** As many sync chips say 1 as say 0: scores lie around nothing. */
function standingOut(values: Float64Array, least: number, most: number): { z: number; at: number }[] {
  let squares = 0;
  let highest = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const own = values[at]!;
    squares += own * own;
    if (own > highest) highest = own;
  }
  const deviation = Math.sqrt(squares / values.length) || 1;
  if (highest < least * deviation) return [];
  const places: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (places.length === most && values[at]! <= values[places[most - 1]!]!) continue;
    const before = places.findIndex((place) => values[place]! < values[at]!);
    places.splice(before === -1 ? places.length : before, 0, at);
    places.length = Math.min(places.length, most);
  }
  return places.map((at) => ({ z: values[at]! / deviation, at })).filter(({ z }) => z >= least);
}

function chipsAt(means: Float64Array, place: number): Float64Array {
  const [y, x] = [Math.floor(place / side), place % side];
  return Float64Array.from({ length: chipsAcross * chipsAcross }, (_, chip) => means[((y + Math.floor(chip / chipsAcross) * fine) % side) * side + ((x + (chip % chipsAcross) * fine) % side)]!);
}

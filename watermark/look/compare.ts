/** Which of many looks a picture has: a page as a whole, or a part of one, at an unknown size. */
import type { Raster } from '../page/raster.ts';
import { cellsOf, columns, type Ink, inkOf, upTo } from './look.ts';

/** Where a picture lies on a page, in cells: its upper left corner, how many cells it is wide and high, and how far it is turned (radians, few). */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
  readonly turn: number;
}

export interface Likeness {
  /** Which of the looks. */
  readonly at: number;
  /** Correlation of ink on the cells both have, at most 1. */
  readonly same: number;
  /** Share of the page the picture shows. */
  readonly share: number;
}

/** Least and most of a page's width a picture may show; what is around a page is cut away by whoever marks its corners. */
const [least, most] = [0.42, 1.12];
const scaleStep = 1.1;
/** Pages looked at closely, and places on each. */
const closely = 40;
const placesEach = 2;
/** Around the page nothing is written. */
const around = 2;
/** Fewer cells than this are like many pages. */
const leastCells = 150;

/** The likest first, at most `wanted`. `undefined` where the picture holds too little ink to be like anything. */
export function likest(picture: Raster, looks: readonly Uint8Array[], wanted: number): Likeness[] | undefined {
  const ink = inkOf(picture, 480);
  const inks = (upTo(ink, ink.width, ink.height)) / (ink.width * ink.height);
  if (inks < 0.002) return undefined;
  const tries = triesOf(ink);
  const rough = looks.map((look, at) => ({ at, found: roughly(tries, halved(look)) })).sort((a, b) => (b.found[0]?.same ?? 0) - (a.found[0]?.same ?? 0)).slice(0, closely);
  return rough.map(({ at, found }) => ({ at, ...nearby(ink, looks[at]!, found) })).sort((a, b) => b.same - a.same).slice(0, wanted);
}

/** The picture's ink on a grid of double cells, at one size. */
interface Try {
  readonly cells: Float32Array;
  readonly across: number;
  readonly down: number;
  readonly place: Pick<Place, 'across' | 'down'>;
  readonly sum: number;
  readonly spread: number;
}

function triesOf(ink: Ink): Try[] {
  const tries: Try[] = [];
  for (let share = most; share >= least; share /= scaleStep) {
    const side = ink.width / (share * (columns / 2));
    const [across, down] = [Math.floor(ink.width / side), Math.floor(ink.height / side)];
    if (across < 4 || down < 4) continue;
    const cells = new Float32Array(across * down);
    for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) cells[y * across + x] = meanOf(ink, x * side, y * side, side, side);
    const sum = cells.reduce((all, value) => all + value, 0);
    const spread = cells.reduce((all, value) => all + value * value, 0) - (sum * sum) / cells.length;
    if (spread > 1e-9) tries.push({ cells, across, down, sum, spread, place: { across: (ink.width / side) * 2, down: (ink.height / side) * 2 } });
  }
  return tries;
}

function meanOf(ink: Ink, x: number, y: number, width: number, height: number): number {
  return (upTo(ink, x + width, y + height) - upTo(ink, x, y + height) - upTo(ink, x + width, y) + upTo(ink, x, y)) / (width * height);
}

interface Half {
  readonly width: number;
  readonly height: number;
  readonly cells: Float32Array;
  readonly sums: Ink;
  readonly squares: Ink;
}

/** Double cells with nothing around them. */
function halved(look: Uint8Array): Half {
  const { rows, cells } = cellsOf(look);
  const [width, height] = [columns / 2 + around * 2, Math.ceil(rows / 2) + around * 2];
  const half = new Float32Array(width * height);
  cells.forEach((value, at) => { half[((Math.floor(at / columns) >> 1) + around) * width + ((at % columns) >> 1) + around]! += value / 4; });
  return { width, height, cells: half, sums: inkSums(half, width, height), squares: inkSums(half.map((value) => value * value), width, height) };
}

function inkSums(values: Float32Array, width: number, height: number): Ink {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0, row = 0; x < width; x++) {
      row += values[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return { width, height, sums };
}

function boxOf({ width, sums }: Ink, x: number, y: number, across: number, down: number): number {
  const [top, bottom] = [y * (width + 1) + x, (y + down) * (width + 1) + x];
  return sums[bottom + across]! - sums[bottom]! - sums[top + across]! + sums[top]!;
}

interface Found {
  readonly same: number;
  readonly place: Place;
}

/** The best places of a picture on a page, looked for everywhere. */
function roughly(tries: readonly Try[], half: Half): Found[] {
  return tries.map((one) => bestPlace(one, half)).filter(({ same }) => same > 0).sort((a, b) => b.same - a.same).slice(0, placesEach);
}

function bestPlace(one: Try, half: Half): Found {
  let [same, bx, by] = [-1, 0, 0];
  for (let y = 0; y + one.down <= half.height; y++) {
    for (let x = 0; x + one.across <= half.width; x++) {
      const here = correlation(one, half, x, y);
      if (here > same) [same, bx, by] = [here, x, y];
    }
  }
  return { same, place: { ...one.place, x: (bx - around) * 2, y: (by - around) * 2, turn: 0 } };
}

function correlation({ cells, across, down, sum, spread }: Try, half: Half, x: number, y: number): number {
  const count = cells.length;
  const pageSum = boxOf(half.sums, x, y, across, down);
  const pageSpread = boxOf(half.squares, x, y, across, down) - (pageSum * pageSum) / count;
  if (pageSpread < count * 0.004) return -1;
  let products = 0;
  for (let row = 0; row < down; row++) {
    const [mine, theirs] = [row * across, (y + row) * half.width + x];
    for (let column = 0; column < across; column++) products += cells[mine + column]! * half.cells[theirs + column]!;
  }
  return (products - (sum * pageSum) / count) / Math.sqrt(spread * pageSpread);
}

/** From rough places to the best one near them, at single cells: size, shape and place a little changed while that helps. */
function nearby(ink: Ink, look: Uint8Array, found: readonly Found[]): Close {
  const page = cellsOf(look);
  return found.map(({ place }) => climbed(ink, page, place)).reduce((best, one) => (one.same > best.same ? one : best), { same: -1, share: 0 });
}

function climbed(ink: Ink, page: Cells, begun: Place): Close {
  let at = { place: begun, ...closeness(ink, page, begun) };
  for (let step = 1; step > 0.06;) {
    const next = neighbours(at.place, step).map((place) => ({ place, ...closeness(ink, page, place) })).reduce((best, one) => (one.same > best.same ? one : best));
    if (next.same > at.same + 1e-4) at = next;
    else step /= 2;
  }
  return { same: at.same, share: at.share };
}

/** A turn by one is two degrees: a picture that was rotated by more is turned upright by whoever looks. */
const turnStep = 0.035;

function neighbours(place: Place, step: number): Place[] {
  const { x, y, across, down, turn } = place;
  return [1, -1].flatMap((way) => {
    const more = way * step;
    const higher = (more * down) / across;
    return [
      { ...place, x: x + more }, { ...place, y: y + more }, { ...place, turn: turn + more * turnStep },
      // Larger and smaller about the middle, then wider and higher alone.
      { ...place, x: x - more / 2, y: y - higher / 2, across: across + more, down: down + higher }, { ...place, y: y - more / 2, down: down + more },
    ];
  });
}

type Cells = ReturnType<typeof cellsOf>;
type Close = Omit<Likeness, 'at'>;

function closeness(ink: Ink, { rows, cells }: Cells, { x, y, across, down, turn }: Place): Close {
  const [wide, high] = [ink.width / across, ink.height / down];
  const [left, right, top, bottom] = [Math.max(0, Math.ceil(x)), Math.min(columns, Math.floor(x + across)), Math.max(0, Math.ceil(y)), Math.min(rows, Math.floor(y + down))];
  const count = Math.max(0, right - left) * Math.max(0, bottom - top);
  // Most of the picture has to lie on the page.
  if (count < leastCells || count < across * down * 0.75) return { same: -1, share: 0 };
  let [mine, mines, theirs, their2, products] = [0, 0, 0, 0, 0];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const [u, v] = [(column - x) * wide, (row - y) * high];
      // Cells move with the turn and stay upright themselves: at a few degrees that is the same.
      const own = meanOf(ink, u - turn * (v - ink.height / 2), v + turn * (u - ink.width / 2), wide, high);
      const page = cells[row * columns + column]!;
      mine += own;
      mines += own * own;
      theirs += page;
      their2 += page * page;
      products += own * page;
    }
  }
  const [spread, pageSpread] = [mines - (mine * mine) / count, their2 - (theirs * theirs) / count];
  if (spread < 1e-9 || pageSpread < count * 0.004) return { same: -1, share: 0 };
  return { same: (products - (mine * theirs) / count) / Math.sqrt(spread * pageSpread), share: count / cells.length };
}

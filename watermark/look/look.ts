/**
 * What a page looks like from far: how much ink stands in each cell of a grid that is 40 cells wide, in four steps. A cell is about one and a
 * half letters high and wide, so no letter can be read from it; whoever has another copy of the page can tell that it is the same.
 * After block mean value hashing (Yang, Gu & Niu 2006), on ink instead of brightness.
 */
import { boxSum } from '../page/box.ts';
import type { Raster } from '../page/raster.ts';
import { reduce } from '../detect/reduce.ts';

/** Cells across; as many down as the page is long. */
export const columns = 40;
const mostRows = 160;

/** Pixels across a cell while ink is measured. */
const fine = 6;

/** Means of any rectangle in one look: sums of all that is above and left. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly sums: Float64Array;
}

/** How dark each place is beside the brightest near it, 0 to 1: shadows, the colour of the paper and dark pages change little of it. */
export function inkOf(picture: Raster, longest: number): Ink {
  const { width, height, grey } = reduce(picture, longest);
  const isDark = medianOf(grey) < 110;
  const light = new Float32Array(grey.length);
  for (let at = 0; at < grey.length; at++) light[at] = isDark ? 255 - grey[at]! : grey[at]!;
  const paper = brightest(light, width, height, fine);
  const ink = new Float32Array(grey.length);
  for (let at = 0; at < ink.length; at++) ink[at] = Math.max(0, Math.min(1, 1 - light[at]! / Math.max(24, paper[at]!)));
  return { width, height, sums: summed(ink, width, height) };
}

function medianOf(grey: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of grey) counts[value]! += 1;
  let seen = 0;
  return counts.findIndex((count) => (seen += count) * 2 >= grey.length);
}

/** The brightest within `reach`, smoothed: the paper below the letters. */
function brightest(light: Float32Array, width: number, height: number, reach: number): Float32Array {
  const both = brightestAlong(brightestAlong(light, { lines: height, length: width, step: 1, pitch: width }, reach), { lines: width, length: height, step: width, pitch: 1 }, reach);
  const counts = boxSum(new Float32Array(light.length).fill(1), width, height, reach);
  const sums = boxSum(both, width, height, reach);
  for (let at = 0; at < sums.length; at++) sums[at] = sums[at]! / counts[at]!;
  return sums;
}

/** Rows, or columns: how many, how long, from one value to the next and from one line to the next. */
interface Lines {
  readonly lines: number;
  readonly length: number;
  readonly step: number;
  readonly pitch: number;
}

/** Whatever the reach, the same work: the most so far of each block from its left and from its right (van Herk 1992). */
function brightestAlong(light: Float32Array, { lines, length, step, pitch }: Lines, reach: number): Float32Array {
  const out = new Float32Array(light.length);
  const span = 2 * reach + 1;
  const padded = Math.ceil((length + 2 * reach) / span) * span;
  const [line, left, right] = [new Float32Array(padded), new Float32Array(padded), new Float32Array(padded)];
  for (let at = 0; at < lines; at++) {
    const begin = at * pitch;
    // What is outside is darker than anything.
    for (let x = 0; x < length; x++) line[x + reach] = light[begin + x * step]!;
    for (let x = 0; x < padded; x++) left[x] = x % span === 0 ? line[x]! : Math.max(left[x - 1]!, line[x]!);
    for (let x = padded - 1; x >= 0; x--) right[x] = x % span === span - 1 ? line[x]! : Math.max(right[x + 1]!, line[x]!);
    for (let x = 0; x < length; x++) out[begin + x * step] = Math.max(right[x]!, left[x + span - 1]!);
  }
  return out;
}

function summed(values: Float32Array, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return sums;
}

/** Sum of all above and left of a point between pixels. */
export function upTo({ width, height, sums }: Ink, x: number, y: number): number {
  const cx = Math.max(0, Math.min(width, x));
  const cy = Math.max(0, Math.min(height, y));
  const x0 = Math.min(width - 1, Math.floor(cx));
  const y0 = Math.min(height - 1, Math.floor(cy));
  const fx = cx - x0;
  const fy = cy - y0;
  const at = y0 * (width + 1) + x0;
  const below = at + width + 1;
  return (sums[at]! * (1 - fx) + sums[at + 1]! * fx) * (1 - fy) + (sums[below]! * (1 - fx) + sums[below + 1]! * fx) * fy;
}

/** A page's look as it is kept: a byte of rows, then two bits a cell. */
export function lookOf(page: Raster): Uint8Array {
  const ink = inkOf(page, Math.round((columns * fine * Math.max(page.width, page.height)) / page.width));
  const side = ink.width / columns;
  const rows = Math.max(1, Math.min(mostRows, Math.round(ink.height / side)));
  const cells = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x0, x1, y0, y1] = [column * side, (column + 1) * side, row * side, (row + 1) * side];
      cells[row * columns + column] = (upTo(ink, x1, y1) - upTo(ink, x0, y1) - upTo(ink, x1, y0) + upTo(ink, x0, y0)) / (side * side);
    }
  }
  return packed(cells, rows);
}

/** Steps from nothing to much, in parts of what the page's written cells hold on average. */
const steps = [0.25, 0.8, 1.2] as const;
const meant = Float32Array.from([0, 0.55, 1, 1.5]);

function packed(cells: Float32Array, rows: number): Uint8Array {
  const all = cells.reduce((sum, value) => sum + value, 0) / cells.length;
  const written = cells.filter((value) => value > all * 0.5);
  const usual = written.length === 0 ? 1 : written.reduce((sum, value) => sum + value, 0) / written.length;
  const look = new Uint8Array(1 + Math.ceil(cells.length / 4));
  look[0] = rows;
  // A blank page has a usual ink of nothing: what is fainter than paper’s own grain is none.
  cells.forEach((value, at) => { look[1 + (at >> 2)]! |= (usual < 0.004 ? 0 : steps.filter((step) => value >= step * usual).length) << ((at & 3) * 2); });
  return look;
}

/** What the steps stand for, row by row. */
export function cellsOf(look: Uint8Array): { readonly rows: number; readonly cells: Float32Array } {
  const rows = look[0]!;
  return { rows, cells: Float32Array.from({ length: rows * columns }, (_none, at) => meant[(look[1 + (at >> 2)]! >> ((at & 3) * 2)) & 3]!) };
}

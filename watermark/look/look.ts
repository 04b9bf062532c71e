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
  const light = Float32Array.from(grey, (value) => (isDark ? 255 - value : value));
  const paper = brightest(light, width, height, fine);
  const ink = light.map((value, at) => Math.max(0, Math.min(1, 1 - value / Math.max(24, paper[at]!))));
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
  const across = new Float32Array(light.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let most = 0;
      for (let near = Math.max(0, x - reach); near <= Math.min(width - 1, x + reach); near++) most = Math.max(most, light[y * width + near]!);
      across[y * width + x] = most;
    }
  }
  const both = new Float32Array(light.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let most = 0;
      for (let near = Math.max(0, y - reach); near <= Math.min(height - 1, y + reach); near++) most = Math.max(most, across[near * width + x]!);
      both[y * width + x] = most;
    }
  }
  const counts = boxSum(new Float32Array(light.length).fill(1), width, height, reach);
  return boxSum(both, width, height, reach).map((sum, at) => sum / counts[at]!);
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

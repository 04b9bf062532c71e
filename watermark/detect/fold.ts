/** All tiles of a picture laid over one another. */
import { chipsAcross } from '../mark/layout.ts';
import type { Lattice } from './lattice.ts';
import type { Residual } from './residual.ts';

/** Samples of a chip's side. */
export const fine = 4;
/** Samples of a tile's side. */
export const side = chipsAcross * fine;

/** A residual's pixels that say anything, row by row: what is folded a dozen times is looked for once. */
export interface Seen {
  /** Where each row begins in the lists, and where the last one ends. */
  readonly rows: Uint32Array;
  readonly columns: Uint16Array;
  readonly weights: Float32Array;
  /** Of each its value times its weight. */
  readonly products: Float32Array;
}

export function seenOf({ width, height, value, weight }: Residual): Seen {
  let count = 0;
  for (let at = 0; at < weight.length; at++) if (weight[at] !== 0) count += 1;
  const seen = { rows: new Uint32Array(height + 1), columns: new Uint16Array(count), weights: new Float32Array(count), products: new Float32Array(count) };
  for (let y = 0, pixel = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      const own = weight[pixel]!;
      if (own === 0) continue;
      seen.columns[to] = x;
      seen.weights[to] = own;
      seen.products[to] = own * value[pixel]!;
      to += 1;
    }
    seen.rows[y + 1] = to;
  }
  return seen;
}

/** Mean of all tiles, `side` × `side`, zero where nothing was seen. */
export function fold({ rows, columns, weights, products }: Seen, { right, down }: Lattice): Float64Array {
  const sums = new Float64Array(side * side);
  const counts = new Float64Array(side * side);
  const determinant = right[0] * down[1] - right[1] * down[0];
  const [ux, uy, vx, vy] = [down[1] / determinant, -down[0] / determinant, -right[1] / determinant, right[0] / determinant];
  for (let y = 0; y + 1 < rows.length; y++) {
    const rowU = (y + 0.5) * uy;
    const rowV = (y + 0.5) * vy;
    const end = rows[y + 1]!;
    for (let at = rows[y]!; at < end; at++) {
      const x = columns[at]! + 0.5;
      const u = x * ux + rowU;
      const v = x * vx + rowV;
      const place = (((v - Math.floor(v)) * side) | 0) * side + (((u - Math.floor(u)) * side) | 0);
      sums[place]! += products[at]!;
      counts[place]! += weights[at]!;
    }
  }
  return fromMiddle(sums, counts);
}

function fromMiddle(sums: Float64Array, counts: Float64Array): Float64Array {
  let middle = 0;
  for (let at = 0; at < sums.length; at++) {
    if (counts[at]! > 0) sums[at]! /= counts[at]!;
    middle += sums[at]!;
  }
  middle /= sums.length;
  for (let at = 0; at < sums.length; at++) sums[at] = counts[at]! > 0 ? sums[at]! - middle : 0;
  return sums;
}

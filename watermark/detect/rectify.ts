/** A photographed page laid flat, from its four corners. */
import type { Raster } from '../page/raster.ts';

export type Point = readonly [number, number];
/** Clockwise from the page's upper left. */
export type Corners = readonly [Point, Point, Point, Point];

/** Paper of the A and B series: what is held a little aslant looks longer or shorter than it is, and a tile would not be a square. */
const paper = Math.SQRT2;
const nearly = 1.2;

function likePaper(across: number, down: number): [number, number] {
  const ratio = Math.max(across, down) / Math.min(across, down);
  if (ratio > paper * nearly || ratio < paper / nearly) return [across, down];
  return across > down ? [Math.max(across, down * paper), Math.max(down, across / paper)] : [Math.max(across, down / paper), Math.max(down, across * paper)];
}

/** @throws RangeError where the corners span no area */
export function rectify(picture: Raster, corners: Corners): Raster {
  const [a, b, c, d] = corners;
  // As many pixels as the nearer edges have, so that nothing is lost; no more than a detector looks at.
  const most = 2048;
  const [across, down] = likePaper(Math.max(length(a, b), length(d, c)), Math.max(length(a, d), length(b, c)));
  if (!(across > 16 && down > 16)) throw new RangeError('the corners span no page');
  const scale = Math.min(1, most / Math.max(across, down));
  const [width, height] = [Math.round(across * scale), Math.round(down * scale)];
  const map = homography([[0, 0], [width, 0], [width, height], [0, height]], corners);
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x + 0.5, y + 0.5];
      const w = map[6]! * u + map[7]! * v + 1;
      grey[y * width + x] = sample(picture, (map[0]! * u + map[1]! * v + map[2]!) / w - 0.5, (map[3]! * u + map[4]! * v + map[5]!) / w - 0.5);
    }
  }
  return { width, height, grey };
}

function length(p: Point, q: Point): number {
  return Math.hypot(p[0] - q[0], p[1] - q[1]);
}

function sample({ width, height, grey }: Raster, x: number, y: number): number {
  const cx = Math.max(0, Math.min(width - 1.001, x));
  const cy = Math.max(0, Math.min(height - 1.001, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - x0, cy - y0];
  const at = y0 * width + x0;
  const [right, below] = [x0 + 1 < width ? 1 : 0, y0 + 1 < height ? width : 0];
  return Math.round((grey[at]! * (1 - fx) + grey[at + right]! * fx) * (1 - fy) + (grey[at + below]! * (1 - fx) + grey[at + below + right]! * fx) * fy);
}

/** Eight numbers that take each of four points to another four: rows of a 3 × 3 matrix whose last is 1. */
export function homography(from: Corners, to: Corners): number[] {
  const rows = from.flatMap(([x, y], at) => {
    const [u, v] = to[at]!;
    return [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]];
  });
  for (let column = 0; column < 8; column++) {
    let pivot = column;
    for (let row = column + 1; row < 8; row++) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    if (Math.abs(rows[pivot]![column]!) < 1e-9) throw new RangeError('the corners span no page');
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < 8; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at < 9; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, at) => row[8]! / row[at]!);
}

/** A photograph taken aslant: over the whole page no step fits, over a few tiles one does nearly. */
import type { Residual } from './residual.ts';

/** Four to five tiles of a page that fills the picture: fewer are too noisy, more are bent too much. */
const side = 720;

/** Squares that overlap by a third at least, row by row; none of a picture hardly larger than one. */
export function* partsOf(whole: Residual): Generator<Residual> {
  const [across, down] = [startsOf(whole.width), startsOf(whole.height)];
  if (across.length * down.length === 1) return;
  for (const y of down) for (const x of across) yield partOf(whole, x, y, Math.min(side, whole.width), Math.min(side, whole.height));
}

function startsOf(length: number): number[] {
  const room = Math.max(0, length - side);
  const steps = Math.ceil(room / (side * (2 / 3)));
  return Array.from({ length: steps + 1 }, (_, at) => (steps === 0 ? 0 : Math.round((room * at) / steps)));
}

function partOf({ width: all, value, weight }: Residual, left: number, top: number, width: number, height: number): Residual {
  const part = { width, height, value: new Float32Array(width * height), weight: new Float32Array(width * height) };
  for (let y = 0; y < height; y++) {
    const from = (top + y) * all + left;
    part.value.set(value.subarray(from, from + width), y * width);
    part.weight.set(weight.subarray(from, from + width), y * width);
  }
  return part;
}

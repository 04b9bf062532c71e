/** A picture made smaller by the mean of the area each new pixel covers: noise averages out, chips stay. */
import type { Raster } from '../page/raster.ts';

/** At most `longest` pixels on the longer side; a smaller picture as it is. */
export function reduce(picture: Raster, longest: number): Raster {
  const factor = Math.max(picture.width, picture.height) / longest;
  if (factor <= 1) return picture;
  const width = Math.floor(picture.width / factor);
  const height = Math.floor(picture.height / factor);
  const across = spans(picture.width, width);
  const narrow = new Float32Array(width * picture.height);
  const { shares } = across;
  for (let y = 0; y < picture.height; y++) {
    const row = y * picture.width;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      const last = across.last[x]!;
      for (let at = across.first[x]!, part = across.offset[x]!; at <= last; at++, part++) sum += picture.grey[row + at]! * shares[part]!;
      narrow[y * width + x] = sum;
    }
  }
  const down = spans(picture.height, height);
  const grey = new Uint8Array(width * height);
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let at = down.first[y]!; at <= down.last[y]!; at++) {
      const part = down.shares[down.offset[y]! + at - down.first[y]!]!;
      for (let x = 0; x < width; x++) row[x]! += narrow[at * width + x]! * part;
    }
    // One grey level is the whole signal: the dither of a fixed pattern keeps what rounding would lose.
    for (let x = 0; x < width; x++) grey[y * width + x] = Math.floor(row[x]! + dither[(y & 3) * 4 + (x & 3)]!);
  }
  return { width, height, grey };
}

const dither = Float32Array.from([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5], (step) => (step + 0.5) / 16);

interface Spans {
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** How much of each new pixel its old pixels give, one behind the other; where those of a new pixel begin. */
  readonly shares: Float64Array;
  readonly offset: Int32Array;
}

function spans(from: number, to: number): Spans {
  const factor = from / to;
  const [first, last, offset, shares] = [new Int32Array(to), new Int32Array(to), new Int32Array(to), new Float64Array(from + 2 * to)];
  for (let at = 0, next = 0; at < to; at++) {
    first[at] = Math.floor(at * factor);
    last[at] = Math.min(from - 1, Math.ceil((at + 1) * factor) - 1);
    offset[at] = next;
    for (let old = first[at]!; old <= last[at]!; old++) shares[next++] = Math.max(0, Math.min(old + 1, (at + 1) * factor) - Math.max(old, at * factor)) / factor;
  }
  return { first, last, shares, offset };
}

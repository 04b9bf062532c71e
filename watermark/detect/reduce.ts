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
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let at = across.first[x]!; at <= across.last[x]!; at++) sum += picture.grey[y * picture.width + at]! * share(across, x, at);
      narrow[y * width + x] = sum;
    }
  }
  const down = spans(picture.height, height);
  const grey = new Uint8Array(width * height);
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let at = down.first[y]!; at <= down.last[y]!; at++) {
      const part = share(down, y, at);
      for (let x = 0; x < width; x++) row[x]! += narrow[at * width + x]! * part;
    }
    // One grey level is the whole signal: the dither of a fixed pattern keeps what rounding would lose.
    for (let x = 0; x < width; x++) grey[y * width + x] = Math.floor(row[x]! + dither[(y & 3) * 4 + (x & 3)]!);
  }
  return { width, height, grey };
}

const dither = Float32Array.from([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5], (step) => (step + 0.5) / 16);

interface Spans {
  readonly factor: number;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function spans(from: number, to: number): Spans {
  const factor = from / to;
  return {
    factor,
    first: Int32Array.from({ length: to }, (_, at) => Math.floor(at * factor)),
    last: Int32Array.from({ length: to }, (_, at) => Math.min(from - 1, Math.ceil((at + 1) * factor) - 1)),
  };
}

/** How much of new pixel `at` old pixel `old` gives. */
function share({ factor }: Spans, at: number, old: number): number {
  return Math.max(0, Math.min(old + 1, (at + 1) * factor) - Math.max(old, at * factor)) / factor;
}

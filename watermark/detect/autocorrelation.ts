/** Where a picture is like itself, for every distance at once. */
import { alongColumns, alongRows, fft2, lanes } from './fft.ts';

/** How alike two pictures are to themselves moved by (x, y), wrapped around; 0,0 at the corner. */
export interface Likenesses {
  readonly value: Float32Array;
  readonly weight: Float32Array;
}

/**
 * Autocorrelation of a picture's values and of its weights, together: two real pictures go through one transform as its
 * real and imaginary parts, and both results come back the same way.
 */
export function autocorrelations(value: Float32Array, weight: Float32Array, width: number, height: number, side: { readonly width: number; readonly height: number }): Likenesses {
  const re = new Float32Array(side.width * side.height);
  const im = new Float32Array(re.length);
  for (let y = 0; y < height; y++) {
    re.set(value.subarray(y * width, (y + 1) * width), y * side.width);
    im.set(weight.subarray(y * width, (y + 1) * width), y * side.width);
  }
  fft2(re, im, side.width, side.height, height);
  powers(re, im, side.width, side.height);
  // Powers are the same at opposite places, and so is what comes of them: half the columns and half the rows are enough.
  const half = side.width / 2;
  alongColumns(re, im, side.width, side.height, (x) => x <= half);
  mirrorColumns(re, side.width, side.height);
  mirrorColumns(im, side.width, side.height);
  alongRows(re, im, side.width, side.height / 2 + 1);
  const scale = 1 / re.length;
  mirrorRows(re, side.width, side.height, scale);
  mirrorRows(im, side.width, side.height, scale);
  return { value: re, weight: im };
}

/** From the transform of value + i·weight to |V|² + i·|W|², in place: V and W are its symmetric and antisymmetric parts. */
function powers(re: Float32Array, im: Float32Array, width: number, height: number): void {
  for (let y = 0; y <= height / 2; y++) {
    const opposite = ((height - y) % height) * width;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const other = opposite + ((width - x) & (width - 1));
      if (other < at) continue;
      const vr = (re[at]! + re[other]!) / 2;
      const vi = (im[at]! - im[other]!) / 2;
      const wr = (im[at]! + im[other]!) / 2;
      const wi = (re[other]! - re[at]!) / 2;
      re[at] = re[other] = vr * vr + vi * vi;
      im[at] = im[other] = wr * wr + wi * wi;
    }
  }
}

/** Columns of the right half that were not transformed, from those of the left. */
function mirrorColumns(values: Float32Array, width: number, height: number): void {
  const done = Math.min(width, (Math.floor(width / 2 / lanes) + 1) * lanes);
  for (let y = 0; y < height; y++) {
    const [to, from] = [y * width, ((height - y) % height) * width + width];
    for (let x = done; x < width; x++) values[to + x] = values[from - x]!;
  }
}

/** Scales the upper half, and lays it over the lower. */
function mirrorRows(values: Float32Array, width: number, height: number, scale: number): void {
  for (let at = 0; at < width * (height / 2 + 1); at++) values[at]! *= scale;
  for (let y = height / 2 + 1; y < height; y++) {
    const [to, from] = [y * width, (height - y) * width];
    values[to] = values[from]!;
    for (let x = 1; x < width; x++) values[to + x] = values[from + width - x]!;
  }
}

/** Fast Fourier transform in two dimensions, sides powers of two, in place on separate real and imaginary parts. */

/** Cosines and sines for one length, made once. */
interface Twiddles {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly reversed: Uint32Array;
}

const made = new Map<number, Twiddles>();

function twiddles(length: number): Twiddles {
  const found = made.get(length);
  if (found !== undefined) return found;
  const bits = Math.log2(length);
  const fresh = {
    cos: Float64Array.from({ length: length / 2 }, (_, at) => Math.cos((2 * Math.PI * at) / length)),
    sin: Float64Array.from({ length: length / 2 }, (_, at) => Math.sin((2 * Math.PI * at) / length)),
    reversed: Uint32Array.from({ length }, (_, at) => {
      let turned = 0;
      for (let bit = 0; bit < bits; bit++) turned |= ((at >> bit) & 1) << (bits - 1 - bit);
      return turned;
    }),
  };
  made.set(length, fresh);
  return fresh;
}

/** Written without a single list in its loops: each `[a, b] = [c, d]` here made it eight times as slow. */
function transform(re: Float64Array, im: Float64Array, { cos, sin, reversed }: Twiddles): void {
  const length = re.length;
  for (let at = 0; at < length; at++) {
    const other = reversed[at]!;
    if (other <= at) continue;
    const r = re[at]!;
    const i = im[at]!;
    re[at] = re[other]!;
    im[at] = im[other]!;
    re[other] = r;
    im[other] = i;
  }
  for (let half = 1; half < length; half *= 2) {
    const step = length / (half * 2);
    for (let at = 0, turn = 0; at < half; at++, turn += step) {
      const c = cos[turn]!;
      const s = sin[turn]!;
      for (let upper = at; upper < length; upper += half * 2) {
        const lower = upper + half;
        const r = re[lower]! * c + im[lower]! * s;
        const i = im[lower]! * c - re[lower]! * s;
        re[lower] = re[upper]! - r;
        im[lower] = im[upper]! - i;
        re[upper]! += r;
        im[upper]! += i;
      }
    }
  }
}

/** Transforms `re` and `im` (width × height, row by row) in place. */
export function fft2(re: Float32Array, im: Float32Array, width: number, height: number): void {
  alongRows(re, im, width, height);
  alongColumns(re, im, width, height);
}

function alongRows(re: Float32Array, im: Float32Array, width: number, height: number): void {
  const table = twiddles(width);
  const [r, i] = [new Float64Array(width), new Float64Array(width)];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    r.set(re.subarray(row, row + width));
    i.set(im.subarray(row, row + width));
    transform(r, i, table);
    re.set(r, row);
    im.set(i, row);
  }
}

/** Eight columns at once: a cache line holds that many neighbours. */
function alongColumns(re: Float32Array, im: Float32Array, width: number, height: number): void {
  const table = twiddles(height);
  const together = Math.min(8, width);
  const columns = Array.from({ length: together }, () => ({ r: new Float64Array(height), i: new Float64Array(height) }));
  for (let x = 0; x < width; x += together) {
    for (let at = 0; at < together; at++) copyColumn(re, im, width, height, x + at, columns[at]!);
    for (const { r, i } of columns) transform(r, i, table);
    for (let at = 0; at < together; at++) putColumn(re, im, width, height, x + at, columns[at]!);
  }
}

interface Column {
  readonly r: Float64Array;
  readonly i: Float64Array;
}

function copyColumn(re: Float32Array, im: Float32Array, width: number, height: number, x: number, { r, i }: Column): void {
  for (let y = 0, at = x; y < height; y++, at += width) {
    r[y] = re[at]!;
    i[y] = im[at]!;
  }
}

function putColumn(re: Float32Array, im: Float32Array, width: number, height: number, x: number, { r, i }: Column): void {
  for (let y = 0, at = x; y < height; y++, at += width) {
    re[at] = r[y]!;
    im[at] = i[y]!;
  }
}

/** The next power of two. */
export function atLeast(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, length)));
}

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
  fft2(re, im, side.width, side.height);
  powers(re, im, side.width, side.height);
  fft2(re, im, side.width, side.height);
  const scale = 1 / re.length;
  for (let at = 0; at < re.length; at++) {
    re[at]! *= scale;
    im[at]! *= scale;
  }
  return { value: re, weight: im };
}

/** From the transform of value + i·weight to |V|² + i·|W|², in place: V and W are its symmetric and antisymmetric parts. */
function powers(re: Float32Array, im: Float32Array, width: number, height: number): void {
  for (let y = 0; y <= height / 2; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const other = ((height - y) % height) * width + ((width - x) % width);
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

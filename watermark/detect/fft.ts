/** Fast Fourier transform in two dimensions, sides powers of two, in place on separate real and imaginary parts. */

/** Cosines and sines of one whole turn, made once for each length. */
interface Twiddles {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

const made = new Map<number, Twiddles>();

function twiddles(length: number): Twiddles {
  const found = made.get(length);
  if (found !== undefined) return found;
  const fresh = {
    cos: Float64Array.from({ length }, (_, at) => Math.cos((2 * Math.PI * at) / length)),
    sin: Float64Array.from({ length }, (_, at) => Math.sin((2 * Math.PI * at) / length)),
  };
  made.set(length, fresh);
  return fresh;
}

/** Rows or columns that are transformed together: one look at a twiddle serves all, and a cache line holds that many. */
export const lanes = 8;

/** Real and imaginary parts of `lanes` transforms, element by element beside one another. */
export interface Batch {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export const batchOf = (length: number): Batch => ({ re: new Float64Array(length * lanes), im: new Float64Array(length * lanes) });

/**
 * Stockham's way: four at a time from one batch into another and back, so that no order has to be put right afterwards and all inner loops run along
 * memory. Written without a single list in its loops: each `[a, b] = [c, d]` here made it eight times as slow.
 * @param from is spoilt @param other as large, is spoilt too @returns the one that holds the result
 */
export function transform(from: Batch, other: Batch, length: number): Batch {
  const table = twiddles(length);
  let [x, y] = [from, other];
  let [left, stride] = [length, lanes];
  for (; left >= 4; left /= 4, stride *= 4) {
    byFour(x, y, left, stride, table);
    [x, y] = [y, x];
  }
  if (left === 2) {
    byTwo(x, y, stride);
    [x, y] = [y, x];
  }
  return x;
}

function byFour({ re: xr, im: xi }: Batch, { re: yr, im: yi }: Batch, left: number, stride: number, { cos, sin }: Twiddles): void {
  const quarter = left / 4;
  const step = cos.length / left;
  const apart = quarter * stride;
  for (let p = 0; p < quarter; p++) {
    const c1 = cos[p * step]!;
    const s1 = -sin[p * step]!;
    const c2 = cos[2 * p * step]!;
    const s2 = -sin[2 * p * step]!;
    const c3 = cos[3 * p * step]!;
    const s3 = -sin[3 * p * step]!;
    const end = (p + 1) * stride;
    for (let a = p * stride, to = p * 4 * stride; a < end; a++, to++) {
      const b = a + apart;
      const c = b + apart;
      const d = c + apart;
      const sumR = xr[a]! + xr[c]!;
      const sumI = xi[a]! + xi[c]!;
      const lessR = xr[a]! - xr[c]!;
      const lessI = xi[a]! - xi[c]!;
      const otherR = xr[b]! + xr[d]!;
      const otherI = xi[b]! + xi[d]!;
      // i · (b − d)
      const turnR = xi[d]! - xi[b]!;
      const turnI = xr[b]! - xr[d]!;
      yr[to] = sumR + otherR;
      yi[to] = sumI + otherI;
      const r1 = lessR - turnR;
      const i1 = lessI - turnI;
      yr[to + stride] = r1 * c1 - i1 * s1;
      yi[to + stride] = r1 * s1 + i1 * c1;
      const r2 = sumR - otherR;
      const i2 = sumI - otherI;
      yr[to + 2 * stride] = r2 * c2 - i2 * s2;
      yi[to + 2 * stride] = r2 * s2 + i2 * c2;
      const r3 = lessR + turnR;
      const i3 = lessI + turnI;
      yr[to + 3 * stride] = r3 * c3 - i3 * s3;
      yi[to + 3 * stride] = r3 * s3 + i3 * c3;
    }
  }
}

function byTwo({ re: xr, im: xi }: Batch, { re: yr, im: yi }: Batch, stride: number): void {
  for (let a = 0, b = stride; a < stride; a++, b++) {
    yr[a] = xr[a]! + xr[b]!;
    yi[a] = xi[a]! + xi[b]!;
    yr[b] = xr[a]! - xr[b]!;
    yi[b] = xi[a]! - xi[b]!;
  }
}

/** Transforms `re` and `im` (width × height, row by row) in place. @param seen rows from the top that hold anything: the others are zero */
export function fft2(re: Float32Array, im: Float32Array, width: number, height: number, seen = height): void {
  alongRows(re, im, width, seen);
  alongColumns(re, im, width, height);
}

/** Of the first `rows` rows. */
export function alongRows(re: Float32Array, im: Float32Array, width: number, rows: number): void {
  const [batch, other] = [batchOf(width), batchOf(width)];
  for (let y = 0; y < rows; y += lanes) {
    const own = Math.min(lanes, rows - y);
    for (let lane = 0; lane < own; lane++) {
      for (let x = 0, from = (y + lane) * width, to = lane; x < width; x++, from++, to += lanes) {
        batch.re[to] = re[from]!;
        batch.im[to] = im[from]!;
      }
    }
    const done = transform(batch, other, width);
    for (let lane = 0; lane < own; lane++) {
      for (let x = 0, to = (y + lane) * width, from = lane; x < width; x++, to++, from += lanes) {
        re[to] = done.re[from]!;
        im[to] = done.im[from]!;
      }
    }
  }
}

/** @param isWanted of the column where a batch of `lanes` begins: the others are left as they are */
export function alongColumns(re: Float32Array, im: Float32Array, width: number, height: number, isWanted: (x: number) => boolean = () => true): void {
  const [batch, other] = [batchOf(height), batchOf(height)];
  for (let x = 0; x < width; x += lanes) {
    if (!isWanted(x)) continue;
    const own = Math.min(lanes, width - x);
    for (let y = 0, from = x, to = 0; y < height; y++, from += width, to += lanes) {
      for (let lane = 0; lane < own; lane++) {
        batch.re[to + lane] = re[from + lane]!;
        batch.im[to + lane] = im[from + lane]!;
      }
    }
    const done = transform(batch, other, height);
    for (let y = 0, to = x, from = 0; y < height; y++, to += width, from += lanes) {
      for (let lane = 0; lane < own; lane++) {
        re[to + lane] = done.re[from + lane]!;
        im[to + lane] = done.im[from + lane]!;
      }
    }
  }
}

/** The next power of two. */
export function atLeast(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, length)));
}

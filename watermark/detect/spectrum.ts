/** Transform of one real picture: its spectrum is the same, conjugated, at opposite places, so that half of it is kept and half the work done. */
import { alongColumns, type Batch, batchOf, lanes, transform } from './fft.ts';

/** Columns 0 to width / 2 of a spectrum whose picture is `width` × `height`, sides powers of two; `across` = width / 2 + 1. */
export interface Spectrum {
  readonly width: number;
  readonly height: number;
  readonly across: number;
  readonly re: Float32Array;
  readonly im: Float32Array;
}

interface Rows {
  readonly width: number;
  readonly height: number;
  readonly value: Float32Array;
}

/** @param side of the transform, at least the picture's */
export function spectrumOf(picture: Rows, { width, height }: { readonly width: number; readonly height: number }): Spectrum {
  const across = width / 2 + 1;
  const spectrum = { width, height, across, re: new Float32Array(across * height), im: new Float32Array(across * height) };
  const [batch, other] = [batchOf(width), batchOf(width)];
  for (let y = 0; y < picture.height; y += lanes * 2) {
    batch.re.fill(0);
    batch.im.fill(0);
    // Two rows go through one transform, as its real and its imaginary part.
    for (let row = 0; row < lanes * 2 && y + row < picture.height; row++) {
      const into = row % 2 === 0 ? batch.re : batch.im;
      for (let x = 0, from = (y + row) * picture.width, to = row >> 1; x < picture.width; x++, from++, to += lanes) into[to] = picture.value[from]!;
    }
    takeApart(transform(batch, other, width), spectrum, y, Math.min(picture.height, y + lanes * 2));
  }
  alongColumns(spectrum.re, spectrum.im, across, height);
  return spectrum;
}

function takeApart({ re, im }: Batch, { width, across, re: intoRe, im: intoIm }: Spectrum, first: number, end: number): void {
  for (let y = first; y < end; y += 2) {
    const lane = (y - first) >> 1;
    for (let x = 0, to = y * across; x < across; x++, to++) {
      const own = x * lanes + lane;
      const opposite = ((width - x) & (width - 1)) * lanes + lane;
      intoRe[to] = (re[own]! + re[opposite]!) / 2;
      intoIm[to] = (im[own]! - im[opposite]!) / 2;
      if (y + 1 === end) continue;
      intoRe[to + across] = (im[own]! + im[opposite]!) / 2;
      intoIm[to + across] = (re[opposite]! - re[own]!) / 2;
    }
  }
}

/** The picture of a spectrum, `size` of it; columns that hold nothing cost nothing. The spectrum is spoilt. */
export function pictureOf({ width, height, across, re, im }: Spectrum, size: { readonly width: number; readonly height: number }): Float32Array {
  // Conjugated, the same transform leads back.
  for (let at = 0; at < im.length; at++) im[at] = -im[at]!;
  const isFull = fullColumns(re, im, across);
  alongColumns(re, im, across, height, (x) => isFull.subarray(x, x + lanes).includes(1));
  const picture = new Float32Array(size.width * size.height);
  const [batch, other] = [batchOf(width), batchOf(width)];
  const scale = 1 / (width * height);
  for (let y = 0; y < size.height; y += lanes * 2) {
    const end = Math.min(size.height, y + lanes * 2);
    putTogether(batch, { width, height, across, re, im }, y, end);
    const done = transform(batch, other, width);
    for (let row = y; row < end; row++) {
      const from = row % 2 === 0 ? done.re : done.im;
      for (let x = 0, at = (row - y) >> 1, to = row * size.width; x < size.width; x++, at += lanes, to++) picture[to] = from[at]! * scale;
    }
  }
  return picture;
}

function fullColumns(re: Float32Array, im: Float32Array, across: number): Uint8Array {
  const isFull = new Uint8Array(across);
  for (let row = 0; row < re.length; row += across) for (let x = 0; x < across; x++) if (re[row + x] !== 0 || im[row + x] !== 0) isFull[x] = 1;
  return isFull;
}

/** Two rows' spectra to one: sides are even, a last row has its neighbour too. */
function putTogether(batch: Batch, { width, across, re, im }: Spectrum, first: number, end: number): void {
  for (let y = first; y < end; y += 2) {
    const lane = (y - first) >> 1;
    for (let x = 0, from = y * across; x < across; x++, from++) {
      const nextRe = re[from + across]!;
      const nextIm = im[from + across]!;
      const own = x * lanes + lane;
      const opposite = ((width - x) & (width - 1)) * lanes + lane;
      batch.re[opposite] = re[from]! + nextIm;
      batch.im[opposite] = nextRe - im[from]!;
      batch.re[own] = re[from]! - nextIm;
      batch.im[own] = im[from]! + nextRe;
    }
  }
}

/**
 * Fourier transform of a tile's chips, 20 × 20 of them, for many such grids beside one another: one look at the chips finds every place at which
 * they fit, where adding them up place by place takes twenty times as long.
 */
import { chipsAcross } from '../mark/layout.ts';

const length = chipsAcross;

/** Element `(y · 20 + x) · beside + which`. */
export interface Grids {
  readonly beside: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function gridsOf(beside: number): Grids {
  return { beside, re: new Float64Array(length * length * beside), im: new Float64Array(length * length * beside) };
}

/** In place; with real and imaginary parts given the other way round it leads back, 400 times as large. */
export function transformGrids(re: Float64Array, im: Float64Array, beside: number): void {
  for (let y = 0; y < length; y++) twenty(re, im, y * length * beside, beside, beside);
  twenty(re, im, 0, length * beside, length * beside);
}

const [cos1, cos2] = [Math.cos((2 * Math.PI) / 5), Math.cos((4 * Math.PI) / 5)];
const [sin1, sin2] = [Math.sin((2 * Math.PI) / 5), Math.sin((4 * Math.PI) / 5)];

/** Twenty is four times five, which share no divisor: four by four, then five by five, and no twiddles between (Good 1958, Thomas 1963). */
function twenty(re: Float64Array, im: Float64Array, first: number, stride: number, run: number): void {
  for (let five = 0; five < 5; five++) byFour(re, im, first + place(five * 4) * stride, first + place(five * 4 + 5) * stride, first + place(five * 4 + 10) * stride, first + place(five * 4 + 15) * stride, run);
  for (let four = 0; four < 4; four++) {
    const at = (which: number): number => first + place(four * 5 + which * 4) * stride;
    byFive(re, im, at(0), at(1), at(2), at(3), at(4), run);
  }
}

function place(at: number): number {
  return at % length;
}

function byFour(re: Float64Array, im: Float64Array, a: number, b: number, c: number, d: number, run: number): void {
  for (let end = a + run; a < end; a++, b++, c++, d++) {
    const sumR = re[a]! + re[c]!;
    const sumI = im[a]! + im[c]!;
    const lessR = re[a]! - re[c]!;
    const lessI = im[a]! - im[c]!;
    const otherR = re[b]! + re[d]!;
    const otherI = im[b]! + im[d]!;
    const apartR = re[b]! - re[d]!;
    const apartI = im[b]! - im[d]!;
    re[a] = sumR + otherR;
    im[a] = sumI + otherI;
    re[b] = lessR + apartI;
    im[b] = lessI - apartR;
    re[c] = sumR - otherR;
    im[c] = sumI - otherI;
    re[d] = lessR - apartI;
    im[d] = lessI + apartR;
  }
}

/** Results of `a` to `e` stand in the places that the rule of remainders gives them: 16 · k further on, which is the last of them first. */
function byFive(re: Float64Array, im: Float64Array, a: number, b: number, c: number, d: number, e: number, run: number): void {
  for (let end = a + run; a < end; a++, b++, c++, d++, e++) {
    const outerR = re[b]! + re[e]!;
    const outerI = im[b]! + im[e]!;
    const innerR = re[c]! + re[d]!;
    const innerI = im[c]! + im[d]!;
    const acrossR = re[b]! - re[e]!;
    const acrossI = im[b]! - im[e]!;
    const betweenR = re[c]! - re[d]!;
    const betweenI = im[c]! - im[d]!;
    const ownR = re[a]!;
    const ownI = im[a]!;
    re[a] = ownR + outerR + innerR;
    im[a] = ownI + outerI + innerI;
    const oneR = ownR + outerR * cos1 + innerR * cos2;
    const oneI = ownI + outerI * cos1 + innerI * cos2;
    const twoR = ownR + outerR * cos2 + innerR * cos1;
    const twoI = ownI + outerI * cos2 + innerI * cos1;
    const turnOneR = acrossR * sin1 + betweenR * sin2;
    const turnOneI = acrossI * sin1 + betweenI * sin2;
    const turnTwoR = acrossR * sin2 - betweenR * sin1;
    const turnTwoI = acrossI * sin2 - betweenI * sin1;
    // k = 1 stands sixteen further on: where e was; 2 where d was, 3 where c was, 4 where b was.
    re[e] = oneR + turnOneI;
    im[e] = oneI - turnOneR;
    re[d] = twoR + turnTwoI;
    im[d] = twoI - turnTwoR;
    re[c] = twoR - turnTwoI;
    im[c] = twoI + turnTwoR;
    re[b] = oneR - turnOneI;
    im[b] = oneI + turnOneR;
  }
}

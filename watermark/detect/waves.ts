/** A camera sees two grids through one another: moiré, waves much stronger than the mark. They stand in few places of the spectrum. */
import { atLeast, fft2 } from './fft.ts';
import type { Residual } from './residual.ts';

/** So many times the middle power of the spectrum is no mark: a tile that is repeated eighty times reaches a hundred in a picture as noisy as a photograph. */
const loud = 600;
/** What ink hides of a wave comes back with the ink's shape; taken away again it is a tenth each time. */
const rounds = 3;

export function withoutWaves(residual: Residual): Residual {
  const { width, height, weight } = residual;
  let calm = residual.value;
  for (let round = 0; round < rounds; round++) {
    const waves = wavesOf({ ...residual, value: calm });
    if (waves === undefined) break;
    calm = calm.map((value, at) => (weight[at]! > 0 ? value - waves[at]! : 0));
  }
  return { width, height, value: calm, weight };
}

/** What is loud in the spectrum, and nothing else; `undefined` where nothing is. */
function wavesOf({ width, height, value }: Residual): Float32Array | undefined {
  const [across, down] = [atLeast(width), atLeast(height)];
  const re = new Float32Array(across * down);
  const im = new Float32Array(re.length);
  for (let y = 0; y < height; y++) re.set(value.subarray(y * width, (y + 1) * width), y * across);
  fft2(re, im, across, down);
  if (!keepLoud(re, im)) return undefined;
  fft2(re, im, across, down);
  const waves = new Float32Array(width * height);
  for (let y = 0; y < height; y++) waves.set(re.subarray(y * across, y * across + width), y * width);
  return waves.map((wave) => wave / re.length);
}

/** Conjugated, so that the same transform leads back. */
function keepLoud(re: Float32Array, im: Float32Array): boolean {
  const most = loud * middlePower(re, im);
  let found = false;
  for (let at = 0; at < re.length; at++) {
    const isLoud = re[at]! ** 2 + im[at]! ** 2 > most;
    found ||= isLoud;
    re[at] = isLoud ? re[at]! : 0;
    im[at] = isLoud ? -im[at]! : 0;
  }
  return found;
}

/** Of some thousand places, which is enough. */
function middlePower(re: Float32Array, im: Float32Array): number {
  const some = Float64Array.from({ length: 4096 }, (_, n) => {
    const at = Math.floor(((n + 0.5) * re.length) / 4096);
    return re[at]! ** 2 + im[at]! ** 2;
  }).sort();
  return some[2048]!;
}

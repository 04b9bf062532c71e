/** A camera sees two grids through one another: moiré, waves much stronger than the mark. They stand in few places of the spectrum. */
import { atLeast } from './fft.ts';
import type { Residual } from './residual.ts';
import { pictureOf, type Spectrum, spectrumOf } from './spectrum.ts';

/** So many times the middle power of the spectrum is no mark: a tile that is repeated eighty times reaches a hundred in a picture as noisy as a photograph. */
const loud = 600;
/** What ink hides of a wave comes back with the ink's shape; taken away again it is a tenth each time. */
const rounds = 3;

/** The same residual where there are none. */
export function withoutWaves(residual: Residual): Residual {
  const { width, height, weight } = residual;
  let calm = residual.value;
  for (let round = 0; round < rounds; round++) {
    const waves = wavesOf({ ...residual, value: calm });
    if (waves === undefined) break;
    for (let at = 0; at < waves.length; at++) waves[at] = weight[at]! > 0 ? calm[at]! - waves[at]! : 0;
    calm = waves;
  }
  return calm === residual.value ? residual : { width, height, value: calm, weight };
}

/** What is loud in the spectrum, and nothing else; `undefined` where nothing is. */
function wavesOf(residual: Residual): Float32Array | undefined {
  const spectrum = spectrumOf(residual, { width: atLeast(residual.width), height: atLeast(residual.height) });
  return keepLoud(spectrum) ? pictureOf(spectrum, residual) : undefined;
}

function keepLoud(spectrum: Spectrum): boolean {
  const { re, im } = spectrum;
  const most = loud * middlePower(spectrum);
  let found = false;
  for (let at = 0; at < re.length; at++) {
    if (re[at]! ** 2 + im[at]! ** 2 > most) found = true;
    else re[at] = im[at] = 0;
  }
  return found;
}

/** Of some thousand places, which is enough. */
function middlePower({ width, height, across, re, im }: Spectrum): number {
  const some = Float64Array.from({ length: 4096 }, (_, n) => {
    const place = Math.floor(((n + 0.5) * width * height) / 4096);
    const [x, y] = [place % width, Math.floor(place / width)];
    const at = x < across ? y * across + x : ((height - y) % height) * across + width - x;
    return re[at]! ** 2 + im[at]! ** 2;
  }).sort();
  return some[2048]!;
}

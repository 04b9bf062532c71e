/** The quick ways give what the slow definitions give. */
import test from 'ava';
import { chipsAcross, layoutOf } from '../mark/layout.ts';
import { dice } from '../trial/words.ts';
import { autocorrelations } from './autocorrelation.ts';
import { fft2 } from './fft.ts';
import { fine, fold, seenOf, side } from './fold.ts';
import { pictureOf, spectrumOf } from './spectrum.ts';
import { readyFor, synchronise } from './sync.ts';

const noise = (length: number, seed: number): Float32Array => {
  const random = dice(seed);
  return Float32Array.from({ length }, () => random() - 0.5);
};
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((most, one, at) => Math.max(most, Math.abs(one - b[at]!)), 0);

test('a transform is what its definition says, at every side; rows that hold nothing may be left out', (t) => {
  for (const [width, height] of [[2, 2], [4, 8], [32, 16], [8, 64]] as const) {
    const [re, im] = [noise(width * height, 1).fill(0, (width * height) / 2), noise(width * height, 2).fill(0, (width * height) / 2)];
    const [wantedRe, wantedIm] = [new Float64Array(re.length), new Float64Array(re.length)];
    for (let to = 0; to < re.length; to++) {
      for (let at = 0; at < re.length; at++) {
        const angle = -2 * Math.PI * (((at % width) * (to % width)) / width + (Math.floor(at / width) * Math.floor(to / width)) / height);
        wantedRe[to]! += re[at]! * Math.cos(angle) - im[at]! * Math.sin(angle);
        wantedIm[to]! += re[at]! * Math.sin(angle) + im[at]! * Math.cos(angle);
      }
    }
    fft2(re, im, width, height, height / 2);
    t.true(furthest(re, wantedRe) < 1e-4 && furthest(im, wantedIm) < 1e-4, `${width} × ${height}`);
  }
});

test('autocorrelation is the sum of products at every distance, for values and weights', (t) => {
  const [width, height, sides] = [11, 13, { width: 32, height: 16 }];
  const [value, weight] = [noise(width * height, 3), noise(width * height, 4).map((one) => Math.max(0, one))];
  const direct = (of: Float32Array): Float64Array => {
    const sums = new Float64Array(sides.width * sides.height);
    for (let a = 0; a < of.length; a++) {
      for (let b = 0; b < of.length; b++) {
        const x = ((b % width) - (a % width) + sides.width) % sides.width;
        const y = (Math.floor(b / width) - Math.floor(a / width) + sides.height) % sides.height;
        sums[y * sides.width + x]! += of[a]! * of[b]!;
      }
    }
    return sums;
  };
  const found = autocorrelations(value, weight, width, height, sides);
  t.true(furthest(found.value, direct(value)) < 1e-4 && furthest(found.weight, direct(weight)) < 1e-4);
});

test('half a spectrum leads back to its picture, and to the one wave that was left in it', (t) => {
  const [width, height] = [50, 37];
  const value = noise(width * height, 5);
  t.true(furthest(pictureOf(spectrumOf({ width, height, value }, { width: 64, height: 64 }), { width, height }), value) < 1e-6);
  const wave = Float32Array.from({ length: 64 * 64 }, (_, at) => Math.cos((2 * Math.PI * (5 * (at % 64) + 9 * Math.floor(at / 64))) / 64));
  const spectrum = spectrumOf({ width: 64, height: 64, value: wave.map((one, at) => one + (at % 2) * 0.1) }, { width: 64, height: 64 });
  for (let at = 0; at < spectrum.re.length; at++) if (at !== 9 * spectrum.across + 5) spectrum.re[at] = spectrum.im[at] = 0;
  t.true(furthest(pictureOf(spectrum, { width: 64, height: 64 }), wave) < 1e-5);
});

test('tiles laid over one another are their mean, whatever the turn; where nothing was seen it is nothing', (t) => {
  const angle = 0.06;
  const [c, s] = [Math.cos(angle) * 96, Math.sin(angle) * 96];
  const [width, height] = [480, 400];
  const tile = noise(16 * 16, 6);
  const at = (x: number, y: number): number => {
    const [u, v] = [((x + 0.5) * c + (y + 0.5) * s) / 96 ** 2, ((y + 0.5) * c - (x + 0.5) * s) / 96 ** 2];
    return tile[Math.floor((v - Math.floor(v)) * 16) * 16 + Math.floor((u - Math.floor(u)) * 16)]!;
  };
  const value = Float32Array.from({ length: width * height }, (_, pixel) => at(pixel % width, Math.floor(pixel / width)));
  const weight = Float32Array.from(value, (_, pixel) => (pixel % 3 === 0 ? 0 : 0.5));
  const folded = fold(seenOf({ width, height, value: value.map((one, pixel) => (pixel % 3 === 0 ? 99 : one)), weight }), { right: [c, s], down: [-s, c], score: 0 });
  const middle = tile.reduce((sum, one) => sum + one, 0) / tile.length;
  t.true(furthest(folded, Float64Array.from({ length: side * side }, (_, place) => tile[Math.floor(place / side / 5) * 16 + Math.floor((place % side) / 5)]! - middle)) < 0.02);
  t.true(fold(seenOf({ width, height, value, weight: new Float32Array(value.length) }), { right: [c, s], down: [-s, c], score: 0 }).every((one) => one === 0));
});

test('the tile is found where it begins, at each quarter turn, as surely as adding up every place says', (t) => {
  const layout = layoutOf(Buffer.alloc(32, 9));
  const random = dice(7);
  let folded = Float64Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [(at % side) - 13, Math.floor(at / side) - 38].map((one) => Math.floor(((one + side) % side) / fine)) as [number, number];
    return -layout.sync[y * chipsAcross + x]! * 0.4 + random() * 2 - 1;
  });
  for (let quarter = 0; quarter < 4; quarter++) {
    const [best] = synchronise(readyFor(folded), layout);
    t.true(Math.abs(best!.z - slowest(folded, layout.sync)) < 1e-9);
    const fits = best!.chips.reduce((sum, chip, at) => sum + chip * layout.sync[at]!, 0);
    t.true(fits > 0.4 * 20 * layout.sync.reduce((sum, sign) => sum + Math.abs(sign), 0) * 0.9, `its chips are those of the tile: ${fits}`);
    t.deepEqual(synchronise(readyFor(folded), layout, 99), []);
    folded = Float64Array.from(folded, (_, at) => folded[(side - 1 - (at % side)) * side + Math.floor(at / side)]!);
  }
});

/** How surely the best place stands out, of all four turns, place by place. */
function slowest(folded: Float64Array, sync: Int8Array): number {
  let best = 0;
  for (let quarter = 0, turned = folded; quarter < 4; quarter++) {
    const before = turned;
    const scores = Float64Array.from(before, (_, place) => {
      let score = 0;
      for (let chip = 0; chip < sync.length; chip++) {
        if (sync[chip] === 0) continue;
        for (let dy = 0; dy < fine; dy++) {
          for (let dx = 0; dx < fine; dx++) {
            const y = (Math.floor(place / side) + Math.floor(chip / chipsAcross) * fine + dy) % side;
            const x = ((place % side) + (chip % chipsAcross) * fine + dx) % side;
            score -= sync[chip]! * before[y * side + x]! * (dx > 0 && dx < 3 && dy > 0 && dy < 3 ? 2 : 1);
          }
        }
      }
      return score;
    });
    const deviation = Math.sqrt(scores.reduce((sum, one) => sum + one * one, 0) / scores.length);
    best = Math.max(best, Math.max(...scores) / deviation);
    turned = Float64Array.from(before, (_, at) => before[(side - 1 - (at % side)) * side + Math.floor(at / side)]!);
  }
  return best;
}

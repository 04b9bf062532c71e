/** Photographs of a screen: its waves, corners marked badly or not at all. */
import test from 'ava';
import sharp from 'sharp';
import { prepare } from '../page/prepare.ts';
import { type Mark, stamp } from '../stamp.ts';
import { readPicture } from '../trace.ts';
import { sheet, write } from '../trial/draw.ts';
import { photograph } from '../trial/photo.ts';
import { dice, sentences } from '../trial/words.ts';
import { partsOf } from './parts.ts';
import { passesFor } from './passes.ts';
import { readerOf } from './read.ts';
import { rectify } from './rectify.ts';
import { withoutWaves } from './waves.ts';

const key = Buffer.alloc(32, 5);
const mark: Mark = { id: '0123456789ab', key, series: '0', lines: ['李静 1001', '2026-11-29 03:10 查房'], strength: 'restricted' };
const energy = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);
const search = { scales: [0.9, 1.15], turn: 1 } as const;

/** A page of text, marked, photographed from a screen as badly as `grade` says. */
async function photo(grade: 'medium' | 'hard') {
  const [width, height] = [920, 1301];
  const on = sheet(3, { paper: '#fff' });
  for (let y = 90; y < height - 60; y += 52) write(on, sentences[y % sentences.length]!, 90, y, 22, '#000');
  const { data } = on.pen.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set(data.subarray(at * 4, at * 4 + 3), at * 3);
  const { bytes } = await stamp(prepare({ width, height, rgb }, 150), mark);
  return photograph(await sharp(bytes).png().toBuffer(), grade, 3);
}

test('a hard photograph names its viewer once the waves of screen and sensor are taken away', async (t) => {
  const { bytes, corners } = await photo('hard');
  const passes = passesFor(rectify(await readPicture(bytes), corners!), [readerOf(key, ['0'])], search);
  t.is(passes.find(({ name }) => name === 'paper, without waves')?.run()?.id, mark.id);
});

test('a photograph whose corners nobody marked is read by parts of it', async (t) => {
  const { bytes } = await photo('medium');
  const passes = passesFor(await readPicture(bytes), [readerOf(key, ['0'])], search);
  t.is(passes.find(({ name }) => name === 'paper, in parts')?.run()?.id, mark.id);
});

test('waves go, what is small stays; where there are none nothing is touched', (t) => {
  const [width, height] = [256, 200];
  const random = dice(1);
  const weight = Float32Array.from({ length: width * height }, (_, at) => (Math.floor(at / 40) % 5 === 0 ? 0 : 1));
  const small = Float32Array.from(weight, (seen) => seen * (random() - 0.5) * 4);
  const wave = Float32Array.from(weight, (seen, at) => seen * 5 * Math.sin((at % width) * 0.45 + Math.floor(at / width) * 0.16));
  const noisy = { width, height, weight, value: small.map((value, at) => value + wave[at]!) };
  const calm = withoutWaves(noisy).value;
  t.true(energy(calm.map((value, at) => value - small[at]!)) < energy(wave) / 10);
  t.true(calm.every((value, at) => weight[at]! > 0 || value === 0));
  t.deepEqual(withoutWaves({ width, height, weight, value: small }).value, small);
});

test('parts cover the picture and overlap; a small one has none', (t) => {
  const [width, height] = [1500, 2048];
  const value = Float32Array.from({ length: width * height }, (_, at) => at);
  const seen = new Uint8Array(width * height);
  for (const part of partsOf({ width, height, value, weight: value })) {
    t.true(part.width <= 720 && part.height <= 720);
    for (const at of part.value) seen[at] = Math.min(255, seen[at]! + 1);
  }
  t.true(seen.every((times) => times > 0));
  t.is([...partsOf({ width: 700, height: 500, value, weight: value })].length, 0);
});

test('a page held aslant is laid flat as paper; what is no paper keeps its shape', (t) => {
  const grey = new Uint8Array(1000 * 1000).fill(255);
  const shape = (across: number, down: number): number => {
    const flat = rectify({ width: 1000, height: 1000, grey }, [[0, 0], [across, 0], [across, down], [0, down]]);
    return Math.max(flat.width, flat.height) / Math.min(flat.width, flat.height);
  };
  t.true(Math.abs(shape(600, 770) - Math.SQRT2) < 0.01);
  t.true(Math.abs(shape(900, 580) - Math.SQRT2) < 0.01);
  t.true(Math.abs(shape(400, 900) - 2.25) < 0.01);
  t.true(Math.abs(shape(500, 500) - 1) < 0.01);
});

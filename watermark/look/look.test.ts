/** A picture of a page is told from pictures of others by where its ink stands; the look itself holds no letters. */
import test from 'ava';
import sharp from 'sharp';
import { knownKey } from '../cli/key.ts';
import { prepare } from '../page/prepare.ts';
import { type ColourRaster, greyOf } from '../page/raster.ts';
import { stamp } from '../stamp.ts';
import { compareApart } from '../tracer.ts';
import { readPicture } from '../trace.ts';
import { recordPage } from '../trial/draw.ts';
import { likest } from './compare.ts';
import { cellsOf, columns, lookOf } from './look.ts';

function rasterOf(seed: number): ColourRaster {
  const canvas = recordPage(seed);
  const { width, height } = canvas;
  const rgba = canvas.data();
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { width, height, rgb };
}

const pages = Array.from({ length: 6 }, (_none, at) => rasterOf(500 + at));
const looks = pages.map((page) => lookOf(greyOf(page)));
const marked = async (at: number) => sharp((await stamp(prepare(pages[at]!, 150), { id: '0123456789ab', key: knownKey, series: '0', lines: ['李静 1001 心血管内科', '2026-11-29 03:10'], strength: 'ordinary' })).bytes);

test('a marked page is found after what takes its code away', async (t) => {
  const { width, height } = pages[3]!;
  const worse = {
    'black and white': (await marked(3)).blur(2).greyscale().threshold(170),
    'smaller, JPEG': (await marked(3)).resize({ width: 620 }).jpeg({ quality: 40 }),
    'three fifths of it': (await marked(3)).extract({ left: 90, top: 150, width: Math.round(width * 0.78), height: Math.round(height * 0.78) }).jpeg({ quality: 60 }),
    'a little turned, on grey': (await marked(3)).rotate(1.5, { background: '#ddd' }),
    'in the dark': (await marked(3)).negate({ alpha: false }),
  };
  for (const [name, image] of Object.entries(worse)) {
    const [first, second] = likest(await readPicture(await image.toBuffer()), looks, 5) ?? [];
    t.is(first?.at, 3, name);
    t.true((first?.same ?? 0) > 0.85 && (first?.same ?? 0) - (second?.same ?? 0) > 0.03, `${name}: ${first?.same} before ${second?.same}`);
  }
});

test('nothing to compare is said so; what is none of the pages is less like any', async (t) => {
  const plain = sharp({ create: { width: 600, height: 800, channels: 3, background: '#fff' } }).png();
  t.is(likest(await readPicture(await plain.toBuffer()), looks, 5), undefined);
  t.deepEqual(likest(greyOf(pages[0]!), [], 5), []);
  const [first] = likest(greyOf(rasterOf(900)), looks, 5) ?? [];
  t.true((first?.same ?? 1) < 0.93, String(first?.same));
  await t.throwsAsync(compareApart(Buffer.from('no picture'), { looks, wanted: 3 }), { name: 'UnreadablePicture' });
});

test('property: a look is two bits a cell of a letter and a half; pages of any shape have one', (t) => {
  t.is(looks[0]!.length, 1 + (columns * looks[0]![0]!) / 4);
  t.deepEqual([...new Set(cellsOf(looks[0]!).cells)].toSorted(), [0, 0.55, 1, 1.5].map(Math.fround));
  for (const [width, height] of [[1, 1], [30, 4000], [4000, 30], [300, 301]] as const) {
    const look = lookOf({ width, height, grey: new Uint8Array(width * height).fill(255) });
    t.is(look.length, 1 + look[0]! * 10, `${width} × ${height}`);
    t.true(look.subarray(1).every((byte) => byte === 0), 'a blank page has no ink');
  }
});

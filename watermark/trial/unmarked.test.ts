/** What false ids are counted over: pictures that come again, of every sort, and some that must be found. */
import test from 'ava';
import { passesFor } from '../detect/passes.ts';
import { readerOf } from '../detect/read.ts';
import type { Raster } from '../page/raster.ts';
import { readPicture } from '../trace.ts';
import { dice } from './words.ts';
import { onPattern, patternNames } from './backgrounds.ts';
import { controlId, type Markers, Pictures, type Sort, sortFor, sorts } from './unmarked-pictures.ts';

const markers: Markers = { own: Buffer.alloc(32, 1), other: Buffer.alloc(32, 2), day: 'day 3', otherDay: 'day 7' };
const search = { scales: [0.9, 1.1], turn: 0.5 } as const;
const firstOf = (sort: Sort): number => Array.from({ length: 2000 }, (_none, seed) => seed).find((seed) => sortFor(seed) === sort)!;

async function pixels(seed: number): Promise<Raster> {
  return readPicture((await new Pictures(undefined).made(seed, markers)).bytes);
}

/** By the first pass alone. */
async function read(seed: number): Promise<string | undefined> {
  const [paper] = passesFor(await pixels(seed), [readerOf(markers.own, ['day 2', 'day 3'])], search);
  const found = paper!.run();
  return found === undefined ? undefined : `${found.id} ${found.series}`;
}

test('every sort comes as often as is said, and a seed always makes the same picture', async (t) => {
  const all = Object.groupBy(Array.from({ length: 4000 }, (_none, seed) => seed), sortFor);
  t.is(Object.values(sorts).reduce((sum, share) => sum + share, 0), 100);
  for (const [sort, share] of Object.entries(sorts) as [Sort, number][]) t.true(Math.abs((all[sort]?.length ?? 0) / 40 - share) < share * 0.25 + 0.4, `${sort}: ${(all[sort]?.length ?? 0) / 40}`);
  // Of their pixels: ImageMagick writes the hour into its files.
  const [once, again, another] = [await pixels(5), await pixels(5), await pixels(4)];
  t.deepEqual(once, again);
  t.notDeepEqual(once, another);
});

test('a control is read; a page of another hospital is not, nor one of a day nobody looks through', async (t) => {
  t.is(await read(firstOf('control')), `${controlId} day 3`);
  t.is(await read(firstOf('another key')), undefined);
  t.is(await read(firstOf('another day')), undefined);
});

test('every ground leaves its pattern, and only darkens', (t) => {
  const page = { width: 90, height: 80, rgb: new Uint8Array(90 * 80 * 3).fill(250) };
  for (const name of patternNames) {
    const { rgb } = onPattern(page, name, dice(3));
    t.true(rgb.some((value) => value < 250) && rgb.every((value) => value <= 250), name);
  }
});

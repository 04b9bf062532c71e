/** What is done by fours says the same as pixel by pixel. */
import test from 'ava';
import { dice } from '../trial/words.ts';
import { prepare } from './prepare.ts';
import { greyOf, lumaOf } from './raster.ts';

test('greys of a page with long runs, of any length, wherever its bytes begin', (t) => {
  const random = dice(7);
  for (const [width, height, offset] of [[16, 3, 0], [7, 5, 0], [16, 4, 1], [1, 1, 0], [2, 1, 3]] as const) {
    const rgb = new Uint8Array(new ArrayBuffer(width * height * 3 + offset), offset);
    for (let at = 0; at < rgb.length; at++) rgb[at] = random() < 0.7 ? 255 : Math.floor(random() * 256);
    const expected = Array.from({ length: width * height }, (_none, at) => Math.round(lumaOf(rgb[at * 3]!, rgb[at * 3 + 1]!, rgb[at * 3 + 2]!)));
    t.deepEqual([...greyOf({ width, height, rgb }).grey], expected, `${width} × ${height} from ${offset}`);
  }
});

test('how many pixels are coloured decides what a page is, wherever they stand', (t) => {
  const [width, height] = [101, 40];
  const kindWith = (coloured: number, offset: number): string => {
    const rgb = new Uint8Array(new ArrayBuffer(width * height * 3 + offset), offset).fill(255);
    // A row of fours that come again, then single ones.
    for (let at = 0; at < coloured; at++) rgb.set([200, 20, 20], (at < 40 ? at : 1000 + at * 5) * 3);
    const page = prepare({ width, height, rgb }, 150);
    return page.kind === 'indexed' ? `${page.depth} bits` : page.kind;
  };
  for (const offset of [0, 1]) t.deepEqual([kindWith(60, offset), kindWith(61, offset)], ['4 bits', '8 bits']);
});

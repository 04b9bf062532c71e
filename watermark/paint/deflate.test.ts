/** What is written without a search is read by others: zlib, libvips' PNG, ImageMagick's, PDFium; on pages nobody would draw too. */
import test from 'ava';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { type IndexedPage, inkOf, levelsOf } from '../page/indexed.ts';
import { prepareText } from '../page/text.ts';
import { pagesOf } from '../pages.ts';
import { type Mark, stamp, tileFor } from '../stamp.ts';
import { recordPage } from '../trial/draw.ts';
import { dice } from '../trial/words.ts';
import { deflateRows } from './deflate.ts';
import { CheckSum } from './check-sum.ts';
import { codeLengths } from './huffman.ts';
import { indexOf, paletteOf, strengths } from './palette.ts';
import { pdfOf } from './pdf.ts';
import { type Rows, rowLead, rowsOf } from './rows.ts';

const mark: Mark = { id: '0123456789ab', key: Buffer.alloc(32, 5), series: '1', lines: ['李静 1001', '2026-12-01 03:10 查房'], strength: 'ordinary' };

/** What all its rows are, one behind the other. */
function packed({ height, stride, bytes, next }: Rows): Buffer {
  return Buffer.concat(Array.from({ length: height }, () => {
    next();
    return Buffer.from(bytes.subarray(rowLead, rowLead + stride));
  }));
}

interface Plain {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly height: number;
  readonly stride: number;
  readonly tile: number;
  readonly label: number;
}

/** Bytes that are there already, row by row. */
function rowsFrom({ bytes: all, height, stride, tile, label }: Plain): Rows {
  const [words, check] = [Math.ceil((rowLead + stride) / 4), new CheckSum(height, stride)];
  const row = new Int32Array(words);
  const [bytes, changed, before] = [new Uint8Array(row.buffer), new Uint16Array(words), new Int32Array(words)];
  let y = 0;
  const next = (): number => {
    const above = row.slice();
    const own = all.subarray(y * stride, (y + 1) * stride);
    bytes.set(own, rowLead);
    check.add(own.reduce((sum, value) => sum + value, 0), own.reduce((sum, value, at) => sum + value * at, 0));
    let count = 0;
    for (let word = 0; word < words; word++) {
      if (y > 0 && row[word] === above[word]) continue;
      changed[count] = word;
      before[count++] = above[word]!;
    }
    y += 1;
    return count;
  };
  return { height, stride, tile, label, row, bytes, changed, before, next, sum: () => check.value };
}

/** Rows of which each is partly the one above, partly its own left, partly noise. */
function madeUp(seed: number, stride: number, height: number): Plain {
  const random = dice(seed);
  const tile = 4 * (1 + Math.floor(random() * 30));
  const bytes = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const begin = y * stride;
    for (let at = begin + 1; at < begin + stride; at++) {
      const kind = random();
      const back = kind < 0.5 ? stride : kind < 0.9 ? tile : 1;
      const long = random() < 0.1 ? 400 : Math.floor(random() * 9);
      const noise = random() < 0.3;
      for (let left = long; left > 0 && at < begin + stride; left--, at++) bytes[at] = noise || at < back ? Math.floor(random() * (seed % 2 === 0 ? 4 : 256)) : bytes[at - back]!;
    }
  }
  return { bytes, height, stride, tile, label: tile * 3 };
}

test('rows of any width, repeating and not, come back as they were', (t) => {
  for (let seed = 1; seed < 160; seed++) {
    const rows = madeUp(seed, 1 + ((seed * 37) % 700), 1 + ((seed * 13) % 90));
    t.true(inflateSync(deflateRows(rowsFrom(rows))).equals(rows.bytes), `seed ${seed}, rows of ${rows.stride}`);
  }
});

test('rows longer than a match may reach, a row alone, a page of noise, nothing but ground', (t) => {
  for (const rows of [madeUp(4, 40_001, 6), madeUp(5, 1, 1), madeUp(7, 3000, 400), { ...madeUp(2, 621, 3000), bytes: new Uint8Array(621 * 3000) }]) {
    t.true(inflateSync(deflateRows(rowsFrom(rows))).equals(rows.bytes), `rows of ${rows.stride}`);
  }
});

test('codes are as short as may be, and no longer', (t) => {
  const counts = Uint32Array.from({ length: 40 }, (_, at) => Math.round(1.6 ** at));
  const lengths = codeLengths(counts, 11);
  t.true(Math.max(...lengths) === 11 && lengths.every((length) => length > 0));
  t.is(lengths.reduce((sum, length) => sum + 2 ** (11 - length), 0), 2 ** 11, 'every code is used');
  t.deepEqual([...codeLengths(Uint32Array.from([5, 0, 1, 2]), 15)], [1, 0, 2, 2]);
  t.deepEqual([...codeLengths(Uint32Array.from([0, 9]), 15)], [0, 1]);
});

/** A page of both depths: text in strokes, and colours with a filled area that carries the mark. */
function pages(): IndexedPage[] {
  const canvas = recordPage(2);
  const rgba = canvas.data();
  const grey = Uint8Array.from({ length: canvas.width * canvas.height }, (_, at) => rgba[at * 4]!);
  const text = prepareText({ width: canvas.width, height: canvas.height, grey }, 150);
  const levels = Uint8Array.from({ length: 501 * 333 }, (_, at) => (at % 501 > 300 && at > 50_000 && at < 100_000 ? 1 : at % 97 < 5 ? 2 : 0));
  const inks = [{ colour: [219, 233, 255], stroke: false }, { colour: [208, 2, 27], stroke: true }] as const;
  return [text, { kind: 'indexed', width: 501, height: 333, dpi: 150, ground: [255, 255, 255], inks, ...inkOf(levels, 501, 333, 8) }];
}

test('PNG and PDF of it are what sharp, ImageMagick and PDFium see alike, pixel by pixel', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-png-'));
  t.teardown(() => rm(folder, { recursive: true }));
  for (const page of pages()) {
    const { bytes } = await stamp(page, mark);
    const { data, info } = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    t.deepEqual([info.width, info.height, info.channels], [page.width, page.height, 3]);
    const palette = paletteOf(page, strengths.ordinary, 34);
    const [rows, stride] = [packed(rowsOf(page, tileFor(mark))), rowsOf(page, tileFor(mark)).stride];
    const wrong = Array.from(data.keys()).find((at) => {
      const [x, y] = [Math.floor(at / 3) % page.width, Math.floor(at / 3 / page.width)];
      const row = y * stride + 1;
      const index = page.depth === 8 ? rows[row + x]! : (rows[row + (x >> 1)]! >> (x & 1 ? 0 : 4)) & 15;
      return data[at] !== palette[index * 3 + (at % 3)];
    });
    t.is(wrong, undefined);
    await writeFile(join(folder, 'page.png'), bytes);
    const { stdout, error } = spawnSync('convert', [join(folder, 'page.png'), '-depth', '8', 'rgb:-'], { maxBuffer: 50_000_000 });
    // A machine without ImageMagick cannot ask it.
    if (error === undefined) t.true(stdout.equals(data));
    const [drawn] = await pagesOf(await pdfOf([page], mark, { viewer: '李静', at: new Date(0) }), { most: 1, dpi: 150 });
    t.true(drawn !== undefined && Math.abs(drawn.width - page.width) < 4 && Math.abs(drawn.height - page.height) < 4);
  }
});

test('the check sum that rows bring with them is the one of their bytes: pages of any size, narrower and lower than a tile, with ink far apart', (t) => {
  const random = dice(11);
  const [text, colour] = pages();
  for (let round = 0; round < 60; round++) {
    const [width, height] = [1 + Math.floor(random() * (round % 3 === 0 ? 1900 : 400)), 1 + Math.floor(random() * 700)];
    const share = [0, 0.001, 0.2, 1][round % 4]!;
    const of = round % 2 === 0 ? text! : colour!;
    const levels = Uint8Array.from({ length: width * height }, () => (random() < share ? 1 + Math.floor(random() * of.inks.length) : 0));
    const page = { ...of, width, height, ...inkOf(levels, width, height, of.depth) };
    t.true(Buffer.from(levelsOf(page)).equals(levels), 'ink comes back as it was');
    const tile = tileFor({ ...mark, lines: round % 5 === 0 ? [] : mark.lines });
    // Inflating fails where it is another.
    t.true(inflateSync(deflateRows(rowsOf(page, tile))).equals(packed(rowsOf(page, tile))), `${width} × ${height}`);
  }
});

test('a text page is a quarter smaller than zlib’s quickest makes it', (t) => {
  const [text] = pages();
  const rows = (): Rows => rowsOf(text!, tileFor(mark));
  t.true(deflateRows(rows()).length < deflateSync(packed(rows()), { level: 1 }).length * 0.8);
});

test('another page of a viewer, of another size and depth, has nothing of the one before it', (t) => {
  const [text, colour] = pages();
  const tile = tileFor(mark);
  const first = packed(rowsOf(text!, tile));
  for (const page of [colour!, { ...colour!, width: 311, inks: text!.inks, ...inkOf(new Uint8Array(311 * 333), 311, 333, 4) }]) {
    t.true(packed(rowsOf(page, tile)).equals(packed(rowsOf(page, tileFor(mark)))));
    t.true(inflateSync(deflateRows(rowsOf(page, tile))).equals(packed(rowsOf(page, tile))));
  }
  t.true(packed(rowsOf(text!, tile)).equals(first));
});

test('under a stroke only the chip of the visible mark stays', (t) => {
  const levels = Uint8Array.from({ length: 480 * 320 }, (_, at) => (at % 7 < 3 ? 1 + (at % 5) : 0));
  const page = { ...pages()[0]!, width: 480, height: 320, ...inkOf(levels, 480, 320, 4) };
  const tile = tileFor(mark);
  const [bytes, { stride }] = [packed(rowsOf(page, tile)), rowsOf(page, tile)];
  const wrong = tile.indices.findIndex((index, at) => {
    const [x, y] = [at % 480, Math.floor(at / 480)];
    const own = (bytes[y * stride + 1 + (x >> 1)]! >> (x & 1 ? 0 : 4)) & 15;
    return own !== (levels[at] === 0 ? index : 6 + (levels[at]! - 1) * 2 + (index & indexOf(0, 1)));
  });
  t.is(wrong, -1);
});

/** Small pages, marked and read again: each way a page is kept, each layer a mark is read from, each refusal. */
import test from 'ava';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, rgb } from 'pdf-lib';
import sharp from 'sharp';
import { pagesOf } from './pages.ts';
import type { ColourRaster } from './page/raster.ts';
import { prepare } from './page/prepare.ts';
import { prepareText } from './page/text.ts';
import { pdfOf } from './paint/pdf.ts';
import { type Mark, stamp } from './stamp.ts';
import { passesFor } from './detect/passes.ts';
import { readerOf } from './detect/read.ts';
import { UnreadablePicture } from './source/refusal.ts';
import { readPicture, trace } from './trace.ts';
import { dice, sentences } from './trial/words.ts';
import { sheet, write } from './trial/draw.ts';
import { plainOf } from './measure/plain.ts';
import { psnr, psnrOf } from './measure/quality.ts';
import { noticeable, visibilityOf } from './measure/visible.ts';
import { greyOf } from './page/raster.ts';

const key = Buffer.alloc(32, 5);
const mark: Mark = { id: '0123456789ab', key, series: '2026-11-29', lines: ['李静 1001', '2026-11-29 03:10 查房'], strength: 'ordinary' };
const [width, height] = [720, 640];

/** A piece of a page: lines of text, and a filled field with red in it where asked. */
function piece({ paper = '#fff', ink = '#000', field = false } = {}): ColourRaster {
  const on = sheet(3, { paper });
  if (field) {
    on.pen.fillStyle = '#dbe9ff';
    on.pen.fillRect(90, 260, 500, 60);
    write(on, '钾 6.8 ↑ mmol/L', 110, 300, 24, '#d0021b');
  }
  for (let y = 60; y < 620; y += 41) if (!field || y < 220 || y > 340) write(on, sentences[y % sentences.length]!, 40, y, 21, ink);
  return without(on.pen.getImageData(0, 0, width, height).data);
}

function without(rgba: Uint8ClampedArray): ColourRaster {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { width, height, rgb };
}

async function read(bytes: Uint8Array): Promise<string> {
  const found = await trace(await readPicture(bytes), { keys: [{ key, series: ['2026-11-28', '2026-11-29'] }], search: { scales: [0.45, 1.1], turn: 0.5 } });
  return found === undefined ? 'nobody' : `${found.id} ${found.series} ${found.layer}`;
}

test('text: four bits, read from a recompressed half, from white paper by its ink; the ground stays within 45 dB', async (t) => {
  const page = prepare(piece(), 150);
  t.is(page.kind === 'indexed' ? page.depth : page.kind, 4);
  const { bytes, type } = await stamp(page, mark);
  t.is(type, 'image/png');
  t.deepEqual((({ width: across, height: down, density }) => [across, down, density])(await sharp(bytes).metadata()), [width, height, 150]);
  const worse = await sharp(bytes).resize({ width: width / 2 }).jpeg({ quality: 60 }).toBuffer();
  t.is(await read(worse), '0123456789ab 2026-11-29 paper');
  const plain = greyOf(plainOf(page));
  const unseen = await readPicture((await stamp(page, { ...mark, lines: [] })).bytes);
  t.true(psnrOf(plain, unseen, (at) => plain.grey[at] === 255) >= 45);
  // Nothing of the page is lost: where ink was, ink is.
  t.true(unseen.grey.every((value, at) => Math.abs(value - plain.grey[at]!) <= 26));
});

test('text whose paper was made white says whose it is by its ink', async (t) => {
  const on = sheet(4);
  for (let y = 40; y < 1000; y += 27) write(on, sentences.join('').slice(y % 50, (y % 50) + 62), 20, y, 19);
  const rgba = on.pen.getImageData(0, 0, 1200, 1000).data;
  const grey = new Uint8Array(1_200_000);
  for (let at = 0; at < grey.length; at++) grey[at] = rgba[at * 4]!;
  const page = prepareText({ width: 1200, height: 1000, grey }, 150);
  const { bytes } = await stamp(page, { ...mark, strength: 'restricted' });
  const { data, info } = await sharp(bytes).greyscale().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const white = await sharp(Buffer.from(data.map((value) => (value >= 245 ? 255 : value))), { raw: { width: info.width, height: info.height, channels: 1 } }).png().toBuffer();
  t.is(await read(white), '0123456789ab 2026-11-29 ink');
});

test('colours and fields keep their colours; a dark page is read too', async (t) => {
  const page = prepare(piece({ field: true }), 150);
  t.is(page.kind === 'indexed' ? page.depth : page.kind, 8);
  const { bytes } = await stamp(page, mark);
  t.regex(await read(bytes), /^0123456789ab/);
  const { data } = await sharp((await stamp(page, { ...mark, lines: [] })).bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (270 * width + 400) * 3;
  t.true([0xdb, 0xe9, 0xff].every((part, which) => Math.abs(data[at + which]! - part) <= 2));
  const yellow = prepare(piece({ paper: '#fffbe6' }), 150);
  t.deepEqual(yellow.kind === 'indexed' ? yellow.ground : yellow.kind, [0xff, 0xfb, 0xe6]);
  const dark = prepare(piece({ paper: '#1e1e1e', ink: '#e6e6e6' }), 150);
  t.regex(await read((await stamp(dark, mark)).bytes), /^0123456789ab/);
});

test('red on a PDF is red on its pages', async (t) => {
  const pdf = await PDFDocument.create();
  pdf.addPage([300, 200]).drawRectangle({ x: 50, y: 50, width: 100, height: 100, color: rgb(0.8, 0.1, 0.2) });
  const [page] = await pagesOf(await pdf.save());
  t.deepEqual(page?.kind === 'indexed' ? page.inks[0]?.colour : page?.kind, [204, 26, 51]);
});

test('a reader does not notice the code on paper; one twice as strong is measured as more', async (t) => {
  const page = prepare(piece(), 150);
  const [own, restricted] = [await visibilityOf(page, mark), await visibilityOf(page, { ...mark, strength: 'restricted' })];
  t.true(own.paper.median > 0 && own.paper.median < noticeable / 2 && own.paper.seen < 0.05);
  t.true(restricted.paper.median > own.paper.median * 1.5);
});

test('a picture carries the mark in its texture, at 36 dB and more', async (t) => {
  const random = dice(9);
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    rgb.fill(Math.max(0, Math.min(255, 110 + 70 * Math.sin(x * 0.021) * Math.cos(y * 0.017) + (random() + random() - 1) * 30)), at * 3, at * 3 + 3);
  }
  const page = prepare({ width, height, rgb }, 150);
  t.is(page.kind, 'picture');
  const { bytes, type } = await stamp(page, { ...mark, lines: [] });
  t.is(type, 'image/jpeg');
  t.true((await psnr(page, mark)) >= 36);
  const again = await sharp(bytes).jpeg({ quality: 50 }).toBuffer();
  t.regex(await read(again), /^0123456789ab /);
  // By its texture alone, whatever other layer reads it first.
  const passes = passesFor(await readPicture(again), [readerOf(key, ['2026-11-29'])], { scales: [0.45, 1.1], turn: 0.5 }).filter(({ layer }) => layer === 'texture');
  t.true(passes.some(({ run }) => run()?.id === '0123456789ab'));
});

test('an unmarked page is nobody’s; so is a marked one for another key', async (t) => {
  const plain = plainOf(prepare(piece(), 150));
  t.is(await read(await sharp(plain.rgb, { raw: { width, height, channels: 3 } }).extract({ left: 30, top: 20, width: 360, height: 340 }).png().toBuffer()), 'nobody');
  const others = await stamp(prepare(piece(), 150), { ...mark, key: Buffer.alloc(32, 6) });
  t.is(await read(await sharp(others.bytes).extract({ left: 0, top: 0, width: 400, height: 400 }).png().toBuffer()), 'nobody');
});

test('a PDF of pictures is sound, names its viewer, and holds the same rows', async (t) => {
  const pages = [prepare(piece(), 150), prepare(piece({ field: true }), 150)];
  const bytes = await pdfOf(pages, mark, { viewer: '李静 1001', at: new Date('2026-11-29T03:10:00Z'), title: '首次病程记录' });
  const [first] = await pagesOf(bytes, { most: 1 });
  // PDFium counts whole points.
  t.true(Math.abs((first?.width ?? 0) - width) < 4 && Math.abs((first?.height ?? 0) - height) < 4);
  t.true(bytes.includes(Buffer.from('李静 1001', 'utf16le').swap16().toString('hex')));
  const folder = await mkdtemp(join(tmpdir(), 'wardline-pdf-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'out.pdf'), bytes);
  const { status, error, stderr } = spawnSync('qpdf', ['--check', join(folder, 'out.pdf')], { encoding: 'utf8' });
  // A machine without qpdf cannot ask it.
  t.is(error === undefined ? status : 0, 0, stderr);
});

test('what is no page is refused: broken, huge, of no known kind', async (t) => {
  const pdf = await pdfOf([prepare(piece(), 150)], mark, { viewer: '', at: new Date(0) });
  await t.throwsAsync(pagesOf(Buffer.from('%PDF-1.7\nnothing')), { name: 'SourceRefused', message: /damaged/ });
  await t.throwsAsync(pagesOf(pdf, { mostPixels: 1000 }), { name: 'SourceRefused', message: /too-large/ });
  const { bytes } = await stamp(prepare(piece(), 150), mark);
  await t.throwsAsync(pagesOf(bytes, { mostPixels: 1000 }), { name: 'SourceRefused', message: /too-large/ });
  await t.throwsAsync(pagesOf(bytes.subarray(0, 4000)), { name: 'SourceRefused', message: /damaged/ });
  await t.throwsAsync(pagesOf(Buffer.alloc(4000, 1)), { name: 'SourceRefused', message: /damaged/ });
  await t.throwsAsync(pagesOf(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(40, 7)])), { name: 'SourceRefused' });
  await t.throwsAsync(pagesOf(Buffer.from('字\n'.repeat(9000)), { mostPages: 2 }), { name: 'SourceRefused', message: /too-many-pages/ });
  const began = performance.now();
  await t.throwsAsync(pagesOf(Buffer.from('字'.repeat(3_000_000)), { mostPages: 20 }), { name: 'SourceRefused', message: /too-many-pages/ });
  t.true(performance.now() - began < 20_000, 'a book in one line is not laid out to the end: that took a quarter of an hour');
  await t.throwsAsync(readPicture(Buffer.from('no picture')), { instanceOf: UnreadablePicture });
  await t.throwsAsync(stamp(prepare(piece(), 150), { ...mark, key: Buffer.alloc(4) }), { instanceOf: RangeError });
});

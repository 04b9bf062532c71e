/** A document that stays text: one viewer's copy is the other's but for its slots, sound for three readers, and read back from a picture of it. */
import test from 'ava';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument, PDFName } from 'pdf-lib';
import sharp from 'sharp';
import { drawSheet } from '../../services/core/papers/sheet.ts';
import { documentOf } from '../pages.ts';
import { pdfPages } from '../source/pdf.ts';
import { ordinaryLimits } from '../source/refusal.ts';
import type { Mark } from '../stamp.ts';
import { readPicture, trace } from '../trace.ts';
import { fillSlots, type SlotPdf, slotPdf } from './slots.ts';

const key = Buffer.alloc(32, 5);
const mark = (id: string, name: string): Mark => ({ id, key, series: '2026-11-29', lines: [`${name} 1001 心血管内科`, '2026-11-29 03:10'], strength: 'ordinary' });
const at = new Date('2026-11-28T19:10:00Z');
const sheetOf = (lines: number): Promise<Uint8Array> => drawSheet({ title: '出院指导', hospital: '示范医院', facts: ['姓名：张建国'], pieces: Array.from({ length: lines }, (_none, line) => ({ kind: 'text', text: `第 ${line + 1} 条：低盐低脂饮食，按时服药，四周后复诊。` })), foot: '', producer: 'x', at: 0 });
const seriesAndKey = [{ key, series: ['2026-11-28', '2026-11-29'] }];

async function traced(picture: Uint8Array): Promise<string> {
  return (await trace(await readPicture(picture), { keys: seriesAndKey, search: { scales: [0.6, 1.1], turn: 0.5 } }))?.id ?? 'nobody';
}

test('each copy names its viewer in words, data and code; the rest of the file is the same', async (t) => {
  const slots = await slotPdf(await sheetOf(60), 50);
  const [own, other] = [fillSlots(slots, mark('0123456789ab', '李静'), { viewer: '李静 1001', at, title: '出院指导' }), fillSlots(slots, mark('0123456789ac', '𠮷田𪚥'), { viewer: '𠮷田𪚥 1002', at })];
  t.is(own.length, other.length);
  t.true(own.reduce((changed, byte, place) => changed + (byte === other[place] ? 0 : 1), 0) < 100_000, 'only slots differ');
  const read = await PDFDocument.load(own, { updateMetadata: false });
  t.deepEqual([read.getPageCount(), read.getTitle(), read.getSubject(), read.getKeywords(), read.getCreationDate()?.toISOString()], [2, '出院指导', '李静 1001 李静 1001 心血管内科 2026-11-29 03:10', '0123456789ab', at.toISOString()]);
  t.is((await PDFDocument.load(other, { updateMetadata: false })).getTitle(), '');
  const made = await documentOf(own);
  t.true(made.words.map(({ units }) => String.fromCharCode(...units)).join('').replaceAll(/\s/g, '').includes('第60条'), 'text stays text');
});

const run = (program: string, ...args: string[]): ReturnType<typeof spawnSync> => spawnSync(program, args, { encoding: 'utf8' });

/** What another program's picture of a copy says; nothing where the program is not there. */
async function byPoppler(t: { teardown: (end: () => Promise<void>) => void }, copy: Uint8Array): Promise<{ checked: number | null; text: string; picture: Buffer } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-slots-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, 'a.pdf');
  await writeFile(file, copy);
  const [check, text, drawn] = [run('qpdf', '--check', file), run('pdftotext', file, '-'), run('pdftoppm', '-r', '110', '-png', '-f', '1', '-l', '1', '-singlefile', file, join(folder, 'a'))];
  if ([check, text, drawn].some(({ error }) => error !== undefined)) return undefined;
  return { checked: check.status, text: String(text.stdout), picture: await readFile(join(folder, 'a.png')) };
}

test('qpdf finds no fault, poppler reads its text, and a recompressed picture of it names the copy', async (t) => {
  const copy = fillSlots(await slotPdf(await sheetOf(20), 50), mark('0123456789ab', '李静'), { viewer: '李静 1001', at });
  const seen = await byPoppler(t, copy);
  if (seen === undefined) return t.pass('no qpdf or poppler on this machine');
  t.is(seen.checked, 0);
  t.regex(seen.text, /第 20 条：低盐低脂饮食/);
  // Paper stays paper, ink stays ink: what is painted by difference needs something under it.
  const { channels } = await sharp(seen.picture).greyscale().stats();
  t.true((channels[0]?.mean ?? 0) > 235 && (channels[0]?.max ?? 0) === 255);
  t.is(await traced(await sharp(seen.picture).jpeg({ quality: 70 }).toBuffer()), '0123456789ab');
});

test('turned pages, odd boxes and a long name; what cannot be drawn anew is said to', async (t) => {
  const odd = await PDFDocument.create();
  const page = odd.addPage([700, 500]);
  page.setCropBox(50, 40, 600, 400);
  page.setRotation(degrees(90));
  page.drawText('discharge', { x: 200, y: 200 });
  odd.addPage([300, 300]);
  const long = mark('0123456789ab', '欧阳'.repeat(200));
  const copy = fillSlots(await slotPdf(await odd.save(), 5), { ...long, strength: 'restricted' }, { viewer: '长'.repeat(900), at });
  const [first, second] = (await PDFDocument.load(copy)).getPages();
  t.deepEqual([first?.getSize(), first?.getRotation().angle, second?.getSize()], [{ width: 600, height: 400 }, 90, { width: 300, height: 300 }]);
  t.is(await traced(await pictureOf(copy)), '0123456789ab');

  const refused = async (bytes: Uint8Array, most = 5): Promise<unknown> => t.throwsAsync(slotPdf(bytes, most), { name: 'NotDrawable' });
  await refused(Buffer.from('%PDF-1.7 broken'));
  await refused(await odd.save(), 1);
  const form = await PDFDocument.create();
  form.getForm().createTextField('name').addToPage(form.addPage());
  await refused(await form.save());
  const layers = await PDFDocument.create();
  layers.addPage();
  layers.catalog.set(PDFName.of('OCProperties'), layers.context.obj({}));
  await refused(await layers.save());
  t.throws(() => fillSlots({ kind: 'slots', bytes: new Uint8Array(9), places: new Uint32Array(8) } satisfies SlotPdf, { ...long, id: 'no id' }, { viewer: '', at }), { instanceOf: RangeError });
});

async function pictureOf(pdf: Uint8Array): Promise<Buffer> {
  const drawn = await pdfPages(pdf, { ...ordinaryLimits, pick: () => [1] }).next();
  if (drawn.done === true || 'refused' in drawn.value) throw new Error('no page');
  const { width, height, rgb } = drawn.value;
  return sharp(rgb, { raw: { width, height, channels: 3 } }).png().toBuffer();
}

test('scripts and attachments of the file stay behind', async (t) => {
  const risky = await PDFDocument.create();
  risky.addPage();
  risky.addJavaScript('x', 'app.alert(1)');
  await risky.attach(Buffer.from('secret attachment'), 'a.txt');
  risky.setAuthor('somebody else');
  const copy = Buffer.from(fillSlots(await slotPdf(await risky.save({ useObjectStreams: false }), 5), mark('0123456789ab', '李静'), { viewer: '李静 1001', at })).toString('latin1');
  for (const left of ['JavaScript', 'EmbeddedFile', 'somebody else']) t.false(copy.includes(left), left);
});

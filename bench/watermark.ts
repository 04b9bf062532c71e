/**
 * `npm run bench:watermark -- [--rounds 7] [--no-browser]`: a prepared page for a viewer nobody has seen yet, beside what one would do without it:
 * a browser for each request, one kept browser, zlib alone, sharp's PNG. All in one run, by turns; medians and ratios.
 */
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';
import { degrees, PDFDocument, rgb } from 'pdf-lib';
import sharp from 'sharp';
import { watchMachine } from './alert-path/machine.ts';
import { byBrowser, launched, markFor, median, record, sheetIn, textPage } from './watermark/made.ts';
import { evenFontkit, typeface } from '../services/core/papers/font.ts';
import { pagesOf } from '../watermark/pages.ts';
import { openPipeline } from '../watermark/pipeline.ts';
import { pdfOf } from '../watermark/paint/pdf.ts';
import { deflateRows } from '../watermark/paint/deflate.ts';
import { type Rows, rowLead, rowsOf } from '../watermark/paint/rows.ts';
import { fillSlots, slotPdf } from '../watermark/paint/slots.ts';
import { type Mark, stamp, tileFor } from '../watermark/stamp.ts';
import { sentences } from '../watermark/trial/words.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, 'only': { type: 'string', default: '' }, 'no-browser': { type: 'boolean', default: false }, chromium: { type: 'string', default: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' } } });

/** What takes less than a clock shows well is done for so many viewers a turn. */
const often: Readonly<Record<string, number>> = { 'PDF of text, 10 pages, slots filled': 50, 'the same file copied': 50, 'stamp, unseen viewer (tile and page)': 5, 'stamp, next page of a viewer': 5, 'through the pipeline, unseen viewer': 5, 'its rows made and deflated alone': 5, 'zlib level 1 of the same rows alone': 5 };
/** A service has stamped many pages before: so long each way is tried beforehand, at least once. */
const warmMs = 400;

/** Rows one behind the other, as zlib takes them. */
function allOf({ bytes, height, stride, next }: Rows): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    next();
    out.set(bytes.subarray(rowLead, rowLead + stride), y * stride);
  }
  return out;
}

/** What one would do without slots: open the file, embed a subset of the typeface, write the mark all over each page. */
async function byPdfLib(file: Uint8Array, { lines, id }: Mark): Promise<Uint8Array> {
  const document = await PDFDocument.load(file);
  document.registerFontkit(evenFontkit);
  const font = await document.embedFont(await typeface(), { subset: true });
  for (const page of document.getPages()) {
    const { width, height } = page.getSize();
    for (let y = 40; y < height; y += 154) for (let x = 20; x < width; x += 230) lines.forEach((line, at) => page.drawText(line, { x, y: y - at * 14, size: 10.5, font, rotate: degrees(24), opacity: 0.13, color: rgb(0, 0, 0) }));
  }
  document.setSubject(lines.join(' '));
  document.setKeywords([id]);
  return document.save();
}

async function warm(way: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  do await way(); while (performance.now() - began < warmMs);
}

async function run(): Promise<void> {
  const page = textPage();
  if (page.kind !== 'indexed') throw new Error('the page should be text');
  const pipeline = await openPipeline({ threads: 2, memoryBytes: 100_000_000 });
  const text = { bytes: Buffer.from(`${sentences.join('\n')}\n`.repeat(3)) };
  const kept = await pipeline.prepare(text);
  await kept.finished();
  const tile = tileFor(markFor());
  const rows = allOf(rowsOf(page, tile));
  const marked = await sharp((await stamp(page, markFor())).bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: marked.info.width, height: marked.info.height, channels: marked.info.channels };
  const browser = values['no-browser'] ? undefined : await launched(values.chromium);
  const reused = browser === undefined ? undefined : await sheetIn(browser);
  const seen = '李静 1001 心血管内科';
  const lettered = await record(10);
  const ten = await pagesOf(lettered);
  const tenKept = await pipeline.prepare({ bytes: lettered });
  await tenKept.finished();
  const slots = await slotPdf(lettered, 100);
  console.log(`the PDF of text: ${(await PDFDocument.load(lettered)).getPageCount()} pages, ${Math.round(lettered.length / 1024)} KB, with slots ${Math.round(slots.bytes.length / 1024)} KB`);
  const all: Record<string, () => Promise<unknown>> = {
    'stamp, unseen viewer (tile and page)': () => stamp(page, markFor()),
    'stamp, next page of a viewer': () => stamp(page, markFor(seen)),
    'through the pipeline, unseen viewer': () => pipeline.page(async () => text, kept, 1, markFor(), 'a'),
    'its rows made and deflated alone': async () => deflateRows(rowsOf(page, tile)),
    'zlib level 1 of the same rows alone': async () => deflateSync(rows, { level: 1 }),
    'zlib level 6 of the same rows alone': async () => deflateSync(rows, { level: 6 }),
    'sharp PNG of the same pixels': () => sharp(marked.data, { raw }).png().toBuffer(),
    'PDF of text, 10 pages, slots filled': async () => fillSlots(slots, markFor(), { viewer: '李静', at: new Date() }),
    'the same file copied': async () => Buffer.from(slots.bytes),
    'pdf-lib, tiled text with a CJK subset, 10 pages': () => byPdfLib(lettered, markFor()),
    'PDF of pictures, 10 pages': () => pdfOf(ten, markFor(), { viewer: '李静', at: new Date() }),
    'PDF of pictures through the pipeline, 2 threads': () => pipeline.pdf(async () => ({ bytes: lettered }), tenKept, markFor(), 'a', { viewer: '李静', at: new Date() }),
    ...(reused === undefined ? {} : {
      'one kept browser, page reused, PNG': () => byBrowser(reused),
      'a browser for each request, PNG': async () => {
        const own = await launched(values.chromium);
        const shot = await byBrowser(await sheetIn(own));
        await own.close();
        return shot;
      },
    }),
  };
  const ways = Object.fromEntries(Object.entries(all).filter(([name]) => new RegExp(values.only).test(name)));
  const load = watchMachine();
  const took = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  /** Of this process, its threads too, but not of a browser: what other work on the machine changes least. */
  const spent = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, way] of Object.entries(ways)) {
      const [began, before] = [performance.now(), process.cpuUsage()];
      if (round < 0) await warm(way);
      if (round < 0) continue;
      const times = often[name] ?? 1;
      for (let time = 0; time < times; time++) await way();
      const { user, system } = process.cpuUsage(before);
      took.get(name)!.push((performance.now() - began) / times);
      spent.get(name)!.push((user + system) / 1000 / times);
    }
  }
  await browser?.close();
  await pipeline.close();
  report(took, spent, load());
  const theirs = (await sharp(marked.data, { raw }).png().toBuffer()).length;
  const sizes = { 'stamped page': (await stamp(page, markFor(seen))).bytes.length, ...Object.fromEntries([1, 6, 9].map((level) => [`zlib level ${level}`, deflateSync(rows, { level }).length])) };
  console.log(`\n| bytes of a page | | against sharp's ${theirs} |\n|---|---|---|`);
  for (const [name, bytes] of Object.entries(sizes)) console.log(`| ${name} | ${bytes} | ${(bytes / theirs).toFixed(2)}× |`);
}

function report(took: ReadonlyMap<string, number[]>, spent: ReadonlyMap<string, number[]>, { perMinute, busy }: { perMinute: number; busy: number }): void {
  const first = took.keys().next().value ?? '';
  const own = median(took.get(first)!);
  console.log(`load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %, ${values.rounds} rounds\n\n| way | median ms | least ms | processor ms | against ${first} |\n|---|---|---|---|---|`);
  for (const [name, all] of took) console.log(`| ${name} | ${median(all).toFixed(2)} | ${Math.min(...all).toFixed(2)} | ${median(spent.get(name)!).toFixed(2)} | ${(median(all) / own).toFixed(2)}× |`);
}

await run();

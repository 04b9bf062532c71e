/**
 * `npm run bench:watermark -- [--rounds 7] [--no-browser]`: a prepared page for a viewer nobody has seen yet, beside what one would do without it:
 * a browser for each request, one kept browser, zlib alone, sharp's PNG. All in one run, by turns; medians and ratios.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';
import { degrees, PDFDocument, rgb } from 'pdf-lib';
import { type Browser, launch, type Page } from 'puppeteer-core';
import sharp from 'sharp';
import { watchMachine } from './alert-path/machine.ts';
import { evenFontkit, typeface } from '../services/core/papers/font.ts';
import { drawSheet } from '../services/core/papers/sheet.ts';
import { openPipeline } from '../watermark/pipeline.ts';
import { prepare, type PreparedPage } from '../watermark/page/prepare.ts';
import { compose } from '../watermark/paint/compose.ts';
import { type Rows, rowLead } from '../watermark/paint/matches.ts';
import { pdfOf } from '../watermark/paint/pdf.ts';
import { fillSlots, slotPdf } from '../watermark/paint/slots.ts';
import { type Mark, stamp, tileFor } from '../watermark/stamp.ts';
import { recordPage } from '../watermark/trial/draw.ts';
import { sentences } from '../watermark/trial/words.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, 'only': { type: 'string', default: '' }, 'no-browser': { type: 'boolean', default: false }, chromium: { type: 'string', default: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' } } });

const viewport = { width: 1240, height: 1754 };
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run'];
const body = Array.from({ length: 36 }, (_, at) => `<p style="margin:14px 0;font-size:21px">${sentences[at % sentences.length]}</p>`).join('');
const html = (viewer: string): string => `<body style="margin:60px 90px;font-family:'Noto Sans CJK SC'">${body}<div style="position:fixed;inset:0;opacity:.13;transform:rotate(-24deg);font-size:22px;line-height:150px">${`${viewer} `.repeat(120)}</div></body>`;

/** What takes less than a clock shows well is done for so many viewers a turn. */
const often: Readonly<Record<string, number>> = { 'PDF of text, 10 pages, slots filled': 50, 'the same file copied': 50 };

let viewers = 0;
const viewer = (): Mark => ({ id: randomBytes(6).toString('hex'), key: Buffer.alloc(32, 1), series: '1', lines: [`李静 ${++viewers} 心血管内科`, '2026-11-29 03:10 查房'], strength: 'ordinary' });

function preparedPage(): PreparedPage {
  const canvas = recordPage(1);
  const rgba = canvas.data();
  const rgb = new Uint8Array(canvas.width * canvas.height * 3);
  for (let at = 0; at < rgb.length / 3; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return prepare({ width: canvas.width, height: canvas.height, rgb }, 150);
}

/** Rows one behind the other, as zlib takes them. */
function withoutPitch({ bytes, height, stride, pitch }: Rows): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) out.set(bytes.subarray(y * pitch + rowLead, y * pitch + rowLead + stride), y * stride);
  return out;
}

/** Ten pages of Chinese text, as a hospital's system would send them. */
function tenPages(): Promise<Uint8Array> {
  const pieces = Array.from({ length: 320 }, (_none, at) => ({ kind: 'text' as const, text: sentences[at % sentences.length]!.slice(0, 44) }));
  return drawSheet({ title: '出院评估与指导', hospital: '示范医院', facts: [], pieces, foot: '', producer: 'bench', at: 0 });
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

async function byBrowser(page: Page): Promise<unknown> {
  await page.setContent(html(viewer().lines[0]!));
  return page.screenshot({ type: 'png' });
}

async function launched(): Promise<Browser> {
  return launch({ executablePath: values.chromium, args: flags, headless: true });
}

async function run(): Promise<void> {
  const page = preparedPage();
  if (page.kind !== 'indexed') throw new Error('the page should be text');
  const pipeline = await openPipeline({ threads: 2, memoryBytes: 100_000_000 });
  const text = { bytes: Buffer.from(`${sentences.join('\n')}\n`.repeat(3)) };
  const kept = await pipeline.prepare(text);
  const rows = withoutPitch(compose(page, tileFor(viewer())));
  const marked = await sharp((await stamp(page, viewer())).bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: marked.info.width, height: marked.info.height, channels: marked.info.channels };
  const browser = values['no-browser'] ? undefined : await launched();
  const reused = await browser?.newPage();
  await reused?.setViewport(viewport);
  const seen = viewer();
  const seenTile = tileFor(seen);
  const ten = Array.from({ length: 10 }, () => page);
  const lettered = await tenPages();
  const slots = await slotPdf(lettered, 100);
  console.log(`the PDF of text: ${(await PDFDocument.load(lettered)).getPageCount()} pages, ${Math.round(lettered.length / 1024)} KB, with slots ${Math.round(slots.bytes.length / 1024)} KB`);
  const all: Record<string, () => Promise<unknown>> = {
    'stamp, unseen viewer (tile and page)': () => stamp(page, viewer()),
    'stamp, next page of a viewer': () => stamp(page, seen, seenTile),
    'through the pipeline, unseen viewer': () => pipeline.page(async () => text, kept, 1, viewer(), 'a'),
    'zlib level 1 of the same rows alone': async () => deflateSync(rows, { level: 1 }),
    'sharp PNG of the same pixels': () => sharp(marked.data, { raw }).png().toBuffer(),
    'PDF of text, 10 pages, slots filled': async () => fillSlots(slots, viewer(), { viewer: '李静', at: new Date() }),
    'the same file copied': async () => Buffer.from(slots.bytes),
    'pdf-lib, tiled text with a CJK subset, 10 pages': () => byPdfLib(lettered, viewer()),
    'PDF of pictures, 10 pages': () => pdfOf(ten, viewer(), { viewer: '李静', at: new Date() }),
    ...(reused === undefined ? {} : {
      'one kept browser, page reused, PNG': () => byBrowser(reused),
      'a browser for each request, PNG': async () => {
        const own = await launched();
        const fresh = await own.newPage();
        await fresh.setViewport(viewport);
        const shot = await byBrowser(fresh);
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
      const times = often[name] ?? 1;
      for (let time = 0; time < times; time++) await way();
      // The first round warms.
      if (round < 0) continue;
      const { user, system } = process.cpuUsage(before);
      took.get(name)!.push((performance.now() - began) / times);
      spent.get(name)!.push((user + system) / 1000 / times);
    }
  }
  await browser?.close();
  await pipeline.close();
  report(took, spent, load());
  const [own, theirs] = [(await stamp(page, seen)).bytes.length, (await sharp(marked.data, { raw }).png().toBuffer()).length];
  console.log(`\nbytes: ${own} against sharp's ${theirs}: ${(own / theirs).toFixed(2)}×`);
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
}

function report(took: ReadonlyMap<string, number[]>, spent: ReadonlyMap<string, number[]>, { perMinute, busy }: { perMinute: number; busy: number }): void {
  const first = took.keys().next().value ?? '';
  const own = median(took.get(first)!);
  console.log(`load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %, ${values.rounds} rounds\n\n| way | median ms | least ms | processor ms | against ${first} |\n|---|---|---|---|---|`);
  for (const [name, all] of took) console.log(`| ${name} | ${median(all).toFixed(2)} | ${Math.min(...all).toFixed(2)} | ${median(spent.get(name)!).toFixed(2)} | ${(median(all) / own).toFixed(2)}× |`);
}

await run();

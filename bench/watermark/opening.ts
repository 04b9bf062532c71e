/**
 * `npm run bench:watermark-opening -- [--documents 40] [--threads 2] [--only RegExp]`: a record of three pages that came as HTML and that nobody opened yet, a new one each time,
 * with a warm browser: until its first page can be shown, and until all can. Beside it a browser launched for each that prints the same HTML
 * to PDF and does nothing else; and by itself what is in it: printing by the kept browser, three pages made in one thread.
 */
import { parseArgs } from 'node:util';
import { openHtmlPrinter } from '../../watermark/browser.ts';
import { documentOf, eachPageOf } from '../../watermark/pages.ts';
import { openPipeline } from '../../watermark/pipeline.ts';
import { sentences } from '../../watermark/trial/words.ts';
import { watchMachine } from '../alert-path/machine.ts';
import { launched, median } from './made.ts';
import { ticksOf } from './ticks.ts';

const { values } = parseArgs({ options: { documents: { type: 'string', default: '40' }, threads: { type: 'string', default: '2' }, only: { type: 'string', default: '' }, chromium: { type: 'string', default: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' } } });
const [pages, documents] = [3, Number(values.documents)];

/** Another one for each number: the lines of a course, three pages of A4. */
function record(number: number): string {
  const lines = Array.from({ length: 58 }, (_none, at) => `<p>${number}.${at} ${sentences[(at * 7 + number) % sentences.length]}</p>`).join('');
  return `<!doctype html><meta charset="utf-8"><style>body{font:12pt/1.6 sans-serif}table{width:100%;border-collapse:collapse}td{border:1px solid #000}</style><h1>病程记录 ${number}</h1><table><tr><td>姓名</td><td>王建国</td><td>病案号</td><td>P${number}</td></tr></table>${lines}`;
}

// As a service that runs as root, whose browsers have no sandbox of their own.
const browser = { executable: values.chromium, sandbox: process.getuid?.() !== 0 };
const pipeline = await openPipeline({ threads: Number(values.threads), memoryBytes: 200_000_000, browser, milliseconds: 300_000 });
const printer = openHtmlPrinter(browser);
let number = 0;

/** Milliseconds by the clock to each of its ends. */
type Way = () => Promise<Readonly<Record<string, number>>>;
const since = (began: number): number => performance.now() - began;

const ways: Readonly<Record<string, Way>> = {
  'opened': async () => {
    const [html, began] = [record(++number), performance.now()];
    const prepared = await pipeline.prepare({ html });
    const first = since(began);
    await prepared.finished();
    if (prepared.pages !== pages) throw new Error(`${prepared.pages} pages`);
    return { 'first page ready': first, 'all three ready': since(began) };
  },
  'a browser launched for each, to PDF alone': async () => {
    const [html, began] = [record(++number), performance.now()];
    const own = await launched(values.chromium);
    const page = await own.newPage();
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
    await page.pdf({ format: 'A4', printBackground: true });
    const ready = since(began);
    await own.close();
    return { 'PDF ready': ready };
  },
  'in it': async () => {
    const [html, began] = [record(++number), performance.now()];
    const pdf = await printer.print(html);
    const printed = since(began);
    const before = performance.now();
    await eachPageOf(pdf, {}, { pick: (count) => Array.from({ length: count }, (_none, at) => at + 1), made: () => undefined, refused: (_number, why) => { throw why; } });
    return { 'printing by the kept browser': printed, 'three pages of the PDF, one thread': since(before) };
  },
};

const took = new Map<string, number[]>();
const spent = new Map<string, number[]>();
const load = watchMachine();
if ((await documentOf(await printer.print(record(0)))).pages.length !== pages) throw new Error('the record should have three pages');
for (let round = -3; round < documents; round++) {
  for (const [name, way] of Object.entries(ways).filter(([each]) => new RegExp(values.only).test(each))) {
    const before = ticksOf(process.pid);
    const ends = await way();
    if (round < 0) continue;
    for (const [end, milliseconds] of Object.entries(ends)) took.set(`${name}: ${end}`, [...(took.get(`${name}: ${end}`) ?? []), milliseconds]);
    // The page is emptied for the next one meanwhile.
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    spent.set(name, [...(spent.get(name) ?? []), (ticksOf(process.pid) - before) * 10]);
  }
}
await printer.close();
await pipeline.close();

const { perMinute, busy } = load();
const at = (all: readonly number[], part: number): string => all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))]!.toFixed(0);
console.log(`load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %, ${documents} documents of ${pages} pages each, ${values.threads} threads\n\n| way | p50 ms | p95 ms | least ms |\n|---|---|---|---|`);
for (const [name, all] of took) console.log(`| ${name} | ${at(all, 0.5)} | ${at(all, 0.95)} | ${at(all, 0)} |`);
console.log('\n| processor ms a document, browsers and all | median |\n|---|---|');
for (const [name, all] of spent) console.log(`| ${name} | ${median(all).toFixed(0)} |`);

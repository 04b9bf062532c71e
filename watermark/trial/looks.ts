/**
 * `npm run looks:attack -- [--pages 2000] [--queries 40] [--strength 1] [--only REGEX]`: how many attacked pages are found among the first
 * three of many made-up ones, and how like the likest is for pages that are not among them.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { knownKey } from '../cli/key.ts';
import { rectify } from '../detect/rectify.ts';
import { likest } from '../look/compare.ts';
import { lookOf } from '../look/look.ts';
import { prepare } from '../page/prepare.ts';
import { type ColourRaster, greyOf } from '../page/raster.ts';
import { stamp } from '../stamp.ts';
import { readPicture } from '../trace.ts';
import { type Attack, attack, defaultAttacks } from './attacks.ts';
import { laboratorySheet, recordPage } from './draw.ts';
import { madeUp } from './pages.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '2000' }, queries: { type: 'string', default: '40' }, strangers: { type: 'string', default: '20' }, only: { type: 'string' } } });

const attacks: readonly Attack[] = [
  ...defaultAttacks.filter(({ name }) => ['as it is', 'JPEG q50', 'scale 0.5', 'rotate 2°', 'chat 1280 q60', 'binarise 50 %', 'photo medium', 'photo hard'].includes(name)),
  { name: 'crop 80 %', steps: [{ crop: 0.8 }] },
  { name: 'crop 60 %', steps: [{ crop: 0.6 }] },
  { name: 'crop 40 %', steps: [{ crop: 0.4 }] },
  { name: 'crop 60 %, 0.5, q50', steps: [{ crop: 0.6 }, { scale: 0.5 }, { jpeg: 50 }] },
  { name: 'blur 3, black and white', steps: [{ convert: ['-blur', '0x3', '-colorspace', 'Gray', '-threshold', '70%'] }] },
].filter(({ name }) => values.only === undefined || new RegExp(values.only).test(name));

interface Made {
  readonly sort: string;
  readonly page: ColourRaster;
}

/** Of ten pages seven are records in running text, two laboratory sheets of one of four forms, and one of the other kinds where there are any left. */
function made(seed: number): Made {
  const rest = madeUp.filter(({ sort, name }) => sort !== 'text' || !name.startsWith('record'));
  if (seed % 10 < 7) return { sort: 'record', page: rasterOf(recordPage(1000 + seed, { paper: '#fff', ink: '#000', size: [19, 21, 24][seed % 3]! })) };
  const other = rest[Math.floor(seed / 10)];
  if (seed % 10 === 9 && other !== undefined) return { sort: 'other', page: rasterOf(other.draw()) };
  return { sort: 'laboratory', page: rasterOf(laboratorySheet(1000 + seed, { rowHeight: [44, 40, 36, 30][seed % 4]!, rules: (['grid', 'lines', 'none'] as const)[seed % 3]! })) };
}

function rasterOf(canvas: ReturnType<typeof recordPage>): ColourRaster {
  const { width, height } = canvas;
  const rgba = canvas.data();
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return { width, height, rgb };
}

async function query(page: ColourRaster, one: Attack, seed: number) {
  const { bytes } = await stamp(prepare(page, 150), { id: '0123456789ab', key: knownKey, series: '0', lines: ['李静 1001 心血管内科', '2026-11-29 03:10'], strength: 'ordinary' });
  const attacked = await attack(bytes, one, seed);
  const picture = await readPicture(attacked.bytes);
  return attacked.corners === undefined ? picture : rectify(picture, attacked.corners);
}

const [count, queries, strangers] = [Number(values.pages), Number(values.queries), Number(values.strangers)];
const looks: Uint8Array[] = [];
for (let seed = 0; seed < count; seed++) {
  looks.push(lookOf(greyOf(made(seed).page)));
  // A canvas gives its memory back only between turns of the loop.
  await setImmediate();
}
console.error(`${count} pages, ${looks.reduce((sum, { length }) => sum + length, 0) / count} bytes each`);
const rows: string[] = [];
const percentile = (all: readonly number[], part: number): string => all.length === 0 ? '' : all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))]!.toFixed(3);
for (const one of attacks) {
  const [found, right, second, strange, strangeGap]: [Map<string, [number, number, number]>, number[], number[], number[], number[]] = [new Map(), [], [], [], []];
  let spent = 0;
  for (let at = 0; at < queries + strangers; at++) {
    const isStranger = at >= queries;
    // Spread over all kinds; a stranger is none of the pages.
    const seed = isStranger ? count + 1 + at * 7 : Math.floor((at * count) / queries / 7) * 7 + (at % 10);
    await setImmediate();
    const { sort, page } = made(seed);
    const picture = await query(page, one, seed);
    const began = process.cpuUsage();
    const answer = likest(picture, looks, 5) ?? [];
    spent += (process.cpuUsage(began).user) / 1000;
    if (isStranger) { strange.push(answer[0]?.same ?? 0); strangeGap.push((answer[0]?.same ?? 0) - (answer[1]?.same ?? 0)); continue; }
    const rank = answer.findIndex(({ at: which }) => which === seed);
    const tally = found.get(sort) ?? [0, 0, 0];
    found.set(sort, [tally[0] + (rank === 0 ? 1 : 0), tally[1] + (rank >= 0 && rank < 3 ? 1 : 0), tally[2] + 1]);
    if (rank >= 0) { right.push(answer[rank]!.same); second.push(answer[rank]!.same - (answer.find(({ at: which }) => which !== seed)?.same ?? 0)); }
  }
  const cell = (sort: string): string => { const [first, three, of] = found.get(sort) ?? [0, 0, 0]; return `${three}/${of} (${first})`; };
  const row = `| ${one.name} | ${cell('record')} | ${cell('laboratory')} | ${cell('other')} | ${percentile(right, 0.1)} ${percentile(right, 0.5)} | ${percentile(second, 0.1)} ${percentile(second, 0.5)} | ${percentile(strange, 0.5)} ${percentile(strange, 1)} | ${percentile(strangeGap, 0.5)} ${percentile(strangeGap, 1)} | ${Math.round(spent / (queries + strangers))} |`;
  console.error(row);
  rows.push(row);
}
console.log(`\n| attack | records | laboratory | other | same of the right one, 10 % and median | its lead | likest of a stranger, median and most | lead | ms |\n|---|---|---|---|---|---|---|---|---|\n${rows.join('\n')}`);

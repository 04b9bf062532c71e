/**
 * `npm run trace:attack -- [--pages DIR] [--attacks FILE] [--strength 1|2] [--minutes 10] [--every N] [--real DIR]`: marks pages, has them attacked by
 * other tools, and prints how many were read exactly. Without pages the made-up ones; `--write DIR` writes those and the default attacks.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { knownKey } from '../cli/key.ts';
import { pagesOf } from '../pages.ts';
import { prepare, type PreparedPage } from '../page/prepare.ts';
import { type Mark, stamp } from '../stamp.ts';
import { readPicture, trace } from '../trace.ts';
import { type Attack, attack, attackList, defaultAttacks } from './attacks.ts';
import { madeUp } from './pages.ts';
import { psnr } from '../measure/quality.ts';

const { values } = parseArgs({ options: {
  pages: { type: 'string' }, attacks: { type: 'string' }, strength: { type: 'string', default: '1' }, minutes: { type: 'string', default: '60' },
  every: { type: 'string', default: '1' }, only: { type: 'string' }, kinds: { type: 'string' }, write: { type: 'string' }, verbose: { type: 'boolean', default: false },
} });

interface Subject {
  readonly name: string;
  readonly sort: string;
  readonly page: () => Promise<PreparedPage>;
}

function subjects(): Subject[] {
  if (values.pages === undefined) return madeUp.map(({ name, sort, draw }) => ({ name, sort, page: async () => prepare(pixels(draw()), 150) }));
  const folder = values.pages;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(png|jpe?g|webp|pdf|dcm)$/i.test(name)).sort().map((name) => ({
    name, sort: 'given',
    page: async () => (await pagesOf(readFileSync(join(folder, name)), { dpi: 150, most: 1 }))[0]!,
  }));
}

function pixels(canvas: ReturnType<(typeof madeUp)[number]['draw']>): { width: number; height: number; rgb: Uint8Array } {
  const { width, height } = canvas;
  const rgba = canvas.data();
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { width, height, rgb };
}

interface Tally {
  exact: number;
  wrong: number;
  tried: number;
  readonly missed: string[];
}

async function run(): Promise<void> {
  const attacks: readonly Attack[] = (values.attacks === undefined ? defaultAttacks : attackList.parse(JSON.parse(readFileSync(values.attacks, 'utf8')))).filter(({ name }) => values.only === undefined || new RegExp(values.only).test(name));
  if (values.write !== undefined) return writeAll(values.write);
  const until = Date.now() + Number(values.minutes) * 60_000;
  const tallies = new Map<string, Tally>();
  const chosen = subjects().filter(({ name, sort }, at) => at % Number(values.every) === 0 && (values.kinds === undefined || new RegExp(values.kinds).test(`${sort} ${name}`)));
  let done = 0;
  // Kinds mixed, so that a run that is cut short has seen some of each.
  const step = Math.max(1, Math.round(chosen.length * 0.382));
  const order = [...chosen.keys()].sort((a, b) => ((a * step) % chosen.length) - ((b * step) % chosen.length) || a - b);
  for (const seed of order) {
    if (Date.now() > until) break;
    await attackOne(chosen[seed]!, seed, attacks, tallies);
    done += 1;
  }
  report(attacks, tallies, done, chosen.length);
}

async function attackOne({ name, sort, page }: Subject, seed: number, attacks: readonly Attack[], tallies: Map<string, Tally>): Promise<void> {
  const id = (seed * 2_654_435_761 + 0x1234_5678_9abc).toString(16).padStart(12, '0').slice(-12);
  const mark: Mark = { id, key: knownKey, series: '0', lines: ['李静 1001 心血管内科', '2026-11-29 03:10 查房'], strength: values.strength === '2' ? 'restricted' : 'ordinary' };
  const prepared = await page().catch((error: unknown) => { console.error(`${name}: ${error instanceof Error ? error.message : error}`); return undefined; });
  if (prepared === undefined) return;
  const kind = prepared.kind === 'indexed' ? `indexed ${prepared.depth}` : 'picture';
  const { bytes } = await stamp(prepared, mark);
  const missed: string[] = [];
  for (const one of attacks) {
    const attacked = await attack(bytes, one, seed);
    const began = process.cpuUsage();
    const found = await trace(await readPicture(attacked.bytes), { keys: [{ key: knownKey, series: ['0'] }], ...(attacked.corners === undefined ? {} : { corners: attacked.corners }) });
    const spent = process.cpuUsage(began);
    if (values.verbose) console.error(`  ${one.name}: ${found === undefined ? 'not found' : found.id === id ? `${found.pass} z ${found.z.toFixed(1)} ${found.agreement.toFixed(2)}` : 'WRONG'} ${Math.round((spent.user + spent.system) / 1000)} ms`);
    for (const row of [`${one.name}`, `${one.name}|${sort}`]) {
      const tally = tallies.get(row) ?? { exact: 0, wrong: 0, tried: 0, missed: [] };
      tallies.set(row, tally);
      tally.tried += 1;
      if (found?.id === id) tally.exact += 1;
      else tally.missed.push(name);
      if (found !== undefined && found.id !== id) tally.wrong += 1;
    }
    if (found?.id !== id) missed.push(one.name);
  }
  console.error(`${name} (${kind}, ${prepared.width}×${prepared.height}, ${Math.round(bytes.length / 1024)} KB, ${(await psnr(prepared, mark)).toFixed(1)} dB): ${missed.length === 0 ? 'all' : `not ${missed.join(', ')}`}`);
}

function report(attacks: readonly Attack[], tallies: Map<string, Tally>, done: number, of: number): void {
  const sorts = [...new Set([...tallies.keys()].filter((row) => row.includes('|')).map((row) => row.split('|')[1]!))];
  console.log(`\n${done} of ${of} pages, strength ±${values.strength}; read exactly\n`);
  console.log(`| attack | goal | all | ${sorts.join(' | ')} | wrong id |\n|---|---|---|${sorts.map(() => '---|').join('')}---|`);
  const cell = (tally: Tally | undefined): string => (tally === undefined ? '' : `${tally.exact}/${tally.tried}`);
  for (const { name, goal } of attacks) {
    const all = tallies.get(name);
    console.log(`| ${name} | ${goal === undefined ? '' : `${goal * 100} %`} | ${cell(all)} | ${sorts.map((sort) => cell(tallies.get(`${name}|${sort}`))).join(' | ')} | ${all?.wrong ?? 0} |`);
  }
}

async function writeAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { name, sort, draw } of madeUp) {
    const { width, height, rgb } = pixels(draw());
    await sharp(rgb, { raw: { width, height, channels: 3 } }).png().toFile(join(folder, `${sort}-${name.replaceAll(/[ ,]+/g, '-')}.png`));
  }
  writeFileSync(join(folder, 'attacks.json'), JSON.stringify(defaultAttacks, null, 2));
}

await run();

/**
 * `npm run trace:unmarked -- [--count 100000] [--minutes 60] [--state FILE] [--pages DIR]`: seeded pictures without a mark, made worse as
 * leaked ones are, and how many of them were taken for somebody's. Goes on where the state file ends; one process, best at `nice -n 19`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { knownKey } from '../cli/key.ts';
import { fromMasks, ordinaryStyle } from '../paint/label.ts';
import { passesFor } from '../detect/passes.ts';
import { readerOf } from '../detect/read.ts';
import { wide } from '../detect/lattice.ts';
import { pagesOf } from '../pages.ts';
import { readPicture } from '../trace.ts';
import { madeUp } from './pages.ts';
import { plainOf } from '../measure/plain.ts';
import { dice } from './words.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' }, minutes: { type: 'string', default: '60' }, state: { type: 'string', default: 'trace-unmarked.json' }, pages: { type: 'string' }, series: { type: 'string', default: '92' } } });

interface State {
  /** The next picture's seed. */
  next: number;
  /** Seeds whose pictures were taken for marked ones. */
  false: { seed: number; id: string; z: number; pass: string }[];
  /** Messages whose check bits were looked at: each is right by chance once in 2^24. */
  messages: number;
  /** Places that looked like a tile at all. */
  tiles: number;
  highest: number;
  seconds: number;
}

const fresh: State = { next: 0, false: [], messages: 0, tiles: 0, highest: 0, seconds: 0 };

/** As many days as a tracing usually looks through. */
const series = Array.from({ length: Number(values.series) }, (_none, at) => `day ${at}`);

type Rgb = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

/** Whole pages, few at a time: drawing one takes longer than cutting fifty from it. */
const drawn = new Map<string, Promise<Rgb>>();

function given(): { readonly name: string; readonly page: () => Promise<Rgb> }[] {
  const own = madeUp.map(({ name, draw }) => ({ name, page: async () => fromCanvas(draw()) }));
  if (values.pages === undefined) return own;
  const folder = values.pages;
  const theirs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(png|jpe?g|webp|pdf|dcm)$/i.test(name)).sort();
  return [...own, ...theirs.map((name) => ({ name, page: async () => plainOf((await pagesOf(readFileSync(join(folder, name)), { most: 1 }))[0]!) }))];
}

function fromCanvas(canvas: ReturnType<(typeof madeUp)[number]['draw']>): Rgb {
  const { width, height } = canvas;
  const rgba = canvas.data();
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { width, height, rgb };
}

/** A part of a page, with a visible mark in every second one, scaled, turned, recompressed. */
async function picture(seed: number, pages: ReturnType<typeof given>): Promise<Buffer> {
  const random = dice(seed + 1);
  const { name, page } = pages[Math.floor(random() * pages.length)]!;
  const kept = drawn.get(name) ?? page();
  if (drawn.size > 8) drawn.delete(drawn.keys().next().value!);
  drawn.set(name, kept);
  const { width, height, rgb } = await kept;
  const [across, down] = [Math.min(width, 240 + Math.floor(random() * 420)), Math.min(height, 240 + Math.floor(random() * 420))];
  let image = sharp(rgb, { raw: { width, height, channels: 3 } }).extract({ left: Math.floor(random() * (width - across)), top: Math.floor(random() * (height - down)), width: across, height: down });
  if (seed % 2 === 1) image = sharp(await image.png().toBuffer()).composite([{ input: await label(), tile: true, gravity: 'northwest' }]);
  const worse = sharp(await image.png().toBuffer()).resize({ width: Math.max(120, Math.round(across * (0.4 + random() * 1.2))) });
  const turned = random() < 0.25 ? worse.rotate(random() * 6 - 3, { background: '#fff' }) : worse;
  return random() < 0.2 ? turned.png().toBuffer() : turned.jpeg({ quality: 35 + Math.floor(random() * 60) }).toBuffer();
}

let labelled: Promise<Buffer> | undefined;

/** The words alone, which every copy bears. Cut to what the smallest part holds. */
function label(): Promise<Buffer> {
  labelled ??= (async () => {
    const { width, height, coverage } = fromMasks(['李静 1001 心血管内科', '2026-11-29 03:10'], ordinaryStyle);
    const rgba = new Uint8Array(width * height * 4);
    coverage.forEach((covered, at) => { rgba[at * 4 + 3] = (covered * 34) / 255; });
    return sharp(rgba, { raw: { width, height, channels: 4 } }).extract({ left: 120, top: 60, width: 240, height: 200 }).png().toBuffer();
  })();
  return labelled;
}

async function run(): Promise<void> {
  const state: State = existsSync(values.state) ? (JSON.parse(readFileSync(values.state, 'utf8')) as State) : fresh;
  const pages = given();
  const until = Date.now() + Number(values.minutes) * 60_000;
  const tried = (z: number, messages: number): void => {
    state.tiles += 1;
    state.messages += messages;
    state.highest = Math.max(state.highest, z);
  };
  const reader = { ...readerOf(knownKey, series), tried };
  let began = Date.now();
  const keep = (): void => {
    state.seconds += (Date.now() - began) / 1000;
    began = Date.now();
    writeFileSync(values.state, JSON.stringify(state));
  };
  while (state.next < Number(values.count) && Date.now() < until) {
    const seed = state.next;
    const looked = await readPicture(await picture(seed, pages)).catch(() => undefined);
    for (const { name, run: look } of looked === undefined ? [] : passesFor(looked, [reader], wide)) {
      const found = look();
      if (found === undefined) continue;
      state.false.push({ seed, id: found.id, z: found.z, pass: name });
      break;
    }
    state.next += 1;
    if (state.next % 100 === 0) {
      keep();
      console.error(`${state.next}: ${state.false.length} false, ${state.messages} messages, highest z ${state.highest.toFixed(2)}`);
    }
  }
  keep();
  report(state);
}

function report({ next, false: wrong, messages, tiles, highest, seconds }: State): void {
  // Of no event in n trials: less than 3/n at 95 % (the rule of three); else the normal bound.
  const bound = wrong.length === 0 ? 3 / next : (wrong.length + 2 * Math.sqrt(wrong.length) + 2) / next;
  console.log(`${next} unmarked pictures, ${series.length} days each: ${wrong.length} taken for somebody's (below ${bound.toExponential(1)} a picture at 95 %)`);
  console.log(`${tiles} places looked like a tile (highest z ${highest.toFixed(2)}), ${messages} messages had their 24 check bits looked at: ${(messages / 2 ** 24 / next * 100_000).toFixed(3)} ids by chance expected in 100,000 pictures,`);
  console.log(`each of which names somebody only if the issue log holds that id: with a million openings in it ${((messages / 2 ** 24 / next) * 100_000 * (1e6 / 2 ** 38)).toExponential(1)} persons. ${Math.round(seconds)} s`);
  for (const each of wrong) console.log(JSON.stringify(each));
}

await run();

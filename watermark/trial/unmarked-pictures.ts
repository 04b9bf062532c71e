/** Seeded pictures without a mark that is looked for, as many and as different as can be made, each made worse as leaked ones are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Canvas } from '@napi-rs/canvas';
import sharp, { type Sharp } from 'sharp';
import { plainOf } from '../measure/plain.ts';
import { pagesOf } from '../pages.ts';
import { prepare } from '../page/prepare.ts';
import type { ColourRaster } from '../page/raster.ts';
import { fromMasks, ordinaryStyle } from '../paint/label.ts';
import { stamp } from '../stamp.ts';
import { onPattern, othersWords, patternNames } from './backgrounds.ts';
import { convert } from './convert.ts';
import { laboratorySheet, recordPage } from './draw.ts';
import { madeUp } from './pages.ts';
import { photograph } from './photo.ts';
import { dice } from './words.ts';

/** How a picture came to be; shares in hundredths. */
export const sorts = {
  plain: 22, 'visible words': 14, 'others\' words': 10, pattern: 20, screenshot: 8, photograph: 5, whole: 3, 'black and white': 5, 'another key': 7, 'another day': 5, control: 1,
} as const;

export type Sort = keyof typeof sorts;

export interface Made {
  readonly sort: Sort;
  readonly bytes: Buffer;
}

/** Who marks the pictures that bear a mark: the key that is looked for, and one that is not. */
export interface Markers {
  readonly own: Uint8Array;
  readonly other: Uint8Array;
  /** A day that is looked through, and one that is not. */
  readonly day: string;
  readonly otherDay: string;
}

/** The mark of the pictures that must be found, so that a count of nothing is known to be one of a reader that reads. */
export const controlId = '0c0ffee0c0de';

type Random = () => number;

/** So many pictures in a row are parts of one page: drawing it takes longer than cutting some from it. */
const fromOne = 6;

export class Pictures {
  private readonly given: readonly string[];
  private kept: { readonly number: number; readonly page: Promise<ColourRaster> } | undefined;

  constructor(folder: string | undefined) {
    this.given = folder === undefined ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(png|jpe?g|webp|pdf|dcm)$/i.test(name)).sort().map((name) => join(folder, name));
  }

  /** Always the same for one seed, `markers` and folder. */
  async made(seed: number, markers: Markers): Promise<Made> {
    const random = warmed(seed * 2 + 1);
    const sort = sortOf(random() * 100);
    const page = await this.page(Math.floor(seed / fromOne));
    return { sort, bytes: await picture(page, sort, random, seed, markers) };
  }

  private page(number: number): Promise<ColourRaster> {
    if (this.kept?.number !== number) this.kept = { number, page: pageOf(number, this.given) };
    return this.kept.page;
  }
}

/** The first numbers of neighbouring seeds are alike. */
function warmed(seed: number): Random {
  const random = dice(seed);
  for (let once = 0; once < 5; once++) random();
  return random;
}

/** How the picture of a seed will come to be. */
export function sortFor(seed: number): Sort {
  return sortOf(warmed(seed * 2 + 1)() * 100);
}

function sortOf(at: number): Sort {
  let left = at;
  for (const [sort, share] of Object.entries(sorts) as [Sort, number][]) {
    left -= share;
    if (left < 0) return sort;
  }
  return 'plain';
}

/** Each of its own: text and laboratory sheets with words of their own, the made-up kinds, and given files. */
async function pageOf(number: number, given: readonly string[]): Promise<ColourRaster> {
  const random = warmed(number * 7 + 3);
  const which = random();
  if (given.length > 0 && which < 0.25) {
    const pages = await pagesOf(readFileSync(given[Math.floor(random() * given.length)]!), { most: 4 }).catch(() => []);
    const page = pages[Math.floor(random() * pages.length)];
    if (page !== undefined) return plainOf(page);
  }
  if (which < 0.55) {
    const [paper, ink] = [['#fff', '#000'], ['#fff', '#333'], ['#fffbe6', '#222'], ['#c7edcc', '#111'], ['#1e1e1e', '#e6e6e6'], ['#f4f4f4', '#000']][Math.floor(random() * 6)]! as [string, string];
    return fromCanvas(recordPage(1000 + number, { paper, ink, size: 13 + Math.floor(random() * 22) }));
  }
  if (which < 0.75) return fromCanvas(laboratorySheet(1000 + number, { rowHeight: 22 + Math.floor(random() * 30), rules: (['grid', 'lines', 'none'] as const)[Math.floor(random() * 3)]!, ...(random() < 0.3 ? { fill: '#eeeeee' } : {}), ...(random() < 0.5 ? { flags: '#d0021b' } : {}) }));
  return fromCanvas(madeUp[Math.floor(random() * madeUp.length)]!.draw());
}

function fromCanvas(canvas: Canvas): ColourRaster {
  const { width, height } = canvas;
  const rgba = canvas.data();
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set(rgba.subarray(at * 4, at * 4 + 3), at * 3);
  return { width, height, rgb };
}

const imageOf = ({ width, height, rgb }: ColourRaster): Sharp => sharp(rgb, { raw: { width, height, channels: 3 } });

async function picture(page: ColourRaster, sort: Sort, random: Random, seed: number, markers: Markers): Promise<Buffer> {
  if (sort === 'whole') return worse(await imageOf(page).resize({ width: Math.min(page.width, 620 + Math.floor(random() * 400)) }).png().toBuffer(), random);
  const piece = await cut(page, random, sort);
  if (sort === 'visible words') return worse(await imageOf(piece).composite([{ input: await label(), tile: true, gravity: 'northwest' }]).png().toBuffer(), random);
  if (sort === 'others\' words') return worse(await imageOf(piece).composite([{ input: othersWords(piece.width, piece.height, random), raw: { width: piece.width, height: piece.height, channels: 4 } }]).png().toBuffer(), random);
  if (sort === 'pattern') return worse(await imageOf(onPattern(piece, patternNames[Math.floor(random() * patternNames.length)]!, random)).png().toBuffer(), random);
  if (sort === 'screenshot') return screenshot(piece, random);
  if (sort === 'photograph') return (await photograph(await imageOf(piece).png().toBuffer(), random() < 0.5 ? 'medium' : 'hard', seed)).bytes;
  if (sort === 'black and white') return convert(await worse(await imageOf(piece).png().toBuffer(), random), random() < 0.5 ? ['-colorspace', 'Gray', '-threshold', `${35 + Math.floor(random() * 40)}%`] : ['-colorspace', 'Gray', '-ordered-dither', ['o8x8', 'h8x8a', 'h6x6a', 'c5x5b', 'o4x4'][Math.floor(random() * 5)]!]);
  if (sort === 'plain') return worse(await imageOf(piece).png().toBuffer(), random);
  return marked(piece, sort, random, markers);
}

/** 240 to 660 pixels a side; what must be found is left large enough. */
async function cut(page: ColourRaster, random: Random, sort: Sort): Promise<ColourRaster> {
  const side = (): number => (sort === 'control' ? 620 : 240) + Math.floor(random() * (sort === 'control' ? 40 : 420));
  const [width, height] = [Math.min(page.width, side()), Math.min(page.height, side())];
  const { data } = await imageOf(page).extract({ left: Math.floor(random() * (page.width - width)), top: Math.floor(random() * (page.height - height)), width, height }).raw().toBuffer({ resolveWithObject: true });
  return { width, height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

async function marked(piece: ColourRaster, sort: Sort, random: Random, { own, other, day, otherDay }: Markers): Promise<Buffer> {
  const id = sort === 'control' ? controlId : Math.floor(random() * 2 ** 46).toString(16).padStart(12, '0');
  const { bytes } = await stamp(prepare(piece, 150), {
    id, key: sort === 'another key' ? other : own, series: sort === 'another day' ? otherDay : day,
    lines: random() < 0.5 ? [] : ['李静 1001', '2026-11-29 03:10'], strength: sort === 'control' || random() < 0.5 ? 'restricted' : 'ordinary',
  });
  return sort === 'control' ? bytes : worse(bytes, random);
}

/** Scaled, turned, recompressed once or twice, softened or sharpened, sometimes none of it. */
async function worse(bytes: Buffer, random: Random): Promise<Buffer> {
  const { width } = await sharp(bytes).metadata();
  let image = sharp(bytes).flatten({ background: '#fff' });
  if (random() < 0.75) image = image.resize({ width: Math.max(120, Math.round(width * (0.4 + random() * 1.1))), kernel: (['lanczos3', 'cubic', 'nearest', 'linear'] as const)[Math.floor(random() * 4)]! });
  if (random() < 0.1) image = random() < 0.5 ? image.blur(0.5 + random()) : image.sharpen();
  const turns = random();
  if (turns < 0.3) image = sharp(await image.png().toBuffer()).rotate(turns < 0.05 ? 90 : random() * 6 - 3, { background: '#fff' });
  if (random() < 0.2) image = sharp(await image.jpeg({ quality: 50 + Math.floor(random() * 45) }).toBuffer());
  const kind = random();
  if (kind < 0.2) return image.png().toBuffer();
  return kind < 0.3 ? image.webp({ quality: 40 + Math.floor(random() * 50) }).toBuffer() : image.jpeg({ quality: 35 + Math.floor(random() * 60) }).toBuffer();
}

/** In a window of some application, at a screen's own scale. */
async function screenshot(piece: ColourRaster, random: Random): Promise<Buffer> {
  const scale = [1, 1, 1.25, 1.5, 0.75][Math.floor(random() * 5)]!;
  const inner = await imageOf(piece).resize({ width: Math.round(piece.width * scale), kernel: random() < 0.5 ? 'nearest' : 'cubic' }).png().toBuffer();
  const grey = 30 + Math.floor(random() * 220);
  const framed = await sharp(inner).extend({ top: 24 + Math.floor(random() * 60), bottom: Math.floor(random() * 40), left: Math.floor(random() * 120), right: Math.floor(random() * 20), background: { r: grey, g: grey, b: Math.min(255, grey + 8) } }).png().toBuffer();
  return random() < 0.5 ? framed : sharp(framed).jpeg({ quality: 60 + Math.floor(random() * 35) }).toBuffer();
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

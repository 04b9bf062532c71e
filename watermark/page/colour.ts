/**
 * Pages with colours in them: sheets with red results, filled table heads, charts, dark pages with fields. At most 24
 * colours of filled areas and 75 of strokes; whoever needs more is a picture.
 */
import { type IndexedPage, type Ink, inkOf } from './indexed.ts';
import type { ColourRaster, Rgb } from './raster.ts';

export const mostFills = 24;
export const mostStrokes = 75;

/** Side of the square that must be of one colour around a pixel of a filled area. */
const flat = 9;

/** `undefined` where the page has more colours than fit. `dpi` as of `prepareText`. */
export function prepareColour(page: ColourRaster, dpi: number): IndexedPage | undefined {
  const { width, height } = page;
  const shades = shadesOf(page);
  const filled = filledOf(shades, width, height);
  const ground = mostCommon(shades, filled);
  if (ground === undefined) return undefined;
  const fills = coloursOf(page, shades, (at) => filled[at] === 1 && shades[at] !== ground);
  if (fills.length > mostFills) return undefined;
  const strokes = coloursOf(page, shades, (at) => filled[at] === 0 && shades[at] !== ground);
  const groundColour = coloursOf(page, shades, (at) => shades[at] === ground)[0]?.colour ?? [255, 255, 255];
  const kept = thin(strokes, mostStrokes);
  const levelOf = levelsOf(ground, fills, strokes, kept);
  const levels = new Uint8Array(shades.length);
  for (let at = 0; at < shades.length; at++) levels[at] = levelOf(shades[at]!, filled[at] === 1);
  const inks: Ink[] = [...fills.map(({ colour }) => ({ colour, stroke: false })), ...kept.map(({ colour }) => ({ colour, stroke: true }))];
  return { kind: 'indexed', width, height, dpi, ground: groundColour, inks, ...inkOf(levels, width, height, 8) };
}

/** Colours that no eye tells apart are one: five bits a channel. */
function shadesOf({ width, height, rgb }: ColourRaster): Uint16Array {
  const shades = new Uint16Array(width * height);
  for (let at = 0, from = 0; at < shades.length; at++, from += 3) shades[at] = ((rgb[from]! >> 3) << 10) | ((rgb[from + 1]! >> 3) << 5) | (rgb[from + 2]! >> 3);
  return shades;
}

/** 1 where the square around a pixel is of its shade: found by lengths of runs, across and then down. */
function filledOf(shades: Uint16Array, width: number, height: number): Uint8Array {
  const reach = (flat - 1) / 2;
  const across = new Uint8Array(shades.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, begun = 0; x <= width; x++) {
      const row = y * width;
      if (x < width && shades[row + x] === shades[row + begun]) continue;
      // The page's own edge counts as more of the same.
      const [from, until] = [begun === 0 ? 0 : begun + reach, x === width ? width : x - reach];
      if (until > from && x - begun >= flat) across.fill(1, row + from, row + until);
      begun = x;
    }
  }
  return alongColumns(shades, across, width, height, reach);
}

function alongColumns(shades: Uint16Array, across: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const filled = new Uint8Array(shades.length);
  const since = new Int32Array(width);
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x < width; x++) {
      const begun = since[x]!;
      const at = y * width + x;
      if (y < height && across[at] === 1 && shades[at] === shades[begun * width + x]) continue;
      const [from, until] = [begun === 0 ? 0 : begun + reach, y === height ? height : y - reach];
      for (let row = from; row < until; row++) filled[row * width + x] = across[row * width + x]!;
      since[x] = y;
    }
  }
  return filled;
}

function mostCommon(shades: Uint16Array, filled: Uint8Array): number | undefined {
  const counts = new Uint32Array(32_768);
  for (let at = 0; at < shades.length; at++) if (filled[at] === 1) counts[shades[at]!]! += 1;
  const best = counts.reduce((most, count, shade) => (count > counts[most]! ? shade : most), 0);
  // Less than a quarter of one colour: nothing to call the ground.
  return counts[best]! * 4 < shades.length ? undefined : best;
}

interface Shade {
  readonly shade: number;
  readonly count: number;
  readonly colour: Rgb;
}

/** Colours of chosen pixels, the commonest first; each is the mean of its pixels. */
function coloursOf({ rgb }: ColourRaster, shades: Uint16Array, chosen: (at: number) => boolean): Shade[] {
  const sums = new Map<number, [number, number, number, number]>();
  for (let at = 0; at < shades.length; at++) {
    if (!chosen(at)) continue;
    let own = sums.get(shades[at]!);
    if (own === undefined) sums.set(shades[at]!, (own = [0, 0, 0, 0]));
    own[0] += 1;
    for (let part = 0; part < 3; part++) own[part + 1]! += rgb[at * 3 + part]!;
  }
  return [...sums].map(([shade, [count, ...sum]]) => ({ shade, count, colour: [Math.round(sum[0] / count), Math.round(sum[1] / count), Math.round(sum[2] / count)] as const })).sort((a, b) => b.count - a.count);
}

/** The commonest `most`, and not two that look alike while others wait. */
function thin(all: readonly Shade[], most: number): Shade[] {
  for (let apart = 0; ; apart += 12) {
    const kept: Shade[] = [];
    for (const one of all) if (kept.every((other) => distance(one.colour, other.colour) > apart)) kept.push(one);
    if (kept.length <= most) return kept;
  }
}

function distance(a: Rgb, b: Rgb): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
}

/** Level of a pixel: 0 ground, then fills, then strokes by their nearest kept colour. */
function levelsOf(ground: number, fills: readonly Shade[], strokes: readonly Shade[], kept: readonly Shade[]): (shade: number, filled: boolean) => number {
  const ofFill = new Map(fills.map(({ shade }, at) => [shade, at + 1]));
  const ofStroke = new Map(strokes.map(({ shade, colour }) => [shade, fills.length + 1 + nearest(kept, colour)]));
  return (shade, filled) => (shade === ground ? 0 : ((filled ? ofFill.get(shade) : ofStroke.get(shade)) ?? 0));
}

function nearest(kept: readonly Shade[], colour: Rgb): number {
  return kept.reduce((best, one, at) => (distance(one.colour, colour) < distance(kept[best]!.colour, colour) ? at : best), 0);
}

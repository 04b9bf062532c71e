/**
 * The palette says it all: what a pixel is (ground, visible mark, inks) and which way its chip goes.
 *
 * Two layers carry the chips. The first is the ground: white is 255 where a chip says -1 and a little less where it
 * says 1; it survives scaling, JPEG and photographs, and dies when a scanner makes the paper white. The second is the
 * ink: strokes are a little lighter and thinner where a chip says 1, darker and thicker where it says -1; it survives
 * the whitening and, by the thickness, black and white. On a dark page everything is the other way round: a chip
 * always takes ground and strokes towards one another where it says 1.
 */
import type { IndexedPage, Ink } from '../page/indexed.ts';
import { lumaOf, type Rgb } from '../page/raster.ts';

/** How strong the mark is: ground in grey levels, how far ink is moved, and how good a picture stays. */
export interface Strength {
  /** ±1 for ordinary records, ±2 for restricted ones. White swings by twice this. */
  readonly ground: 1 | 2 | 3;
  /** Grey levels by which the edges and the black of strokes move. */
  readonly ink: number;
  /** Decibels (PSNR) kept in a page that is a picture. */
  readonly picture: number;
}

export const strengths = {
  ordinary: { ground: 1, ink: 26, picture: 38 },
  restricted: { ground: 2, ink: 30, picture: 36 },
} as const satisfies Record<string, Strength>;

export type StrengthName = keyof typeof strengths;

/** Kinds of a tile's pixel: nothing, edge and body of the visible mark. */
export const tileKinds = 3;
/** Kinds of a tile's pixel by chip. */
export const tileIndices = tileKinds * 2;

/** A tile's pixel: kind (0–2) by chip (0, 1). */
export function indexOf(kind: number, chip: 0 | 1): number {
  return kind * 2 + chip;
}

/** By level of ink (0 is ground) and tile's pixel, the index into the palette; the palette begins with the ground's six. */
export function inkIndices(inks: readonly Ink[]): Uint8Array {
  const lut = new Uint8Array((inks.length + 1) * tileIndices);
  for (let tile = 0; tile < tileIndices; tile++) lut[tile] = tile;
  let next = tileIndices;
  inks.forEach(({ stroke }, at) => {
    for (let tile = 0; tile < tileIndices; tile++) lut[(at + 1) * tileIndices + tile] = next + (stroke ? tile & 1 : tile < 2 ? tile : 2 + (tile & 1));
    next += stroke ? 2 : 4;
  });
  return lut;
}

/** Colours of all indices, three bytes each. `mark`: how dark the visible mark is, 0 unseen to 255. */
export function paletteOf({ ground, inks }: Pick<IndexedPage, 'ground' | 'inks'>, strength: Strength, mark: number): Uint8Array {
  const dark = isDark(ground);
  const step = strength.ground * (dark ? -2 : 2);
  const colours: Rgb[] = [];
  for (let kind = 0; kind < tileKinds; kind++) colours.push(...filled(marked(ground, (mark * kind) / (tileKinds - 1)), step));
  for (const { colour, stroke } of inks) {
    if (stroke) colours.push(...moved(colour, strength.ink, dark));
    else colours.push(...filled(colour, step), ...filled(marked(colour, mark), step));
  }
  return Uint8Array.from(colours.flat());
}

export function isDark(ground: Rgb): boolean {
  return lumaOf(...ground) < 110;
}

/** Under the visible mark: towards black, on dark ground towards white. */
function marked(colour: Rgb, mark: number): Rgb {
  return shifted(colour, isDark(colour) ? mark : -mark);
}

/** Chips 0 and 1 of a filled area: as it is, and `step` darker; where there is no room below (above), 0 is moved instead. */
function filled(colour: Rgb, step: number): [Rgb, Rgb] {
  const on = shifted(colour, -step);
  const whole = Math.abs(lumaOf(...colour) - lumaOf(...on)) > Math.abs(step) - 1;
  return whole ? [colour, on] : [shifted(colour, step), colour];
}

/** Chips 0 and 1 of strokes. Full ink can only be lifted; edges move both ways, so that the thickness changes. */
function moved(colour: Rgb, ink: number, dark: boolean): [Rgb, Rgb] {
  const luma = lumaOf(...colour);
  const full = dark ? luma > 200 : luma < 40;
  const lift = (full ? ink : ink * 0.8) * (dark ? -1 : 1);
  const [back, on] = [shifted(colour, full ? 0 : -lift), shifted(colour, lift)];
  // Ink stays ink: the lightest edge is not taken for paper.
  return [back, dark ? on : (on.map((part) => Math.min(250, part)) as unknown as Rgb)];
}

function shifted([red, green, blue]: Rgb, by: number): Rgb {
  const part = (value: number): number => Math.max(0, Math.min(255, Math.round(value + by)));
  return [part(red), part(green), part(blue)];
}

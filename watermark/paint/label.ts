/** The words of the visible mark as pixels: who looks, when and what for, again and again over the page, aslant. */
import { createCanvas } from '@napi-rs/canvas';
import { tilePixels } from '../mark/layout.ts';
import { type Mask, maskOf, originBelow, phases, setPen, stepOf } from './glyphs.ts';
import { type Drawn, type Label, labelOf } from './tile.ts';

export interface LabelStyle {
  /** Degrees, counter-clockwise. */
  readonly angle: number;
  /** Pixels at 150 dpi. */
  readonly fontPixels: number;
  /** Whole tiles from one label to the next, across and down. */
  readonly across: number;
  readonly down: number;
  /** How far it takes white towards black: 0 unseen to 255. */
  readonly darkness: number;
}

export const ordinaryStyle: LabelStyle = { angle: 24, fontPixels: 22, across: 3, down: 2, darkness: 34 };

/** Where words are laid: one for a thread, for each viewer anew. */
const board = { coverage: new Uint8Array(0) };

const kept = new Map<string, Label>();
/** 75 KB each: the viewers of a minute. */
const mostKept = 24;

/**
 * Kept for the pages that follow: each page has a code of its own, and all have the same words.
 * @param lines at most three; long ones are drawn smaller until they fit
 */
export function drawLabel(lines: readonly string[], style: LabelStyle = ordinaryStyle): Label {
  const name = JSON.stringify([lines, style]);
  const found = kept.get(name);
  if (found !== undefined) return found;
  const made = labelOf(lines.every((line) => apart.test(line)) ? fromMasks(lines, style, board) : fromCanvas(lines, style));
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
  kept.set(name, made);
  return made;
}

/**
 * Lines whose characters stand side by side, each drawn as if alone: Chinese, Latin, digits. What joins, is put on top of one
 * another or runs the other way (Uyghur, Tibetan, emoji of several parts) is set as a whole line.
 */
const apart = /^(?:(?![\p{M}\p{Cf}\p{Sk}\p{So}])[\p{Script=Han}\p{Script=Latin}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Cyrillic}\p{Script=Greek}가-힣\p{N}\p{P}\p{S}\p{Zs}])*$/u;

/** In sizes, from each character's origin to the next one's. */
function stepsOf(characters: readonly string[]): number[] {
  return characters.map((character, at) => stepOf(character, characters[at + 1] ?? ''));
}

/** @param board good until it is given again; without it the drawing has its own */
export function fromMasks(lines: readonly string[], style: LabelStyle, board?: { coverage: Uint8Array }): Drawn {
  const [width, height] = sizeOf(style);
  const set = lines.map((line) => {
    const characters = Array.from(line);
    const steps = stepsOf(characters);
    return { characters, steps, long: steps.reduce((sum, step) => sum + step, 0) };
  });
  const size = fitting(style, Math.max(0, ...set.map(({ long }) => long)));
  const below = originBelow() * size;
  const turn = (-style.angle * Math.PI) / 180;
  const coverage = boardFor(width * height, board);
  set.forEach(({ characters, steps, long }, row) => {
    const down = (row - (lines.length - 1) / 2) * size * lineHeight + below;
    let along = (-long / 2) * size;
    characters.forEach((character, at) => {
      const x = width / 2 + along * Math.cos(turn) - down * Math.sin(turn);
      const y = height / 2 + along * Math.sin(turn) + down * Math.cos(turn);
      along += steps[at]! * size;
      if (character === ' ') return;
      const [wholeX, phaseX] = placed(x);
      const [wholeY, phaseY] = placed(y);
      lay(maskOf(character, { angle: style.angle, size }, phaseX, phaseY), wholeX, wholeY, { width, height, coverage });
    });
  });
  return { width, height, coverage };
}

function boardFor(most: number, board: { coverage: Uint8Array } = { coverage: new Uint8Array(0) }): Uint8Array {
  if (board.coverage.length === most) return board.coverage.fill(0);
  return (board.coverage = new Uint8Array(most));
}

/** A whole pixel and how many phases beyond it. */
function placed(at: number): [number, number] {
  const steps = Math.round(at * phases);
  const whole = Math.floor(steps / phases);
  return [whole, steps - whole * phases];
}

/** Where two characters touch, one covers what the other leaves. */
function lay({ left, top, width, height, coverage }: Mask, x: number, y: number, label: Drawn): void {
  for (let row = Math.max(0, -(y + top)); row < height && y + top + row < label.height; row++) {
    const to = (y + top + row) * label.width + x + left;
    const until = Math.min(width, label.width - x - left);
    for (let column = Math.max(0, -(x + left)); column < until; column++) {
      const own = coverage[row * width + column]!;
      if (own === 0) continue;
      const there = label.coverage[to + column]!;
      label.coverage[to + column] = own + there - Math.round((own * there) / 255);
    }
  }
}

/** Lines set as wholes by the canvas: slower, and knows every script. */
export function fromCanvas(lines: readonly string[], style: LabelStyle): Drawn {
  const [width, height] = sizeOf(style);
  const pen = createCanvas(width, height).getContext('2d');
  setPen(pen, style.fontPixels);
  const size = fitting(style, Math.max(0, ...lines.map((line) => pen.measureText(line).width)) / style.fontPixels);
  setPen(pen, size);
  pen.textAlign = 'center';
  pen.translate(width / 2, height / 2);
  pen.rotate((-style.angle * Math.PI) / 180);
  lines.forEach((line, at) => pen.fillText(line, 0, (at - (lines.length - 1) / 2) * size * lineHeight));
  const rgba = pen.canvas.data();
  const coverage = new Uint8Array(width * height);
  for (let at = 0; at < coverage.length; at++) coverage[at] = rgba[at * 4 + 3]!;
  return { width, height, coverage };
}

const lineHeight = 1.35;
const leastSize = 10;

function sizeOf({ across, down }: LabelStyle): [width: number, height: number] {
  return [across * tilePixels, down * tilePixels];
}

/** The style's size, or the largest smaller one at which `long` sizes fit. */
function fitting(style: LabelStyle, long: number): number {
  const [width, height] = sizeOf(style);
  const reach = Math.min(width, height * 1.6) * 0.94;
  let size = style.fontPixels;
  while (size > leastSize && long * size > reach) size -= 1;
  return size;
}

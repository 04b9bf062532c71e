/** The words of the visible mark as pixels: who looks, when and what for, again and again over the page, aslant. */
import { createCanvas } from '@napi-rs/canvas';
import { tilePixels } from '../mark/layout.ts';
import { useFont } from './font.ts';
import type { Label } from './tile.ts';

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

/** @param lines at most three; long ones are drawn smaller until they fit */
export function drawLabel(lines: readonly string[], style: LabelStyle = ordinaryStyle): Label {
  const families = useFont();
  const [width, height] = [style.across * tilePixels, style.down * tilePixels];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const reach = Math.min(width, height * 1.6) * 0.94;
  let size = style.fontPixels;
  const set = (): void => { context.font = `${size}px ${families}`; };
  set();
  while (size > 10 && lines.some((line) => context.measureText(line).width > reach)) {
    size -= 1;
    set();
  }
  context.translate(width / 2, height / 2);
  context.rotate((-style.angle * Math.PI) / 180);
  lines.forEach((line, at) => context.fillText(line, 0, (at - (lines.length - 1) / 2) * size * 1.35));
  const { data } = context.getImageData(0, 0, width, height);
  const coverage = new Uint8Array(width * height);
  for (let at = 0; at < coverage.length; at++) coverage[at] = data[at * 4 + 3]!;
  return { width, height, coverage };
}

/** What repeats without being a mark: rulings, screens of printers, other tools' watermarks. The nastiest for a reader that looks for repetition. */
import { createCanvas } from '@napi-rs/canvas';
import { useFont } from '../paint/font.ts';
import type { ColourRaster } from '../page/raster.ts';

type Random = () => number;

/** What is taken from each pixel's brightness, at most some dozens of greys. */
type Pattern = (x: number, y: number) => number;

const within = (random: Random, least: number, most: number): number => least + random() * (most - least);

/** The same in a grid turned by some degrees. */
function turned(random: Random, pattern: Pattern): Pattern {
  const angle = random() < 0.5 ? 0 : within(random, -0.8, 0.8);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => pattern(x * c + y * s + 1e5, y * c - x * s + 1e5);
}

const patterns: Record<string, (random: Random) => Pattern> = {
  'graph paper': (random) => {
    const [step, depth, bold] = [within(random, 6, 60), within(random, 3, 60), 2 + Math.floor(random() * 9)];
    const line = (at: number): number => (at % step < 1 ? depth * (Math.floor(at / step) % bold === 0 ? 1.6 : 1) : 0);
    return turned(random, (x, y) => Math.max(line(x), line(y)));
  },
  'ruled paper': (random) => {
    const [step, depth] = [within(random, 16, 90), within(random, 3, 60)];
    return turned(random, (_x, y) => (y % step < 1.5 ? depth : 0));
  },
  dots: (random) => {
    const [step, size, depth] = [within(random, 5, 50), within(random, 0.1, 0.45), within(random, 2, 50)];
    return turned(random, (x, y) => (Math.hypot((x % step) - step / 2, (y % step) - step / 2) < size * step ? depth : 0));
  },
  halftone: (random) => {
    const [step, depth] = [within(random, 2.5, 9), within(random, 2, 30)];
    return turned(random, (x, y) => depth * (0.5 + 0.25 * (Math.cos((2 * Math.PI * x) / step) + Math.cos((2 * Math.PI * y) / step))));
  },
  chequers: (random) => {
    const [step, depth] = [within(random, 3, 80), within(random, 1, 12)];
    return turned(random, (x, y) => (((Math.floor(x / step) + Math.floor(y / step)) & 1) === 0 ? depth : 0));
  },
  waves: (random) => {
    const [step, depth, bend] = [within(random, 4, 40), within(random, 1, 14), within(random, 0, 30)];
    return turned(random, (x, y) => depth * (0.5 + 0.5 * Math.sin((2 * Math.PI * (x + bend * Math.sin(y / (step * 3)))) / step)));
  },
  // A tile as large as ours, of as many chips, by somebody else.
  'noise tile': (random) => {
    const [chip, across, depth] = [Math.round(within(random, 3, 14)), Math.round(within(random, 8, 40)), within(random, 1, 4)];
    const chips = Array.from({ length: across * across }, () => (random() < 0.5 ? 0 : depth * 2));
    return (x, y) => chips[(Math.floor(y / chip) % across) * across + (Math.floor(x / chip) % across)]!;
  },
  'smooth tile': (random) => {
    const [tile, depth] = [Math.round(within(random, 60, 340)), within(random, 1, 6)];
    const waves = Array.from({ length: 30 }, () => [Math.floor(random() * 12), Math.floor(random() * 24) - 12, random() * 7] as const);
    const values = Float32Array.from({ length: tile * tile }, (_, at) => waves.reduce((sum, [u, v, phase]) => sum + Math.cos((2 * Math.PI * (u * (at % tile) + v * Math.floor(at / tile))) / tile + phase), 0));
    return (x, y) => Math.max(0, depth + (depth / 5.5) * values[(Math.floor(y) % tile) * tile + (Math.floor(x) % tile)]!);
  },
};

export const patternNames = Object.keys(patterns);

/** A picture on such a ground: what is bright gets the pattern. */
export function onPattern(page: ColourRaster, name: string, random: Random): ColourRaster {
  const pattern = patterns[name]!(random);
  const rgb = page.rgb.slice();
  for (let y = 0, at = 0; y < page.height; y++) {
    for (let x = 0; x < page.width; x++) {
      const less = pattern(x, y);
      for (let part = 0; part < 3; part++, at++) rgb[at] = Math.max(0, rgb[at]! - (less * rgb[at]!) / 255);
    }
  }
  return { ...page, rgb };
}

const words = ['机密', '内部资料 请勿外传', 'CONFIDENTIAL', '青禾市第一人民医院', 'COPY', '仅供查阅', 'scanned by 扫描全能王', '样本 SAMPLE'] as const;

/** Another tool's visible watermark: words in rows, aslant, faint or not. RGBA of the whole picture. */
export function othersWords(width: number, height: number, random: Random): Buffer {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const size = within(random, 12, 60);
  pen.font = `${size}px ${useFont()}`;
  pen.fillStyle = ['#000', '#d0021b', '#1a3fa0', '#777'][Math.floor(random() * 4)]!;
  pen.globalAlpha = within(random, 0.02, 0.3);
  pen.rotate(within(random, -0.9, 0.9));
  const text = words[Math.floor(random() * words.length)]!;
  const [across, down] = [pen.measureText(text).width + within(random, 10, 120), size * within(random, 1.3, 5)];
  const reach = width + height;
  for (let y = -reach, row = 0; y < reach; y += down, row++) for (let x = -reach + (row % 2) * (across / 2); x < reach; x += across) pen.fillText(text, x, y);
  return canvas.data();
}

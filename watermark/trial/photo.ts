/** A simulated photograph of a page on a screen: perspective and blur by ImageMagick, moiré and light by sharp, noise, JPEG. */
import sharp from 'sharp';
import type { Corners, Point } from '../detect/rectify.ts';
import { type Attacked, convert } from './convert.ts';
import { dice } from './words.ts';

const grades = {
  medium: { blur: 1.6, noise: 4, moire: 4, quality: 75, missed: 3 },
  hard: { blur: 2.5, noise: 8, moire: 8, quality: 60, missed: 5 },
} as const;

export async function photograph(page: Buffer, grade: keyof typeof grades, seed: number): Promise<Attacked> {
  const { blur, noise, moire, quality, missed } = grades[grade];
  const { width, height } = await sharp(page).metadata();
  const random = dice(seed + 500);
  const margin = Math.round(width * 0.12);
  const away = (): number => (random() - 0.5) * margin;
  const corners: Corners = [
    [margin + away(), margin + away()], [margin + width + away(), margin + away()],
    [margin + width + away(), margin + height + away()], [margin + away(), margin + height + away()],
  ];
  const from: Corners = [[0, 0], [width, 0], [width, height], [0, height]];
  const pairs = from.map(([x, y], at) => `${x},${y},${corners[at]![0].toFixed(1)},${corners[at]![1].toFixed(1)}`).join(' ');
  const frame = { width: width + margin * 2, height: height + margin * 2 };
  const bent = await convert(page, ['-virtual-pixel', 'Gray', '-define', `distort:viewport=${frame.width}x${frame.height}+0+0`, '-distort', 'Perspective', pairs, '-blur', `0x${blur}`, '-evaluate', 'multiply', '0.92'], 'png:-');
  const { data } = await sharp(bent).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const taken = onSensor(data, frame, { moire, noise }, random);
  const bytes = await sharp(taken, { raw: { ...frame, channels: 3 } }).jpeg({ quality }).toBuffer();
  const clicked = (point: Point): Point => [point[0] + (random() - 0.5) * 2 * missed, point[1] + (random() - 0.5) * 2 * missed];
  return { bytes, corners: [clicked(corners[0]), clicked(corners[1]), clicked(corners[2]), clicked(corners[3])] };
}

/** Light that falls off, two waves between the grids of screen and sensor, and noise (standard deviation in grey levels). */
function onSensor(data: Buffer, { width, height }: { width: number; height: number }, { moire, noise }: { moire: number; noise: number }, random: () => number): Buffer {
  const [fx, fy] = [0.35 + random() * 0.2, 0.11 + random() * 0.1];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 1 - 0.12 * (x / width) - 0.06 * (y / height);
      const wave = (moire / 2) * (Math.sin(x * fx + y * fy) + Math.sin(x * fy - y * fx * 0.8));
      for (let part = 0; part < 3; part++, at++) {
        const grain = (random() + random() + random() + random() - 2) * 1.73 * noise;
        data[at] = Math.max(0, Math.min(255, data[at]! * light + wave + grain));
      }
    }
  }
  return data;
}

/**
 * The hidden code over a live page: a tile with an alpha channel, one of its pixels for one CSS pixel. A chip either
 * darkens (1, as on paper) or lightens what lies under it by a level or two: on white only the dark ones show, on black only the light
 * ones, so that one tile serves both themes.
 */
import sharp from 'sharp';
import { tileFor, type Mark } from './stamp.ts';
import { tilePixels } from './mark/layout.ts';

/** Of 255: two levels on white, which is ±1 around the mean. */
const alpha: Readonly<Record<Mark['strength'], number>> = { ordinary: 2, restricted: 4 };

export async function screenOf(mark: Mark): Promise<{ readonly png: Buffer; readonly side: number }> {
  const { indices } = tileFor({ ...mark, lines: [] });
  const rgba = new Uint8Array(indices.length * 4);
  indices.forEach((index, at) => rgba.set(index % 2 === 1 ? [0, 0, 0, alpha[mark.strength]] : [255, 255, 255, alpha[mark.strength]], at * 4));
  return { png: await sharp(rgba, { raw: { width: tilePixels, height: tilePixels, channels: 4 } }).png({ compressionLevel: 9 }).toBuffer(), side: tilePixels };
}

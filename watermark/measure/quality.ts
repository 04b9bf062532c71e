/** How far a marked page is from the page: PSNR, as papers count it. */
import sharp from 'sharp';
import type { PreparedPage } from '../page/prepare.ts';
import { addMark } from '../paint/add.ts';
import { strengths } from '../paint/palette.ts';
import { type Mark, stamp, tileFor } from '../stamp.ts';
import { greyOf, type Raster } from '../page/raster.ts';
import { plainOf } from './plain.ts';

/** Decibels between two pictures of one size, over pixels chosen by `counts`. */
export function psnrOf(one: Raster, other: Raster, counts: (at: number) => boolean = () => true): number {
  let sum = 0;
  let seen = 0;
  for (let at = 0; at < one.grey.length; at++) {
    if (!counts(at)) continue;
    sum += (one.grey[at]! - other.grey[at]!) ** 2;
    seen += 1;
  }
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * seen) / sum);
}

/** A page with only the invisible mark, before JPEG takes its own share. */
export async function markedGrey(page: PreparedPage, mark: Mark): Promise<Raster> {
  const unseen = { ...mark, lines: [] };
  if (page.kind === 'picture') return greyOf(plainOf({ ...page, pixels: addMark(page, tileFor(unseen), strengths[mark.strength], 0) }));
  const { data, info } = await sharp((await stamp(page, unseen)).bytes).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return greyOf({ width: info.width, height: info.height, rgb: new Uint8Array(data) });
}

export async function psnr(page: PreparedPage, mark: Mark): Promise<number> {
  return psnrOf(greyOf(plainOf(page)), await markedGrey(page, mark));
}

/** A prepared page without any mark, for measurements. Nothing that serves people may use it. */
import { levelsOfRow } from '../page/indexed.ts';
import type { PreparedPage } from '../page/prepare.ts';
import type { ColourRaster } from '../page/raster.ts';

export function plainOf(page: PreparedPage): ColourRaster {
  const { width, height } = page;
  const rgb = new Uint8Array(width * height * 3);
  if (page.kind === 'picture') {
    for (let at = 0; at < rgb.length; at++) rgb[at] = page.pixels[page.channels === 3 ? at : Math.floor(at / 3)]!;
    return { width, height, rgb };
  }
  for (let y = 0; y < height; y++) levelsOfRow(page, y).forEach((level, x) => rgb.set(page.inks[level - 1]?.colour ?? page.ground, (y * width + x) * 3));
  return { width, height, rgb };
}

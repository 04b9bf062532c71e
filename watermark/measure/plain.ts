/** A prepared page without any mark, for measurements. Nothing that serves people may use it. */
import { levelsOf } from '../page/indexed.ts';
import type { PreparedPage } from '../page/prepare.ts';
import type { ColourRaster } from '../page/raster.ts';

export function plainOf(page: PreparedPage): ColourRaster {
  const { width, height } = page;
  const rgb = new Uint8Array(width * height * 3);
  if (page.kind === 'picture') {
    for (let at = 0; at < rgb.length; at++) rgb[at] = page.pixels[page.channels === 3 ? at : Math.floor(at / 3)]!;
    return { width, height, rgb };
  }
  levelsOf(page).forEach((level, at) => rgb.set(page.inks[level - 1]?.colour ?? page.ground, at * 3));
  return { width, height, rgb };
}

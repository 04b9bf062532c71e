/** A prepared page without any mark, for measurements. Nothing that serves people may use it. */
import type { PreparedPage } from '../page/prepare.ts';
import type { ColourRaster } from '../page/raster.ts';

export function plainOf(page: PreparedPage): ColourRaster {
  const { width, height } = page;
  const rgb = new Uint8Array(width * height * 3);
  if (page.kind === 'picture') {
    for (let at = 0; at < rgb.length; at++) rgb[at] = page.pixels[page.channels === 3 ? at : Math.floor(at / 3)]!;
    return { width, height, rgb };
  }
  for (let y = 0, ink = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rgb.set(page.ground, (y * width + x) * 3);
    for (let run = page.rows[y]!; run < page.rows[y + 1]!; run++) {
      for (let x = page.starts[run]!; x < page.starts[run]! + page.lengths[run]!; x++) rgb.set(page.inks[page.ink[ink++]! - 1]!.colour, (y * width + x) * 3);
    }
  }
  return { width, height, rgb };
}

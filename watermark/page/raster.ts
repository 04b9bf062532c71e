/** Pictures as the rest of this folder takes them. */

/** Grey pixels, row by row, 0 black to 255 white. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Red, green, blue of each pixel, row by row. */
export interface ColourRaster {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export type Rgb = readonly [number, number, number];

/** Brightness as the eye takes it (Rec. 601), 0 to 255. */
export function lumaOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

export function greyOf({ width, height, rgb }: ColourRaster): Raster {
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at++, from += 3) grey[at] = Math.round(lumaOf(rgb[from]!, rgb[from + 1]!, rgb[from + 2]!));
  return { width, height, grey };
}

export function invert({ width, height, grey }: Raster): Raster {
  return { width, height, grey: grey.map((value) => 255 - value) };
}

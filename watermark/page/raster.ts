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

/** Four pixels of three bytes as three words; `undefined` where they do not begin at one. */
export function threeWordsEach(rgb: Uint8Array): Int32Array | undefined {
  return rgb.byteOffset % 4 === 0 ? new Int32Array(rgb.buffer, rgb.byteOffset, rgb.length >> 2) : undefined;
}

/** Whether four pixels are the four before them. */
export function isLikeLast(words: Int32Array, four: number): boolean {
  const at = four * 3;
  return words[at] === words[at - 3] && words[at + 1] === words[at - 2] && words[at + 2] === words[at - 1];
}

export function greyOf({ width, height, rgb }: ColourRaster): Raster {
  const grey = new Uint8Array(width * height);
  const one = (at: number): void => {
    const red = rgb[at * 3]!;
    const green = rgb[at * 3 + 1]!;
    const blue = rgb[at * 3 + 2]!;
    grey[at] = red === green && green === blue ? red : Math.round(lumaOf(red, green, blue));
  };
  // By fours: most of a page is like what stands before it.
  const [fours, out] = [threeWordsEach(rgb), new Int32Array(grey.buffer, 0, grey.length >> 2)];
  const whole = fours === undefined ? 0 : out.length;
  for (let four = 0; four < whole; four++) {
    if (four > 0 && isLikeLast(fours!, four)) {
      out[four] = out[four - 1]!;
      continue;
    }
    for (let at = four * 4; at < four * 4 + 4; at++) one(at);
  }
  for (let at = whole * 4; at < grey.length; at++) one(at);
  return { width, height, grey };
}

export function invert({ width, height, grey }: Raster): Raster {
  return { width, height, grey: grey.map((value) => 255 - value) };
}

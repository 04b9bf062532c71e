/**
 * Pages that are pictures: frames of CT and X-ray, photographs, scans of handwriting. The mark is added to brightness,
 * little where the picture is smooth and more where its own texture hides it.
 */
import { boxSum } from './box.ts';
import { type ColourRaster, greyOf, type Raster } from './raster.ts';

export interface PicturePage {
  readonly kind: 'picture';
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly channels: 1 | 3;
  /** Row by row, `channels` bytes a pixel. */
  readonly pixels: Uint8Array;
  /** Of each pixel: how rough its surroundings are, standard deviation in grey levels, at most 127; negative where they are dark. */
  readonly texture: Int8Array;
}

/** Radius of the surroundings: about a chip. */
const reach = 4;
const mostTexture = 127;

/** @param grey of the picture, where somebody has it already */
export function preparePicture(picture: ColourRaster, dpi: number, grey: Raster = greyOf(picture)): PicturePage {
  const coloured = isColoured(picture.rgb);
  return { kind: 'picture', width: picture.width, height: picture.height, dpi, channels: coloured ? 3 : 1, pixels: coloured ? picture.rgb : grey.grey, texture: textureOf(grey) };
}

/** Channels further apart than rounding leaves them. */
function isColoured(rgb: Uint8Array): boolean {
  for (let at = 0; at < rgb.length; at += 3) if (Math.abs(rgb[at + 1]! - rgb[at]!) > 2 || Math.abs(rgb[at + 2]! - rgb[at]!) > 2) return true;
  return false;
}

function textureOf({ width, height, grey }: Raster): Int8Array {
  const [values, squares] = [new Float32Array(grey.length), new Float32Array(grey.length)];
  for (let at = 0; at < grey.length; at++) {
    values[at] = grey[at]!;
    squares[at] = grey[at]! * grey[at]!;
  }
  const [sums, sumsOfSquares] = [boxSum(values, width, height, reach), boxSum(squares, width, height, reach)];
  const [across, down] = [countsOf(width), countsOf(height)];
  const texture = new Int8Array(grey.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const count = across[x]! * down[y]!;
      const mean = sums[at]! / count;
      const rough = Math.min(mostTexture, Math.round(Math.sqrt(Math.max(0, sumsOfSquares[at]! / count - mean * mean))));
      // Never 0: its sign has to say light or dark.
      texture[at] = mean < 110 ? -Math.max(1, rough) : Math.max(1, rough);
    }
  }
  return texture;
}

/** How many places of a row (a column) are within reach of each. */
function countsOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_none, at) => Math.min(at + reach, length - 1) - Math.max(at - reach, 0) + 1);
}

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

export function preparePicture(picture: ColourRaster, dpi: number): PicturePage {
  const grey = greyOf(picture);
  const coloured = picture.rgb.some((value, at) => at % 3 !== 0 && Math.abs(value - picture.rgb[at - (at % 3)]!) > 2);
  return { kind: 'picture', width: picture.width, height: picture.height, dpi, channels: coloured ? 3 : 1, pixels: coloured ? picture.rgb : grey.grey, texture: textureOf(grey) };
}

function textureOf({ width, height, grey }: Raster): Int8Array {
  const values = Float32Array.from(grey);
  const counts = boxSum(new Float32Array(grey.length).fill(1), width, height, reach);
  const sums = boxSum(values, width, height, reach);
  const squares = boxSum(values.map((value) => value * value), width, height, reach);
  return Int8Array.from(grey, (_, at) => {
    const mean = sums[at]! / counts[at]!;
    const rough = Math.min(mostTexture, Math.round(Math.sqrt(Math.max(0, squares[at]! / counts[at]! - mean * mean))));
    // Never 0: its sign has to say light or dark.
    return mean < 110 ? -Math.max(1, rough) : Math.max(1, rough);
  });
}

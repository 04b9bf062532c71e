/** Pictures to pixels by libvips. */
import sharp, { type Sharp } from 'sharp';
import type { ColourRaster } from '../page/raster.ts';
import { type SourceLimits, SourceRefused } from './refusal.ts';

/** Frames smaller than this on the longer side are enlarged: a mark needs room, and a screen shows them enlarged anyway. */
const least = 1024;

/** @throws SourceRefused */
export async function imagePage(bytes: Uint8Array, { mostPixels }: SourceLimits): Promise<ColourRaster> {
  try {
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'truncated', pages: 1, animated: false });
    const { width = 0, height = 0 } = await image.metadata();
    if (width * height > mostPixels) throw new SourceRefused('too-large', `${width} × ${height}`);
    return await toPixels(image.rotate().flatten({ background: '#fff' }), width, height);
  } catch (error) {
    if (error instanceof SourceRefused) throw error;
    const said = error instanceof Error ? error.message : 'unknown';
    throw new SourceRefused(/pixel limit/i.test(said) ? 'too-large' : 'damaged', said.slice(0, 120));
  }
}

/** Grey pixels of a frame, enlarged where it is small. */
export function framePage(pixels: Uint8Array, width: number, height: number, channels: 1 | 3): Promise<ColourRaster> {
  return toPixels(sharp(pixels, { raw: { width, height, channels } }), width, height);
}

async function toPixels(image: Sharp, width: number, height: number): Promise<ColourRaster> {
  const enlarged = Math.max(width, height) < least ? image.resize({ width: least, height: least, fit: 'inside', kernel: 'cubic' }) : image;
  const { data, info } = await enlarged.toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

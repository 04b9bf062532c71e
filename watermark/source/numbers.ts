/** Which of a document's pages are made, and what becomes of each: pixels, or why there are none. */
import type { ColourRaster } from '../page/raster.ts';
import type { Words } from '../page/words.ts';
import { type SourceLimits, SourceRefused } from './refusal.ts';

export interface Wanted extends SourceLimits {
  /** Told how many pages there are before the first is made; asked for the next number, from 1, when the one before is done. */
  readonly pick: (pages: number) => Iterable<number>;
}

export interface MadeRaster extends ColourRaster {
  readonly number: number;
  readonly words?: Words;
}

/** A page that cannot be shown says nothing of the others. */
export type NumberedRaster = MadeRaster | { readonly number: number; readonly refused: SourceRefused };

/** @param make throws SourceRefused for that page alone */
export async function rasterOf(number: number, make: () => Promise<Omit<MadeRaster, 'number'>>): Promise<NumberedRaster> {
  try {
    return { number, ...(await make()) };
  } catch (error) {
    if (error instanceof SourceRefused) return { number, refused: error };
    throw error;
  }
}

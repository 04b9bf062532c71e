/** Which of a document's pages are wanted: all, or the few that a store let go. */
import type { ColourRaster } from '../page/raster.ts';
import type { Words } from '../page/words.ts';
import type { SourceLimits } from './refusal.ts';

export interface Wanted extends SourceLimits {
  /** From 1, rising; all when left out. */
  readonly only?: readonly number[] | undefined;
}

export interface NumberedRaster extends ColourRaster {
  readonly number: number;
  readonly words?: Words;
}

export function numbersOf(pages: number, { only }: Pick<Wanted, 'only'>): readonly number[] {
  return only?.filter((number) => number >= 1 && number <= pages) ?? Array.from({ length: pages }, (_none, at) => at + 1);
}

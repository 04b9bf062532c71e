/** From one residual and one lattice to an id. */
import { agreement, decodeId } from '../mark/bits.ts';
import { gather, type Layout, layoutOf, type Turns, turnsOf } from '../mark/layout.ts';
import { fold, synchronise } from './fold.ts';
import type { Lattice } from './lattice.ts';
import type { Residual } from './residual.ts';

/** What is looked for: a key's layout, and the series (days) whose turns are tried. */
export interface Reader {
  readonly layout: Layout;
  readonly series: readonly { readonly name: string; readonly turns: Turns }[];
}

export function readerOf(key: Uint8Array, series: readonly string[]): Reader {
  return { layout: layoutOf(key), series: series.map((name) => ({ name, turns: turnsOf(key, name) })) };
}

export interface Reading {
  readonly id: string;
  readonly series: string;
  /** How many deviations above chance the tile was found. */
  readonly z: number;
  /** Share of painted bits measured right: 1 is all, 0.5 is chance. */
  readonly agreement: number;
  readonly lattice: Lattice;
}

/** Below this the tile was not found, whatever the bits say. */
const surely = 4.5;

export function readAt(residual: Residual, lattice: Lattice, readers: readonly Reader[]): Reading | undefined {
  const folded = fold(residual, lattice);
  for (const { layout, series } of readers) {
    const places = synchronise(folded, layout).filter(({ z }) => z >= surely);
    for (const { z, chips } of places) {
      const found = decoded(layout, series, chips);
      if (found !== undefined) return { ...found, z, lattice };
    }
  }
  return undefined;
}

function decoded(layout: Layout, series: Reader['series'], chips: Float64Array): Pick<Reading, 'id' | 'series' | 'agreement'> | undefined {
  for (const { name, turns } of series) {
    const soft = gather(layout, turns, chips);
    const id = decodeId(soft);
    if (id !== undefined) return { id, series: name, agreement: agreement(soft, id) };
  }
  return undefined;
}

/** From one residual and one lattice to an id. */
import { agreement, decodeId } from '../mark/bits.ts';
import { gather, type Layout, layoutOf, type Turns, turnsOf } from '../mark/layout.ts';
import type { Lattice } from './lattice.ts';
import type { Sight } from './sight.ts';
import { readyFor, synchronise } from './sync.ts';

/** What is looked for: a key's layout, and the series (days) whose turns are tried. */
export interface Reader {
  readonly layout: Layout;
  readonly series: readonly { readonly name: string; readonly turns: Turns }[];
  /** Told of each place that looked like a tile: how surely, and how many messages had their check bits looked at. */
  readonly tried?: (z: number, messages: number) => void;
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

/**
 * Where the tile stands beyond doubt, so many of the likeliest messages are tried: each is one more chance for an id that nobody painted, and noise
 * alone reaches this in one of ten million places.
 */
const [beyondDoubt, mostMessages] = [6, 512];

/** @param sights of one picture: layers that say the same are read together */
export function readAt(sights: readonly Sight[], lattice: Lattice, readers: readonly Reader[]): Reading | undefined {
  const ready = readyFor(together(sights.map((sight) => sight.fold(lattice))));
  for (const { layout, series, tried } of readers) {
    for (const { z, chips } of synchronise(ready, layout, surely)) {
      const most = z >= beyondDoubt ? mostMessages : 1;
      const found = decoded(layout, series, chips, 1) ?? (most > 1 ? decoded(layout, series, chips, most) : undefined);
      tried?.(z, most * series.length);
      if (found !== undefined) return { ...found, z, lattice };
    }
  }
  return undefined;
}

/** Each layer by its own noise. */
function together(folds: readonly Float64Array[]): Float64Array {
  const [only] = folds;
  if (only !== undefined && folds.length === 1) return only;
  const loudness = folds.map((one) => Math.sqrt(one.reduce((sum, value) => sum + value * value, 0)) || 1);
  return Float64Array.from(only ?? [], (_none, at) => folds.reduce((sum, one, which) => sum + one[at]! / loudness[which]!, 0));
}

function decoded(layout: Layout, series: Reader['series'], chips: Float64Array, most: number): Pick<Reading, 'id' | 'series' | 'agreement'> | undefined {
  for (const { name, turns } of series) {
    const soft = gather(layout, turns, chips);
    const id = decodeId(soft, most);
    if (id !== undefined) return { id, series: name, agreement: agreement(soft, id) };
  }
  return undefined;
}

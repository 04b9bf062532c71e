/** From one residual and one lattice to an id. */
import { agreement, decodeId, likeliest } from '../mark/bits.ts';
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

/**
 * What is asked before a day's likeliest message has its check bits looked at: the tile stands out by `z` deviations, and the message fits by `fit`.
 * Noise has three places in a picture beyond 4.5 and fits some message by 0.655 ± 0.015; the surer the place, the less the bits have to say, until
 * the tile is so clear that they must be clear as well, or it is none of these days.
 */
const demands = [{ z: 4.8, fit: 0.7 }, { z: 5.2, fit: 0.67 }, { z: 8.5, fit: 0.74 }] as const;
const [{ z: surely }, , { z: clear }] = demands;

/**
 * Where the tile stands beyond doubt and is not clear, so many of the likeliest messages are tried, of the days that fit best: each is one more chance
 * for an id that nobody painted. Noise alone reaches this in one of ten million places, stripes and boxes more often, but then with layouts that
 * nobody has as well.
 */
const [beyondDoubt, beyondChance, mostMessages, mostDays] = [6, 1, 512, 8];

/** @param sights of one picture: layers that say the same are read together */
export function readAt(sights: readonly Sight[], lattice: Lattice, readers: readonly Reader[]): Reading | undefined {
  const folded = together(sights.map((sight) => sight.fold(lattice)));
  if (folded.every((one) => one === 0)) return undefined;
  const ready = readyFor(folded);
  for (const reader of readers) {
    const places = synchronise(ready, reader.layout, surely);
    // Beside a clear tile stands its own shadow, which must be as clear.
    const best = places[0]?.z ?? 0;
    for (const { z, chips } of places) {
      const isList = best < clear && z >= beyondDoubt && z >= ready.chance() + beyondChance;
      const found = decoded(reader, chips, z, { least: leastFit(best >= clear ? best : z), isList });
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

function leastFit(z: number): number {
  return demands.findLast((demand) => z >= demand.z)?.fit ?? Infinity;
}

function decoded({ layout, series, tried }: Reader, chips: Float64Array, z: number, { least, isList }: { least: number; isList: boolean }): Pick<Reading, 'id' | 'series' | 'agreement'> | undefined {
  const days = series.map(({ name, turns }) => {
    const soft = gather(layout, turns, chips);
    return { name, soft, ...likeliest(soft) };
  }).sort((a, b) => b.fit - a.fit);
  const alone = days.filter(({ fit }) => fit >= least);
  const listed = isList ? days.slice(0, mostDays) : [];
  tried?.(z, alone.length + listed.length * mostMessages);
  for (const { name, soft, id: idOf } of alone) {
    const id = idOf();
    if (id !== undefined) return { id, series: name, agreement: agreement(soft, id) };
  }
  for (const { name, soft } of listed) {
    const id = decodeId(soft, mostMessages);
    if (id !== undefined) return { id, series: name, agreement: agreement(soft, id) };
  }
  return undefined;
}

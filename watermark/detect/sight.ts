/** A residual, and what is found in it only once however many passes ask: where it repeats, and its tiles laid over one another. */
import { fold, seenOf } from './fold.ts';
import { findLattices, type Lattice, type Search } from './lattice.ts';
import { once } from './once.ts';
import type { Residual } from './residual.ts';

export interface Sight {
  readonly residual: Residual;
  /** The likeliest steps of a tile, best first. */
  readonly lattices: () => readonly Lattice[];
  readonly fold: (lattice: Lattice) => Float64Array;
  /** Lattices nobody was found at in this sight alone: a second look says the same. */
  readonly tried: Set<Lattice>;
}

export function sightOf(residual: Residual, search: Search): Sight {
  const seen = once(() => seenOf(residual));
  const folds = new Map<Lattice, Float64Array>();
  return {
    residual,
    lattices: once(() => findLattices(residual, search)),
    fold: (lattice) => {
      const known = folds.get(lattice) ?? fold(seen(), lattice);
      folds.set(lattice, known);
      return known;
    },
    tried: new Set(),
  };
}

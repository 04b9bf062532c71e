/** The steps of a stay: which were taken back, and where each came from. Pure. */
import type { Place } from '../../links/statements/schema.ts';
import type { Move, SettledMove, Step } from './model.ts';

/** Who took back what. */
const undoes: Readonly<Partial<Record<Step, readonly Step[]>>> = {
  'cancel-admit': ['admit', 'register', 'arrive'],
  'cancel-transfer': ['transfer'],
  'cancel-discharge': ['discharge'],
  'cancel-pre-admit': ['pre-admit'],
};

const keyOf = ({ step, at }: Pick<Move, 'step' | 'at'>): string => `${step} ${at.getTime()}`;

/** Adds a step; the same step at the same time told again replaces what was told before it. */
export function addMove(known: readonly Move[], move: Move): readonly Move[] {
  const same = known.find((other) => keyOf(other) === keyOf(move));
  if (same !== undefined && same.stamp >= move.stamp) return known;
  return [...known.filter((other) => other !== same), move];
}

/** In their order, each with whether a later step took it back; where the sender left out from where, the step before tells it. */
export function settleMoves(moves: readonly Move[]): SettledMove[] {
  // Steps of one telling have one stamp.
  const ordered = moves.toSorted((one, other) => (one.stamp === other.stamp ? one.at.getTime() - other.at.getTime() : one.stamp < other.stamp ? -1 : 1));
  const undone = new Set<Move>();
  for (const [index, move] of ordered.entries()) {
    const steps = undoes[move.step];
    const taken = steps && ordered.slice(0, index).findLast((earlier) => steps.includes(earlier.step) && !undone.has(earlier));
    if (taken !== undefined) undone.add(taken);
  }
  let place: Place | null = null;
  return ordered.map((move) => {
    const from: Place | null = move.from ?? place;
    const cancelled = undone.has(move);
    if (move.to !== null && !cancelled) place = move.to;
    return { ...move, from, cancelled };
  });
}

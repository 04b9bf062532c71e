/** Chance that is the same for everybody who asks with the same words: no state, so any moment can be asked for by itself. Pure. */

export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole, both ends included. */
  int(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** By weight. */
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T;
  /** Mean 0, deviation 1, cut at ±2.8. */
  normal(): number;
  /** Some of them, each once, in their order. */
  some<T>(from: readonly T[], count: number): T[];
}

/** FNV-1a with a last stir, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** `chanceOf(seed, 'stay', 'CARD1', 12)` */
export function chanceOf(...words: readonly (string | number)[]): Random {
  let state = hash(words.join('|'));
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(next() * from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  return { next, pick, int: (low, high) => low + Math.floor(next() * (high - low + 1)), chance: (share) => next() < share, weighted: (from) => weighted(from, next()), normal: () => normal(next), some: (from, count) => some(from, count, next) };
}

function weighted<T extends { readonly weight: number }>(from: readonly T[], point: number): T {
  let left = point * from.reduce((sum, { weight }) => sum + weight, 0);
  const found = from.find(({ weight }) => (left -= weight) < 0) ?? from.at(-1);
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

function normal(next: () => number): number {
  const value = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Math.max(-2.8, Math.min(2.8, value));
}

function some<T>(from: readonly T[], count: number, next: () => number): T[] {
  const ranked = from.map((each, at) => ({ each, at, rank: next() })).sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, count).sort((a, b) => a.at - b.at).map(({ each }) => each);
}

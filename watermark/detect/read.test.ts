/** From a fold to an id: what is asked of it before anybody is named. */
import test from 'ava';
import { encodeId } from '../mark/bits.ts';
import { chipsAcross, chipsOf, layoutOf, turnsOf } from '../mark/layout.ts';
import { dice } from '../trial/words.ts';
import { fine, side } from './fold.ts';
import { type Reading, readAt, readerOf } from './read.ts';
import type { Sight } from './sight.ts';

const key = Buffer.alloc(32, 3);
const id = '0123456789ab';
const days = Array.from({ length: 92 }, (_none, at) => `day ${at}`);
const lattice = { right: [160, 0], down: [0, 160], score: 0 } as const;

/** A fold of tiles painted with one day's chips, `loud` against noise of 1 a chip, of which each has sixteen samples. */
function folded(day: string, loud: number, seed: number, of = key): Sight {
  const random = dice(seed);
  const normal = (): number => (random() + random() + random() + random() + random() + random() - 3) * Math.SQRT2;
  const chips = chipsOf(layoutOf(of), turnsOf(of, day), encodeId(id));
  const fold = Float64Array.from({ length: side * side }, (_none, at) => -chips[Math.floor(at / side / fine) * chipsAcross + Math.floor((at % side) / fine)]! * loud + normal() * 3.78);
  return sightOf(fold);
}

function sightOf(fold: Float64Array): Sight {
  const none = new Float32Array(0);
  return { residual: { width: 0, height: 0, value: none, weight: none }, lattices: () => [], fold: () => fold, tried: new Set() };
}

/** What is read, and how many messages had their check bits looked at at which places. */
function read(sight: Sight, series: readonly string[]): { found: Reading | undefined; messages: number; places: number[] } {
  const places: number[] = [];
  let messages = 0;
  const tried = (z: number, count: number): void => {
    places.push(z);
    messages += count;
  };
  return { found: readAt([sight], lattice, [{ ...readerOf(key, series), tried }]), messages, places };
}

test('a clear tile names its id and its day; on days it is not from it names nobody, and next to no message is looked at', (t) => {
  const tries = Array.from({ length: 12 }, (_none, seed) => ({ own: read(folded('day 40', 2, seed), days), other: read(folded('another day', 2, seed), days) }));
  t.true(tries.every(({ own: { found } }) => found?.id === id && found.series === 'day 40'));
  t.true(tries.every(({ other: { found, places } }) => found === undefined && places[0]! > 8.5));
  const messages = tries.reduce((sum, { other }) => sum + other.messages, 0);
  t.true(messages < 12 * 92 * 0.1, `${messages} of ${12 * 92} days, and none of their 512 likeliest messages`);
});

test('a weak tile is read from many likely messages, also where ninety other days might be meant', (t) => {
  const tries = Array.from({ length: 60 }, (_none, seed) => ({ all: read(folded('day 40', 0.72, seed), days), alone: read(folded('day 40', 0.72, seed), ['day 40']) }));
  const right = (which: 'all' | 'alone'): number => tries.filter((each) => each[which].found?.id === id).length;
  t.true(tries.every(({ all, alone }) => [all, alone].every(({ found }) => found === undefined || found.id === id)));
  t.true(right('alone') > 20 && right('all') > right('alone') * 0.85, `${right('all')} of 92 days, ${right('alone')} of one`);
  t.true(tries.some(({ all: { messages, places } }) => messages >= 8 * 512 && places[0]! >= 6), 'of the eight days that fit best');
});

test('where layouts that nobody has stand out as well, likely messages are not searched', (t) => {
  const nobody = Buffer.from('wardline: a layout that nobody has 5');
  const messages = (others: number): number => Math.max(...Array.from({ length: 6 }, (_none, seed) => {
    const [own, other] = [folded('another day', 2.2, seed), folded('day 40', others, seed + 50, nobody)].map((sight) => sight.fold(lattice)) as [Float64Array, Float64Array];
    const { messages: looked, places } = read(sightOf(own.map((value, at) => value * 0.7 + other[at]! * 0.7)), days);
    return (places[0] ?? 0) >= 6 ? looked : 0;
  }));
  t.true(messages(0) >= 8 * 512, 'beside noise');
  t.true(messages(2.1) < 92, 'beside a pattern as loud');
});

test('noise is no tile: nothing is decoded, nobody is named', (t) => {
  const tries = Array.from({ length: 200 }, (_none, seed) => read(folded('day 40', 0, seed), days));
  t.deepEqual(tries.filter(({ found }) => found !== undefined), []);
  t.true(tries.filter(({ places }) => places.length > 0).length < 12);
  t.true(tries.every(({ places }) => places.every((z) => z >= 4.8)));
});

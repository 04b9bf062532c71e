import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import { gathered } from './gather.ts';

test('asked for in the same moment or while a round runs: one round, no larger than allowed; each has its own answer', async (t) => {
  const rounds: number[][] = [];
  const begun = Promise.withResolvers<void>();
  const twice = gathered(async (all: readonly number[]) => {
    rounds.push([...all]);
    if (rounds.length === 1) await begun.promise;
    return all.map((one) => one * 2);
  }, { most: 2 });
  const first = twice(1);
  await turn();
  t.deepEqual(rounds, [[1]], 'alone nobody waits');
  const asked = [2, 3, 4].map(twice);
  begun.resolve();
  t.deepEqual(await Promise.all([first, ...asked]), [2, 4, 6, 8]);
  t.deepEqual(rounds, [[1], [2, 3], [4]]);
  await Promise.all([5, 6].map(twice));
  t.deepEqual(rounds.at(-1), [5, 6]);
});

test('where a round fails, each is tried by itself and only those fail whose fault it is', async (t) => {
  const odd = gathered(async (all: readonly number[]) => {
    if (all.includes(2)) throw new Error('even');
    return all;
  });
  t.deepEqual((await Promise.allSettled([1, 2, 3].map(odd))).map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
});

import test from 'ava';
import { gathered } from './gather.ts';

test('alone at once; what is asked for meanwhile is the next round, no larger than allowed; each has its own answer', async (t) => {
  const rounds: number[][] = [];
  const begun = Promise.withResolvers<void>();
  const twice = gathered(async (all: readonly number[]) => {
    rounds.push([...all]);
    if (rounds.length === 1) await begun.promise;
    return all.map((one) => one * 2);
  }, 2);
  const asked = [1, 2, 3, 4].map(twice);
  t.deepEqual(rounds, [[1]]);
  begun.resolve();
  t.deepEqual(await Promise.all(asked), [2, 4, 6, 8]);
  t.deepEqual(rounds, [[1], [2, 3], [4]]);
});

test('a round that fails is told to those of it alone', async (t) => {
  const begun = Promise.withResolvers<void>();
  const odd = gathered(async (all: readonly number[]) => {
    await begun.promise;
    if (all.includes(2)) throw new Error('even');
    return all;
  }, 1);
  const asked = [1, 2, 3].map(odd);
  begun.resolve();
  t.deepEqual((await Promise.allSettled(asked)).map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
});

import test from 'ava';
import { gatherer } from './gather.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Notes what was taken together; `bad` letters cannot be taken. */
function shop(lanes = 1) {
  const taken: string[][] = [];
  const open: (() => void)[] = [];
  const gather = gatherer<string, string>({
    lanes,
    most: 3,
    take: async (letters) => {
      taken.push([...letters]);
      await new Promise<void>((resolve) => open.push(resolve));
      if (letters.some((letter) => letter.includes('bad'))) throw new Error('cannot be taken');
      return letters.map((letter) => `answer to ${letter}`);
    },
  });
  const finish = async () => {
    await turn();
    open.shift()?.();
    await turn();
    await turn();
  };
  return { taken, finish, take: (letter: string, ...keys: string[]) => gather.take(letter, 'mllp', keys), other: (letter: string, ...keys: string[]) => gather.take(letter, 'fhir', keys) };
}

test('what waits together is taken together, at most so many, each with its own answer', async (t) => {
  const { taken, finish, take } = shop();
  const answers = Promise.all(['a', 'b', 'c', 'd'].map((letter) => take(letter, letter)));
  await finish();
  await finish();
  t.deepEqual(taken, [['a', 'b', 'c'], ['d']]);
  t.deepEqual(await answers, ['a', 'b', 'c', 'd'].map((letter) => `answer to ${letter}`));
});

test('one patient’s letters are never in two transactions at once nor out of their order, others pass', async (t) => {
  const { taken, finish, take } = shop(2);
  const first = take('p1', 'p');
  await turn();
  const rest = [take('p2', 'p', 'v'), take('v1', 'v'), take('q1', 'q')];
  await turn();
  t.deepEqual(taken, [['p1']], 'few wait, and the first does not take long');
  await new Promise((resolve) => setTimeout(resolve, 80));
  t.deepEqual(taken, [['p1'], ['q1']], 'v1 stands behind p2, which stands behind p1');
  await finish();
  await first;
  await finish();
  t.deepEqual(taken[2], ['p2', 'v1'], 'in one transaction they keep their order');
  await finish();
  await Promise.all(rest);
});

test('where many wait a second transaction begins at once', async (t) => {
  const { taken, finish, take } = shop(2);
  const letters = Array.from({ length: 20 }, (_none, at) => `l${at}`);
  const answers = Promise.all(letters.map((letter) => take(letter, letter)));
  await turn();
  t.deepEqual(taken, [['l0', 'l1', 'l2'], ['l3', 'l4', 'l5']]);
  for (let at = 0; at < 7; at += 1) await finish();
  t.is((await answers).length, 20);
});

test('letters of another door are a transaction of their own; one that cannot be taken stops no other', async (t) => {
  const { taken, finish, take, other } = shop();
  const answers = Promise.allSettled([take('a', 'a'), take('bad', 'b'), other('f', 'f')]);
  for (let at = 0; at < 5; at += 1) await finish();
  t.deepEqual(taken, [['a', 'bad'], ['a'], ['bad'], ['f']]);
  t.deepEqual((await answers).map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
});

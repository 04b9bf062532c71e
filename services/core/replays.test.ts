import test from 'ava';
import { createReplays } from './replays.ts';

const alone = { engine: 'process', add: async () => true } as const;

test('once within the window, also when the halves took turns', async (t) => {
  const clock = { ms: 0 };
  const replays = createReplays(alone, 100, () => clock.ms);
  t.true(await replays.first('a'));
  t.false(await replays.first('a'));
  clock.ms = 99;
  t.true(await replays.first('b'));
  clock.ms = 150;
  t.false(await replays.first('a'));
  t.false(await replays.first('b'), 'less than a window ago');
  clock.ms = 260;
  t.true(await replays.first('a'));
  clock.ms = 10_000;
  t.true(await replays.first('a'));
});

test('what another machine saw is refused here', async (t) => {
  const seen = new Set<string>();
  const shared = { engine: 'redis', add: async (key: string) => !seen.has(key) && seen.add(key).has(key) } as const;
  const [one, two] = [createReplays(shared, 100), createReplays(shared, 100)];
  t.true(await one.first('a'));
  t.false(await two.first('a'));
});

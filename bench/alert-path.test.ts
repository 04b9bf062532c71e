/** The bench in small, so that it cannot rot: no time is asserted. */
import test from 'ava';
import { runBench } from './alert-path/run.ts';
import { ratios, table } from './alert-path/table.ts';

test('a few critical values over each path: all arrive, none twice, and the tables name them', async (t) => {
  t.timeout(120_000);
  const results = await runBench({
    server: process.env['TEST_DATABASE_URL'],
    paths: ['product', 'script'],
    rates: [10],
    seconds: 0.3,
    burst: 6,
    items: 5,
    connections: 2,
    platformMs: 5,
    graceMs: 60_000,
    hopelessMs: 1000,
  });
  t.deepEqual(
    results.map(({ path, offered, delivered, twice, refused }) => ({ path, offered, delivered, twice, refused })),
    (['product', 'script', 'product', 'script'] as const).map((path, index) => {
      const count = index < 2 ? 3 : 6;
      return { path, offered: count, delivered: count, twice: 0, refused: 0 };
    }),
  );
  t.is(table(results).split('\n').length, 6);
  t.regex(ratios(results), /\| 10 \| script \| [\d.]+×/);
});

/** A day of the simulated year, with everything that goes wrong in it. */
import test from 'ava';
import { live } from './year/run.ts';
import { minute, planOf } from './year/plan.ts';

// Of this seed's values one comes while the laboratory's end is away, and one in an outage of WeCom, in which three minutes later the service is killed.
const asked = { seed: 1106, days: 1, beds: 100, valuesPerDay: 3, kills: 1 } as const;

test('a day under outages and kills: every value is told, once a step, and not after its end', async (t) => {
  t.timeout(900_000);
  const { wrong, values, kills, ended, figures: { rows, steps } } = await live(asked, { tell: (line) => t.log(line) });
  t.deepEqual(wrong, []);
  t.deepEqual([values, kills], [3, 1]);
  t.is(Object.values(ended).reduce((sum, count) => sum + count, 0), 3);
  t.is(rows[0]?.what, 'all');
  t.true((rows[0]?.count ?? 0) >= 2, JSON.stringify(rows[0]));
  const { values: planned, troubles } = planOf(asked);
  t.true(troubles.some(({ kind, at }) => kind === 'kill' && planned.some((value) => value.at < at && at < value.at + 5 * minute && troubles.some((away) => away.kind === 'platform' && away.at <= value.at && at < away.at + away.minutes * minute))), 'killed while a value waits for a platform');
  t.is(steps.reduce((sum, { taken }) => sum + taken, 0), rows[0]?.count ?? 0);
});

test('the same seed plans the same year, another one another', (t) => {
  t.deepEqual(planOf(asked), planOf(asked));
  t.notDeepEqual(planOf(asked).values, planOf({ ...asked, seed: 4 }).values);
  const { values, troubles, begins, ends } = planOf({ ...asked, days: 30, kills: 16 });
  t.true(values.every(({ at }, index) => at >= (values[index - 1]?.at ?? begins) && at < ends));
  t.deepEqual([...new Set(troubles.map(({ kind }) => kind))].toSorted(), ['kill', 'laboratory', 'platform']);
});

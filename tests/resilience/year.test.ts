/** A day of the simulated year, with everything that goes wrong in it. */
import test from 'ava';
import { live } from './year/run.ts';
import { planOf } from './year/plan.ts';

const asked = { seed: 3, days: 1, beds: 100, valuesPerDay: 6, kills: 1 } as const;

test('a day under outages and kills: every value is told, once a step, and not after its end', async (t) => {
  t.timeout(900_000);
  const { wrong, values, kills, ended, figures: { rows, steps } } = await live(asked, { tell: (line) => t.log(line) });
  t.deepEqual(wrong, []);
  t.deepEqual([values, kills], [6, 1]);
  t.is(Object.values(ended).reduce((sum, count) => sum + count, 0), 6);
  t.is(rows[0]?.what, 'all');
  t.true((rows[0]?.count ?? 0) >= 4, JSON.stringify(rows[0]));
  t.is(steps.reduce((sum, { taken }) => sum + taken, 0), rows[0]?.count ?? 0);
});

test('the same seed plans the same year, another one another', (t) => {
  t.deepEqual(planOf(asked), planOf(asked));
  t.notDeepEqual(planOf(asked).values, planOf({ ...asked, seed: 4 }).values);
  const { values, troubles, begins, ends } = planOf({ ...asked, days: 30, kills: 16 });
  t.true(values.every(({ at }, index) => at >= (values[index - 1]?.at ?? begins) && at < ends));
  t.deepEqual([...new Set(troubles.map(({ kind }) => kind))].toSorted(), ['kill', 'laboratory', 'platform']);
});

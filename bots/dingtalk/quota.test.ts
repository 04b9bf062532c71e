import test from 'ava';
import { Failure } from '../../services/core/errors.ts';
import { quota } from './quota.ts';
import { memoryCounters } from './testing/context.ts';

test('the last calls are kept for critical values, also between processes', async (t) => {
  const counters = memoryCounters();
  const limits = { monthlyCalls: 10, callsReserve: 3 };
  const [one, two] = [quota(counters, 'corp', limits), quota(counters, 'corp', limits)];
  await Promise.all(Array.from({ length: 7 }, (_, n) => (n % 2 === 0 ? one : two).spend('normal')));
  const error = await t.throwsAsync(one.spend('normal'), { instanceOf: Failure });
  t.deepEqual([error.class, error.vendorCode], ['transient', 'quota-reserve']);
  await two.spend('critical');
  await two.giveBack();
  await two.heard();
  t.deepEqual(await one.figures(), { calls: 7, callsAllowed: 10, reserve: 3, pushes: 1, pushesAllowed: 3000 });
});

test('critical values go on into the grace days', async (t) => {
  const one = quota(memoryCounters(), 'corp', { monthlyCalls: 1, callsReserve: 1 });
  await one.spend('critical');
  await one.spend('critical');
  t.is((await one.figures()).calls, 2);
});

import test from 'ava';
import { testDatabase } from '../../tests/kit/database.ts';
import { createCounters, monthOf } from './counters.ts';

test('many at once count each exactly once, and each is told its own place', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const counters = createCounters(database.prisma, () => new Date('2026-11-21T02:14:00Z'));
  const told = await Promise.all(Array.from({ length: 50 }, () => counters.add('calls', 1)));
  t.deepEqual(told.toSorted((a, b) => a - b), Array.from({ length: 50 }, (_none, index) => index + 1));
  t.is(await counters.add('calls', -1), 49);
  t.deepEqual(await Promise.all([counters.add('calls', 1), counters.add('pushes', 1)]), [50, 1]);
  t.is(await counters.read('calls'), 50);
});

test('a count that failed is nobody\'s, and the next one goes on', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  let wrong = true;
  const counters = createCounters(database.prisma, () => (wrong ? new Date(Number.NaN) : new Date('2026-11-21T02:14:00Z')));
  const failed = await Promise.allSettled([counters.add('calls', 1), counters.add('calls', 1)]);
  t.true(failed.every(({ status }) => status === 'rejected'));
  wrong = false;
  t.is(await counters.add('calls', 1), 1);
});

test('the month turns at midnight of the hospital', (t) => {
  t.is(monthOf(new Date('2026-11-30T15:59:59Z')), '2026-11');
  t.is(monthOf(new Date('2026-11-30T16:00:00Z')), '2026-12');
});

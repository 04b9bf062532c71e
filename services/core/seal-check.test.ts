import test from 'ava';
import { testDatabase } from '../../tests/kit/database.ts';
import { ForeignSealKey, checkSealKey } from './seal-check.ts';

test('the first key stays the only one; another machine with its own does not start', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const [first, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const now = new Date('2026-11-21T02:14:00Z');
  await checkSealKey(database.prisma, first, now);
  await t.notThrowsAsync(checkSealKey(database.prisma, first, now));
  await t.throwsAsync(checkSealKey(database.prisma, other, now), { instanceOf: ForeignSealKey });
  const kept = await database.prisma.setting.findFirstOrThrow();
  t.false(JSON.stringify(kept.value).includes(first.toString('hex').slice(0, 16)), 'the fingerprint is not the key');
});

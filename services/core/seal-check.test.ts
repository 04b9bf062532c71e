import test from 'ava';
import { testDatabase } from '../../tests/kit/database.ts';
import { ForeignSealKey, MissingSealKey, checkSealKey, retireVersion, retiredVersions } from './seal-check.ts';
import { createRing, createSeal } from './seal.ts';

const now = new Date('2026-11-21T02:14:00Z');
const ringOf = (...keys: readonly (readonly [number, number])[]) => createRing(new Map(keys.map(([version, byte]) => [version, Buffer.alloc(32, byte)])));

test('the first key stays the only one; another machine with its own does not start', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const first = createSeal(Buffer.alloc(32, 1));
  await checkSealKey(database.prisma, first, now);
  await t.notThrowsAsync(checkSealKey(database.prisma, first, now));
  await t.throwsAsync(checkSealKey(database.prisma, createSeal(Buffer.alloc(32, 2)), now), { instanceOf: ForeignSealKey });
  const kept = await database.prisma.setting.findFirstOrThrow();
  t.false(JSON.stringify(kept.value).includes(first.key().toString('hex').slice(0, 16)), 'the fingerprint is not the key');
});

test('every version is checked, and one may be missing only after it was retired', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  await checkSealKey(database.prisma, ringOf([1, 1], [2, 2]), now);
  await t.throwsAsync(checkSealKey(database.prisma, ringOf([1, 1], [2, 9]), now), { instanceOf: ForeignSealKey });
  await t.throwsAsync(checkSealKey(database.prisma, ringOf([2, 2]), now), { instanceOf: MissingSealKey, message: /key 1/ });
  await database.prisma.$transaction((tx) => retireVersion(tx, 1, 'staff:9102', now));
  t.deepEqual(await database.prisma.$transaction((tx) => retiredVersions(tx)), [1]);
  await t.notThrowsAsync(checkSealKey(database.prisma, ringOf([2, 2]), now));
});

import test from 'ava';
import { testDatabase } from '../../tests/kit/database.ts';
import { checkpoint } from './housekeeping.ts';

test('the embedded database has its checkpoints made, so that its log does not grow for good; a server makes its own', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const { prisma, engine } = database;
  const redo = async (): Promise<string> => (await prisma.$queryRaw<{ at: string }[]>`SELECT redo_lsn::text AS at FROM pg_control_checkpoint()`)[0]?.at ?? '';
  const before = await redo();
  await prisma.$executeRaw`CREATE TABLE grown AS SELECT g, repeat('x', 200) FROM generate_series(1, 2000) g`;
  await checkpoint(prisma);
  const [makers] = await prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pg_stat_activity WHERE backend_type = 'checkpointer'`;
  t.is(makers?.count, engine === 'embedded' ? 0 : 1);
  if (engine === 'embedded') t.not(await redo(), before);
});

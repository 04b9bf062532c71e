import { setTimeout as after } from 'node:timers/promises';
import test from 'ava';
import { z } from 'zod';
import { testTrail } from '../../tests/kit/audit.ts';
import { testDatabase } from '../../tests/kit/database.ts';
import { bySystem, systemActor } from './access.ts';
import { Failure } from './errors.ts';
import { silentLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { defineAction, defineJob, defineJobKind, defineModule } from './module.ts';
import { createService } from './service.ts';

async function bench(body: (id: string, attempt: number, fromMemory: boolean) => Promise<void>) {
  const test = await testDatabase();
  const kind = defineJobKind('bell.call', z.object({ id: z.string() }), { priority: 100, tries: 3, pause: { first: 1, slowest: 1 } });
  const ring = defineAction({
    name: 'bell.ring',
    input: z.object({ ids: z.array(z.string()), fail: z.boolean().default(false) }),
    output: z.void(),
    policy: bySystem,
    body: async ({ schedule }, { ids, fail }) => {
      for (const id of ids) schedule(kind, { id });
      if (fail) throw new Error('after all not');
    },
  });
  const module = defineModule({ name: 'bell', actions: [ring], jobs: [defineJob(kind, ({ attempt, fromMemory }, { id }) => body(id, attempt, fromMemory))] });
  const service = await createService({ modules: [module], database: test.database, audit: testTrail, now: () => new Date(), log: silentLog, metrics: createMetrics() });
  const rows = () => test.database.prisma.$queryRaw<{ state: string; tries: number }[]>`SELECT state::text, retry_count AS tries FROM pgboss.job WHERE name = 'bell.call' ORDER BY id`;
  return { ...test, service, rows, ring: (ids: readonly string[], fail = false) => service.corridor.run(systemActor, ring, { ids: [...ids], fail }) };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; await after(20)) if (await isSo()) return;
  throw new Error('It did not come to that.');
}

test('urgent work is begun at the commit, its row is running since then, and done when it is done', async (t) => {
  const went = Promise.withResolvers<void>();
  const begun: string[] = [];
  const b = await bench(async (id) => {
    begun.push(id);
    await went.promise;
  });
  t.teardown(async () => { await b.service.stop(); await b.dispose(); });
  await b.service.start('worker');
  await b.ring(['one', 'two']);
  await until(async () => begun.length === 2);
  t.deepEqual(await b.rows(), [{ state: 'active', tries: 0 }, { state: 'active', tries: 0 }], 'whoever dies now has left what the queue gives out again');
  went.resolve();
  await until(async () => (await b.rows()).every(({ state }) => state === 'completed'));
  t.deepEqual(begun, ['one', 'two'], 'each once');
});

test('what was rolled back is not begun', async (t) => {
  const begun: string[] = [];
  const b = await bench(async (id) => void begun.push(id));
  t.teardown(async () => { await b.service.stop(); await b.dispose(); });
  await b.service.start('worker');
  await t.throwsAsync(b.ring(['one'], true), { message: 'after all not' });
  await b.ring(['two']);
  await until(async () => begun.length > 0);
  t.deepEqual(begun, ['two']);
  t.is((await b.rows()).length, 1);
});

test('who does no jobs leaves them to the queue', async (t) => {
  const begun: string[] = [];
  const b = await bench(async (id) => void begun.push(id));
  t.teardown(async () => { await b.service.stop(); await b.dispose(); });
  await b.service.start('web');
  await b.ring(['one']);
  t.deepEqual(await b.rows(), [{ state: 'created', tries: 0 }]);
  await b.service.jobs.drain();
  t.deepEqual(begun, ['one']);
});

test('failed in hand it is tried again by the queue; failed for good it lies with the dead', async (t) => {
  const tried: string[] = [];
  const b = await bench(async (id, attempt, fromMemory) => {
    tried.push(`${id} ${attempt}`);
    t.is(fromMemory, attempt === 0);
    if (id === 'never') throw new Failure('no', 'permanent');
    if (attempt === 0) throw new Failure('not now', 'transient');
  });
  t.teardown(async () => { await b.service.stop(); await b.dispose(); });
  await b.service.start('worker');
  await b.ring(['later', 'never']);
  await until(async () => tried.includes('later 1'));
  t.deepEqual(tried.filter((each) => each.startsWith('never')), ['never 0']);
  t.is((await b.service.jobs.census()).find(({ queue }) => queue === 'bell.call')?.dead, 1);
});

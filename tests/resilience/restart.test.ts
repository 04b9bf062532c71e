/** Stopping, starting and dying: what was running is finished or comes back, and soon. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { Client } from 'pg';
import { onDingtalk, sendCritical } from './support/critical.ts';
import { takeOn } from './support/doctors.ts';
import { freePorts } from '../kit/ports.ts';
import type { Program } from './support/program.ts';
import { sender } from './support/sender.ts';
import { until } from './support/wait.ts';
import { UP, type World, engines, world } from './support/world.ts';

const test = anyTest as TestFn;
const onServer = engines.includes('postgres');
const slowly = { platform: 'dingtalk', kind: 'latency', route: '/v1.0/card/instances/createAndDeliver' } as const;

const cardsOf = async (place: World): Promise<number> => new Set((await place.emulator.cards()).map(({ key }) => key)).size;
const opened = (program: Program): number => program.output().split('DingTalk long connection open').length - 1;

function laboratory(t: ExecutionContext, place: World, port = place.mllpPort) {
  const lis = sender(port);
  t.teardown(() => lis.close());
  return lis;
}

/** What stands in the job table, with every process stopped. */
async function jobsLeft(place: World): Promise<{ running: number; waiting: number }> {
  const hospital = await place.open();
  const census = await hospital.service.jobs.census();
  const { count } = await hospital.database.prisma.delivery.aggregate({ where: { state: 'queued' }, _count: true }).then(({ _count }) => ({ count: _count }));
  await hospital.service.stop();
  await hospital.close();
  return { running: census.reduce((sum, { running }) => sum + running, 0), waiting: count };
}

for (const engine of engines) {
  test.serial(`${engine}: a graceful stop finishes what is running, and the next start goes on`, async (t) => {
    const place = await world(t, engine);
    const program = place.start('all');
    await program.says(UP);
    const lis = laboratory(t, place);
    await place.emulator.faults({ ...slowly, ms: 400 });
    for (let serial = 0; serial < 6; serial++) t.is(await sendCritical(lis, onDingtalk, serial), 'AA');
    await until('cards are under way', async () => (await place.emulator.calls()).some(({ route }) => route.endsWith('createAndDeliver')));
    const sending = sendCritical(lis, onDingtalk, 'late');
    t.is(await program.signal('SIGTERM'), 0);
    const before = await cardsOf(place);
    const left = engine === 'postgres' ? await jobsLeft(place) : { running: 0, waiting: 0 };
    t.is(left.running, 0, 'nothing is left half done');

    const again = place.start('all');
    await again.says(UP);
    t.is(await sending, 'AA', 'what was not answered was sent again');
    await until('all seven cards', async () => (await cardsOf(place)) === 7, { withinMs: 30_000 });
    t.is(await again.signal('SIGTERM'), 0);
    t.is((await place.emulator.cards()).length, 7, 'and none twice');
    t.deepEqual(await jobsLeft(place), { running: 0, waiting: 0 });
    t.log(`${before} of 7 cards before the stop ended`);
  });
}

test.serial('embedded: jobs of a killed process are taken up at once by the next start', async (t) => {
  const place = await world(t, 'embedded');
  const first = place.start('all');
  await first.says(UP);
  const lis = laboratory(t, place);
  await place.emulator.faults({ ...slowly, ms: 3000 });
  for (let serial = 0; serial < 4; serial++) await sendCritical(lis, onDingtalk, serial);
  await until('the jobs run', () => first.running && place.emulator.calls().then(() => true));
  await first.signal('SIGKILL');
  await place.emulator.faults({ clear: true });
  const again = place.start('all');
  await again.says(UP);
  const up = performance.now();
  await until('all four cards', async () => (await cardsOf(place)) === 4, { withinMs: 15_000 });
  t.log(`cards ${Math.round(performance.now() - up)} ms after the start`);
  t.true(performance.now() - up < 8000, 'without waiting for a heartbeat to be missed');
  t.is((await place.emulator.cards()).length, 4);
});

test.serial('a first start that is cut off leaves nothing that a second one could not open', async (t) => {
  const place = await world(t, 'embedded');
  const folder = join(place.dataDir, 'postgres');
  const first = place.start('all');
  await until('unpacking has begun', () => existsSync(`${folder}.preparing`), { everyMs: 1 });
  await first.signal('SIGKILL');
  t.true(existsSync(folder), 'half a database lies there');
  const second = place.start('all');
  await second.says(UP);
  t.is(await sendCritical(laboratory(t, place), onDingtalk, 1), 'AA');
});

(onServer ? test.serial : test.serial.skip)('postgres: jobs of a killed worker come back to another within half a minute', async (t) => {
  t.timeout(400_000);
  const place = await world(t, 'postgres');
  const web = place.start('web');
  const dying = place.start('worker');
  await Promise.all([web.says(UP), dying.says(UP)]);
  const lis = laboratory(t, place);
  // Long enough that the kill certainly finds them running.
  await place.emulator.faults({ ...slowly, ms: 8000 });
  for (let serial = 0; serial < 5; serial++) await sendCritical(lis, onDingtalk, serial);
  const client = new Client({ connectionString: place.databaseUrl });
  await client.connect();
  t.teardown(() => client.end());
  const active = async () => Number((await client.query(`SELECT count(*) AS n FROM pgboss.job WHERE name = 'notices.deliver-critical' AND state = 'active'`)).rows[0].n);
  await until('the worker is at it', async () => (await active()) > 0);
  const caught = await active();
  await dying.signal('SIGKILL');
  const killed = performance.now();
  await place.emulator.faults({ clear: true });
  const other = place.start('worker');
  await other.says(UP);
  await until('all five are known to be sent', async () => (await client.query(`SELECT 1 FROM delivery WHERE state = 'sent'`)).rowCount === 5, { withinMs: 60_000 });
  const seconds = (performance.now() - killed) / 1000;
  t.log(`${caught} jobs were running, back and done ${seconds.toFixed(1)} s after the kill`);
  t.true(seconds < 35);
  t.is((await place.emulator.cards()).length, 5);
});

(onServer ? test.serial : test.serial.skip)('postgres: two services share one long connection to DingTalk; when its holder is killed the other takes over', async (t) => {
  t.timeout(400_000);
  const place = await world(t, 'postgres');
  const [port = 0, mllp = 0] = await freePorts(2);
  const one = place.start('all');
  const two = place.start('all', { PORT: String(port), MLLP_PORT: String(mllp) });
  await Promise.all([one.says(UP), two.says(UP)]);
  await until('one of them is connected', () => opened(one) + opened(two) > 0);
  const lis = [laboratory(t, place), laboratory(t, place, mllp)] as const;
  t.is(await sendCritical(lis[0], onDingtalk, 1), 'AA');
  t.is(await sendCritical(lis[1], onDingtalk, 2), 'AA');
  await until('both cards', async () => (await cardsOf(place)) === 2);
  t.is(opened(one) + opened(two), 1, 'one connection, however many services');

  const leader = opened(one) === 1 ? one : two;
  const follower = leader === one ? two : one;
  await leader.signal('SIGKILL');
  const killed = performance.now();
  await until('the other is connected', () => opened(follower) === 1, { withinMs: 40_000 });
  const seconds = (performance.now() - killed) / 1000;
  t.log(`the other was connected ${seconds.toFixed(1)} s after the kill`);
  t.true(seconds < 20);
  const [card] = await place.emulator.cards();
  if (card === undefined) return t.fail('no card');
  await place.emulator.press({ platform: 'dingtalk', user: card.staff, message: card.message.id, button: takeOn(card) ?? '' });
  const after = (await place.emulator.inbox('dingtalk', card.staff)).find(({ id }) => id === card.message.id);
  t.regex(after?.text ?? '', /已确认/, 'a press is heard again');
});

(onServer ? test.serial : test.serial.skip)('postgres: all connections to the database are cut, twice: the service lives on and nothing is lost', async (t) => {
  t.timeout(120_000);
  const place = await world(t, 'postgres');
  const program = place.start('all');
  await program.says(UP);
  const lis = laboratory(t, place);
  const client = new Client({ connectionString: place.databaseUrl });
  await client.connect();
  t.teardown(() => client.end());
  const cut = () => client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
  for (let serial = 0; serial < 12; serial++) {
    const sending = sendCritical(lis, onDingtalk, serial);
    if (serial === 4 || serial === 8) await cut();
    t.is(await sending, 'AA');
  }
  await until('all twelve cards', async () => (await cardsOf(place)) === 12, { withinMs: 40_000 });
  t.true(program.running);
  t.is((await place.emulator.cards()).length, 12);
  t.is(await program.signal('SIGTERM'), 0);
});

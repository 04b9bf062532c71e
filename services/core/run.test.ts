import test from 'ava';
import { z } from 'zod';
import { testTrail } from '../../tests/kit/audit.ts';
import { testDatabase } from '../../tests/kit/database.ts';
import { type StaffActor, byRole, bySystem, systemActor } from './access.ts';
import { Failure, Refusal } from './errors.ts';
import { defineEvent } from './events.ts';
import { closeArrival } from './inbox.ts';
import { silentLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { type Inside, defineAction, defineJob, defineJobKind, defineListener, defineModule, defineWaker } from './module.ts';
import { Repeated } from './run.ts';
import { createSeal } from './seal.ts';
import { createService } from './service.ts';

const doctor: StaffActor = { kind: 'staff', id: '1001', name: '李静', role: 'doctor', adminRole: undefined, departmentCode: 'CARD', wardCode: undefined, door: 'http', origin: 'desk:test' };

async function bench() {
  const test = await testDatabase();
  const heard: string[] = [];
  const ran: { id: string; attempt: number }[] = [];
  const rang = defineEvent('bell.rang', z.object({ times: z.number() }));
  const clean = defineJobKind('bell.clean', z.object({ id: z.string() }), { tries: 3, pause: { first: 1, slowest: 1 } });
  const ring = defineAction({
    name: 'bell.ring',
    input: z.object({ id: z.string(), times: z.number().int().positive(), fail: z.boolean().default(false) }),
    output: z.object({ rung: z.number() }),
    policy: byRole('doctor'),
    subject: ({ id }) => id,
    body: async ({ emit, schedule }, { id, times, fail }) => {
      emit(rang, id, { times });
      schedule(clean, { id });
      if (fail) throw new Refusal('core.not-found', {}, 404);
      return { rung: times, secret: 'never leaves' };
    },
  });
  const module = defineModule({
    name: 'bell',
    events: [rang],
    actions: [ring],
    jobs: [defineJob(clean, async ({ attempt }, { id }) => void ran.push({ id, attempt }))],
    listeners: [defineListener('bell', rang, async (_context, fact) => void heard.push(`${fact.subject}:${fact.data.times}`))],
  });
  const service = await createService({ modules: [module], database: test.database, audit: testTrail, now: () => new Date('2026-11-21T02:14:00Z'), log: silentLog, metrics: createMetrics() });
  return { ...test, service, ring, heard, ran };
}

test('an action writes fact, audit row and jobs together, and its listeners hear it once', async (t) => {
  const { database, service, ring, heard, ran, dispose } = await bench();
  t.teardown(async () => { await service.stop(); await dispose(); });

  const output = await service.corridor.run(doctor, ring, { id: 'b1', times: 2 });
  t.deepEqual(output, { rung: 2 } as never, 'fields that are not in the output schema are stripped');
  t.deepEqual(heard, [], 'nothing runs inside the action');
  await service.jobs.drain();
  t.deepEqual(heard, ['b1:2']);
  t.deepEqual(ran, [{ id: 'b1', attempt: 0 }]);
  const facts = await database.prisma.fact.findMany();
  t.like(facts[0], { name: 'bell.rang', subject: 'b1', actor: 'staff:1001' });
  const audit = await database.prisma.audit.findMany();
  t.like(audit[0], { act: 'bell.ring', subject: 'b1', outcome: 'allowed', reason: 'role:doctor', origin: 'desk:test' });
});

test('a refusal leaves no fact and no job, but an audit row', async (t) => {
  const { database, service, ring, heard, dispose } = await bench();
  t.teardown(async () => { await service.stop(); await dispose(); });

  await t.throwsAsync(service.corridor.run(doctor, ring, { id: 'b2', times: 1, fail: true }), { instanceOf: Refusal, message: 'core.not-found' });
  const nurse = { ...doctor, id: '1004', role: 'nurse' };
  await t.throwsAsync(service.corridor.run(nurse, ring, { id: 'b2', times: 1 }), { message: 'core.not-allowed' });
  await t.throwsAsync(service.corridor.run(doctor, ring, { id: 'b2', times: -1 }), { message: 'core.bad-input' });
  t.is(await service.jobs.drain(), 0);
  t.deepEqual(heard, []);
  t.is(await database.prisma.fact.count(), 0);
  const rows = await database.prisma.audit.findMany({ orderBy: { id: 'asc' } });
  t.deepEqual(rows.map((row) => [row.actor, row.outcome, row.reason]), [
    ['staff:1001', 'refused', 'core.not-found'],
    ['staff:1004', 'refused', 'core.not-allowed'],
    ['staff:1001', 'refused', 'core.bad-input'],
  ]);
});

test('the same arrival acts once', async (t) => {
  const { database, service, ring, heard, dispose } = await bench();
  t.teardown(async () => { await service.stop(); await dispose(); });

  const arrival = closeArrival(createSeal(Buffer.alloc(32, 1)), { key: 'press:1', door: 'press', body: Buffer.from('x'), answer: Buffer.from('y'), outcome: 'accepted' });
  const press = () => service.corridor.run(doctor, ring, { id: 'b3', times: 1 }, arrival);
  const outcomes = await Promise.allSettled([press(), press(), press()]);
  t.is(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1);
  t.true(outcomes.filter((outcome) => outcome.status === 'rejected').every((outcome) => outcome.reason instanceof Repeated));
  await service.jobs.drain();
  t.deepEqual(heard, ['b3:1']);
  t.is(await database.prisma.inboxMessage.count(), 1);
});

test('a module whose action is not named after it does not start', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const stray = defineAction({ name: 'other.do', input: z.object({}), output: z.void(), policy: bySystem, body: async () => undefined });
  const parts = { modules: [defineModule({ name: 'bell', actions: [stray] })], database, audit: testTrail, now: () => new Date(), log: silentLog, metrics: createMetrics() };
  await t.throwsAsync(createService(parts), { message: /must begin with its module/ });
  t.is(systemActor.kind, 'system');
});

test('who is woken is woken once for all that happened, and where that fails for each action by itself', async (t) => {
  const { database, dispose } = await testDatabase();
  const woken: (readonly string[])[] = [];
  const rang = defineEvent('bell.rang', z.object({}));
  const ring = defineAction({ name: 'bell.ring', input: z.object({ bells: z.array(z.string()) }), output: z.void(), policy: byRole('doctor'), body: async ({ emit }, { bells }) => bells.forEach((bell) => emit(rang, bell, {})) });
  const waker = defineWaker('bell', rang, async (_context, bells) => {
    woken.push(bells);
    if (bells.includes('cracked')) throw new Failure('no sound', 'permanent');
  });
  const service = await createService({ modules: [defineModule({ name: 'bell', events: [rang], actions: [ring], listeners: [waker] })], database, audit: testTrail, now: () => new Date(), log: silentLog, metrics: createMetrics() });
  t.teardown(async () => { await service.stop(); await dispose(); });

  await service.corridor.run(doctor, ring, { bells: ['a', 'b', 'a'] });
  await service.corridor.run(doctor, ring, { bells: ['b', 'c'] });
  t.is(await service.jobs.drain(), 2);
  // The queue hands jobs of one moment out in any order.
  const told = () => woken.splice(0).map((bells) => bells.toSorted().join(' '));
  t.deepEqual(told(), ['a b c']);
  await service.corridor.run(doctor, ring, { bells: ['d'] });
  await service.corridor.run(doctor, ring, { bells: ['cracked'] });
  await service.jobs.drain();
  const [together, ...alone] = told();
  t.deepEqual([together, ...alone.toSorted()], ['cracked d', 'cracked', 'd']);
});

test('a job that fails for good lies with the dead, named by its queue, and can be sent again', async (t) => {
  const { database, dispose } = await testDatabase();
  const moods = { broken: true };
  const ran: string[] = [];
  const kind = defineJobKind('bell.polish', z.object({ id: z.string() }), { tries: 1 });
  const order = defineAction({ name: 'bell.order', input: z.object({ id: z.string() }), output: z.void(), policy: byRole('doctor'), body: async ({ schedule }, { id }) => schedule(kind, { id }) });
  const polish = defineJob(kind, async (_context, { id }) => {
    if (moods.broken) throw new Failure('no cloth', 'permanent');
    ran.push(id);
  });
  const service = await createService({ modules: [defineModule({ name: 'bell', actions: [order], jobs: [polish] })], database, audit: testTrail, now: () => new Date(), log: silentLog, metrics: createMetrics() });
  t.teardown(async () => { await service.stop(); await dispose(); });

  await service.corridor.run(doctor, order, { id: 'b9' });
  await service.jobs.drain();
  const dead = async () => (await service.jobs.census()).find(({ queue }) => queue === 'bell.polish')?.dead ?? 0;
  t.is(await dead(), 1);
  moods.broken = false;
  t.is(await service.jobs.retryDead('bell.polish'), 1);
  await service.jobs.drain();
  t.deepEqual(ran, ['b9']);
  t.is(await dead(), 0);
});

async function insideBench(inside: Inside) {
  const test = await testDatabase();
  const woken: (readonly string[])[] = [];
  const rang = defineEvent('bell.rang', z.object({}));
  const ring = defineAction({ name: 'bell.ring', input: z.object({ ids: z.array(z.string()) }), output: z.void(), policy: bySystem, body: async ({ emit }, { ids }) => ids.forEach((id) => emit(rang, id, {})) });
  const module = defineModule({ name: 'bell', events: [rang], actions: [ring], listeners: [defineWaker('bell', rang, async (_context, ids) => void woken.push(ids), { inside })] });
  const service = await createService({ modules: [module], database: test.database, audit: testTrail, now: () => new Date('2026-11-21T02:14:00Z'), log: silentLog, metrics: createMetrics() });
  const facts = async () => (await test.database.prisma.fact.findMany({ orderBy: { id: 'asc' } })).map(({ subject, actor }) => `${subject} ${actor}`);
  return { ...test, service, woken, facts, ring: (...ids: string[]) => service.corridor.run(systemActor, ring, { ids }) };
}

test('what a waker does inside sees the facts, and its job does what it left', async (t) => {
  const seen: unknown[] = [];
  const b = await insideBench(async ({ tx }, ids) => {
    seen.push(ids, (await tx.$queryRaw<{ subject: string }[]>`SELECT subject FROM fact ORDER BY id`).map(({ subject }) => subject));
    return ids.filter((id) => id === 'b');
  });
  t.teardown(async () => { await b.service.stop(); await b.dispose(); });
  await b.ring('a', 'b', 'a');
  t.deepEqual(seen, [['a', 'b'], ['a', 'b', 'a']]);
  await b.service.jobs.drain();
  t.deepEqual(b.woken, [['b']]);
});

test('where it throws inside, the action stands all the same and the job does all of it', async (t) => {
  const b = await insideBench(async ({ tx }) => {
    await tx.$queryRaw`SELECT 1/0`;
    return [];
  });
  t.teardown(async () => { await b.service.stop(); await b.dispose(); });
  await b.ring('a', 'b');
  t.deepEqual(await b.facts(), ['a system:wardline', 'b system:wardline'], 'each once');
  await b.service.jobs.drain();
  t.deepEqual(b.woken, [['a', 'b']]);
});

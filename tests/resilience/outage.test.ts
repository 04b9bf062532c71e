/**
 * A platform is away for ten minutes. Results go on coming in and the ladder goes on climbing; when the platform is
 * back everything arrives, critical values first, each card once.
 */
import anyTest, { type TestFn } from 'ava';
import { z } from 'zod';
import { systemActor } from '../../services/core/access.ts';
import { defineAction } from '../../services/core/module.ts';
import { tell } from '../../services/shared/notices/index.ts';
import { type World, potassium, world } from '../kit/world.ts';
import { valueOf } from './support/doctors.ts';
import { emulatorAt } from './support/emulator.ts';
import { cardsAgainst, none, outcomeOf } from './support/outcome.ts';
import { until } from './support/wait.ts';

const test = anyTest as TestFn;

/** Something that can wait: no module has such a card yet, so the test tells one about the same value. */
const tellCalmly = defineAction({
  name: 'test.tell-calmly',
  input: z.object({ subject: z.string(), recipient: z.string() }),
  output: z.void(),
  policy: () => ({ allow: true, by: 'test' }),
  body: (context, { subject, recipient }) => tell(context, { module: 'critical-values', subject, step: 'calm', recipients: [recipient], urgency: 'normal' }),
});

/**
 * Minute by minute as the clock would: the ladder's sweep and the deliveries', and each card is tried again, as in a minute it
 * certainly is. Left to the queue's own pauses, which go by the real time, a slow machine would try more often than a fast one.
 */
async function pass(w: World, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed++) {
    await w.pass(1);
    await w.hospital.service.tick('notices.sweep');
    for (const queue of ['notices.deliver', 'notices.deliver-critical']) await lookAgain(w, queue, 0);
    await w.settle();
  }
}

async function everythingSent(w: World): Promise<boolean> {
  await w.settle();
  const rows = await w.hospital.database.prisma.delivery.findMany({ select: { state: true } });
  return rows.every(({ state }) => state === 'sent');
}

/** Steps of each value with the minute after opening in which they were told. */
async function timeline(w: World, from: Date): Promise<Record<string, string[]>> {
  const facts = await w.hospital.database.prisma.fact.findMany({ where: { name: 'critical-values.told' }, orderBy: { id: 'asc' } });
  const told = facts.map(({ subject, at, data }) => ({ subject, step: z.looseObject({ step: z.number() }).parse(data).step, minute: (at.getTime() - from.getTime()) / 60_000 }));
  return Object.fromEntries([...Map.groupBy(told, ({ subject }) => subject)].map(([subject, steps]) => [subject, steps.map(({ step, minute }) => `${step}@${minute}`)]));
}

async function liveJobs(w: World): Promise<number> {
  const census = await w.hospital.service.jobs.census();
  return census.filter(({ queue }) => queue.startsWith('notices.deliver')).reduce((sum, { waiting, running }) => sum + waiting + running, 0);
}

/** When the waiting jobs of a queue look at the platform again; their own pauses depend on chance and grow to minutes. */
async function lookAgain(w: World, queue: string, seconds: number): Promise<void> {
  await w.hospital.database.prisma.$executeRaw`UPDATE pgboss.job SET start_after = now() + ${seconds} * interval '1 second' WHERE name = ${queue} AND state IN ('created', 'retry')`;
}

/** Steps in the order in which the platform took their cards. */
async function orderOn(w: World, platform: string): Promise<string[]> {
  const facts = await w.hospital.database.prisma.fact.findMany({ where: { name: 'notices.sent' }, orderBy: { id: 'asc' } });
  const sent = facts.map(({ data }) => z.looseObject({ step: z.string(), platform: z.string() }).parse(data));
  return sent.filter((one) => one.platform === platform).map(({ step }) => step);
}

test('both platforms away for ten minutes: the ladder climbs, afterwards everything arrives once and critical first', async (t) => {
  t.timeout(400_000);
  const w = await world(t);
  const emulator = emulatorAt(w.emulator.origin);
  const { prisma } = w.hospital.database;
  const from = w.now();
  await w.fault({ platform: '*', kind: 'down' });

  // Calm ones first, so that order of arrival alone would put them in front.
  await w.laboratorySends('CARD1-12', [potassium('7.1')], 'OUT-0');
  await w.laboratorySends('GSUR1-9', [potassium('7.2')], 'OUT-1');
  await w.settle();
  for (const { id: subject, departmentCode } of await prisma.criticalValue.findMany()) {
    await w.hospital.service.corridor.run(systemActor, tellCalmly, { subject, recipient: departmentCode === 'CARD' ? '1003' : '2003' });
  }
  const beds = ['CARD1-3', 'GSUR1-15', 'NEPH1-6', 'NEON1-11', 'ICU1-7'];
  for (const [serial, bed] of beds.entries()) t.is(await w.laboratorySends(bed, [potassium('7.4')], `OUT-${serial + 2}`), 'AA', 'the laboratory notices nothing');
  await w.settle();
  // By then each has been told; five minutes more only make it late.
  await pass(w, 4);
  w.tick(5 * 60_000);
  await pass(w, 1);
  t.is((await emulator.cards()).length, 0);

  const steps = await timeline(w, from);
  t.is(Object.keys(steps).length, 7);
  for (const told of Object.values(steps)) t.deepEqual(told, ['1@0', '2@1', '3@2', '4@3'], 'who cannot be reached for a minute is not waited for');
  const queued = await prisma.delivery.count({ where: { state: 'queued' } });
  t.is(queued, 7 * 4 + 2);
  t.true((await liveJobs(w)) <= queued, `one job waits for each card, not one for each minute (${await liveJobs(w)} for ${queued})`);

  await w.fault({ clear: true });
  // The calm ones happen to look again first, the critical ones a moment later.
  await lookAgain(w, 'notices.deliver', 0);
  await lookAgain(w, 'notices.deliver-critical', 1);
  await until('every critical card is sent', async () => (await w.settle(), await prisma.delivery.count({ where: { state: 'queued' } })) <= 2, { withinMs: 120_000, everyMs: 100 });
  await until('every card is sent', async () => (await lookAgain(w, 'notices.deliver', 0), everythingSent(w)), { withinMs: 120_000, everyMs: 250 });
  const cards = await emulator.cards();
  const outcome = await outcomeOf(prisma);
  t.deepEqual(cardsAgainst(outcome, cards), { tellings: none, cards: none, stray: [] });
  t.is(cards.length, queued);
  for (const platform of ['dingtalk', 'wecom']) {
    const order = await orderOn(w, platform);
    t.true(order.indexOf('calm') > order.findLastIndex((step) => step !== 'calm'), `critical before calm: ${order.join(' ')}`);
  }
  // Whoever is told late still sees the value as it is now, and that it has gone further.
  const [attending] = (await emulator.inbox('dingtalk', '1001')).filter(({ kind }) => kind === 'card');
  t.true(attending !== undefined && valueOf(w.hospital.ids, { message: attending, staff: '1001' }) !== '');
});

test('one platform away: the other one’s people are told at once, its own when it is back', async (t) => {
  const w = await world(t);
  const emulator = emulatorAt(w.emulator.origin);
  const cards = async (platform: 'dingtalk' | 'wecom', staff: string): Promise<string[]> => (await emulator.inbox(platform, staff)).filter(({ kind }) => kind === 'card').map(({ text }) => text);
  const [medicine, surgery] = [{ platform: 'dingtalk', staff: '1001', bed: 'CARD1-12', value: '7.1' }, { platform: 'wecom', staff: '2001', bed: 'GSUR1-9', value: '7.2' }] as const;
  for (const [round, [away, there]] of ([[medicine, surgery], [surgery, medicine]] as const).entries()) {
    await w.fault({ platform: away.platform, kind: 'down' });
    for (const { bed, value } of [away, there]) t.is(await w.laboratorySends(bed, [potassium(value)]), 'AA');
    await w.settle();
    t.is((await cards(there.platform, there.staff)).length, round + 1, `${there.platform} is not held up`);
    t.is((await cards(away.platform, away.staff)).length, round);
    await w.fault({ clear: true });
    await until('the card of the platform that was away', () => everythingSent(w), { withinMs: 120_000, everyMs: 100 });
    const late = await cards(away.platform, away.staff);
    t.is(late.length, round + 1);
    t.true(late.every((text) => text.includes(`血钾 ${away.value} mmol/L`)));
  }
});

import test, { type ExecutionContext } from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { world } from '../../../tests/kit/world.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import { checkFields } from '../../operations/dictionaries/rules.ts';
import { carryCommand } from './commands.ts';
import { orderItems } from './course/requests.ts';
import { carryOut, type DeedAsked } from './desk.ts';
import { createFeed } from './feed.ts';
import { hl7Mouth, type Language } from './speak/mouth.ts';
import { freshState, loadState, saveState, type HospitalState } from './state.ts';
import { hour } from './time.ts';

interface Ordering {
  readonly feed: ReturnType<typeof createFeed>;
  readonly actor: { readonly number: string; readonly name: string };
  readonly clock: { ms: number };
  readonly prisma: PrismaClient;
}

/** A test ordered from the product: an order of the HIS at once, drawn and reported in its time; taken back until then; refused with a reason. */
async function ordersTests(t: ExecutionContext, { feed, actor, clock, prisma }: Ordering): Promise<void> {
  const asked = (request: string, item: string, more: Partial<CommandOf<'order-test'>['data']> = {}): CommandOf<'order-test'> => ({
    key: request, kind: 'order-test', at: new Date(clock.ms).toISOString(), actor,
    data: { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY26110001', request, category: 'laboratory', item: { id: item, text: item }, urgent: true, purpose: '复查', orderedAt: new Date(clock.ms).toISOString(), ...more },
  });
  const back = (request: string): CommandOf<'cancel-test'> => ({ key: `${request}-x`, kind: 'cancel-test', at: new Date(clock.ms).toISOString(), actor, reason: '开错', data: { patientIds: [{ value: 'P000001' }], visit: 'ZY26110001', request } });
  t.like(await carryCommand(feed, asked('W0', 'JY-NONE')), { state: 'refused', code: 'unknown-item' });
  t.like(await carryCommand(feed, asked('W0', 'JY-ELEC', { visit: 'ZY0' })), { state: 'refused', message: '患者已经出院，不能再开单' });
  t.like(await carryCommand(feed, asked('W0', 'JY-ELEC', { patientIds: [{ value: 'P000002' }] })), { state: 'refused', code: 'other-patient' });
  const [elec, echo, wrong] = [await carryCommand(feed, asked('W1', 'JY-ELEC')), await carryCommand(feed, asked('W2', 'EX-ECHO', { category: 'examination' })), await carryCommand(feed, asked('W3', 'JY-CBC'))];
  const orderOf = ({ number = '' }: { readonly number?: string | undefined }) => prisma.clinicalOrder.findFirst({ where: { number } });
  t.like(await orderOf(elec), { state: 'running', category: 'laboratory', urgent: true });
  t.like(await orderOf(echo), { category: 'examination' });
  t.is((await carryCommand(feed, back('W3'))).state, 'accepted');
  t.like(await orderOf(wrong), { state: 'cancelled' });
  t.like(await carryCommand(feed, back('W9')), { state: 'refused', code: 'unknown-order' });
  clock.ms += 2 * hour;
  await feed.tick();
  t.like(await orderOf(elec), { state: 'completed' });
  const report = await prisma.report.findFirstOrThrow({ where: { placer: elec.number ?? '' } });
  t.is(await prisma.result.count({ where: { reportId: report.id } }), 6);
  t.is(await prisma.report.count({ where: { placer: wrong.number ?? '' } }), 0, 'what was taken back is never drawn');
  t.is(await prisma.report.count({ where: { placer: echo.number ?? '', kind: 'ultrasound' } }), 1);
  t.like(await carryCommand(feed, back('W1')), { state: 'refused', message: '标本已经采集，不能撤回' });
}

test('what the hospital has fits the product’s dictionary, each once', (t) => {
  for (const { fields } of orderItems) t.deepEqual(checkFields('order-item', fields), fields);
  t.is(new Set(orderItems.map(({ code }) => code)).size, orderItems.length);
  t.is(new Set(orderItems.map(({ name }) => name)).size, orderItems.length);
  t.true(orderItems.every(({ fields }) => Object.values(fields).every((value) => value.length <= 300)));
});

test('a ward’s history and what happens next arrive in the store; a restart goes on', async (t) => {
  const { hospital: service, mllpPort, now, settle } = await world(t);
  const { prisma } = service.database;
  const clock = { ms: now().getTime() };
  const saved: HospitalState[] = [];
  const options = { mouth: (language: Language) => (language === 'hl7' ? hl7Mouth({ host: '127.0.0.1', port: mllpPort, timeoutMs: 20_000 }) : undefined), now: () => clock.ms, save: async (state: HospitalState) => void saved.push(structuredClone(state)), first: ['CARD1'], people: ['1001'], pace: 1000, wards: ['CARD1'] };
  const feed = createFeed({ ...options, state: freshState(7, clock.ms) });

  // Everybody of the ward is told where she lies; the seed's patients are the same people.
  while (feed.snapshot().filled === 0 && feed.snapshot().placed < feed.snapshot().inpatients) await feed.recall();
  const there = () => prisma.visit.findMany({ where: { wardCode: 'CARD1', dischargedAt: null }, include: { patient: true } });
  // The gravest lie in intensive care first.
  const inWard = feed.hospital.inpatients(clock.ms).filter(({ steppedDown }) => steppedDown === undefined || steppedDown.at <= clock.ms);
  t.true(inWard.length > 30);
  t.deepEqual((await there()).map(({ patient }) => patient.number).sort(), inWard.map(({ patient }) => patient.number).sort());
  t.is((await there()).filter(({ bed }) => bed === '12').map(({ patient }) => patient.name).join(), '王德顺');

  const desk = { feed, state: feed.state };
  const does = async (deed: DeedAsked['deed'], patient = 'P000001') => {
    clock.ms += 5000;
    const done = await carryOut(desk, { deed, patient });
    t.deepEqual(done.sent.map(({ answer }) => answer.code), done.sent.map(() => 'AA'), `${deed}: ${JSON.stringify(done.sent.map(({ answer }) => answer))}`);
    t.true(done.sent.length > 0);
    return done;
  };
  const before = (await there()).length;
  await does('admit');
  t.is((await there()).length, before + 1);
  await does('transfer');
  t.regex((await there()).find(({ patient }) => patient.number === 'P000001')?.bed ?? '', /^加\d+$/);
  const grave = await does('grave');
  t.true(grave.sent.every(({ message }) => message.includes('病危')));
  t.regex(grave.sent[1]?.message ?? '', /PV2.*\|一级\|\|病危/);
  await does('ask-consultation');
  const asked = await prisma.consultation.findFirstOrThrow({ where: { patientId: (await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } })).id }, orderBy: { requestedAt: 'desc' } });
  t.like(asked, { state: 'requested', requestedAt: new Date(Math.floor(clock.ms / 1000) * 1000) });
  t.is(await prisma.accessGrant.count({ where: { reason: `consultation:${asked.id}`, departmentCode: (asked.invited as { department: string }[])[0]?.department ?? '' } }), 1, 'its department’s duty sees her');
  // Commands of the product: done and told back, or refused with a reason; a booking is moved, then taken back.
  const actor = { number: '1101', name: '赵磊' };
  const commands = { key: 'k', at: new Date(clock.ms).toISOString(), actor } as const;
  const about = { patientIds: [{ value: 'P000001', type: 'MR' }], visit: 'ZY26110001' };
  clock.ms += 5000;
  const answer = { ...commands, kind: 'answer-consultation', data: { ...about, source: { application: 'HIS', facility: 'HOSPITAL' }, consultation: asked.number, department: 'NEPH', text: '建议透析', answeredAt: commands.at } } as const;
  t.is((await carryCommand(feed, answer)).state, 'accepted');
  t.like(await prisma.consultation.findUniqueOrThrow({ where: { id: asked.id } }), { state: 'done', requestedAt: asked.requestedAt });
  t.like(await prisma.consultationOpinion.findFirstOrThrow({ where: { consultationId: asked.id } }), { who: '1101', text: '建议透析' });
  t.like(await carryCommand(feed, { ...answer, data: { ...answer.data, visit: 'ZY0' } }), { state: 'refused', message: '患者已经出院，会诊已关闭' });
  t.like(await carryCommand(feed, { ...commands, kind: 'cancel-admission', data: { ...about, visit: 'RJ26112001' } }), { state: 'refused' });
  // Eyes are operated in a few days, so somebody is always booked.
  const eyes = createFeed({ ...options, state: freshState(7, clock.ms), wards: ['OPHT1'] });
  const [booked] = eyes.hospital.booked(clock.ms);
  if (booked === undefined) return t.fail('nobody is booked for the eyes');
  const visit = { patientIds: [{ value: booked.patient.number, type: 'MR' }], visit: booked.id };
  const stored = () => prisma.visit.findFirst({ where: { number: booked.id }, select: { plannedAt: true, state: true } });
  const later = new Date(booked.admittedAt + 3 * hour);
  t.is((await carryCommand(eyes, { ...commands, kind: 'reschedule-admission', data: { ...visit, plannedAt: later.toISOString() } })).state, 'accepted');
  t.deepEqual((await stored())?.plannedAt, new Date(Math.floor(later.getTime() / 1000) * 1000));
  t.is((await carryCommand(eyes, { ...commands, kind: 'reschedule-admission', data: { ...visit, plannedAt: new Date(clock.ms).toISOString() } })).state, 'refused');
  clock.ms += 5000;
  t.is((await carryCommand(eyes, { ...commands, kind: 'cancel-admission', data: visit })).state, 'accepted');
  t.is((await stored())?.state, 'cancelled');
  t.is((await carryCommand(eyes, { ...commands, kind: 'cancel-admission', data: visit })).state, 'refused');
  await ordersTests(t, { feed, actor, clock, prisma });
  await eyes.stop();
  await does('plan-operation');
  await does('correct-result');
  await does('stop-session');
  await does('discharge', 'P000002');
  t.is((await there()).find(({ patient }) => patient.number === 'P000002'), undefined);
  await t.throwsAsync(carryOut(desk, { deed: 'discharge', patient: 'P000002' }), { message: 'core.not-found' });

  // The day goes on: what the clock reaches is said, each message once.
  clock.ms += hour;
  await feed.tick();
  const { said, refused } = feed.snapshot();
  t.true(said > 5, String(said));
  t.is(refused, 0);
  await feed.tick();
  t.is(feed.snapshot().said, said);
  await settle();
  await feed.stop();

  // Killed and started again: nothing is said twice, and what visitors did holds.
  const last = saved.at(-1);
  t.truthy(last);
  if (last === undefined) return;
  const again = createFeed({ ...options, state: last });
  await again.tick();
  t.is(again.snapshot().said, 0);
  t.regex(again.hospital.inpatients(again.time()).find(({ patient }) => patient.number === 'P000001')?.bed ?? '', /^加/);
  t.is(again.hospital.inpatients(again.time()).some(({ patient }) => patient.number === 'P000002'), false);
  again.speed(0);
  clock.ms += hour;
  await again.tick();
  t.is(again.snapshot().said, 0);
  await again.stop();
});

test('what is remembered survives a restart; a broken file begins a new hospital', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'state-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, 'hospital.json');
  t.is(await loadState(file), undefined);
  const state = { ...freshState(7, 1000), changes: { ZY1: { bed: '加1' } } };
  await saveState(file, state);
  t.deepEqual(await loadState(file), state);
  await writeFile(file, '{"seed":');
  t.is(await loadState(file), undefined);
});

import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { world } from '../../../tests/kit/world.ts';
import { carryOut, type DeedAsked } from './desk.ts';
import { createFeed } from './feed.ts';
import { freshState, loadState, saveState, type HospitalState } from './state.ts';
import { hour } from './time.ts';

test('a ward’s history and what happens next arrive in the store; a restart goes on', async (t) => {
  const { hospital: service, mllpPort, now, settle } = await world(t);
  const { prisma } = service.database;
  const clock = { ms: now().getTime() };
  const saved: HospitalState[] = [];
  const options = { target: { host: '127.0.0.1', port: mllpPort, timeoutMs: 20_000 }, now: () => clock.ms, save: async (state: HospitalState) => void saved.push(structuredClone(state)), first: ['CARD1'], pace: 1000, wards: ['CARD1'] };
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

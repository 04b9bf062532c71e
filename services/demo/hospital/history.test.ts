import test from 'ava';
import { patients, phoneHolders, wards } from '../../../prisma/demo/hospital.ts';
import { partOf, roundsOf, toldOf } from './history.ts';
import { simulatedHospital } from './hospital.ts';

const first = Date.UTC(2026, 10, 2, 3);
const hospital = simulatedHospital({ seed: 7, first, extras: [], changes: {} });
const stays = hospital.inpatients(first);
const rounds = roundsOf(stays, { first: wards.map(({ code }) => code), people: phoneHolders });

test('the patients of the two phones and those a visitor is led to have their records before the rest of the hospital has a bed', (t) => {
  const [beds, own, others] = rounds;
  t.deepEqual(rounds.map(({ part }) => part), ['place', 'soon', 'place', 'soon', 'rest']);
  const numbers = new Set(own?.stays.map(({ patient }) => patient.number));
  for (const { number } of patients) t.true(numbers.has(number), number);
  for (const doctor of phoneHolders) t.true((own?.stays ?? []).filter(({ resident, attending }) => [resident.number, attending.number].includes(doctor)).length > 8, doctor);
  const near = new Set<string>(wards.map(({ code }) => code));
  t.true(beds?.stays.every(({ ward }) => near.has(ward.code)));
  t.false(others?.stays.some(({ ward }) => near.has(ward.code)));
  const before = [beds, own].flatMap((round) => round?.stays.flatMap((stay) => partOf(hospital.historyOf(stay, first), round.part, first)) ?? []);
  // At four times eight a second about a minute.
  t.true(before.length < 2200, String(before.length));
});

test('everything of every stay is told once', (t) => {
  const told = rounds.flatMap(({ stays: each, part }) => each.flatMap((stay) => partOf(hospital.historyOf(stay, first), part, first).map(({ id }) => id)));
  const all = stays.flatMap((stay) => hospital.historyOf(stay, first).map(({ id }) => id));
  t.deepEqual(told.toSorted(), all.toSorted());
  t.is(toldOf(rounds, 'place', { round: rounds.length, patients: 0 }), stays.length);
  t.is(toldOf(rounds, 'soon', { round: rounds.length, patients: 0 }), stays.length);
  t.is(toldOf(rounds, 'place', { round: 0, patients: 3 }), 3);
  t.is(toldOf(rounds, 'soon', { round: 1, patients: 5 }), 5);
});

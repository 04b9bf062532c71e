/** The samples say what they were given, field by field, and the readers read all of it. */
import test from 'ava';
import type { Said } from '../statements/schema.ts';
import { readMessage } from './read.ts';
import { charge, document, execution, order, schedule, admission } from './samples.ts';

const at = new Date('2026-08-01T00:00:00Z');
const patient = { id: '7', name: '王某' };
const item = { id: 'D1', text: '头孢', system: 'L' };
const lines = (raw: Buffer): string[] => raw.toString('utf8').split('\r');
const line = (raw: Buffer, name: string): string | undefined => lines(raw).find((one) => one.startsWith(`${name}|`));

test('fields stand at the numbers of the standard', (t) => {
  const visit = { number: 'V1', feeCategory: '医保', daySurgery: true, careLevel: null, condition: '病重', isolation: '接触', plannedAt: at, nurse: { number: 'N1', name: '李护士' } };
  const stay = admission({ at, patient, visit, event: 'A05', allergies: [] });
  t.is(line(stay, 'PV1')?.split('|')[18], '日间手术');
  t.is(line(stay, 'PV1')?.split('|')[19], 'V1');
  t.is(line(stay, 'PV1')?.split('|')[20], '医保');
  t.deepEqual(line(stay, 'PV2')?.split('|').slice(40), ['""', '接触', '病重']);
  t.is(line(stay, 'ROL')?.split('|')[4], 'N1^李护士');
  t.is(line(stay, 'AL1'), 'AL1|1||""');
  const one = { number: 'O1', item, orderedAt: at, term: '长期', doctor: { number: 'D1', name: '李明' }, department: 'CARD', prescription: 'P1', dose: { amount: '1', unit: 'g' } };
  const drug = order({ at, patient, type: 'RDE', orders: [one] });
  t.is(line(drug, 'ORC')?.split('|')[29], '长期');
  t.is(line(drug, 'ORC')?.split('|')[12], 'D1^李明');
  t.is(line(drug, 'ORC')?.split('|')[17], 'CARD');
  t.is(line(drug, 'RXE')?.split('|')[15], 'P1');
  const given = execution({ at, patient, order: one, status: 'RE' });
  t.is(line(given, 'RXA')?.split('|')[20], 'RE');
  const text = document({ at, patient, number: 'T1', type: { id: 'C0001' }, title: '首次病程记录', text: '一\n二', signer: { number: 'D1', name: '李明' }, signedAt: at });
  t.is(line(text, 'TXA')?.split('|')[12], 'T1');
  t.is(line(text, 'TXA')?.split('|')[17], 'LA');
  t.is(line(text, 'TXA')?.split('|')[22]?.split('^')[14], '20260801080000+0800');
  t.is(line(text, 'TXA')?.split('|')[25], '首次病程记录');
  const booked = schedule({ at, patients: [patient], number: 'B1', from: at, status: 'Booked', order: 'O1' });
  t.is(line(booked, 'SCH')?.split('|')[25], 'Booked');
  t.is(line(booked, 'SCH')?.split('|')[26], 'O1');
  const paid = charge({ at, patient, charges: [{ number: 'C1', item, amount: '12.50', at, order: 'O1', by: { number: 'N1', name: '李' } }] });
  t.is(line(paid, 'FT1')?.split('|')[11], '12.50');
  t.is(line(paid, 'FT1')?.split('|')[20], 'N1^李');
  t.is(line(paid, 'FT1')?.split('|')[23], 'O1');
});

const said = (raw: Buffer): Said | undefined => {
  const outcome = readMessage(raw);
  return outcome.kind === 'said' ? outcome.said[0] : undefined;
};
const doctor = { number: 'D1', name: '李明' };
const nurse = { number: 'N1', name: '周' };
const instant = at.toISOString();

test('a stay reads back whole', (t) => {
  const visit = {
    number: 'V1', patientClass: 'I' as const, ward: 'W03', room: '301', bed: '12', department: 'CARD', attending: doctor, nurse, admittedAt: at, dischargedAt: at, plannedAt: at, dischargePlannedAt: at,
    plannedPlace: { ward: 'W05', room: '5', bed: '1' }, feeCategory: '自费', careLevel: '一级', condition: null, isolation: '飞沫', disposition: '回家', daySurgery: true,
  };
  const diagnoses = [{ code: 'I50', name: '心衰', type: 'F' as const, rank: 1, at, by: doctor }];
  const read = said(admission({ at, event: 'A02', patient, visit, prior: { ward: 'W01', bed: '3' }, diagnoses, allergies: [{ substance: { id: 'P', text: '青霉素' }, reaction: '皮疹', severity: 'SV' }] }));
  t.deepEqual(read?.visit, { ...visit, admittedAt: instant, dischargedAt: instant, plannedAt: instant, dischargePlannedAt: instant });
  t.deepEqual(read?.statements, [
    { kind: 'person', allergies: [{ substance: '青霉素', code: { id: 'P', text: '青霉素', system: 'L' }, severity: 'SV', reaction: '皮疹' }] },
    { kind: 'stay', event: 'transfer', prior: { ward: 'W01', bed: '3' } },
    { kind: 'diagnoses', all: [{ code: 'I50', system: 'I10', name: '心衰', type: 'discharge', rank: 1, at: instant, by: doctor }] },
  ]);
});

test('an order, what is given of it, a booking, an operation and a charge read back whole', (t) => {
  const one = {
    control: 'DC', status: 'DC', number: 'O1', filler: 'F1', group: 'G1', prescription: 'P1', item, term: '长期', dose: { amount: '1', unit: 'g' }, quantity: { amount: '2', unit: '盒' }, specification: '0.5g*24片',
    route: '口服', frequency: 'bid', note: '餐后', orderedAt: at, startAt: at, stopAt: at, doctor, enteredBy: nurse, department: 'CARD', urgent: true,
  };
  t.deepEqual(said(order({ at, patient, type: 'RDE', orders: [one] }))?.statements, [{
    kind: 'order', number: 'O1', filler: 'F1', group: 'G1', prescription: 'P1', category: 'drug', term: 'long', code: item, name: '头孢', specification: '0.5g*24片', dose: one.dose, quantity: one.quantity,
    route: '口服', frequency: 'bid', notes: ['餐后'], startAt: instant, stopAt: instant, state: 'stopped', doctor, stoppedBy: nurse, department: 'CARD', urgent: true, orderedAt: instant,
  }]);
  const given = said(execution({ at, patient, type: 'RDS', order: one, number: 3, by: nurse, note: '床旁' }))?.statements[1];
  t.deepEqual(given, { kind: 'execution', order: 'O1', number: 'O1|D3', state: 'dispensed', at: instant, by: nurse, dose: one.dose, note: '床旁' });
  const plan = { at, patients: [patient], number: 'B1', filler: 'F1', session: 'S1', reason: '复诊', from: at, until: at, service: item, status: 'Started', staff: [{ ...doctor, role: '主刀' }] };
  t.deepEqual(said(schedule({ ...plan, place: { ward: 'CARD' } }))?.statements, [
    { kind: 'booking', number: 'B1', filler: 'F1', session: 'S1', department: 'CARD', doctor, from: instant, until: instant, service: item, reason: '复诊', state: 'arrived' },
  ]);
  t.deepEqual(said(schedule({ ...plan, order: 'O9', kind: '手术', place: { ward: 'OR', room: 'OR3' } }))?.statements, [
    { kind: 'operation', number: 'O9', aliases: ['B1', 'F1'], room: 'OR3', surgeon: doctor, plannedFrom: instant, plannedUntil: instant, procedure: item, name: '头孢', state: 'running' },
  ]);
  t.deepEqual(said(charge({ at, patient, charges: [{ number: 'C1', type: 'CR', item, amount: '12.50', quantity: '1', at, order: 'O1', department: 'CARD', by: nurse }] }))?.statements, [
    { kind: 'charge', number: 'C1', code: item, name: '头孢', amount: '-12.50', quantity: '1', type: 'CR', at: instant, order: 'O1', department: 'CARD', by: nurse },
  ]);
});

/** The samples say what they were given, field by field; that readers understand them is read.test.ts' matter. */
import test from 'ava';
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

import test from 'ava';
import { curveOf, rowsOfDays, weekOf } from './vital-signs.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const seen = (kind: string, time: string, value: string, more: object = {}) => ({ kind, at: at(time), value, number: Number(value), second: null, withdrawn: false, ...more }) as never;
const week = ['2026-11-20', '2026-11-21'];
const all = [
  seen('temperature', '2026-11-20T18:00', '38.6'), seen('temperature', '2026-11-20T06:00', '37.2'), seen('temperature', '2026-11-21T06:00', '36.9', { withdrawn: true }),
  seen('systolic', '2026-11-20T06:00', '128'), seen('diastolic', '2026-11-20T06:00', '76'), seen('systolic', '2026-11-21T06:00', '130'),
  seen('heart-rate', '2026-11-20T06:00', '88'), seen('stool', '2026-11-21T14:00', '1'),
];

test('curves run with time and leave out what was withdrawn; a monitor stands for a pulse nobody felt', (t) => {
  t.deepEqual(curveOf(all, 'temperature'), [[at('2026-11-20T06:00').getTime(), 37.2], [at('2026-11-20T18:00').getTime(), 38.6]]);
  t.deepEqual(curveOf(all, 'pulse').map(([, value]) => value), [88]);
  t.deepEqual(curveOf([...all, seen('pulse', '2026-11-20T07:00', '90')], 'pulse').map(([, value]) => value), [90]);
});

test('a row for each day; pressures in pairs; empty rows are left out', (t) => {
  t.deepEqual(rowsOfDays(all, week), [
    { name: '体温 ℃', cells: ['37.2(06时) 38.6(18时)', ''] },
    { name: '血压 mmHg', cells: ['128/76', '130/—'] },
    { name: '大便 次', cells: ['', '1'] },
  ]);
});

test('weeks are counted from the admission', (t) => {
  const first = at('2026-11-20T00:00');
  for (const [time, number] of [['2026-11-20T09:00', 0], ['2026-11-26T23:59', 0], ['2026-11-27T00:00', 1], ['2026-11-19T00:00', 0]] as const) t.is(weekOf(first, at(time)), number, time);
});

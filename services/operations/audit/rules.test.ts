import test from 'ava';
import { acts, relations } from '../../shared/data-scope/model.ts';
import type { Look, LookedAt, Thresholds } from './model.ts';
import { whyWords } from './phrases.ts';
import { unusual } from './rules.ts';

const limits: Thresholds = { manyPatients: 4, manyMinutes: 10, nightFrom: 23, nightUntil: 6, nightPatients: 2, breakGlassTimes: 2, refusedTimes: 3, exportTimes: 2, tamperTimes: 2 };
const noon = '2026-11-21T12:00:00+08:00';
const night = '2026-11-21T02:00:00+08:00';
const at = (minutes: number, from = noon): Date => new Date(Date.parse(from) + minutes * 60_000);
const look = (patient: string, minutes = 0, more: Partial<Look> = {}): Look => ({ at: at(minutes), act: 'critical-values.show', outcome: 'allowed', reason: 'x', patients: [patient], ...more });
const known = new Map<string, LookedAt>([
  ...['a', 'b', 'c', 'd', 'e'].map((id): [string, LookedAt] => [id, { vip: false, staff: false, departmentCode: 'CARD' }]),
  ['colleague', { vip: false, staff: true, departmentCode: 'GSUR' }],
  ['vip', { vip: true, staff: false, departmentCode: 'GSUR' }],
  ['own-vip', { vip: true, staff: false, departmentCode: 'CARD' }],
  ['far', { vip: false, staff: false, departmentCode: 'GSUR' }],
  ['far-2', { vip: false, staff: false, departmentCode: 'GSUR' }],
  ['nowhere', { vip: true, staff: true, departmentCode: null }],
]);
const rules = (looks: readonly Look[], onDuty = false) => unusual({ reader: { departmentCode: 'CARD', onDuty }, looks, patients: known, limits }).map(({ rule, count }) => `${rule} ${count}`);

const cases: [string, readonly Look[], readonly string[], boolean?][] = [
  ['the day’s work', [look('a'), look('b', 1), look('a', 2), look('c', 30), look('d', 60)], []],
  ['many patients in a short time', ['a', 'b', 'c', 'd'].map((id, n) => look(id, n * 3)), ['many-patients 4']],
  ['the same few again and again', Array.from({ length: 40 }, (_, n) => look(['a', 'b', 'c'][n % 3] ?? 'a', n / 10)), []],
  ['the same many over the day', ['a', 'b', 'c', 'd'].map((id, n) => look(id, n * 4)), []],
  ['a list of all of them', [look('a', 0, { patients: ['a', 'b', 'c', 'd', 'e'] })], []],
  ['a colleague of another department', [look('colleague')], ['colleague 1']],
  ['somebody important of another department', [look('vip'), look('vip', 1)], ['vip 1']],
  ['somebody important whom one treats', [look('own-vip')], []],
  ['somebody of whom nobody knows where she is treated', [look('nowhere')], []],
  ['another department’s at night', [look('far', 0, { at: at(0, night) }), look('far-2', 0, { at: at(5, night) })], ['night 2']],
  ['the same on duty', [look('far', 0, { at: at(0, night) }), look('far-2', 0, { at: at(5, night) })], [], true],
  ['one’s own at night', [look('a', 0, { at: at(0, night) }), look('b', 0, { at: at(5, night) })], []],
  ['another department’s by day', [look('far'), look('far-2')], []],
  ['breaking the glass again', [0, 1].map((n) => look('far', n, { act: 'data-scope.break-glass' })), ['break-glass 2']],
  ['refused again and again', [0, 1, 2].map((n) => look('far', n, { outcome: 'refused', reason: 'core.not-found' })), ['refused 3']],
  ['refused, then found', [look('far', 0, { outcome: 'refused', reason: 'core.not-found' }), look('a', 1), look('far', 2, { outcome: 'refused', reason: 'core.not-found' }), look('a', 3), look('far', 4, { outcome: 'refused', reason: 'core.not-found' })], []],
  ['refused for what was typed', [0, 1, 2].map((n) => look('far', n, { outcome: 'refused', reason: 'core.bad-input' })), []],
  ['export after export', [0, 1].map((n) => look('a', n, { act: 'registers.export', patients: [] })), ['export 2']],
  ['a watermark removed once', [look('a', 0, { act: 'viewing.tamper' })], []],
  ['removed and covered', [0, 1].map((n) => look('a', n, { act: 'viewing.tamper' })), ['tampering 2']],
];

for (const [title, looks, expected, onDuty] of cases) {
  test(title, (t) => {
    t.deepEqual(rules(looks, onDuty), [...expected]);
  });
}

test('a finding names its patients and its time', (t) => {
  const [found] = unusual({ reader: { departmentCode: 'CARD', onDuty: false }, looks: [look('a'), look('vip', 5), look('vip', 9)], patients: known, limits });
  t.deepEqual(found, { rule: 'vip', count: 1, patients: ['vip'], firstAt: at(5), lastAt: at(9) });
});

test('whatever lets somebody in has a word of the ward', (t) => {
  for (const by of [...relations, ...acts]) t.regex(whyWords[by] ?? '', /^\p{Script=Han}+$/u, by);
});

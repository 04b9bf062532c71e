import test from 'ava';
import type { IndicatorRow } from './model.indicators.ts';
import { grouped, inHours, spread, summarise } from './rules/indicators.ts';
import { at } from './rules.fixtures.ts';

const row = (change: Partial<IndicatorRow> = {}): IndicatorRow => ({
  place: 'inpatient', departmentCode: 'CARD', itemCode: 'potassium', itemName: '血钾', appearedAt: at('02:10'), receivedAt: at('02:14'), toldAt: at('02:14'), hadAt: at('02:16'), acknowledgedAt: at('02:16'),
  actionAt: at('02:25'), disposedAt: at('02:30'), signedAt: at('02:31'), recordedAt: at('02:32'), step: 1, relays: { numerator: 0, denominator: 0 }, cancelled: false, ...change,
});

test('spread: nearest rank; nothing measured is nothing said', (t) => {
  t.deepEqual(spread([]), { count: 0, median: null, p90: null });
  t.deepEqual(spread([60]), { count: 1, median: 60, p90: 60 });
  t.deepEqual(spread([10, 1, 9, 2, 8, 3, 7, 4, 6, 5]), { count: 10, median: 5, p90: 9 });
});

test('each step in seconds; a clock that runs ahead gives no time below nothing', (t) => {
  const { steps } = summarise([row(), row({ acknowledgedAt: null, hadAt: null, actionAt: null, disposedAt: null, signedAt: null, recordedAt: null, appearedAt: at('02:20') })], 5);
  t.deepEqual(steps['appeared-received'], { count: 2, median: 0, p90: 240 });
  t.deepEqual([steps['told-acknowledged'], steps['acknowledged-action'], steps['action-written'], steps['written-signed'], steps['appeared-had']].map(({ count, median }) => [count, median]), [[1, 120], [1, 540], [1, 300], [1, 60], [1, 360]]);
});

test('indicator 32: inpatients whose handling stands in the record of the same day, of all inpatients; what was taken back is not counted', (t) => {
  const rows = [row(), row({ recordedAt: new Date('2026-11-21T00:10:00+08:00') }), row({ recordedAt: null, acknowledgedAt: null, step: 4 }), row({ place: 'outpatient' }), row({ cancelled: true })];
  const { sameDay, inTime, total, cancelled, escalated, unacknowledged } = summarise(rows, 5);
  t.deepEqual({ sameDay, inTime, total, cancelled, escalated, unacknowledged }, { sameDay: { numerator: 1, denominator: 3 }, inTime: { numerator: 3, denominator: 4 }, total: 4, cancelled: 1, escalated: 1, unacknowledged: 1 });
});

for (const [name, when, expected] of [['Friday before noon', '2026-11-20T08:00:00+08:00', true], ['Friday at half past five', '2026-11-20T17:30:00+08:00', false], ['Saturday', '2026-11-21T10:00:00+08:00', false], ['Friday morning in China is Thursday elsewhere', '2026-11-20T08:00:00+08:00', true], ['at night', '2026-11-20T02:14:00+08:00', false]] as const) {
  test(`hours: ${name} → ${expected ? 'in' : 'out'}`, (t) => t.is(inHours(new Date(when)), expected));
}

test('by whatever they share, most first', (t) => {
  t.deepEqual(grouped([row(), row({ departmentCode: 'GSUR' }), row()], ({ departmentCode }) => departmentCode, 5).map(({ key, total }) => [key, total]), [['CARD', 2], ['GSUR', 1]]);
});

test('handed on: taken of all that were asked, over all values that count', (t) => {
  const relayed = (numerator: number, denominator: number): IndicatorRow['relays'] => ({ numerator, denominator });
  t.deepEqual(summarise([row(), row({ relays: relayed(1, 3) }), row({ relays: relayed(1, 1) }), row({ relays: relayed(1, 1), cancelled: true })], 5).relays, { numerator: 2, denominator: 4 });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { IndicatorRow } from './model.indicators.ts';
import { publishedCalendar, readHolidays } from './holidays.ts';
import { grouped, inHours, spread, summarise, unknownYears } from './rules/indicators.ts';
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

for (const [name, when, expected] of [['Friday before noon', '2026-11-20T08:00:00+08:00', true], ['Friday at half past five', '2026-11-20T17:30:00+08:00', false], ['Saturday', '2026-11-21T10:00:00+08:00', false], ['Friday morning in China is Thursday elsewhere', '2026-11-20T08:00:00+08:00', true], ['at night', '2026-11-20T02:14:00+08:00', false],
  ['a Monday of the Spring Festival', '2026-02-16T10:00:00+08:00', false], ['the Saturday worked for it', '2026-02-14T10:00:00+08:00', true], ['that Saturday after half past five', '2026-02-14T17:30:00+08:00', false], ['the Sunday before National Day', '2026-09-20T09:00:00+08:00', true],
  ['the last minute before a holiday, in China', '2026-04-30T17:29:00+08:00', true], ['the day after the holidays', '2026-10-08T10:00:00+08:00', true]] as const) {
  test(`hours: ${name} → ${expected ? 'in' : 'out'}`, (t) => t.is(inHours(new Date(when), publishedCalendar), expected));
}

test('by whatever they share, most first', (t) => {
  t.deepEqual(grouped([row(), row({ departmentCode: 'GSUR' }), row()], ({ departmentCode }) => departmentCode, 5).map(({ key, total }) => [key, total]), [['CARD', 2], ['GSUR', 1]]);
});

const relayed = (numerator: number, denominator: number): IndicatorRow['relays'] => ({ numerator, denominator });
test('handed on: taken of all that were asked, over all values that count', (t) => {
  t.deepEqual(summarise([row(), row({ relays: relayed(1, 3) }), row({ relays: relayed(1, 1) }), row({ relays: relayed(1, 1), cancelled: true })], 5).relays, { numerator: 2, denominator: 4 });
});

test('holidays: 33 days off and 6 worked in 2026; what a hospital’s file says of a year stands in the place of ours, other years stay; a day that is both starts no service', (t) => {
  t.deepEqual([publishedCalendar.holidays.size, publishedCalendar.workdays.size], [33, 6]);
  const folder = mkdtempSync(join(tmpdir(), 'holidays-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const kept = (content: unknown): string => {
    const path = join(folder, 'holidays.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const own = readHolidays(kept({ holidays: ['2027-01-01'], workdays: ['2027-01-03'] }));
  t.deepEqual([inHours(new Date('2027-01-01T10:00:00+08:00'), own), inHours(new Date('2027-01-03T10:00:00+08:00'), own), inHours(new Date('2026-02-16T10:00:00+08:00'), own)], [false, true, false]);
  const instead = readHolidays(kept({ holidays: ['2026-03-02'] }));
  t.deepEqual([inHours(new Date('2026-03-02T10:00:00+08:00'), instead), inHours(new Date('2026-02-16T10:00:00+08:00'), instead)], [false, true]);
  t.throws(() => readHolidays(kept({ holidays: ['2027-01-01'], workdays: ['2027-01-01'] })), { message: /2027-01-01 既是假日又是上班日/u });
  t.throws(() => readHolidays(kept({ holidays: ['2027-02-30'] })), { message: /holidays\.0/u });
  t.throws(() => readHolidays(join(folder, 'none.json')), { message: /节假日文件读不出来/u });
});

test('holidays: of a year that nobody listed it is said', (t) => {
  t.deepEqual(unknownYears(new Date('2026-12-01T00:00:00+08:00'), new Date('2027-01-01T00:00:00+08:00'), publishedCalendar), []);
  t.deepEqual(unknownYears(new Date('2026-12-15T00:00:00+08:00'), new Date('2027-01-15T00:00:00+08:00'), publishedCalendar), ['2027']);
});

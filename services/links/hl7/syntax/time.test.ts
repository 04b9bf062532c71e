import test from 'ava';
import * as fc from 'fast-check';
import { readTime, writeTime } from './time.ts';

const READ: readonly (readonly [written: string, at: string | undefined, precision?: string])[] = [
  ['20260801080000', '2026-08-01T00:00:00.000Z', 'second'],
  ['20260801080000+0800', '2026-08-01T00:00:00.000Z', 'second'],
  ['20260801080000-0500', '2026-08-01T13:00:00.000Z', 'second'],
  ['20221205134200.000-0500', '2022-12-05T18:42:00.000Z', 'second'],
  ['20260801080000.1234', '2026-08-01T00:00:00.123Z', 'second'],
  ['202608010800', '2026-08-01T00:00:00.000Z', 'minute'],
  ['2026080108', '2026-08-01T00:00:00.000Z', 'hour'],
  ['20260801', '2026-07-31T16:00:00.000Z', 'day'],
  ['202608', '2026-07-31T16:00:00.000Z', 'month'],
  ['2026', '2025-12-31T16:00:00.000Z', 'year'],
  ['2026-08-01 08:00:00', '2026-08-01T00:00:00.000Z', 'second'],
  ['2026/8/1 8:00', '2026-08-01T00:00:00.000Z', 'minute'],
  ['2026-08-01T00:00:00Z', '2026-08-01T00:00:00.000Z', 'second'],
  ['20240229', '2024-02-28T16:00:00.000Z', 'day'],
  ['20230229', undefined],
  ['201702291252-0500', undefined],
  ['20261301', undefined],
  ['20260801240000', undefined],
  ['20260801086000', undefined],
  ['1994050216163360', undefined],
  ['20260801080000+2500', undefined],
  ['99991231235959-0500', undefined],
  ['00000000', undefined],
  ['今天', undefined],
  ['', undefined],
];

for (const [written, at, precision] of READ) {
  test(`time ${written || '(nothing)'}`, (t) => {
    const moment = readTime(written);
    t.is(moment?.at.toISOString(), at);
    t.is(moment?.precision, precision as typeof moment extends undefined ? undefined : never);
  });
}

test('the calendar day is the sender’s own', (t) => {
  t.is(readTime('20260801003000+0800')?.date, '2026-08-01');
  t.is(readTime('202608')?.date, '2026-08');
  t.is(readTime('2026')?.date, '2026');
});

test('another zone, over its clock change', (t) => {
  t.is(readTime('20260701120000', 'America/New_York')?.at.toISOString(), '2026-07-01T16:00:00.000Z');
  t.is(readTime('20260101120000', 'America/New_York')?.at.toISOString(), '2026-01-01T17:00:00.000Z');
});

test('property: what we write reads back to the second', (t) => {
  const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu'), (at, zone) => {
      const second = Math.floor(at.getTime() / 1000) * 1000;
      t.is(readTime(writeTime(at, zone), zone)?.at.getTime(), second);
    }),
  );
});

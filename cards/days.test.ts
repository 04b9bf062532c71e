import test from 'ava';
import { dayAsked } from './days.ts';

const now = new Date('2026-11-20T17:00:00Z');

test('which day somebody means, in the hospital’s days; a day without a year is the nearest', (t) => {
  for (const [text, day, word] of [
    ['今天', '2026-11-21', '今天'], ['明天', '2026-11-22', '明天'], ['昨天', '2026-11-20', '昨天'],
    ['11-25', '2026-11-25', '11月25日'], ['11月25日', '2026-11-25', '11月25日'], ['1.3', '2027-01-03', '1月3日'], ['2026-12-01', '2026-12-01', '12月1日'],
  ] as const) t.deepEqual(dayAsked(text, now), { day, word }, text);
  for (const text of ['改天', '2-30', '13-1', '', '周三']) t.is(dayAsked(text, now), undefined, text);
});

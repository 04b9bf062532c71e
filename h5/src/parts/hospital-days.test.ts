import test from 'ava';
import { dayAfter, dayOf, midnightOf, weekdayOf } from './hospital-days.ts';

test('days are the hospital’s', (t) => {
  t.is(dayOf(new Date('2026-11-20T16:30:00Z')), '2026-11-21');
  t.is(midnightOf('2026-11-21').toISOString(), '2026-11-20T16:00:00.000Z');
  t.is(midnightOf('2026-11-21', 1).toISOString(), '2026-11-21T16:00:00.000Z');
  t.is(dayAfter('2026-12-31', 1), '2027-01-01');
  t.is(dayAfter('2026-03-01', -1), '2026-02-28');
  for (const [day, word] of [['2026-11-20', '昨天'], ['2026-11-21', '今天'], ['2026-11-22', '明天'], ['2026-11-23', '周一'], ['2026-11-19', '周四']] as const) t.is(weekdayOf(day, '2026-11-21'), word, day);
});

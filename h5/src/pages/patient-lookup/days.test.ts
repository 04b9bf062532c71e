import test from 'ava';
import { firstDay } from './days.ts';

for (const [days, now, first] of [
  [1, '2026-11-21T02:00:00+08:00', '2026-11-20T16:00:00.000Z'],
  [1, '2026-11-20T23:59:00+08:00', '2026-11-19T16:00:00.000Z'],
  [7, '2026-11-21T02:00:00+08:00', '2026-11-14T16:00:00.000Z'],
] as const) {
  test(`${days} days at ${now} begin at ${first}`, (t) => t.is(firstDay(days, new Date(now)).toISOString(), first));
}

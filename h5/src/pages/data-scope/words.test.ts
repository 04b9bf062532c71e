import test from 'ava';
import { dayOf, endOfDay } from './words.ts';

test('a day of a form is the hospital’s day, and ends with it', (t) => {
  t.is(dayOf(new Date('2026-11-20T17:00:00Z')), '2026-11-21');
  t.is(endOfDay('2026-11-21'), '2026-11-21T15:59:00.000Z');
});

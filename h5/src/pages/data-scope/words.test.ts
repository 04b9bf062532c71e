import test from 'ava';
import { endOfDay } from './words.ts';

test('a day of a form is the hospital’s day, and ends with it', (t) => {
  t.is(endOfDay('2026-11-21'), '2026-11-21T15:59:00.000Z');
});

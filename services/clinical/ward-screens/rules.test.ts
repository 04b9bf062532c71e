/** When a silent screen is told: by day, and at any hour while a value waits; each once. */
import test from 'ava';
import { isTold } from './rules.ts';

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);
const fresh = { toldAt: null, urgent: false };
const told = { toldAt: at('09:00'), urgent: false };
const rows: readonly (readonly [string, typeof told | typeof fresh | { toldAt: Date; urgent: boolean }, boolean, string, string])[] = [
  ['by day, nothing waits', fresh, false, '09:00', 'plain'],
  ['told already', told, false, '09:05', 'nobody'],
  ['at night, nothing waits', fresh, false, '02:00', 'nobody'],
  ['at 22:00 night has begun', fresh, false, '22:00', 'nobody'],
  ['at seven, still silent', fresh, false, '07:00', 'plain'],
  ['at night, a value waits', fresh, true, '02:00', 'urgent'],
  ['told by day, then a value comes', told, true, '21:00', 'urgent'],
  ['told that a value waits', { toldAt: at('02:00'), urgent: true }, true, '02:05', 'nobody'],
  ['told that a value waited, and day comes', { toldAt: at('02:00'), urgent: true }, false, '07:00', 'nobody'],
];
for (const [name, silence, hasOpen, clock, expected] of rows) {
  test(`${name} → ${expected}`, (t) => t.is(isTold(silence, hasOpen, at(clock)) ?? 'nobody', expected));
}

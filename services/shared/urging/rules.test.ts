/** Who is woken by which means: a row for every reason, step and what there is. */
import test from 'ava';
import type { UrgingReason } from './model.ts';
import { mayAskCode, meansFor, stepOf } from './rules.ts';

const all = { sms: true, voice: true, ringing: true };
const from = { smsFromStep: 2, voiceFromStep: 3 };
const rows: readonly (readonly [UrgingReason, string, typeof all, string])[] = [
  ['step', '1', all, ''],
  ['step', '2', all, 'sms'],
  ['step', '3', all, 'sms ringing'],
  ['step', '3', { ...all, ringing: false }, 'sms voice'],
  ['step', '4.2', { sms: false, voice: true, ringing: false }, 'voice'],
  ['step', '2+1', all, 'sms'],
  ['step', '1~1', all, ''],
  ['step', 'with2', all, ''],
  ['step', 'reminder', all, ''],
  ['unreachable', '1', all, 'sms ringing'],
  ['unreachable', '1', { ...all, ringing: false }, 'sms voice'],
  ['late', 'with2', { ...all, ringing: false }, 'sms voice'],
  ['late', '1', { sms: false, voice: false, ringing: false }, ''],
];
for (const [why, step, has, expected] of rows) {
  test(`${why} at ${step} with ${Object.entries(has).filter(([, is]) => is).map(([name]) => name).join('+') || 'nothing'} → ${expected || 'nobody'}`, (t) => t.is(meansFor(why, step, has, from).join(' '), expected));
}

test('steps of a ladder, and words that are none', (t) => t.deepEqual(['1', '4.1', '2+1', '3~1', 'with2', 'record0'].map(stepOf), [1, 4, 2, 3, undefined, undefined]));

test('a code a minute and five an hour', (t) => {
  const now = new Date('2026-11-19T14:00:00Z');
  const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  t.true(mayAskCode(undefined, now));
  t.false(mayAskCode({ sentAt: ago(0.5), hourFrom: ago(0.5), inHour: 1 }, now));
  t.true(mayAskCode({ sentAt: ago(2), hourFrom: ago(30), inHour: 4 }, now));
  t.false(mayAskCode({ sentAt: ago(2), hourFrom: ago(30), inHour: 5 }, now));
  t.true(mayAskCode({ sentAt: ago(2), hourFrom: ago(61), inHour: 5 }, now));
});

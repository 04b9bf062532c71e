import test from 'ava';
import { pickedTime, pickerText } from './action-time.ts';
import { countdown, nextLimit } from './clock.ts';
import { toneOf } from './tone.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 20, 18, minutes));
const rung = (step: number, minutes: number, told: boolean) =>
  ({ step, duty: 'head', dutyName: `第${step}级`, dueAt: at(minutes), toldAt: told ? at(0) : null, people: [] }) as const;

test('while open the next limit is the first rung not told yet', (t) => {
  const ladder = [rung(1, 0, true), rung(3, 15, false), rung(2, 5, false)];
  t.deepEqual(nextLimit({ clinical: 'open', ladder }, at(1)), { at: at(5), what: '通知第2级' });
  t.is(nextLimit({ clinical: 'acknowledged', ladder }, at(1)), undefined);
  t.is(nextLimit({ clinical: 'open', ladder }, at(20)), undefined);
});

test('a countdown is read in minutes and seconds and stops at zero', (t) => {
  t.is(countdown(at(0), at(5)), '5:00');
  t.is(countdown(at(0), new Date(at(64).getTime() + 9000)), '1:04:09');
  t.is(countdown(at(5), at(0)), '0:00');
});

test('the picker speaks hospital time wherever the phone thinks it is', (t) => {
  t.is(pickerText(at(14)), '2026-11-21T02:14');
  t.deepEqual(pickedTime('2026-11-21T02:14'), at(14));
  t.deepEqual(pickedTime('2026-11-21T02:14:30'), at(14));
  t.is(pickedTime(''), undefined);
  t.is(pickedTime('2026-11-21'), undefined);
});

test('red is nobody or too late, amber is somebody in time, green is done', (t) => {
  t.is(toneOf({ clinical: 'open', overdue: false }), 'danger');
  t.is(toneOf({ clinical: 'acknowledged', overdue: true }), 'danger');
  t.is(toneOf({ clinical: 'acknowledged', overdue: false }), 'warn');
  t.is(toneOf({ clinical: 'disposed', overdue: false }), 'act');
  t.is(toneOf({ clinical: 'closed', overdue: true }), 'ok');
  t.is(toneOf({ clinical: 'cancelled', overdue: true }), 'past');
});

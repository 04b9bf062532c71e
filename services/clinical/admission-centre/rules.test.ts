import test from 'ava';
import { command } from '../../links/contract/schema.commands.ts';
import type { Request } from './model.ts';
import { commandOf, mustBeAble, mustHaveRoom } from './rules.ts';

const now = new Date('2026-11-20T02:00:00Z');
const later = new Date('2026-11-22T01:00:00Z');
const request: Request = { id: '01990000-0000-7000-8000-0000000000d1', visitId: '01990000-0000-7000-8000-0000000000d2', kind: 'reschedule', by: '9401', askedAt: now, plannedAt: later, ward: null, bed: null, why: '患者感冒', state: 'sending', code: null, reason: null };
const room = { department: 'GSUR', name: '普通外科', day: '2026-11-22', booked: 2, places: [{ department: 'GSUR', beds: 3 }, { department: 'NEPH', beds: 0 }] };

test('who is not booked, where no door is open, and while something is under way: nothing is asked', (t) => {
  const free = { hasDoor: true, booked: true, underWay: false };
  t.notThrows(() => mustBeAble(free));
  for (const [more, code] of [[{ booked: false }, 'not-booked'], [{ hasDoor: false }, 'no-door'], [{ underWay: true }, 'under-way']] as const) t.throws(() => mustBeAble({ ...free, ...more }), { message: `admission-centre.${code}` });
});

test('a day has room, is full, or takes nobody; a department without a number is not limited', (t) => {
  t.notThrows(() => mustHaveRoom(later, room, now));
  t.throws(() => mustHaveRoom(later, { ...room, booked: 3 }, now), { message: 'admission-centre.full' });
  t.throws(() => mustHaveRoom(later, { ...room, department: 'NEPH', booked: 0 }, now), { message: 'admission-centre.closed' });
  t.notThrows(() => mustHaveRoom(later, { ...room, department: 'CARD', booked: 40 }, now));
  t.throws(() => mustHaveRoom(now, room, now), { message: 'admission-centre.past' });
  t.throws(() => mustHaveRoom(new Date('2027-02-01T00:00:00Z'), room, now), { message: 'admission-centre.too-far' });
});

test('the commands are those of the contract', (t) => {
  const whose = { patient: 'P1', visit: 'ZY1', name: '何敏' };
  for (const each of [request, { ...request, kind: 'cancel', plannedAt: null } as const]) t.deepEqual(command.parse(commandOf(each, whose)), commandOf(each, whose));
  t.like(commandOf(request, whose), { kind: 'reschedule-admission', reason: '患者感冒', data: { visit: 'ZY1', plannedAt: later.toISOString() } });
  t.is(commandOf({ ...request, kind: 'cancel' }, whose).kind, 'cancel-admission');
  t.is(commandOf(request, whose).key, `admission-centre:${request.id}`);
});

import test from 'ava';
import { bedKey } from '../../../cards/people.ts';
import type { Bed, Stay } from './model.ts';
import { dayOfStay, isNewToday, leavingOf, placesOf } from './rules.ts';

const bed = (number: string, more: Partial<Bed> = {}): Bed => ({ number, room: null, state: 'open', note: null, ...more });
const at = (text: string): Date => new Date(text);
const stay = (name: string, where: string | null): Stay => ({ name, bed: where, room: null }) as Stay;
const shown = (beds: readonly Bed[], stays: readonly Stay[]): string[] => placesOf(beds, stays).map((place) => [place.bed || '—', place.state, place.stay?.name, place.extra ? 'extra' : undefined].filter(Boolean).join(' '));

test('beds and stays laid over each other: empty, blocked, extra, two in one, none yet', (t) => {
  t.deepEqual(shown([bed('10'), bed('2'), bed('1', { state: 'blocked', note: '维修' }), bed('加1')], [stay('a', '2床'), stay('b', '010'), stay('c', '加3'), stay('d', null), stay('e', '2'), stay('f', '40')]), [
    '1 blocked', '2 taken a', '2 taken e', '10 taken b', '40 taken f extra', '加1 empty', '加3 taken c extra', '— taken d',
  ]);
  t.deepEqual(shown([bed('1', { state: 'blocked' })], [stay('a', '1')]), ['1 taken a'], 'who lies there counts more than what was said of the bed');
  t.deepEqual(shown([bed('1', { readiness: 'cleaning' }), bed('2', { readiness: 'closed' }), bed('3', { state: 'blocked', readiness: 'cleaning' }), bed('4', { readiness: 'occupied' })], [stay('a', '4')]), ['1 unready', '2 blocked', '3 blocked', '4 taken a'], 'what its own system says, unless somebody lies there');
  t.deepEqual(shown([], [stay('a', '3')]), ['3 taken a'], 'without a dictionary no bed is called extra');
  t.deepEqual(['012床', ' 12 ', '12', 'a3'].map(bedKey), ['12', '12', '12', 'A3']);
});

test('day of the stay, new today, who leaves soon: in the hospital’s days', (t) => {
  const now = new Date('2026-11-20T16:30:00Z');
  t.deepEqual([null, at('2026-11-20T16:10:00Z'), at('2026-11-20T15:50:00Z'), at('2026-11-14T02:00:00Z')].map((admitted) => [dayOfStay(admitted, now), isNewToday(admitted, now)]), [[null, false], [1, true], [2, false], [8, false]]);
  t.deepEqual([null, at('2026-11-19T02:00:00Z'), at('2026-11-21T02:00:00Z'), at('2026-11-22T02:00:00Z'), at('2026-11-23T02:00:00Z')].map((planned) => leavingOf(planned, now)), [null, 'today', 'today', 'tomorrow', null]);
});

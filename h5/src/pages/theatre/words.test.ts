import test from 'ava';
import type { ListedView } from '../../../../services/shared/theatre/schema.ts';
import { byRoom, timesOf } from './words.ts';

const at = (time: string): Date => new Date(`2026-11-20T${time}:00+08:00`);
const operation = (room: string | null, sequence: number | null, state: ListedView['state'] = 'planned'): ListedView => ({ room, sequence, state, plannedFrom: null }) as ListedView;

test('rooms as one walks them, each with its order and how many it has beside what I see', (t) => {
  const rooms = byRoom([operation('第10手术间', 2), operation('第10手术间', 1), operation(null, null), operation('第2手术间', 1, 'cancelled')], [{ room: '第10手术间', count: 4 }, { room: '第3手术间', count: 1 }]);
  t.deepEqual(rooms.map(({ room, count, items }) => `${room} ${count} ${items.map(({ sequence }) => sequence).join()}`), ['第2手术间 0 1', '第3手术间 1 ', '第10手术间 4 1,2', ' 1 ']);
});

test('when it is, and when it really was', (t) => {
  t.is(timesOf({ plannedFrom: at('08:10'), plannedUntil: at('10:00'), startedAt: null, endedAt: null }), '08:10–10:00');
  t.is(timesOf({ plannedFrom: at('08:10'), plannedUntil: at('10:00'), startedAt: at('08:30'), endedAt: at('11:05') }), '08:30–11:05');
  t.is(timesOf({ plannedFrom: null, plannedUntil: null, startedAt: null, endedAt: null }), '');
});

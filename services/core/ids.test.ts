import test from 'ava';
import { newId } from './ids.ts';

test('ids are UUIDs of version 7 that carry their time and sort in the order they were made', (t) => {
  const now = Date.parse('2026-11-21T02:14:00Z');
  const ids = Array.from({ length: 1000 }, () => newId(now));
  t.true(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
  t.deepEqual(ids.toSorted(), ids);
  t.is(Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16), now);
  t.true(newId(now + 1) > (ids.at(-1) ?? ''));
});

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

test('a time before 1970 has an id too: a stay of 1963 may be told today', (t) => {
  const ids = [newId(Date.parse('1963-11-12T00:00:00Z')), newId(-1), newId(Date.parse('9999-12-31T23:59:59Z'))];
  t.is(new Set(ids).size, 3);
  for (const id of ids) t.regex(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('rows of one moment keep their order though others of another moment are made between them', (t) => {
  const ids = Array.from({ length: 50 }, (_, at) => {
    newId(Date.UTC(2020, 0, 1) + at % 3);
    return newId(Date.UTC(2026, 10, 19));
  });
  t.deepEqual(ids.toSorted(), ids);
});

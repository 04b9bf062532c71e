import test from 'ava';
import { z } from 'zod';
import { readAnswer } from './reading-ids.ts';

const token = `i1_${'A'.repeat(43)}`;
const other = `ik2_${'b-_'.repeat(14)}c`;

test('tokens pass where the shape says UUID, also as keys and in lists; dates stay dates', (t) => {
  const shape = z.object({ id: z.uuid(), people: z.array(z.uuid()), byId: z.record(z.uuid(), z.string()), at: z.coerce.date(), name: z.string() });
  const read = readAnswer(shape, { id: token, people: [other, token], byId: { [other]: 'x' }, at: '2026-11-21T02:14:00Z', name: '王*' });
  t.deepEqual(read?.value, { id: token, people: [other, token], byId: { [other]: 'x' }, at: new Date('2026-11-21T02:14:00Z'), name: '王*' });
});

test('another shape is not read', (t) => {
  t.is(readAnswer(z.object({ id: z.uuid() }), { id: `${token}x` }), undefined);
  t.is(readAnswer(z.object({ id: z.uuid() }), null), undefined);
});

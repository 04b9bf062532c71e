import test from 'ava';
import { type Asked, keysOf, settledBy } from './schema.asked.ts';

const asked: Asked = { state: 'sending', code: null, reason: null };

test('what the hospital decided holds; what failed may still arrive; what is under way there changes nothing', (t) => {
  t.like(settledBy(asked, { state: 'refused', code: 'bed-taken', message: '床位已占' }), { state: 'refused', code: 'bed-taken', reason: '床位已占' });
  t.like(settledBy(settledBy(asked, { state: 'failed', code: 'timeout' }), { state: 'accepted' }), { state: 'accepted', code: null });
  for (const state of ['accepted', 'refused']) t.is(settledBy({ ...asked, state }, { state: 'failed' }).state, state);
  for (const state of ['waiting', 'pending']) t.is(settledBy(asked, { state }), asked);
});

test('the key of a command leads back to what it was asked for, and of no other module', (t) => {
  const { keyOf, idOfKey } = keysOf('admission-centre');
  t.is(idOfKey(keyOf('01990000-0000-7000-8000-0000000000d1')), '01990000-0000-7000-8000-0000000000d1');
  t.is(idOfKey('consultation-answers:1'), undefined);
});

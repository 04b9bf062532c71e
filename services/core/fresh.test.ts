import { setTimeout as after } from 'node:timers/promises';
import test from 'ava';
import { freshOnes } from './fresh.ts';

test('taken once and only for a moment; who was never taken does not stay for ever', async (t) => {
  const fresh = freshOnes<number>();
  fresh.keep('one', 1);
  t.is(fresh.take('one'), 1);
  t.is(fresh.take('one'), undefined, 'whoever asks again reads what is');
  fresh.keep('two', 2);
  await after(350);
  t.is(fresh.take('two'), undefined);
  for (let n = 0; n <= 500; n++) fresh.keep(String(n), n);
  t.is(fresh.take('0'), undefined);
  t.is(fresh.take('500'), 500);
});

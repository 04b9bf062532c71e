import test from 'ava';
import { quotaPicture } from './quota.ts';

const of = (used: number) => quotaPicture({ used, limit: 5000, reserve: 500 });

test('a budget is calm until three quarters of what routine messages may use', (t) => {
  t.is(of(3374).tone, 'ok');
  t.regex(of(3374).sentence, /还剩 1126 次/);
  t.is(of(3375).tone, 'warn');
});

test('where the reserve begins routine messages are told to have stopped', (t) => {
  t.is(of(4500).tone, 'danger');
  t.regex(of(4500).sentence, /剩 500 次留给危急值/);
  t.regex(of(5000).sentence, /额度用完/);
});

test('more than the limit never draws past the end; no limit says so', (t) => {
  t.is(of(9000).usedShare, 1);
  t.regex(quotaPicture({ used: 3, limit: null, reserve: 0 }).sentence, /没有额度限制/);
});

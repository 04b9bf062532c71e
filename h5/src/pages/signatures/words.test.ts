import test from 'ava';
import { keyWords, valueWords } from './words.ts';

test('keys of a signed disposal read as Chinese, strangers stay', (t) => {
  t.is(keyWords('disposal.actionAt'), '处置 · 处置时间');
  t.is(keyWords('disposal.choices.0'), '处置 · 措施代码 1');
  t.is(keyWords('extra.deep'), 'extra · deep');
});

test('a signed time is shown in hospital time beside what was signed', (t) => {
  t.is(valueWords('2026-11-20T18:14:00.000Z'), '2026-11-21 02:14:00（2026-11-20T18:14:00.000Z）');
  t.is(valueWords('7.1'), '7.1');
  t.is(valueWords(''), '—');
  t.is(valueWords('true'), '是');
});

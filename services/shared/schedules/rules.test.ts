import test from 'ava';
import { periodOf } from './rules.ts';

test('the half of the day a session begins in', (t) => {
  for (const [at, period] of [['2026-11-20T00:00:00Z', '上午'], ['2026-11-20T06:00:00Z', '下午'], ['2026-11-20T10:30:00Z', '晚上']] as const) t.is(periodOf(new Date(at)), period);
});

import test from 'ava';
import { fieldsBelow, fieldsBeside } from './fields.ts';

const fields = ['处置', '上次', '危急界限', '参考范围', '采样'].map((label) => ({ label, value: label }));

test('range and previous value stand beside the fact, what has its own place is not said twice', (t) => {
  t.deepEqual(fieldsBeside(fields).map(({ label }) => label), ['参考范围', '上次']);
  t.deepEqual(fieldsBelow(fields).map(({ label }) => label), ['危急界限', '采样']);
  t.deepEqual(fieldsBeside([]), []);
});

import test from 'ava';
import { pinWeakness } from './pin.ts';

test('six digits that are neither one nor a run', (t) => {
  for (const good of ['258036', '112233', '901234']) t.is(pinWeakness(good), '');
  for (const bad of ['', '12345', '1234567', 'abcdef', '000000', '123456', '654321', '456789']) t.not(pinWeakness(bad), '', bad);
});

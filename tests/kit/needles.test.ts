import test from 'ava';
import * as fc from 'fast-check';
import { needles } from './needles.ts';

test('property: finds what asking for each in turn finds', (t) => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '血', '1'), maxLength: 60 });
  fc.assert(fc.property(text, fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '血', '1'), minLength: 3, maxLength: 5 }), { maxLength: 20 }), (hay, texts) => {
    t.deepEqual(needles(texts).foundIn(Buffer.from(hay)), texts.filter((one) => hay.includes(one)));
  }), { numRuns: 300 });
});

test('at the very beginning and end, in a view on more, and nothing beyond it', (t) => {
  const more = Buffer.from('xx13812345678yy13900139000');
  const { foundIn } = needles(['13812345678', '13900139000']);
  t.deepEqual(foundIn(more.subarray(2, 13)), ['13812345678']);
  t.deepEqual(foundIn(more.subarray(2, 12)), []);
  t.deepEqual(foundIn(more.subarray(15)), ['13900139000']);
  t.deepEqual(foundIn(new Uint8Array()), []);
  t.throws(() => needles(['ab']), { instanceOf: RangeError });
});

import test from 'ava';
import * as fc from 'fast-check';
import { agreement, codedBits, decodeId, encodeId } from './bits.ts';
import { chipsOf, gather, layoutOf, turnsOf } from './layout.ts';

const id = fc.stringMatching(/^[0-9a-f]{12}$/);
const certain = (bits: Uint8Array): Float64Array => Float64Array.from(bits, (bit) => bit * 2 - 1);

test('property: every id comes back, also when six of its bits are wrong and a tenth unknown', (t) => {
  fc.assert(fc.property(id, fc.integer({ min: 1, max: 2 ** 31 }), (text, seed) => {
    const soft = certain(encodeId(text));
    t.is(decodeId(soft), text);
    t.is(agreement(soft, text), 1);
    // Wrong ones apart from one another, as chips of one bit lie apart in the tile; errors come weakly.
    const noisy = soft.map((value, at) => ((at + seed) % 26 === 0 ? -0.3 * value : (at + seed) % 11 === 5 ? 0 : value));
    t.is(decodeId(noisy), text);
  }), { numRuns: 60 });
});

test('of many likely messages the one whose check bits hold is found where the likeliest is another', (t) => {
  let state = 11;
  const chance = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const tries = Array.from({ length: 60 }, (_none, at) => {
    const text = (0x1234_5678_9abc + at * 7919).toString(16).padStart(12, '0');
    const soft = certain(encodeId(text)).map((value) => value + (chance() + chance() + chance() + chance() - 2) * 1.7);
    return { text, one: decodeId(soft), many: decodeId(soft, 256) };
  });
  const read = (which: 'one' | 'many'): number => tries.filter((each) => each[which] === each.text).length;
  t.true(read('many') > read('one') && read('one') > 0, `${read('one')} and ${read('many')}`);
  t.true(tries.every(({ text, many }) => many === undefined || many === text));
});

test('noise is nobody: no id from a thousand random measurements, none from silence', (t) => {
  let state = 7;
  const chance = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const found = Array.from({ length: 1000 }, () => decodeId(Float64Array.from({ length: codedBits }, () => chance() - 0.5))).filter((one) => one !== undefined);
  t.deepEqual(found, []);
  t.is(decodeId(new Float64Array(codedBits)), undefined);
});

test('an id is 12 hexadecimal digits, nothing else', (t) => {
  for (const wrong of ['', '12345678901', 'ABCDEF012345', '0123456789ag']) t.throws(() => encodeId(wrong), { instanceOf: RangeError });
});

test('chips and back, by key and day; another key or day reads nothing', (t) => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const painted = Float64Array.from(chipsOf(layoutOf(key), turnsOf(key, '2026-11-29'), encodeId('0123456789ab')));
  t.is(decodeId(gather(layoutOf(key), turnsOf(key, '2026-11-29'), painted)), '0123456789ab');
  t.is(decodeId(gather(layoutOf(key), turnsOf(key, '2026-11-30'), painted)), undefined);
  t.is(decodeId(gather(layoutOf(other), turnsOf(other, '2026-11-29'), painted)), undefined);
  t.is(layoutOf(key).sync.reduce((sum, one) => sum + one, 0), 0);
});

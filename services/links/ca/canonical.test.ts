import test from 'ava';
import * as fc from 'fast-check';
import { canonicalBytes, canonicalText } from './canonical.ts';

test('the example of RFC 8785, 3.2.2 to 3.2.4', (t) => {
  const document: unknown = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`);
  const expected =
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
    String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`;
  t.is(canonicalText(document), expected);
});

test('keys are ordered by UTF-16 code units, RFC 8785 3.2.3', (t) => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
  const text = canonicalText(Object.fromEntries(keys.map((key) => [key, 0])));
  t.deepEqual(Object.keys(JSON.parse(text)), ['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
});

test('property: the order of keys never matters', (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.infiniteStream(fc.nat()), (value, dice) => {
      t.is(canonicalText(shuffled(value, dice)), canonicalText(value));
    }),
  );
});

test('property: reading the text back gives the document, and its text again', (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalText(value);
      t.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      t.is(canonicalText(JSON.parse(text)), text);
    }),
  );
});

test('property: different documents have different octets', (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const same = Buffer.compare(canonicalBytes(one), canonicalBytes(other)) === 0;
      t.is(same, canonicalText(JSON.parse(JSON.stringify(one))) === canonicalText(JSON.parse(JSON.stringify(other))));
    }),
  );
});

test('leaving out a field and setting it to undefined are the same', (t) => {
  t.is(canonicalText({ a: 1, b: undefined }), '{"a":1}');
});

for (const [name, value] of [
  ['undefined', undefined],
  ['a Map', { a: new Map() }],
  ['a Date', { a: [new Date(0)] }],
  ['a big integer', 1n],
  ['NaN', { a: Number.NaN }],
  ['infinity', [Infinity]],
  ['a function', { a: () => 1 }],
  ['undefined in a list', [undefined]],
  ['half a surrogate pair', { a: '\ud83d' }],
  ['bottomless nesting', JSON.parse('['.repeat(500) + ']'.repeat(500))],
] as const) {
  test(`refused, not guessed at: ${name}`, (t) => {
    t.throws(() => canonicalText(value));
  });
}

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown, dice: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, dice));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map((entry) => ({ entry, at: Number(dice.next().value) }));
  entries.sort((one, other) => one.at - other.at);
  const out: Record<string, unknown> = Object.create(null);
  for (const { entry } of entries) out[entry[0]] = shuffled(entry[1], dice);
  return out;
}

import test from 'ava';
import * as fc from 'fast-check';
import type { Charset } from './charset.ts';
import { encodeMessage, repeated, type SegmentInput } from './encode.ts';
import { componentCount, part, repeats, segmentOf, value, type Message } from './message.ts';
import { parse } from './parse.ts';
import type { Separators } from './separators.ts';

function read(bytes: Buffer, charset: Charset): Message {
  const parsed = parse(bytes, { charsetOf: () => charset });
  if ('problem' in parsed) throw new Error(parsed.problem.name);
  return parsed.message;
}

const HEAD: SegmentInput = ['MSH', 'A', 'B', 'C', 'D', '20260801', '', ['ORU', 'R01'], '1', 'P', '2.5.1'];

const separators = fc
  .uniqueArray(fc.constantFrom(...'|^~\\&#!$%*+,-/:;<=>?@_`{}§¦'), { minLength: 5, maxLength: 6 })
  .map(([field, component, repeat, escape, subcomponent, truncation]) => {
    return { field, component, repeat, escape, subcomponent, truncation: truncation ?? '' } as Separators;
  });

// Everything a person can type, control characters and separators among it.
const words = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: fc.constantFrom(...'|^~\\&#"\r\n\t\u000b\u001c\u0000XFST.br0A血'), minLength: 1 }),
  fc.constant('""'),
).filter((text) => !text.includes('\0'));

test('property: any text in any place survives encode and parse, under any separators', (t) => {
  fc.assert(
    fc.property(separators, fc.constantFrom<Charset>('utf-8', 'gb18030'), words, words, words, (seps, charset, a, b, c) => {
      const segments: SegmentInput[] = [HEAD, ['ZZZ', a, ['x', b], repeated(['r1'], ['r2', ['s', c]])]];
      const zzz = segmentOf(read(encodeMessage(segments, charset, seps), charset), 'ZZZ');
      t.is(value(zzz, 1), a);
      t.is(value(zzz, 2, 2), b);
      t.is(zzz && part(repeats(zzz, 3)[1], 2, 2), c);
    }),
    { numRuns: 500 },
  );
});

test('property: parsing never throws, whatever the bytes', (t) => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'MSHPIDOBX|^~\\&\r\n"0') }).map((text) => Buffer.from(`MSH|^~\\&|${text}`)),
  );
  fc.assert(fc.property(noise, (bytes) => t.notThrows(() => parse(Buffer.from(bytes)))), { numRuns: 1000 });
});

test('null is written "", trailing blanks are left out, segments end with CR', (t) => {
  const bytes = encodeMessage([['PID', 1, null, ['a', undefined, ['', 'b'], ''], '', undefined], ['NTE']]);
  t.is(bytes.toString(), 'PID|1|""|a^^&b\rNTE|\r');
});

test('an empty element in the middle keeps its place', (t) => {
  const message = read(encodeMessage([HEAD, ['ZZZ', '', ['', '', 'c']]]), 'utf-8');
  const zzz = segmentOf(message, 'ZZZ');
  t.is(value(zzz, 2, 3), 'c');
  t.deepEqual(zzz && repeats(zzz, 2).map(componentCount), [3]);
});

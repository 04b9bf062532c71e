import test from 'ava';
import { largestFile, readSignedFile, rowsOf } from './document.ts';

test('a signed file is a document beside its signature', (t) => {
  const file = readSignedFile('{"document":{"a":1},"signature":{"value":"x"},"id":"1"}');
  t.deepEqual(file, { document: { a: 1 }, signature: { value: 'x' } });
});

test('what is not one gets a sentence that says what to choose', (t) => {
  for (const text of ['', 'no', '[]', '{"document":{}}', '{"signature":{}}', '"x"', ' '.repeat(largestFile + 1)]) {
    const answer = readSignedFile(text);
    t.is(typeof answer, 'string');
    t.regex(String(answer), /请选择/);
  }
});

test('every leaf of the document is a row', (t) => {
  t.deepEqual(rowsOf({ a: { b: [1, null] }, c: '' }), [
    { key: 'a.b.0', value: '1' },
    { key: 'a.b.1', value: 'null' },
    { key: 'c', value: '' },
  ]);
});

import test from 'ava';
import { Refusal } from './errors.ts';
import { newId } from './ids.ts';
import { createSealedIds, eachText } from './sealed-ids.ts';

const now = new Date('2026-11-21T02:14:00Z');
const key = (fill: number): Buffer => Buffer.alloc(32, fill);
const ids = createSealedIds([{ version: '1', key: key(1) }]);
const id = '019ac0de-0000-7000-8000-0000000000ff';
const li = 'staff:1001';

function refused(work: () => unknown): [string, number] {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.status];
  }
  return ['', 0];
}

const notFound: [string, number] = ['core.not-found', 404];

test('46 characters, the same each time, opened for its holder only', (t) => {
  const token = ids.seal(id, li);
  t.is(token.length, 46);
  t.regex(token, /^i1_[\w-]{43}$/);
  t.is(ids.seal(id, li), token);
  t.is(ids.seal(id.toUpperCase(), li), token);
  t.is(ids.open(token, li, now), id);
  t.not(ids.seal(id, 'staff:1002'), token);
  t.deepEqual(refused(() => ids.open(token, 'staff:1002', now)), notFound);
  t.deepEqual(refused(() => ids.open(token, 'staff:100', now)), notFound);
});

test('no changed character opens, also not the two bits that decoding drops', (t) => {
  const token = ids.seal(newId(), li);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let at = 3; at < token.length; at++) {
    const others = at === token.length - 1 ? [...alphabet] : [alphabet[(alphabet.indexOf(token[at] ?? '') + 1) % 64] ?? ''];
    for (const other of others.filter((one) => one !== token[at])) {
      t.deepEqual(refused(() => ids.open(token.slice(0, at) + other + token.slice(at + 1), li, now)), notFound, `${at} ${other}`);
    }
  }
  t.deepEqual(refused(() => ids.open(`i2_${token.slice(3)}`, li, now)), notFound, 'a version that never was');
});

test('what has no shape of a token stays text, and is no id either', (t) => {
  const token = ids.seal(id, li);
  for (const text of [token.slice(0, -1), `${token}x`, token.replace('i', 'j'), token.replace('_', ','), `x${token}`]) t.is(ids.open(text, li, now), text);
});

test('plain ids are not found, alone or in a word; in a sentence they are text', (t) => {
  for (const text of [id, id.toUpperCase(), `critical-values:${id}`, `/m/critical-values/${id}`]) t.deepEqual(refused(() => ids.open(text, li, now)), notFound, text);
  t.is(ids.open(`外院单号 ${id}，已核对`, li, now), `外院单号 ${id}，已核对`);
});

test('ids inside addresses and sentences are sealed too', (t) => {
  const sealed = ids.seal(`/m/critical-values/${id}?from=${id}`, li);
  t.notRegex(sealed, /019ac0de/);
  t.is(ids.open(sealed, li, now), `/m/critical-values/${id}?from=${id}`);
  const [cut, digest] = [`${id}0`, 'ab'.repeat(32)];
  t.is(ids.seal(cut, li), cut, 'longer than an id: none');
  t.is(ids.seal(digest, li), digest);
});

test('keys change without a gap; past its time an old link says so', (t) => {
  const until = new Date('2026-12-21T00:00:00Z');
  const turned = createSealedIds([{ version: '2', key: key(2) }, { version: '1', key: key(1), until }]);
  const old = ids.seal(id, li);
  t.is(turned.open(old, li, now), id);
  t.regex(turned.seal(id, li), /^i2_/);
  t.deepEqual(refused(() => turned.open(old, li, until)), ['core.link-expired', 410]);
  t.deepEqual(refused(() => turned.open(old, 'staff:1002', until)), notFound, 'only its holder learns that it was one');
});

test('every text and key of an answer, as JSON writes it; named fields stay', (t) => {
  const at = new Date('2026-11-21T02:14:00Z');
  const answer = { id, at, list: [{ [id]: id }], n: 7, none: null, document: { id } };
  const token = ids.seal(id, li);
  const sealed = eachText(answer, (text) => ids.seal(text, li), ['document']);
  t.deepEqual(sealed, { id: token, at: at.toISOString(), list: [{ [token]: token }], n: 7, none: null, document: { id } });
  const nested = eachText({ inner: { document: { id } } }, (text) => ids.seal(text, li), ['document']);
  t.notRegex(JSON.stringify(nested), /019ac0de/, 'outermost fields only');
  const own = eachText(JSON.parse('{"__proto__":{"admin":true}}'), (text) => text) as Record<string, unknown>;
  t.deepEqual([Object.keys(own), own['admin']], [['__proto__'], undefined]);
});

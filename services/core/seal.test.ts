import test from 'ava';
import { randomBytes } from 'node:crypto';
import { sealAlgorithms } from './seal-cipher.ts';
import { createRing, createSeal, versionOf } from './seal.ts';

const plain = Buffer.from('一段不能公开的话');
const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

for (const algorithm of sealAlgorithms) {
  test(`${algorithm}: what was sealed opens for its purpose, and twice the same never looks the same`, (t) => {
    const ring = createRing(new Map([[1, one]]), { algorithm });
    const sealed = ring.close(plain, 'ca-root');
    t.deepEqual(ring.open(sealed, 'ca-root'), plain);
    t.not(ring.close(plain, 'ca-root'), sealed);
    t.false(sealed.includes(plain.toString('base64url')));
    for (const long of [Buffer.alloc(0), plain, Buffer.from('PID|1||'.repeat(500))]) t.deepEqual(ring.openBytes(ring.closeBytes(long, 'inbox'), 'inbox'), long);
    t.true(ring.closeBytes(Buffer.from('PID|1||'.repeat(500)), 'inbox').length < 200, 'a long message is shortened before it is sealed');
  });

  test(`${algorithm}: another purpose, another key, a changed or cut value do not open`, (t) => {
    const ring = createRing(new Map([[1, one]]), { algorithm });
    const sealed = ring.close(plain, 'ca-root');
    const [form = '', body = ''] = sealed.split('.');
    const flipped = Buffer.from(body, 'base64url');
    flipped.writeUInt8(flipped.readUInt8(30) ^ 1, 30);
    t.throws(() => ring.open(sealed, 'phone'));
    t.throws(() => createRing(new Map([[1, two]]), { algorithm }).open(sealed, 'ca-root'));
    t.throws(() => ring.open(`${form}.${flipped.toString('base64url')}`, 'ca-root'));
    t.throws(() => ring.open(sealed.slice(0, 30), 'ca-root'));
    t.throws(() => ring.open(`v2.${body}`, 'ca-root'));
    t.throws(() => ring.open('13800138000', 'ca-root'));
    t.throws(() => ring.openBytes(Buffer.from('MSH|^~\\&|'), 'inbox'));
  });
}

test('the newest key seals and every key opens; a value of before there were versions opens too', (t) => {
  const old = createSeal(one).close(plain, 'x');
  const ring = createRing(new Map([[2, two], [1, one]]));
  t.is(ring.form, 'v2');
  t.deepEqual(ring.open(old, 'x'), plain);
  t.true(ring.close(plain, 'x').startsWith('v2.'));
  t.throws(() => createSeal(one).open(ring.close(plain, 'x'), 'x'), { message: /key 2 is not on the ring/ });
  const national = createRing(new Map([[2, two], [1, one]]), { algorithm: 'sm4-gcm' });
  t.deepEqual(national.open(ring.close(plain, 'x'), 'x'), plain, 'the algorithm is part of the value, not of the setting');
  t.is(createRing(new Map([[2, two], [1, one]]), { sealWith: 1 }).form, 'v1', 'a cluster that is just being given a new key');
  t.deepEqual(ring.key(), one);
});

test('a blind index is the same for the same value, and says nothing without the key or across columns', (t) => {
  const ring = createRing(new Map([[1, one], [2, two]]));
  const index = ring.index('patient.phone', '13800138000');
  t.is(ring.index('patient.phone', '13800138000'), index);
  t.not(ring.index('patient.phone-tail', '13800138000'), index);
  t.not(createSeal(randomBytes(32)).index('patient.phone', '13800138000'), index);
  const before = [createSeal(one), createRing(new Map([[1, one]]), { algorithm: 'sm4-gcm' })].map((earlier) => earlier.index('patient.phone', '13800138000'));
  const looked = ring.indexes('patient.phone', '13800138000');
  t.true([index, ...before].every((digest) => looked.includes(digest)), 'what was written under an older key or cipher is still found');
});

test('a key has 32 bytes', (t) => {
  t.throws(() => createSeal(randomBytes(16)));
  t.deepEqual(['v1', 'v12-sm4', '1', 'v', 'v1-x'].map(versionOf), [1, 12, undefined, undefined, undefined]);
});

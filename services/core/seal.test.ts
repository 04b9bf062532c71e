import test from 'ava';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeal, sealKey } from './seal.ts';

const plain = Buffer.from('一段不能公开的话');

test('what was sealed opens for its purpose, and twice the same never looks the same', (t) => {
  const seal = createSeal(randomBytes(32));
  const sealed = seal.close(plain, 'ca-root');
  t.deepEqual(seal.open(sealed, 'ca-root'), plain);
  t.not(seal.close(plain, 'ca-root'), sealed);
  t.false(sealed.includes(plain.toString('base64url')));
});

test('another purpose, another key, a changed or cut value do not open', (t) => {
  const seal = createSeal(randomBytes(32));
  const sealed = seal.close(plain, 'ca-root');
  const [version = '', body = ''] = sealed.split('.');
  const flipped = Buffer.from(body, 'base64url');
  flipped.writeUInt8(flipped.readUInt8(30) ^ 1, 30);
  t.throws(() => seal.open(sealed, 'phone'));
  t.throws(() => createSeal(randomBytes(32)).open(sealed, 'ca-root'));
  t.throws(() => seal.open(`${version}.${flipped.toString('base64url')}`, 'ca-root'));
  t.throws(() => seal.open(sealed.slice(0, 30), 'ca-root'));
  t.throws(() => seal.open(`v2.${body}`, 'ca-root'));
  t.throws(() => createSeal(randomBytes(16)));
});

test('the key is made once, also by many at once, and only its owner reads it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const keys = await Promise.all(Array.from({ length: 8 }, () => sealKey(undefined, folder)));
  t.is(new Set(keys.map((key) => key.toString('hex'))).size, 1);
  t.is(keys[0]?.length, 32);
  t.deepEqual(await readdir(join(folder, 'keys')), ['seal.key']);
  t.is((await stat(join(folder, 'keys/seal.key'))).mode & 0o777, 0o600);
  t.deepEqual(await sealKey(Buffer.alloc(32, 7).toString('base64'), folder), Buffer.alloc(32, 7));
});

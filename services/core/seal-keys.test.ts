import test from 'ava';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SealKeysProblem, hasSealKey, openRing } from './seal-keys.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

async function folder(t: { teardown(undo: () => Promise<void>): void }): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'wardline-'));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return made;
}

test('the key is made once, also by many at once, and only its owner reads it', async (t) => {
  const dataDir = await folder(t);
  t.false(await hasSealKey({ dataDir }));
  const rings = await Promise.all(Array.from({ length: 8 }, () => openRing({ dataDir })));
  t.is(new Set(rings.map((ring) => ring.key().toString('hex'))).size, 1);
  t.deepEqual(await readdir(join(dataDir, 'keys')), ['seal.key']);
  t.is((await stat(join(dataDir, 'keys/seal.key'))).mode & 0o777, 0o600);
  t.true(await hasSealKey({ dataDir }));
});

test('one key, several by version, a file of them, and which one seals', async (t) => {
  const dataDir = await folder(t);
  t.deepEqual((await openRing({ dataDir, sealKey: key(7) })).key(), Buffer.alloc(32, 7));
  const both = await openRing({ dataDir, sealKey: key(1), sealKeys: `2:${key(2)}` });
  t.deepEqual([both.form, both.versions], ['v2', [1, 2]]);
  const file = join(dataDir, 'ring');
  await writeFile(file, `1:${key(1)}\n3:${key(3)}\n`);
  t.is((await openRing({ dataDir, sealKeyFile: file, sealAlgorithm: 'sm4-gcm' })).form, 'v3-sm4');
  t.is((await openRing({ dataDir, sealKeyFile: file, sealWith: 1 })).form, 'v1');
});

test('keys that cannot be used are refused in words that never show them', async (t) => {
  const dataDir = await folder(t);
  const cases = [
    { sealKey: key(1), sealKeys: `1:${key(2)}` },
    { sealKeys: '2:tooshort' },
    { sealKeys: `1:${key(1)}`, sealWith: 2 },
    { sealKeyFile: join(dataDir, 'none') },
    { sealKeys: '1:kms:abc' },
    { sealKeys: `256:${key(1)}` },
  ];
  for (const each of cases) {
    const error = await t.throwsAsync(openRing({ dataDir, ...each }), { instanceOf: SealKeysProblem });
    t.false([key(1), key(2), 'tooshort', 'kms:abc'].some((secret) => error.message.includes(secret)), error.message);
  }
});

test('with a key management system the file holds only what that system can open', async (t) => {
  const dataDir = await folder(t);
  const kms = { generate: async () => ({ wrapped: 'wrapped-by-kms' }), unwrap: async (wrapped: string) => Buffer.alloc(32, wrapped.length) };
  const ring = await openRing({ dataDir }, kms);
  t.deepEqual(ring.key(), Buffer.alloc(32, 'wrapped-by-kms'.length));
  t.is(await readFile(join(dataDir, 'keys/seal.key'), 'utf8'), '1:kms:wrapped-by-kms');
  await t.throwsAsync(openRing({ dataDir }), { message: /KMS_URL/ });
});

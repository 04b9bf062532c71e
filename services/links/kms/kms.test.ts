import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { Failure } from '../../core/errors.ts';
import { openRing } from '../../core/seal-keys.ts';
import { httpKeyManagement } from './http.ts';
import { simulatedKms } from './simulator.ts';

test('the contract: a data key is known wrapped, opens to 32 bytes, and only where it was made', async (t) => {
  const system = await simulatedKms();
  t.teardown(system.stop);
  const settings = { url: system.url, keyId: 'ward', token: system.token, timeoutMs: 2_000 };
  const kms = httpKeyManagement(settings);
  const { wrapped } = await kms.generate();
  t.is((await kms.unwrap(wrapped)).length, 32);
  t.deepEqual(await kms.unwrap(wrapped), await kms.unwrap(wrapped));
  for (const [other, what] of [[{ ...settings, keyId: 'other' }, 'another key'], [{ ...settings, token: 'x' }, 'another token']] as const) {
    t.is((await t.throwsAsync(httpKeyManagement(other).unwrap(wrapped), { instanceOf: Failure }, what)).class, 'permanent');
  }
  system.mood(503);
  t.is((await t.throwsAsync(kms.unwrap(wrapped), { instanceOf: Failure })).class, 'transient');
  await system.stop();
  t.is((await t.throwsAsync(kms.unwrap(wrapped), { instanceOf: Failure })).class, 'transient');
});

test('a first start with it keeps a wrapped key only, and the next start opens the same', async (t) => {
  const system = await simulatedKms();
  const dataDir = await mkdtemp(join(tmpdir(), 'wardline-'));
  t.teardown(async () => {
    await system.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const kms = httpKeyManagement({ url: system.url, keyId: 'ward', token: system.token, timeoutMs: 2_000 });
  const sealed = (await openRing({ dataDir }, kms)).close(Buffer.from('13812345678'), 'phone');
  t.regex(await readFile(join(dataDir, 'keys/seal.key'), 'utf8'), /^1:kms:v1\./);
  t.is((await openRing({ dataDir }, kms)).open(sealed, 'phone').toString(), '13812345678');
});

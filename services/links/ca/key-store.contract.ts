/** What every key store must do. Run against the memory store here and against Prisma's beside it. */
import type { ExecutionContext, TestFn } from 'ava';
import type { KeyRecord, KeyStore } from './key-store.ts';

const KEY: KeyRecord = { serial: '4a01', staffNumber: 'D1001', wrapped: { kdf: 'argon2id', passes: 3, salt: 'AA' }, certificate: 'PEM', createdAt: 1000 };

export function holdsKeyStoreContract(test: TestFn, name: string, open: (t: ExecutionContext) => Promise<KeyStore>): void {
  const each = (title: string, body: (t: ExecutionContext, store: KeyStore) => Promise<void>): void => {
    test(`${name}: ${title}`, async (t) => body(t, await open(t)));
  };

  each('the first root of an id stays', async (t, store) => {
    const record = { id: 'sm2-sm3', certificate: 'A', sealedKey: 'S', createdAt: 1000 };
    t.is(await store.root('sm2-sm3'), undefined);
    const kept = await Promise.all(['A', 'B', 'C'].map((certificate) => store.keepRoot({ ...record, certificate })));
    t.is(new Set(kept.map((one) => one.certificate)).size, 1);
    t.is((await store.root('sm2-sm3'))?.certificate, kept[0]?.certificate);
    await store.keepRoot({ ...record, id: 'rsa-pkcs1-sha256' });
    t.deepEqual((await store.roots()).map((one) => one.id).toSorted(), ['rsa-pkcs1-sha256', 'sm2-sm3']);
  });

  each('keys come back as they were, newest first, by person', async (t, store) => {
    await store.addKey(KEY);
    await store.addKey({ ...KEY, serial: '4a02', createdAt: 2000 });
    await store.addKey({ ...KEY, serial: '4a03', staffNumber: 'D1002', createdAt: 1500 });
    t.deepEqual((await store.keys('D1001')).map((one) => one.serial), ['4a02', '4a01']);
    t.deepEqual(await store.key('4a01'), KEY);
    t.is(await store.key('4aff'), undefined);
    await t.throwsAsync(store.addKey(KEY));
  });

  each('rewrapping is compare and set, whatever the order of the fields', async (t, store) => {
    await store.addKey(KEY);
    const after = { ...KEY.wrapped, salt: 'BB' };
    t.false(await store.rewrap('4a01', { ...KEY.wrapped, salt: 'XX' }, after));
    t.true(await store.rewrap('4a01', { salt: 'AA', passes: 3, kdf: 'argon2id' }, after));
    t.false(await store.rewrap('4a01', KEY.wrapped, after));
    t.is((await store.key('4a01'))?.wrapped['salt'], 'BB');
    t.false(await store.rewrap('4aff', KEY.wrapped, after));
  });

  each('the first revocation stands', async (t, store) => {
    await store.addKey(KEY);
    t.deepEqual(await store.revoked(), []);
    t.true(await store.revoke('4a01', 'left', 5000));
    t.true(await store.revoke('4a01', 'superseded', 6000));
    t.false(await store.revoke('4aff', 'left', 5000));
    t.deepEqual(await store.revoked(), [{ ...KEY, revokedAt: 5000, revokedWhy: 'left' }]);
  });

  each('tries are counted one by one, however many at once', async (t, store) => {
    const counts = await Promise.all(Array.from({ length: 20 }, () => store.countTry('D1001')));
    t.deepEqual(counts.toSorted((one, other) => one - other), Array.from({ length: 20 }, (_, n) => n + 1));
    t.deepEqual(await store.pinGuard('D1002'), { wrong: 0 });
    await store.clearTries('D1001', undefined);
    t.deepEqual(await store.pinGuard('D1001'), { wrong: 0 });
  });

  each('a lock is cleared only by whoever saw that lock', async (t, store) => {
    await store.countTry('D1001');
    await store.lock('D1001', 9000);
    t.deepEqual(await store.pinGuard('D1001'), { wrong: 1, lockedUntil: 9000 });
    await store.clearTries('D1001', undefined);
    await store.clearTries('D1001', 8000);
    t.deepEqual(await store.pinGuard('D1001'), { wrong: 1, lockedUntil: 9000 });
    await store.clearTries('D1001', 9000);
    t.deepEqual(await store.pinGuard('D1001'), { wrong: 0 });
  });
}

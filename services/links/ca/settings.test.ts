import test from 'ava';
import { DOCUMENT, LI, PIN } from './ca.contract.ts';
import { localTrial, START } from './local/trial.ts';
import { memoryKeyStore } from './memory-key-store.ts';
import { caSettingsSchema, openAuthority } from './settings.ts';
import { simulatedVendor } from './vendor/simulated/server.ts';

const around = { hospital: '示范医院', store: memoryKeyStore(), sealKey: Buffer.alloc(32, 1), now: () => START };

test('nothing set: the local CA with SM2', async (t) => {
  const ca = openAuthority(caSettingsSchema.parse({}), around);
  t.is((await ca.enrol(LI, PIN)).algorithm, 'sm2-sm3');
});

test('an address set: the vendor, whose roots come from the file', async (t) => {
  const credentials = { appId: 'a', secret: 's' };
  const vendor = await simulatedVendor({ ...credentials, kind: { algorithm: 'sm2', rsaBits: 2048 }, now: around.now });
  t.teardown(() => vendor.stop());
  const settings = caSettingsSchema.parse({ vendorUrl: `${vendor.baseUrl}/`, vendorAppId: 'a', vendorSecret: 's', vendorConfirm: 'pin' });
  const [otherRoot = ''] = (await localTrial('ecdsa').ca.trust()).roots;
  const ca = openAuthority(settings, { ...around, vendorRoots: `${otherRoot}${vendor.root}` });
  await ca.enrol(LI, PIN);
  const signature = await ca.sign({ key: 'k', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' });
  t.true((await ca.verify(DOCUMENT, signature)).valid);
});

test('a vendor over plain HTTP is refused, except on this machine', (t) => {
  t.false(caSettingsSchema.safeParse({ vendorUrl: 'http://ca.example.cn' }).success);
  t.false(caSettingsSchema.safeParse({ vendorUrl: 'http://localhost.example.cn' }).success);
  t.true(caSettingsSchema.safeParse({ vendorUrl: 'https://ca.example.cn/open' }).success);
});

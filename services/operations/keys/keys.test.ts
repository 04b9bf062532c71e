import anyTest, { type TestFn } from 'ava';
import { testTrail } from '../../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { type StaffActor, deny, systemActor } from '../../core/access.ts';
import { closeArrival, sealedInbox, storeArrival, storedBody } from '../../core/inbox.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { type KeyRing, createRing } from '../../core/seal.ts';
import { createService } from '../../core/service.ts';
import { newId } from '../../core/ids.ts';
import { demoIdentity, lookUp, patients } from '../../shared/patients/index.ts';
import { purposeOf, sealedKeys } from '../api-clients/store.ts';
import { type KeyParts, retireKey, sealNext, showKeys, startRotation } from './actions.ts';
import { keys } from './index.ts';
import { retire, start, valuesUnder } from './rules.ts';

const now = new Date('2026-11-21T02:14:00Z');
const session = { id: 's', terminal: 'desk', address: undefined, steppedUpAt: now } as const;
const security: StaffActor = { kind: 'staff', id: '9102', name: '魏然', role: 'administrator', adminRole: 'security', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session };
const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const secret = Buffer.alloc(32, 7);
const old = createRing(new Map([[1, one]]));
const both = createRing(new Map([[1, one], [2, two]]), { algorithm: 'sm4-gcm' });

const test = anyTest as TestFn<TestDatabase>;
test.beforeEach(async (t) => { t.context = await testDatabase(); });
test.afterEach.always((t) => t.context.dispose());

async function process({ database }: TestDatabase, seal: KeyRing) {
  const registered = patients({ seal, settings: { idCardMask: '3-4', unmaskPerHour: 10 }, maySee: () => deny() });
  const parts: KeyParts = { seal, tables: () => [sealedInbox, sealedKeys, ...(registered.sealed ?? [])], bound: [{ table: 'signing_key', why: '签名密码' }] };
  const service = await createService({ modules: [registered, keys(parts)], database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() });
  const { corridor } = service;
  return {
    service,
    overview: () => corridor.ask(security, showKeys(parts), {}),
    start: (actor: StaffActor = security) => corridor.run(actor, startRotation(parts), {}),
    batch: (rows: number) => corridor.run(systemActor, sealNext(parts), { form: seal.form, rows, last: false }),
    retire: (version: number) => corridor.run(security, retireKey(parts), { version }),
  };
}

async function fill({ database: { prisma } }: TestDatabase, many: number): Promise<void> {
  const close = demoIdentity(old);
  const rows = Array.from({ length: many }, (_, at) => {
    const id = newId(now.getTime());
    return { id, number: `P${at}`, name: '测试', sex: 'M', ...close(id, { idNumber: `E${10_000_000 + at}`, phone: `138${String(at).padStart(8, '0')}`, address: at % 2 === 0 ? '青禾市' : '' }) };
  });
  await prisma.patient.createMany({ data: rows });
  for (let at = 0; at < 5; at++) await storeArrival(prisma, now, closeArrival(old, { key: `mllp:${at}`, door: 'mllp', body: Buffer.from(`MSH|${at}`), answer: Buffer.from('ok'), outcome: 'accepted' }));
  await prisma.apiClient.create({ data: { id: 'his', name: 'HIS', createdAt: now, createdBy: '9102', keys: { create: { id: 'k-1', algorithm: 'hmac-sha256', sealedSecret: old.close(secret, purposeOf('k-1')), validFrom: now } } } });
  // Stored before the inbox was sealed.
  await prisma.inboxMessage.create({ data: { key: 'mllp:plain', door: 'mllp', receivedAt: now, body: Buffer.from('MSH|plain'), answer: null, outcome: 'accepted' } });
}

test('everything is sealed anew in batches; killed in the middle, another process goes on; then the old key may go', async (t) => {
  await fill(t.context, 130);
  const first = await process(t.context, both);
  const before = await first.overview();
  t.deepEqual([before.form, before.waiting, before.rotation], ['v2-sm4', 130 * 2 + 65 + 11 + 1, null]);
  await t.throwsAsync(first.retire(1), { message: /still-needed/ });
  await first.start();
  await t.throwsAsync(first.start(), { message: /running/ });
  for (let batch = 0; batch < 3; batch++) t.true((await first.batch(20)).more);
  const half = await first.overview();
  t.true(half.waiting > 0 && half.waiting < before.waiting);
  t.is(half.rotation?.finishedAt, null);
  await first.service.stop();

  const second = await process(t.context, both);
  t.teardown(() => second.service.stop());
  await second.service.jobs.drain();
  const done = await second.overview();
  t.deepEqual([done.waiting, done.rotation?.rows, done.rotation?.tablesLeft], [0, 130 + 6 + 1, 0]);
  t.true(done.tables.every(({ forms }) => forms.every(({ form }) => form === 'v2-sm4')));
  await t.throwsAsync(second.start(), { message: /nothing-waiting/ });

  const { prisma } = t.context.database;
  const only = createRing(new Map([[2, two]]));
  const [found] = await prisma.$transaction((tx) => lookUp(tx, only, 'phone', '13800000007'));
  t.is((await prisma.patient.findUnique({ where: { id: found ?? '' } }))?.number, 'P7', 'the blind index was made anew too');
  t.deepEqual(String(await storedBody(prisma, only, 'mllp:plain')), 'MSH|plain');
  t.deepEqual(only.open((await prisma.apiClientKey.findFirstOrThrow()).sealedSecret ?? '', purposeOf('k-1')), secret, 'a machine goes on with its key');
  await t.throwsAsync(second.retire(2), { message: /still-sealing/ });
  await second.retire(1);
  t.true((await second.overview()).versions[0]?.retired);
});

test('what does not open stays, is counted, and stops nothing; what somebody writes meanwhile is kept', async (t) => {
  const { prisma } = t.context.database;
  await fill(t.context, 3);
  await prisma.patient.update({ where: { number: 'P1' }, data: { sealedPhone: 'v1.AAAA' } });
  const { start: begin, overview, service } = await process(t.context, both);
  t.teardown(() => service.stop());
  await begin();
  await service.jobs.drain();
  const seen = await overview();
  t.is(seen.waiting, 1);
  t.deepEqual(seen.tables.find(({ table }) => table === 'patient')?.forms, [{ form: 'v1', values: 1 }, { form: 'v2-sm4', values: 7 }]);
  t.is((await prisma.patient.findUnique({ where: { number: 'P1' } }))?.sealedPhone, 'v1.AAAA');
});

test('only the security administrator, and only after a second factor', async (t) => {
  const { start: begin, service } = await process(t.context, both);
  t.teardown(() => service.stop());
  await t.throwsAsync(begin({ ...security, adminRole: 'system' }), { message: /not-allowed/ });
  await t.throwsAsync(begin({ ...security, session: { ...session, steppedUpAt: undefined } }), { message: /step-up/ });
});

test('rules: what is still under a key, and what is bound to it, keeps it', (t) => {
  const tables = [{ table: 'patient', forms: [{ form: 'v1', values: 2 }, { form: 'v11-sm4', values: 3 }] }, { table: 'inbox_message', forms: [{ form: 'v1-sm4', values: 4 }] }];
  t.deepEqual([valuesUnder(1, tables), valuesUnder(11, tables)], [6, 3]);
  const ring = { version: 11, versions: [1, 2, 11] };
  t.throws(() => retire(1, ring, tables, []), { message: /still-needed/ });
  t.throws(() => retire(2, ring, tables, [{ table: 'audit', rows: 1, why: '' }]), { message: /bound/ });
  t.throws(() => retire(3, ring, tables, []), { message: /unknown-version/ });
  t.notThrows(() => retire(2, ring, tables, [{ table: 'audit', rows: 0, why: '' }]));
  t.notThrows(() => start('v11-sm4', tables, []));
});

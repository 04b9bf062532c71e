import anyTest, { type TestFn } from 'ava';
import { testTrail } from '../../../tests/kit/audit.ts';
import { testDatabase } from '../../../tests/kit/database.ts';
import { type StaffActor, allow, deny } from '../../core/access.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { createSeal } from '../../core/seal.ts';
import { createService } from '../../core/service.ts';
import { showIdentity, unmask } from './actions.ts';
import { demoIdentity, patients } from './index.ts';

const doctor: StaffActor = { kind: 'staff', id: '1001', name: '李静', role: 'doctor', adminRole: undefined, departmentCode: 'CARD', wardCode: undefined, door: 'http', origin: 'desk:test' };
const stranger: StaffActor = { ...doctor, id: '2001', departmentCode: 'GSUR' };
const id = '019aa000-0000-7000-8000-000000000001';
const secret = { idNumber: '11010519491231002X', phone: '13812345678', address: '北京市朝阳区建国路88号', guardian: '王芳', guardianPhone: '13900139000' };

async function ward() {
  const { database, dispose } = await testDatabase();
  const seal = createSeal(Buffer.alloc(32, 1));
  const clock = { now: new Date('2026-11-21T02:14:00Z') };
  const parts = { seal, settings: { idCardMask: '3-4', unmaskPerHour: 2 }, maySee: (actor) => (actor.id === doctor.id ? allow('data-scope:test') : deny('core.not-found')) } satisfies Parameters<typeof patients>[0];
  const service = await createService({ modules: [patients(parts)], database, audit: testTrail, now: () => clock.now, log: silentLog, metrics: createMetrics() });
  await database.prisma.patient.create({ data: { id, number: 'P1', name: '王德顺', sex: 'M', ...demoIdentity(seal)(id, secret) } });
  return {
    prisma: database.prisma,
    clock,
    look: (actor: StaffActor) => service.corridor.ask(actor, showIdentity(parts), { patientId: id }),
    show: (actor: StaffActor, field: string, reason?: string) => service.corridor.run(actor, unmask(parts), { patientId: id, field, reason }),
    stop: async () => {
      await service.stop();
      await dispose();
    },
  };
}

const test = anyTest as TestFn<Awaited<ReturnType<typeof ward>>>;
test.beforeEach(async (t) => { t.context = await ward(); });
test.afterEach.always((t) => t.context.stop());

test('who may see the patient sees masked fields; one whole is an act with its own row, which holds no value', async (t) => {
  const { look, show, prisma } = t.context;
  t.deepEqual((await look(doctor)).fields.map(({ field, shown }) => [field, shown]), [
    ['idNumber', '110***********002X'],
    ['phone', '138****5678'],
    ['address', '北京市朝阳区***'],
    ['guardian', '王*'],
    ['guardianPhone', '139****9000'],
  ]);
  t.deepEqual(await show(doctor, 'phone', '电话通知家属'), { value: '13812345678' });
  const audit = await prisma.audit.findMany({ orderBy: { id: 'asc' } });
  t.deepEqual(audit.map(({ act, subject, patients: about, outcome, reason }) => [act, subject, about, outcome, reason]), [
    ['patients.identity', id, [id], 'allowed', 'data-scope:test'],
    ['patients.unmask', `${id} phone`, [id], 'allowed', 'data-scope:test'],
  ]);
  const facts = await prisma.fact.findMany();
  t.deepEqual(facts.map(({ name, data }) => [name, data]), [['patients.field-shown', { field: 'phone', reason: '电话通知家属' }]]);
  const written = JSON.stringify([audit, facts], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  for (const value of Object.values(secret)) t.false(written.includes(value));
});

test('nobody else sees anything, and the refusal is on record', async (t) => {
  const { look, show, prisma } = t.context;
  await t.throwsAsync(look(stranger), { message: /not-found/ });
  await t.throwsAsync(show(stranger, 'phone'), { message: /not-found/ });
  await t.throwsAsync(show(doctor, 'name'), { message: /bad-input/ });
  t.deepEqual((await prisma.audit.findMany({ where: { actor: 'staff:2001' } })).map(({ outcome }) => outcome), ['refused', 'refused']);
});

test('so many an hour and no more; what is not known is an answer too', async (t) => {
  const { show, clock, prisma } = t.context;
  await prisma.patient.update({ where: { id }, data: { sealedAddress: null } });
  t.deepEqual(await show(doctor, 'address'), { value: null });
  await show(doctor, 'phone');
  await t.throwsAsync(show(doctor, 'phone'), { message: /too-many-shown/ });
  clock.now = new Date(clock.now.getTime() + 61 * 60_000);
  t.deepEqual(await show(doctor, 'idNumber'), { value: secret.idNumber });
});

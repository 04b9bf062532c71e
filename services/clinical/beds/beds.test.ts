import anyTest, { type TestFn } from 'ava';
import { seed } from '../../../prisma/seed.ts';
import { testTrail } from '../../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import type { StaffActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { type Service, createService } from '../../core/service.ts';
import { createScope } from '../../shared/data-scope/index.ts';
import { beds } from './index.ts';
import { ward, wards } from './queries.ts';
import { wardAsked } from './queries.line.ts';

const scope = createScope({ offices: { laboratories: ['LAB'], medicalOffices: ['MEDO'], recordsOffices: ['MEDR'] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });
const now = new Date('2026-11-20T02:00:00Z');
const person = (id: string, role: string, departmentCode: string, wardCode?: string, adminRole?: StaffActor['adminRole']): StaffActor => ({ kind: 'staff', id, name: '', role, adminRole, departmentCode, wardCode, door: 'http', origin: 'desk:test' });
const li = person('1001', 'doctor', 'CARD', 'CARD1');
const nurse = person('1005', 'nurse', 'CARD', 'CARD1');
const surgeon = person('2001', 'doctor', 'GSUR', 'GSUR1');
const office = person('9002', 'administrator', 'MEDO');
const administrator = person('9101', 'administrator', 'INFO', undefined, 'system');

const test = anyTest as TestFn<TestDatabase & { service: Service; waiting: Map<string, number> }>;
const seeing = (service: Service, waiting: Map<string, number>) => ({
  wards: async (actor: StaffActor) => service.corridor.ask(actor, wards(scope), {}),
  ward: async (actor: StaffActor, code = 'CARD1') => service.corridor.ask(actor, ward(scope, async (_tx, ids) => new Map([...waiting].filter(([id]) => ids.includes(id)))), { ward: code }),
});

test.before(async (t) => {
  const opened = await testDatabase();
  const waiting = new Map<string, number>();
  const service = await createService({ modules: [beds(scope, async () => waiting).module], database: opened.database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() });
  await seed(opened.database.prisma, { now, corps: { dingtalk: 'd', wecom: 'w' }, newId });
  Object.assign(t.context, opened, { service, waiting });
});
test.after.always(async (t) => {
  await t.context.service.stop();
  await t.context.dispose();
});

test.serial('a ward bed by bed: whom I may see, masked, with what must be known; of others only that the bed is taken', async (t) => {
  const { database: { prisma }, service, waiting } = t.context;
  const see = seeing(service, waiting);
  const of = async (number: string) => prisma.patient.findUniqueOrThrow({ where: { number }, include: { visits: true } });
  const [wang, chen] = [await of('P000001'), await of('P000003')];
  waiting.set(wang.id, 2);
  await prisma.patient.update({ where: { id: wang.id }, data: { allergies: [{ substance: '青霉素' }] } });
  await prisma.visit.updateMany({ where: { patientId: wang.id }, data: { careLevel: '一级', condition: '病重', isolation: '接触隔离', dischargePlannedAt: new Date('2026-11-21T02:00:00Z') } });
  await prisma.visit.updateMany({ where: { patientId: chen.id }, data: { admittedAt: now, bed: '39床' } });

  const { ward: whole, beds: all } = await see.ward(nurse);
  t.deepEqual(whole, { code: 'CARD1', name: '心内科一病区', department: '心血管内科', own: true, beds: 39, taken: 5, empty: 34, blocked: 0, unready: 0, leaving: 1, fresh: 1 });
  t.is(all.length, 39);
  t.deepEqual(all.slice(0, 3).map(({ bed, state }) => `${bed} ${state}`), ['1床 empty', '2床 empty', '3床 taken']);
  t.deepEqual(all.find(({ bed }) => bed === '12床')?.patient, { id: wang.id, opens: true, name: '王**', sex: '男', age: '67岁', careLevel: '一级', condition: '病重', isolation: '接触隔离', allergic: true, doctor: '李静', nurse: '周敏', mine: false, day: 7, fresh: false, leaving: 'tomorrow', critical: 2 });
  t.like(all.find(({ bed }) => bed === '39床'), { state: 'taken', note: '设备带检修', patient: { fresh: true, day: 1 } });
  t.false(JSON.stringify(all).includes('王德顺'));
  const row = await prisma.audit.findFirstOrThrow({ where: { act: 'beds.ward', actor: 'staff:1005' } });
  t.is(row.patients.length, 5);

  // 钱伯安 is of another group: the doctor sees that bed 20 is taken, and nothing of him.
  const seen = (await see.ward(li)).beds;
  t.deepEqual(seen.find(({ bed }) => bed === '20床'), { bed: '20床', room: '307', state: 'taken', note: '', readiness: null, extra: false, patient: null });
  t.is(seen.find(({ bed }) => bed === '12床')?.patient?.mine, true);
  t.false((await prisma.audit.findFirstOrThrow({ where: { act: 'beds.ward', actor: 'staff:1001' } })).patients.includes((await of('P000016')).id));
});

test.serial('an opened overview shows its columns to the own department, never a flagged patient and never the way in', async (t) => {
  const { database: { prisma }, service, waiting } = t.context;
  const see = seeing(service, waiting);
  const bed20 = async (actor: StaffActor) => (await see.ward(actor)).beds.find(({ bed }) => bed === '20床')?.patient;
  await prisma.setting.create({ data: { name: 'data-scope.exception.bed-overview', value: { on: true, roles: ['doctor'], departments: [], columns: ['bed', 'patient', 'doctor'] }, changedAt: now, changedBy: '9102' } });
  t.like(await bed20(li), { opens: false, name: '钱**', sex: '男', doctor: '顾晨', careLevel: '', nurse: '', day: null, critical: 0 });
  const qian = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000016' } });
  t.true((await prisma.audit.findFirstOrThrow({ where: { act: 'beds.ward', actor: 'staff:1001' }, orderBy: { id: 'desc' } })).patients.includes(qian.id), 'who was shown is on record');
  await prisma.patientFlag.create({ data: { patientId: qian.id, flag: 'vip', setBy: '9301', setAt: now } });
  t.is(await bed20(li), null);
});

test.serial('which wards: one’s own and where one’s patients lie; who plans sees the numbers of all and nobody’s name', async (t) => {
  const { service, waiting } = t.context;
  const see = seeing(service, waiting);
  t.deepEqual((await see.wards(surgeon)).wards.map(({ code, own }) => [code, own]), [['GSUR1', true]]);
  t.like((await see.wards(surgeon)).wards[0], { beds: 39, taken: 3, empty: 35, blocked: 1 });
  await t.throwsAsync(see.ward(surgeon, 'CARD1'), { message: 'core.not-found' });
  await t.throwsAsync(see.ward(office, 'NOWHERE'), { message: 'core.not-found' });
  for (const planner of [office, administrator]) {
    const { wards: all, everywhere } = await see.wards(planner);
    t.is(all.length, 6);
    t.true(everywhere);
    const { beds: places } = await see.ward(planner);
    t.is(places.filter(({ state }) => state === 'taken').length, 5);
    t.true(places.every(({ patient }) => patient === null));
  }
});

test('the lines that ask for beds, and those that do not', (t) => {
  for (const [line, asked] of [['床位', ''], ['空床', ''], ['床位一览', ''], ['3病区', '3病区'], ['心内科一病区', '心内科一病区'], ['心内科一病区床位', '心内科一病区'], ['床位 呼吸科', '呼吸科'], ['12床', undefined], ['3病区12床', undefined], ['查 病区', undefined], ['待办', undefined]] as const) t.is(wardAsked(line), asked, line);
});

test.serial('sixty beds in a handful of statements', async (t) => {
  const { database: { prisma }, service, waiting } = t.context;
  const see = seeing(service, waiting);
  await prisma.ward.create({ data: { code: 'BIG1', name: '大病区', departmentCode: 'CARD' } });
  const ids = Array.from({ length: 60 }, () => newId(now.getTime()));
  await prisma.bed.createMany({ data: ids.map((_id, at) => ({ code: `BIG1/${at + 1}`, wardCode: 'BIG1', number: String(at + 1) })) });
  await prisma.patient.createMany({ data: ids.map((id, at) => ({ id, number: `B${at}`, name: '试一人', sex: 'F' })) });
  await prisma.visit.createMany({ data: ids.map((patientId, at) => ({ id: newId(now.getTime()), number: `BV${at}`, patientId, kind: 'inpatient', departmentCode: 'CARD', wardCode: 'BIG1', bed: String(at + 1), attending: '1001', admittedAt: now, asOf: now })) });
  await see.ward(li, 'BIG1');
  const began = performance.now();
  t.is((await see.ward(li, 'BIG1')).beds.filter(({ patient }) => patient?.opens).length, 60);
  const took = performance.now() - began;
  t.log(`${Math.round(took)} ms`);
  // The goal is 150 ms; a machine that many share is given three times that.
  t.true(took < 450, `${took} ms`);
});

import test from 'ava';
import { seed } from '../../../prisma/seed.ts';
import { testTrail } from '../../../tests/kit/audit.ts';
import { testDatabase } from '../../../tests/kit/database.ts';
import { type StaffActor, systemActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { createService } from '../../core/service.ts';
import { createScope } from '../../shared/data-scope/index.ts';
import { patientLookup } from './index.ts';
import { demoIdentity, indexNames, lookUp as lookUpSealed, rowsOfName } from '../../shared/patients/index.ts';
import { createSeal } from '../../core/seal.ts';
import type { SealedLookUp } from './store.search.ts';
import { findByNumber, myPatients, searchPatients, showPatient } from './queries.ts';

const scope = createScope({ offices: { laboratories: ['LAB'], medicalOffices: ['MEDO'], recordsOffices: ['MEDR'] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });
const seal = createSeal(Buffer.alloc(32, 1));
const lookUp: SealedLookUp = (tx, by, number) => lookUpSealed(tx, seal, by, number);
const now = new Date('2026-11-20T14:00:00Z');
const someone = (id: string, role: string, departmentCode: string, wardCode?: string): StaffActor => ({ kind: 'staff', id, name: '', role, adminRole: undefined, departmentCode, wardCode, door: 'http', origin: 'desk:test' });
const li = someone('1001', 'doctor', 'CARD', 'CARD1');
const nurse = someone('1005', 'nurse', 'CARD', 'CARD1');

test('outpatients in a chosen time, search, paging and counts obey the scope; names are masked in lists', async (t) => {
  const { database, dispose } = await testDatabase();
  const service = await createService({ modules: [patientLookup(scope, lookUp).module], database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() });
  t.teardown(async () => {
    await service.stop();
    await dispose();
  });
  await seed(database.prisma, { now, corps: { dingtalk: 'd', wecom: 'w' }, newId, names: rowsOfName, identity: demoIdentity(seal) });
  const list = async (actor: StaffActor, filters: object = {}) => service.corridor.ask(actor, myPatients(scope, lookUp), filters);
  const numbers = async (actor: StaffActor, filters: object = {}) => (await list(actor, filters)).items.map(({ number }) => number).toSorted();

  t.deepEqual(await numbers(li, { kind: 'outpatient', from: '2026-11-19T16:00:00Z' }), ['P000101', 'P000102'], 'today, not those of another group');
  t.deepEqual(await numbers(li, { kind: 'outpatient', from: '2026-11-14T16:00:00Z' }), ['P000101', 'P000102', 'P000104']);
  t.deepEqual(await numbers(li, { kind: 'outpatient', from: '2026-11-14T16:00:00Z', until: '2026-11-19T16:00:00Z' }), ['P000104']);

  const first = await list(nurse, { limit: 2 });
  t.deepEqual([first.items.length, first.total, first.wards], [2, 5, [{ code: 'CARD1', name: '心内科一病区', count: 5 }]], 'counted beyond the page');
  t.deepEqual(first.items.map(({ bed, name }) => `${bed} ${name}`), ['3床 李**', '5床 陈**'], 'by bed, masked');
  t.deepEqual((await list(nurse, { limit: 2, offset: 4 })).items.map(({ bed }) => bed), ['20床']);
  t.deepEqual(await numbers(nurse, { text: '王德' }), ['P000001']);
  for (const text of ['12床', '王德顺', '德顺', 'wangde', 'wds', 'deshun', '汪得顺', '心内科一病区12床', '心内科1病区 12', 'CARD1-12', 'P000001']) t.deepEqual(await numbers(nurse, { text }), ['P000001'], text);
  t.deepEqual(await numbers(li, { text: '钱伯安' }), [], 'a name of another group is not found');
  t.deepEqual(await numbers(li, { text: '%' }), [], 'no wildcard');
  t.deepEqual(await numbers(nurse, { mine: 'true' }), ['P000002', 'P000004'], 'whose responsible nurse I am');
  t.deepEqual(await numbers(nurse, { ward: 'NEPH1' }), []);

  const search = async (actor: StaffActor, text: string) => (await service.corridor.ask(actor, searchPatients(scope, lookUp), { text })).items.map(({ number }) => number);
  for (const text of ['12床', '王德顺', 'wds', 'wangdeshun', '汪得顺', 'CARD1-12', 'P000001', 'ZY|P000001|12']) t.deepEqual(await search(nurse, text), ['P000001'], text);
  for (const text of ['钱伯安', 'qba', 'qianboan', '钱', '99床', '没有这人', '0000', '13900000000', '%', '__']) t.deepEqual(await search(li, text), [], text);

  // So many namesakes elsewhere that the scope goes first: she is found all the same, also by a name of a number merged into hers.
  const her = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const namesakes = Array.from({ length: 70 }, (_none, at) => ({ id: newId(now.getTime()), number: `N${at}`, name: at % 2 === 0 ? '王德顺' : '王得舜', sex: 'M', ...(at === 1 && { name: '赵一鸣', mergedId: her.id, canonicalId: her.id }) }));
  const elsewhere = Array.from({ length: 70 }, (_none, at) => ({ id: newId(now.getTime()), number: `M${at}`, name: '赵一鸣', sex: 'M' }));
  await database.prisma.patient.createMany({ data: [...namesakes, ...elsewhere] });
  await database.prisma.patientName.createMany({ data: [...namesakes, ...elsewhere].flatMap(({ id, name }) => rowsOfName({ patientId: id, name })) });
  for (const text of ['王德顺', 'wds', 'wangdeshun', '汪得顺', '赵一鸣', 'zym']) t.deepEqual(await search(nurse, text), ['P000001'], text);
  t.deepEqual(await search(li, '钱伯安'), []);
  const long = { letters: 'Abdurahman '.repeat(14).trim(), characters: '阿卜杜热合曼'.repeat(12) };
  await database.prisma.patientName.createMany({ data: Object.values(long).flatMap((name, at) => rowsOfName({ patientId: her.id, name }).map((row) => ({ ...row, reading: 20 + at * 5 + row.reading }))) });
  for (const text of Object.values(long)) t.deepEqual(await search(nurse, text), ['P000001'], 'a name longer than a circle keeps');
  await database.prisma.patient.deleteMany({ where: { id: { in: [...namesakes, ...elsewhere].map(({ id }) => id) } } });

  await database.prisma.patientName.deleteMany({});
  await database.prisma.patient.updateMany({ data: { namedAs: null } });
  t.deepEqual(await search(nurse, '王德顺'), []);
  t.true((await service.corridor.run(systemActor, indexNames, {})).made > 5);
  t.deepEqual(await search(nurse, '王德顺'), ['P000001'], 'after a bulk load the names are made by the night');

  const { id } = await service.corridor.ask(li, findByNumber(scope), { number: 'P000001' });
  const detail = await service.corridor.ask(li, showPatient(scope), { id });
  t.like(detail, { number: 'P000001', name: '王德顺', because: '管床医生', until: null });
  t.like(detail.visits[0], { kind: 'inpatient', bed: '12床', doctor: '李静', nurse: '周敏', diagnosis: '慢性心力衰竭，慢性肾脏病3期' });
  t.deepEqual((await database.prisma.audit.findMany({ where: { act: 'patient-lookup.show' } })).map(({ patients }) => patients), [[id]]);

  await database.prisma.visit.updateMany({ where: { patientId: id }, data: { dischargedAt: new Date('2026-11-10T00:00:00Z') } });
  t.deepEqual(await numbers(li, { kind: 'discharged' }), ['P000001'], 'for some days more');
  await database.prisma.visit.updateMany({ where: { patientId: id }, data: { dischargedAt: new Date('2026-10-01T00:00:00Z') } });
  t.deepEqual(await numbers(li, { kind: 'discharged' }), []);
  await t.throwsAsync(service.corridor.ask(li, showPatient(scope), { id }), { message: 'core.not-found' });
});

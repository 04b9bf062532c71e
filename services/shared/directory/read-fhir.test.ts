/** The directory from a FHIR server, through the real adapter over http. */
import anyTest, { type TestFn } from 'ava';
import type { FhirResource, PractitionerRole } from 'fhir/r4.js';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { fhirServer } from '../../links/fhir/http-server.ts';
import { fhirServerSettings } from '../../links/fhir/settings.ts';
import { SimulatedFhirServer } from '../../links/fhir/simulated/server.ts';
import { startSyncOf } from './actions/sync.ts';
import { matters as mattersQuery } from './queries/sync.ts';
import { fhirDirectory } from './read-fhir.ts';
import { administrator, directoryService, now } from './testing.ts';

const test = anyTest as TestFn<TestDatabase>;
test.beforeEach(async (t) => { t.context = await testDatabase(); });
test.afterEach.always((t) => t.context.dispose());

const dept = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'dept' }] }];
const role = (id: string, person: string, code: string, more: Partial<PractitionerRole> = {}): FhirResource => ({ resourceType: 'PractitionerRole', id, practitioner: { reference: `Practitioner/${person}` }, organization: { reference: 'Organization/card' }, code: [{ text: code }], ...more });
const person = (id: string, number: string | undefined, name: string): FhirResource => ({ resourceType: 'Practitioner', id, ...(number !== undefined && { identifier: [{ type: { coding: [{ code: 'EI' }] }, value: number }] }), name: [{ text: name }] });

const hospital: FhirResource[] = [
  { resourceType: 'Organization', id: 'h', identifier: [{ value: 'H' }], name: '青禾市第一人民医院', type: [{ coding: [{ code: 'prov' }] }] },
  { resourceType: 'Organization', id: 'med', identifier: [{ value: 'MED' }], name: '内科', type: dept, partOf: { reference: 'Organization/h' } },
  { resourceType: 'Organization', id: 'card', identifier: [{ value: 'CARD' }], name: '心血管内科', type: dept, partOf: { reference: 'Organization/med' } },
  { resourceType: 'Organization', id: 'lab', identifier: [{ value: 'LAB' }], name: '检验科', type: dept, partOf: { reference: 'Organization/h' } },
  { resourceType: 'Location', id: 'w1', identifier: [{ value: 'CARD1' }], name: '心内科一病区', physicalType: { coding: [{ code: 'wa' }] }, managingOrganization: { reference: 'Organization/card' } },
  { resourceType: 'Location', id: 'b1', identifier: [{ value: '12' }], physicalType: { coding: [{ code: 'bd' }] }, partOf: { reference: 'Location/w1' } },
  person('p1', '1001', '李静'), person('p2', '1002', '王芳'), person('p3', '1003', '陈杰'), person('p4', undefined, '无名'),
  role('r1', 'p1', '主治医师', { location: [{ reference: 'Location/w1' }] }), role('r2', 'p2', '主管护师', { location: [{ reference: 'Location/w1' }] }), role('r3', 'p3', '技师', { organization: { reference: 'Organization/lab' } }),
];

async function open(t: { readonly context: TestDatabase; teardown(end: () => unknown): void }, resources: readonly FhirResource[]) {
  const simulated = new SimulatedFhirServer({ now: () => now });
  for (const resource of resources) simulated.put(resource);
  const baseUrl = await simulated.listen();
  const source = fhirDirectory(fhirServer(fhirServerSettings.parse({ baseUrl, pageRows: 2 }), () => now.getTime()));
  const service = await directoryService(t.context.database, [source]);
  t.teardown(async () => { await service.stop(); await simulated.stop(); });
  const { prisma } = t.context.database;
  const read = async () => {
    const { id } = await service.corridor.run(administrator, startSyncOf(['his']), { source: 'his' });
    await service.jobs.drain();
    return prisma.directorySync.findUniqueOrThrow({ where: { id } });
  };
  const matters = async () => (await service.corridor.ask(administrator, mattersQuery, {})).matters.map(({ on, key, reason }) => `${on} ${key} ${reason}`).toSorted();
  return { simulated, prisma, read, matters };
}

test('departments, wards and staff of a FHIR server, page by page; read again it changes nothing; a bed and the hospital itself are none', async (t) => {
  const { prisma, read, matters } = await open(t, hospital);
  t.like(await read(), { state: 'finished' });
  t.deepEqual(await prisma.department.findMany({ orderBy: { code: 'asc' }, select: { code: true, name: true, kind: true, parentCode: true, source: true } }), [
    { code: 'CARD', name: '心血管内科', kind: 'inpatient', parentCode: 'MED', source: 'his' }, { code: 'LAB', name: '检验科', kind: 'technology', parentCode: null, source: 'his' }, { code: 'MED', name: '内科', kind: 'inpatient', parentCode: null, source: 'his' },
  ]);
  t.deepEqual(await prisma.ward.findMany({ select: { code: true, name: true, departmentCode: true } }), [{ code: 'CARD1', name: '心内科一病区', departmentCode: 'CARD' }]);
  t.deepEqual(await prisma.staff.findMany({ orderBy: { number: 'asc' }, select: { number: true, name: true, role: true, title: true, departmentCode: true, wardCode: true } }), [
    { number: '1001', name: '李静', role: 'doctor', title: '主治医师', departmentCode: 'CARD', wardCode: 'CARD1' }, { number: '1002', name: '王芳', role: 'nurse', title: '主管护师', departmentCode: 'CARD', wardCode: 'CARD1' }, { number: '1003', name: '陈杰', role: 'technician', title: '技师', departmentCode: 'LAB', wardCode: null },
  ]);
  t.deepEqual(await matters(), []);
  const again = await read();
  t.like(again.counts, { added: 0, changed: 0, left: 0 });
});

test('what does not fit waits for a person: no number, two roles, another name, somebody not told any more; who left leaves at once', async (t) => {
  const { simulated, prisma, read, matters } = await open(t, hospital);
  await read();
  simulated.put(role('r4', 'p4', '住院医师'));
  simulated.put(role('r5', 'p2', '护士长', { organization: { reference: 'Organization/med' } }));
  simulated.put(person('p1', '1001', '李静怡'));
  simulated.put(role('r3', 'p3', '技师', { organization: { reference: 'Organization/lab' }, active: false }));
  t.like(await read(), { state: 'finished' });
  const waiting = await matters();
  t.true(waiting.some((each) => /^staff PractitionerRole \d+ fields$/.test(each)), waiting.join('; '));
  t.true(waiting.includes('staff 1002 told-twice'), waiting.join('; '));
  t.true(waiting.includes('staff 1001 name-differs'), waiting.join('; '));
  t.is((await prisma.staff.findUniqueOrThrow({ where: { number: '1001' } })).name, '李静', 'numbers are given to new people: asked, not guessed');
  t.false((await prisma.staff.findUniqueOrThrow({ where: { number: '1003' } })).active);
});

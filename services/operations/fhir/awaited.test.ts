/** What names somebody by a server's own id before she was told: kept, nobody's, and hers as soon as she is. */
import anyTest, { type TestFn } from 'ava';
import { type FhirSender, fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import { administration, encounter, patient, potassium, prescription } from '../../links/fhir/samples.fixtures.ts';
import { admission } from '../../links/hl7/samples.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

const put = async (sender: FhirSender, resource: { resourceType: string; id?: string | undefined }) => sender.send('PUT', `/${resource.resourceType}/${resource.id}`, JSON.stringify(resource));
const mr = (value: string) => [{ type: { coding: [{ code: 'MR' }] }, value }];

async function reportsOf({ hospital: { database: { prisma } } }: World, number: string) {
  const { id } = await prisma.patient.findUniqueOrThrow({ where: { number } });
  return prisma.report.findMany({ where: { patientId: id } });
}

/** The minute's tick, and what it asked for. */
async function minute(w: World): Promise<void> {
  await w.hospital.service.tick('fhir.take-up');
  await w.settle();
}

test.serial('a critical value comes before its patient: the sender is told, nobody else gets it, and it is hers within a minute of being told', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const lis = await fhirSender(w, { code: 'lis' });
  // In the hospital somebody's number is what that server calls its own patient.
  await w.sends(admission({ event: 'A01', at: w.now(), controlId: 'AW-1', application: 'HIS', patient: { id: '4711', name: '白云霞', sex: 'F', birth: '19800101' }, visit: { number: 'ZY4711', patientClass: 'I', department: 'CARD', ward: 'CARD1', bed: '31', admittedAt: w.now() } }));
  await w.settle();
  const opened = (): Promise<number> => prisma.fact.count({ where: { name: 'critical-values.opened' } });
  const before = await opened();
  const early = potassium(7.4, { id: 'aw-k', subject: { reference: 'Patient/4711' }, encounter: { reference: 'Encounter/aw-e' } });

  const answer = await put(lis, early);
  t.is(answer.status, 422);
  t.regex(answer.text, /收到这个 Patient 后自动读入，不必重发/u);
  await minute(w);
  t.is(await opened(), before);
  t.deepEqual(await reportsOf(w, '4711'), [], 'a server’s id is nobody’s number');
  const matters = () => prisma.intakeMatter.findMany({ where: { arrival: { startsWith: 'fhir:lis:' }, state: 'open', kind: { not: 'remark' } } });
  t.deepEqual((await matters()).map(({ reason }) => reason), ['patient-unknown']);

  t.is((await put(lis, patient({ id: '4711', identifier: mr('F4711') }))).status, 200);
  await minute(w);
  t.is(await opened(), before + 1, 'once');
  const [report] = await reportsOf(w, 'F4711');
  t.truthy(report);
  t.is(report?.visitId, null, 'its stay was not told yet');
  t.deepEqual(await matters(), []);
  t.is((await put(lis, early)).status, 200, 'sent again it is taken, and not twice');
  await w.settle();
  t.is(await opened(), before + 1);

  t.is((await put(lis, encounter({ id: 'aw-e', subject: { reference: 'Patient/4711' }, identifier: [{ value: 'ZYF4711' }] }))).status, 200);
  await minute(w);
  await minute(w);
  const stay = await prisma.visit.findFirstOrThrow({ where: { number: 'ZYF4711' } });
  t.is((await prisma.report.findUniqueOrThrow({ where: { id: report?.id ?? '' } })).visitId, stay.id);
  t.is(await opened(), before + 1);
  t.is(await prisma.fhirWaiting.count(), 0);
});

test.serial('two systems number their own patients alike: each waits for its own', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const [one, other] = [await fhirSender(w, { code: 'one' }), await fhirSender(w, { code: 'other' })];
  for (const sender of [one, other]) await put(sender, potassium(sender === one ? 4.1 : 4.2, { id: 'alike-k', subject: { reference: 'Patient/1' }, encounter: undefined as never }));
  await put(one, patient({ id: '1', identifier: mr('F-ONE') }));
  await minute(w);
  await put(other, patient({ id: '1', identifier: mr('F-OTHER') }));
  await minute(w);
  const valueOf = async (number: string): Promise<string[]> => {
    const { id } = await prisma.patient.findUniqueOrThrow({ where: { number } });
    return (await prisma.result.findMany({ where: { patientId: id } })).map(({ text }) => text);
  };
  t.deepEqual([await valueOf('F-ONE'), await valueOf('F-OTHER')], [['4.1'], ['4.2']]);
});

test.serial('a drug was given before its order is told: the order and what was done are one', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const emr = await fhirSender(w, { code: 'aw-emr' });
  const subject = { reference: 'Patient/aw-p' };
  await put(emr, patient({ id: 'aw-p', identifier: mr('FAW') }));
  const early = await put(emr, administration({ id: 'aw-a', subject, context: undefined as never, request: { reference: 'MedicationRequest/aw-m' } }));
  t.is(early.status, 422);
  t.regex(early.text, /收到这条医嘱后自动读入/u);
  await put(emr, prescription({ id: 'aw-m', identifier: [{ value: 'YZ-AW' }], subject, encounter: undefined as never }));
  // The sender does not wait for the minute.
  t.is((await put(emr, administration({ id: 'aw-a', subject, context: undefined as never, request: { reference: 'MedicationRequest/aw-m' } }))).status, 200);
  await w.settle();
  t.is(await prisma.orderExecution.count({ where: { number: 'aw-a' } }), 1);
  await minute(w);
  const { id } = await prisma.patient.findUniqueOrThrow({ where: { number: 'FAW' } });
  t.deepEqual((await prisma.clinicalOrder.findMany({ where: { patientId: id } })).map(({ number }) => number), ['YZ-AW']);
  t.deepEqual((await prisma.orderExecution.findMany({ where: { patientId: id } })).map(({ number, orderNumber }) => [number, orderNumber]), [['aw-a', 'YZ-AW']]);
});

test.serial('what was cleared away meanwhile, or still lacks something, is not tried for ever', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const lis = await fhirSender(w, { code: 'aw-lis' });
  const about = { subject: { reference: 'Patient/aw-late' }, encounter: undefined as never };
  await put(lis, potassium(4.3, { id: 'aw-gone', ...about }));
  await put(lis, administration({ id: 'aw-both', subject: about.subject, context: undefined as never, request: { reference: 'MedicationRequest/aw-never' } }));
  await prisma.inboxMessage.deleteMany({ where: { key: { startsWith: 'fhir:aw-lis:Observation/aw-gone' } } });
  await put(lis, patient({ id: 'aw-late', identifier: mr('FLATE') }));
  await minute(w);
  t.deepEqual((await prisma.fhirWaiting.findMany({ where: { sender: 'aw-lis' } })).map(({ name }) => name), ['MedicationRequest/aw-never']);
  t.deepEqual((await prisma.intakeMatter.findMany({ where: { arrival: { startsWith: 'fhir:aw-lis:' }, state: 'open', kind: 'message', NOT: { arrival: { contains: 'aw-gone' } } } })).map(({ reason }) => reason), ['order-unknown']);
});

test.serial('a server’s own id is nobody’s number in the hospital: not of a patient without another one, and not in a merge', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const [one, other] = [await fhirSender(w, { code: 'bare-1' }), await fhirSender(w, { code: 'bare-2' })];
  await w.sends(admission({ event: 'A01', at: w.now(), controlId: 'AW-2', application: 'HIS', patient: { id: '77', name: '白云霞', sex: 'F', birth: '19800101' }, visit: { number: 'ZY77', patientClass: 'I', department: 'CARD', ward: 'CARD1', bed: '32', admittedAt: w.now() } }));
  for (const sender of [one, other]) {
    await put(sender, { resourceType: 'Patient', id: '77', name: [{ text: sender === one ? '甲某' : '乙某' }] } as never);
    await put(sender, potassium(sender === one ? 4.4 : 4.5, { id: 'own-k', subject: { reference: 'Patient/77' }, encounter: undefined as never }));
  }
  const named = await prisma.patient.findMany({ where: { number: { in: ['77', 'bare-1/77', 'bare-2/77'] } }, orderBy: { number: 'asc' } });
  t.deepEqual(named.map(({ number, name }) => [number, name]), [['77', '白云霞'], ['bare-1/77', '甲某'], ['bare-2/77', '乙某']]);
  t.deepEqual((await reportsOf(w, '77')).length, 0);
  t.deepEqual((await prisma.result.findMany({ where: { patientId: { in: named.map(({ id }) => id) } }, orderBy: { text: 'asc' } })).map(({ text, patientId }) => [named.find(({ id }) => id === patientId)?.number, text]), [['bare-1/77', '4.4'], ['bare-2/77', '4.5']]);

  await put(one, patient({ id: '88', identifier: mr('F88') }));
  await put(one, patient({ id: '99', identifier: mr('F99'), link: [{ type: 'replaces', other: { reference: 'Patient/88' } }] }));
  const [stays, gone, hers] = await Promise.all(['F99', 'F88', '77'].map((number) => prisma.patient.findUniqueOrThrow({ where: { number } })));
  t.is(gone?.canonicalId, stays?.id);
  t.is(hers?.canonicalId, hers?.id);
  t.is(await prisma.patient.count({ where: { number: { in: ['88', '99', 'bare-1/88', 'bare-1/99'] } } }), 0, 'no number is made of a server’s');
});

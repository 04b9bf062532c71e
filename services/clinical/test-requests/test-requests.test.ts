/** Ordering tests from the phone, from end to end: commands over the real http adapter, orders and results back over MLLP, facts and FHIR. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { type Api, type World, patientIn, potassium, world } from '../../../tests/kit/world.ts';
import { contractSender } from '../../../tests/kit/contract-sender.ts';
import { fhirSender } from '../../../tests/kit/fhir-sender.ts';
import { admission, order, result } from '../../links/hl7/samples.ts';
import { SimulatedHospital } from '../../links/contract/commands/simulated-hospital.ts';
import { type HospitalServer, serveHospital } from '../../links/contract/commands/simulated-server.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import type { PatientRequests, RequestView } from './schema.ts';

interface Context {
  readonly w: World;
  readonly hospital: SimulatedHospital;
  readonly server: HospitalServer;
  readonly patient: string;
  readonly visit: string;
  readonly end: () => Promise<void>;
}

const test = anyTest.serial as TestFn<Context>;
const secret = Buffer.alloc(32, 7);
const entries = [
  { code: 'JY-ELEC', name: '电解质', fields: { category: '检验', results: '2823-3、2951-2', specimen: '血清' } },
  { code: 'JY-CBC', name: '血常规', fields: { category: '检验', specimen: '全血' } },
  { code: 'JY-BNP', name: 'B型钠尿肽', fields: { category: '检验' } },
  { code: 'EX-ECHO', name: '心脏彩色多普勒超声', fields: { category: '检查', place: '超声科' } },
] as const;

test.before(async (t) => {
  const ends: (() => unknown)[] = [];
  const clock: { now?: () => Date } = {};
  const hospital = new SimulatedHospital({ id: 'wardline', algorithm: 'hmac-sha256', secret }, () => clock.now?.() ?? new Date(0));
  const server = await serveHospital(hospital);
  const env = { HOSPITAL_COMMANDS_URL: server.url, HOSPITAL_COMMANDS_SECRET: secret.toString('base64url'), HOSPITAL_COMMANDS_TIMEOUT_MS: '2000' };
  const w = await world({ teardown: (end: () => unknown) => ends.push(end) } as unknown as ExecutionContext, { env });
  clock.now = w.now;
  const desk = await w.signIn('9101');
  for (const entry of entries) await desk('POST', '/dictionaries/entries', { dictionary: 'order-item', ...entry });
  const { id, patientId } = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' } });
  t.context = { w, hospital, server, patient: patientId, visit: id, end: async () => void (await Promise.all([server.stop(), ...ends.map((end) => end())])) };
});
test.after.always((t) => t.context.end());
test.beforeEach(({ context: { hospital } }) => Object.assign(hospital, { mood: 'accepts', fault: undefined }));

let forms = 0;
const batch = (): string => `FORM${String((forms += 1)).padStart(16, '0')}`;

interface Wanted {
  readonly batch?: string;
  readonly urgent?: boolean;
  readonly purpose?: string;
}

const ask = ({ patient, visit }: Context, api: Api, codes: readonly (string | { code: string; anyway: boolean })[], more: Wanted = {}) =>
  api('POST', `/patients/${patient}/test-requests`, { visitId: visit, batch: batch(), items: codes.map((each) => (typeof each === 'string' ? { code: each } : each)), urgent: false, purpose: '', remark: '', ...more });

const shown = async ({ patient }: Context, api: Api): Promise<PatientRequests> => (await api('GET', `/patients/${patient}/test-requests`)).data as PatientRequests;
const one = async (context: Context, api: Api, code: string): Promise<RequestView> => (await shown(context, api)).items.find((each) => each.code === code) as RequestView;
const bed12 = { patient: { id: 'P000001', name: '王德顺', sex: 'M' }, visit: { number: 'ZY26110001', ward: 'CARD1', bed: '12', department: 'CARD' } } as const;
const asked = (hospital: SimulatedHospital, item: string): CommandOf<'order-test'>[] => hospital.executed.flatMap((each) => (each.kind === 'order-test' && each.data.item.id === item ? [each] : []));

test('a doctor orders tests: sent once however often it is pressed, taken with the hospital’s number, its order and its result found from there', async (t) => {
  const { w, hospital, patient } = t.context;
  const li = await w.signIn('1001');
  t.like(await shown(t.context, li), { items: [], running: [], hindrance: null });
  t.deepEqual(((await li('GET', '/dictionaries/find?dictionary=order-item&text=djz')).data as { entries: { code: string }[] }).entries.map(({ code }) => code), ['JY-ELEC']);
  const form = batch();
  const [first, second] = await Promise.all([1, 2].map(() => ask(t.context, li, ['JY-ELEC', 'EX-ECHO'], { batch: form, urgent: true, purpose: '血钾升高复查' })));
  t.deepEqual([first?.status, second?.status], [200, 200]);
  t.deepEqual(first?.data, second?.data, 'two presses, one order');
  t.like(await one(t.context, li, 'JY-ELEC'), { state: 'sending', mine: true, urgent: true, purpose: '血钾升高复查' });
  await w.settle();
  const { number, orderNumber } = await one(t.context, li, 'JY-ELEC');
  t.regex(number, /^WL261119[0-9A-F]{10}$/);
  t.like(await one(t.context, li, 'JY-ELEC'), { state: 'accepted', reason: null, order: null, report: null, mayWithdraw: true, mayRetry: false });
  const sent = asked(hospital, 'JY-ELEC');
  t.is(sent.length, 1);
  t.like(sent[0], { actor: { number: '1001', name: '李静' }, data: { request: number, visit: 'ZY26110001', patientIds: [{ value: 'P000001', type: 'MR' }], category: 'laboratory', urgent: true, purpose: '血钾升高复查', department: 'CARD' } });
  t.like(asked(hospital, 'EX-ECHO')[0], { data: { category: 'examination' } });
  t.is((await ask(t.context, li, ['JY-ELEC', 'EX-ECHO'], { batch: form, urgent: true })).status, 200, 'sent again after a time-out');
  t.is((await ask(t.context, li, ['JY-CBC'], { batch: form })).error.code, 'test-requests.other-batch');
  await w.settle();
  t.is(hospital.executed.filter(({ kind }) => kind === 'order-test').length, 2);

  // The HIS tells its order, the laboratory its result.
  t.is(await w.sends(order({ type: 'OML', at: w.now(), controlId: 'TR-1', application: 'HIS', ...bed12, orders: [{ number: orderNumber ?? '', term: '临时', status: 'IP', item: { id: 'JY-ELEC', text: '电解质', system: 'QH' }, service: 'LAB', orderedAt: w.now(), doctor: { number: '1001', name: '李静' }, department: 'CARD', urgent: true }] })), 'AA');
  await w.settle();
  t.like(await one(t.context, li, 'JY-ELEC'), { order: { state: 'running' }, mayWithdraw: true });
  t.is((await shown(t.context, li)).running.filter(({ code }) => code === 'JY-ELEC').length, 1, 'told back, it is no second one');
  t.is(await w.sends(result({ at: w.now(), controlId: 'TR-2', application: 'LIS', patient: patientIn('CARD1-12'), placer: orderNumber ?? '', filler: 'L-TR-2', order: { id: 'JY-ELEC', text: '电解质', system: 'QH' }, items: [potassium('5.0')] })), 'AA');
  await w.settle();
  const { report, mayWithdraw } = await one(t.context, li, 'JY-ELEC');
  t.false(mayWithdraw, 'there is a result');
  t.is((await li('GET', `/patients/${patient}/reports/${report?.id ?? ''}`)).status, 200);
  t.is((await li('POST', `/test-requests/${(await one(t.context, li, 'JY-ELEC')).id}/withdraw`, { why: '开错了' })).error.code, 'test-requests.over');

  const { prisma } = w.hospital.database;
  const rows = await prisma.testRequest.findMany();
  t.false(JSON.stringify(rows).includes('复查'), 'what was typed is sealed');
  t.deepEqual((await prisma.fact.findMany({ where: { name: { startsWith: 'test-requests.' }, subject: patient }, orderBy: { id: 'asc' } })).map(({ name }) => name).toSorted(), ['test-requests.asked', 'test-requests.asked', 'test-requests.settled', 'test-requests.settled']);
  t.is(await prisma.audit.count({ where: { act: 'test-requests.of-patient', actor: 'staff:1001' } }), 1, 'a page that asks again by itself is one look');
  const row = await prisma.audit.findFirstOrThrow({ where: { act: 'test-requests.ask', actor: 'staff:1001' } });
  t.like(row, { subject: patient, patients: [patient] });
});

test('ordered today already: said before it is sent, by whom and when; ordered all the same only by who says so', async (t) => {
  const { w } = t.context;
  const wang = await w.signIn('1002');
  const refused = await ask(t.context, wang, ['JY-ELEC']);
  t.is(refused.error.code, 'test-requests.already');
  t.regex(refused.error.message, /^电解质今天已经申请过（22:00 李静）。/);
  t.like((await shown(t.context, wang)).running.find(({ code }) => code === 'EX-ECHO'), { by: '李静', today: true, state: 'accepted' });
  const both = await Promise.all([ask(t.context, wang, ['JY-BNP']), ask(t.context, await w.signIn('1001'), ['JY-BNP'])]);
  t.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409], 'two at once: the second sees the first');
  t.is((await ask(t.context, wang, [{ code: 'JY-ELEC', anyway: true }])).status, 200);
  await w.settle();
  t.is(asked(t.context.hospital, 'JY-ELEC').length, 2);
  t.is((await ask(t.context, wang, ['JY-NONE'])).error.code, 'test-requests.unknown-item');
  t.is((await ask(t.context, wang, ['JY-CBC', 'JY-CBC'])).error.code, 'test-requests.twice');
  t.is((await ask(t.context, wang, [])).status, 400);
  t.is((await ask(t.context, wang, ['JY-CBC'], { purpose: '字'.repeat(201) })).status, 400);
});

test('who may: doctors who treat; nurses are told so; for everybody else the patient is not there', async (t) => {
  const { w } = t.context;
  const before = await w.hospital.database.prisma.testRequest.count();
  const nurse = await w.signIn('1004');
  t.is((await ask(t.context, nurse, ['JY-CBC'])).error.code, 'test-requests.not-yours');
  t.regex(String((await shown(t.context, nurse)).hindrance), /^只有管床医生/);
  for (const staff of ['2001', '2004', '9101', '9102']) t.is((await ask(t.context, await w.signIn(staff), ['JY-CBC'])).status, 404, staff);
  const { id } = await w.hospital.database.prisma.testRequest.findFirstOrThrow();
  t.is((await (await w.signIn('2001'))('POST', `/test-requests/${id}/withdraw`, { why: '开错了' })).status, 404);
  t.is((await nurse('POST', `/test-requests/${id}/withdraw`, { why: '开错了' })).error.code, 'test-requests.not-yours');
  t.is(await w.hospital.database.prisma.testRequest.count(), before);
});

test('the hospital says no, with its reason; it is away, and nothing is lost; what failed is sent again under the same key', async (t) => {
  const { w, hospital } = t.context;
  const li = await w.signIn('1001');
  hospital.mood = 'refuses';
  t.is((await ask(t.context, li, ['JY-CBC'])).status, 200);
  await w.settle();
  const no = await one(t.context, li, 'JY-CBC');
  t.like(no, { state: 'refused', reason: '这张申请已经关闭', mayRetry: false, mayWithdraw: false });
  const card = async (): Promise<string> => JSON.stringify((await w.cards('dingtalk', '1001'))[0]?.raw);
  t.regex(await card(), /医院没有接收，请看原因/u);
  t.regex(await card(), /血常规/u);
  t.notRegex(await card(), /王德顺|关闭/u);
  t.is((await li('POST', `/test-requests/${no.id}/retry`, {})).error.code, 'test-requests.not-failed');
  t.is((await li('POST', `/test-requests/${no.id}/withdraw`, { why: '开错了' })).error.code, 'test-requests.not-accepted');
  t.false((await shown(t.context, li)).running.some(({ code }) => code === 'JY-CBC'), 'refused is not running');

  // Not known there: a person must look, and the doctor can try again.
  hospital.fault = 'refuses-everybody';
  t.is((await ask(t.context, li, ['JY-CBC'])).status, 200);
  await w.settle();
  const failed = await one(t.context, li, 'JY-CBC');
  t.like(failed, { state: 'failed', mayRetry: true, mayWithdraw: true });
  Object.assign(hospital, { fault: undefined, mood: 'closes' });
  t.is((await li('POST', `/test-requests/${failed.id}/retry`, {})).status, 200);
  await w.settle();
  t.like(await one(t.context, li, 'JY-CBC'), { state: 'sending' }, 'done there, and its answer lost on the way');
  hospital.mood = 'accepts';
  const { id } = await w.hospital.database.prisma.hospitalCommand.findFirstOrThrow({ where: { key: `test-requests:${failed.id}` } });
  await (await w.signIn('9101'))('POST', '/hospital-commands/again', { id });
  await w.settle();
  t.like(await one(t.context, li, 'JY-CBC'), { state: 'accepted' });
  t.regex(await card(), /医院已接收/u, 'the card of the one that failed follows it');
  t.is(asked(hospital, 'JY-CBC').filter(({ key }) => key === `test-requests:${failed.id}`).length, 1, 'one order');
  t.false(JSON.stringify(await w.hospital.database.prisma.testRequest.findMany()).includes('关闭'), 'the hospital’s words are sealed');
});

test('taken back: by a command once the hospital has it; the hospital’s no leaves it standing; what was not sent is never sent', async (t) => {
  const { w, hospital } = t.context;
  const li = await w.signIn('1001');
  const { id, orderNumber, number } = await one(t.context, li, 'EX-ECHO');
  hospital.mood = 'refuses';
  t.is((await li('POST', `/test-requests/${id}/withdraw`, { why: '开' })).status, 400, 'not without a reason');
  t.is((await li('POST', `/test-requests/${id}/withdraw`, { why: '开错了' })).status, 200);
  t.is((await li('POST', `/test-requests/${id}/withdraw`, { why: '开错了' })).error.code, 'test-requests.withdrawing');
  await w.settle();
  t.like(await one(t.context, li, 'EX-ECHO'), { state: 'accepted', mayWithdraw: true, withdrawal: { state: 'refused', reason: '这张申请已经关闭' } });
  hospital.mood = 'accepts';
  w.tick(1000);
  t.is((await li('POST', `/test-requests/${id}/withdraw`, { why: '开错了' })).status, 200);
  await w.settle();
  t.like(await one(t.context, li, 'EX-ECHO'), { state: 'withdrawn', withdrawal: { state: 'done', by: { name: '李静' } }, mayWithdraw: false });
  t.like(hospital.executed.at(-1), { kind: 'cancel-test', reason: '开错了', data: { request: number, order: orderNumber, visit: 'ZY26110001' } });
  t.false((await shown(t.context, li)).running.some(({ code }) => code === 'EX-ECHO'));

  // Busy: nothing has arrived, so that nothing has to be taken back there.
  hospital.mood = 'busy';
  t.is((await ask(t.context, li, ['EX-ECHO'])).status, 200);
  await w.settle();
  const waiting = await one(t.context, li, 'EX-ECHO');
  t.like(waiting, { state: 'sending', mayWithdraw: true });
  t.is((await li('POST', `/test-requests/${waiting.id}/withdraw`, { why: '不做了' })).status, 200);
  await w.settle();
  t.like(await one(t.context, li, 'EX-ECHO'), { state: 'withdrawn' });
  hospital.mood = 'accepts';
  const { id: kept } = await w.hospital.database.prisma.hospitalCommand.findFirstOrThrow({ where: { key: `test-requests:${waiting.id}` } });
  t.is((await (await w.signIn('9101'))('POST', '/hospital-commands/again', { id: kept })).error.code, 'hospital-commands.settled', 'nobody sends it by hand');
  await w.pass(10);
  t.is(asked(hospital, 'EX-ECHO').filter(({ key }) => key === `test-requests:${waiting.id}`).length, 0);
});

test('wanted back while nobody knows whether it arrived: asked back as soon as the hospital says that it has it', async (t) => {
  const { w, hospital } = t.context;
  const li = await w.signIn('1001');
  hospital.mood = 'pending';
  t.is((await ask(t.context, li, ['EX-ECHO'])).status, 200);
  await w.settle();
  const { id } = await one(t.context, li, 'EX-ECHO');
  t.is((await li('POST', `/test-requests/${id}/withdraw`, { why: '不做了' })).status, 200);
  await w.settle();
  t.like(await one(t.context, li, 'EX-ECHO'), { state: 'sending', withdrawal: { state: 'asked' }, mayWithdraw: false });
  Object.assign(hospital, { mood: 'accepts' });
  hospital.decide(`test-requests:${id}`, 'accepted', { number: 'YZ-77' });
  const { id: kept } = await w.hospital.database.prisma.hospitalCommand.findFirstOrThrow({ where: { key: `test-requests:${id}` } });
  await (await w.signIn('9101'))('POST', '/hospital-commands/again', { id: kept });
  await w.settle();
  t.like(await one(t.context, li, 'EX-ECHO'), { state: 'withdrawn' });
  t.like(hospital.executed.at(-1), { kind: 'cancel-test', data: { order: 'YZ-77' } });
});

test('told back by signed facts and by FHIR, under the hospital’s number or under ours, on a form with several items too: order and report are found', async (t) => {
  const { w, hospital } = t.context;
  const li = await w.signIn('1001');
  hospital.mood = 'accepts';
  const anyway = ['JY-BNP', 'JY-CBC', 'JY-ELEC'].map((code) => ({ code, anyway: true }));
  t.is((await ask(t.context, li, anyway)).status, 200);
  await w.settle();
  const [bnp, cbc, elec] = [await one(t.context, li, 'JY-BNP'), await one(t.context, li, 'JY-CBC'), await one(t.context, li, 'JY-ELEC')];
  const facts = await contractSender(w, 'his-facts');
  const about = { patient: { ids: [{ value: 'P000001', type: 'MR' }] }, visit: { number: 'ZY26110001' }, sentAt: w.now().toISOString() };
  t.is(await facts({ ...about, controlId: 'TF-1', statements: [{ kind: 'order', number: bnp.orderNumber, category: 'laboratory', term: 'temporary', code: { id: 'JY-BNP', text: 'B型钠尿肽' }, state: 'checked', orderedAt: w.now().toISOString() }] }), 'accepted');
  // The hospital's form is one, and its lines have numbers of their own.
  for (const [line, code] of [['1', 'JY-CBC'], ['2', 'JY-OTHER']] as const) t.is(await facts({ ...about, controlId: `TF-2-${line}`, statements: [{ kind: 'order', number: `HIS-9-${line}`, group: cbc.number, category: 'laboratory', term: 'temporary', code: { id: code, text: code }, state: line === '1' ? 'running' : 'cancelled', orderedAt: w.now().toISOString() }] }), 'accepted');
  const fhir = await fhirSender(w, { code: 'his-fhir' });
  const whose = { type: 'Patient', identifier: { type: { coding: [{ code: 'MR' }] }, value: 'P000001' } };
  const asked = { resourceType: 'ServiceRequest', id: 'tf3', identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: elec.number }], status: 'active', intent: 'order', category: [{ text: '检验' }], code: { coding: [{ code: 'JY-ELEC' }], text: '电解质' }, subject: whose, authoredOn: w.now().toISOString() };
  t.is((await fhir.send('PUT', '/ServiceRequest/tf3', JSON.stringify(asked))).status, 200);
  const report = { resourceType: 'DiagnosticReport', id: 'tf4', identifier: [{ type: { coding: [{ code: 'FILL' }] }, value: 'L-TF4' }], basedOn: [{ reference: 'ServiceRequest/tf3' }], status: 'final', category: [{ coding: [{ code: 'LAB' }] }], code: { coding: [{ code: 'JY-ELEC' }], text: '电解质' }, subject: whose, issued: w.now().toISOString(), conclusion: '见各项结果' };
  t.is((await fhir.send('PUT', '/DiagnosticReport/tf4', JSON.stringify(report))).status, 200);
  await w.settle();
  t.like(await one(t.context, li, 'JY-BNP'), { id: bnp.id, order: { state: 'checked' } });
  t.like(await one(t.context, li, 'JY-CBC'), { id: cbc.id, order: { state: 'running' }, mayWithdraw: true }, 'the line that was asked for, not its neighbour');
  const reported = await one(t.context, li, 'JY-ELEC');
  t.like(reported, { id: elec.id, order: { state: 'ordered' }, mayWithdraw: false });
  t.not(reported.report, null);
});

test('who has left is not ordered for any more', async (t) => {
  const { w } = t.context;
  const li = await w.signIn('1001');
  await w.sends(admission({ event: 'A03', at: w.now(), controlId: 'TR-OUT', application: 'HIS', patient: { ...bed12.patient, birth: '19590314' }, visit: { ...bed12.visit, patientClass: 'I', dischargedAt: w.now() } }));
  await w.settle();
  t.regex(String((await shown(t.context, li)).hindrance), /^患者已经出院/);
  t.is((await ask(t.context, li, ['JY-CBC'])).error.code, 'test-requests.discharged');
});

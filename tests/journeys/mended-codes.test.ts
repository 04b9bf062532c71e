/** A critical value under a code or a unit that nobody knew: never lost, judged when the code is mapped, never told twice. */
import anyTest, { type TestFn } from 'ava';
import { result } from '../../services/links/hl7/samples.ts';
import type { FhirResource } from 'fhir/r4.js';
import { contractSender } from '../kit/contract-sender.ts';
import { fhirSender } from '../kit/fhir-sender.ts';
import { type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

const item = (id: string, text: string, value: string, unit: string) => ({ code: { id, text, system: 'L' }, value, unit, range: '3.5-5.3', flags: [] });
const send = (w: World, controlId: string, items: readonly ReturnType<typeof item>[], more: object = {}) =>
  w.sends(result({ at: w.now(), controlId, patient: { id: 'P000013', name: '测试' }, visit: { number: 'ZY2026110113', ward: 'CARD1', bed: '13' }, filler: controlId, items, ...more }));
const opened = ({ hospital: { database: { prisma } } }: World, filler: string) => prisma.criticalValue.count({ where: { resultKey: { contains: filler } } });

const header = (type: string, id: string) => `MSH|^~\\&|HIS2|H|W|H|20261119221000||${type}|${id}|P|2.5.1\rEVN||20261119221000\rPID|1||P000013^^^HIS^MR||测试\rPV1|1|I|CARD1^^13||||||||||||||||ZY2026110113\r`;

async function mend(w: World, kind: string, code: string, ours: object): Promise<void> {
  const it = await w.signIn('9101');
  const { codes } = (await it('GET', `/intake/codes?kind=${kind}&text=${code}`)).data as { codes: { id: string; code: string; sender: string }[] };
  const row = codes.find((each) => each.code === code);
  await it('POST', '/codes', { kind, sender: row?.sender ?? '', foreign: code, ...ours });
  await it('POST', '/intake/try-cause', { code: row?.id });
  await w.settle();
}

test.serial('an unknown item: nothing until it is mapped, then one alert; tried again and sent again, still one; its row is known by its item', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  t.is(await send(w, 'MC-1', [item('Q77', 'Q77', '7.4', 'mmol/L')]), 'AA');
  await w.settle();
  t.is(await opened(w, 'MC-1'), 0);
  await mend(w, 'item', 'Q77', { ours: '2823-3', text: '血钾', system: 'LN' });
  t.is(await opened(w, 'MC-1'), 1, 'not lost');
  t.like(await prisma.result.findFirst({ where: { text: '7.4' } }), { item: '2823-3', system: 'LN', name: '血钾' }, 'its trend has it');
  const it = await w.signIn('9101');
  const { key } = await prisma.inboxMessage.findFirstOrThrow({ where: { key: { contains: 'MC-1' } } });
  await it('POST', '/intake/try-again', { arrival: key });
  t.is(await send(w, 'MC-1', [item('Q77', 'Q77', '7.4', 'mmol/L')]), 'AA');
  await w.settle();
  t.is(await opened(w, 'MC-1'), 1, 'and told once');
});

test.serial('an unknown unit: not judged in a unit nobody knows, judged when it is mapped, once', async (t) => {
  const { w } = t.context;
  t.is(await send(w, 'MC-2', [item('2823-3', '血钾', '7.6', 'MMZ')].map((each) => ({ ...each, code: { ...each.code, system: 'LN' } }))), 'AA');
  await w.settle();
  t.is(await opened(w, 'MC-2'), 0);
  await mend(w, 'unit', 'MMZ', { ours: 'mmol/L' });
  t.is(await opened(w, 'MC-2'), 1);
  await mend(w, 'unit', 'MMZ', { ours: 'mmol/L' });
  t.is(await opened(w, 'MC-2'), 1);
});

test.serial('one item of a report is mended, another was told long ago: the told one is not told again, the mended one is', async (t) => {
  const { w } = t.context;
  const known = { ...item('2823-3', '血钾', '7.1', 'mmol/L'), code: { id: '2823-3', text: '血钾', system: 'LN' } };
  t.is(await send(w, 'MC-3', [known, item('Q78', 'Q78', '1.1', 'mmol/L')]), 'AA');
  await w.settle();
  t.is(await opened(w, 'MC-3'), 1);
  await mend(w, 'item', 'Q78', { ours: '2345-7', text: '葡萄糖', system: 'LN' });
  const rows = await w.hospital.database.prisma.criticalValue.findMany({ where: { resultKey: { contains: 'MC-3' } } });
  t.is(rows.length, 2, JSON.stringify(rows.map(({ itemCode }) => itemCode)));
  t.is(new Set(rows.map(({ itemCode }) => itemCode)).size, 2, 'one of each');
});

test.serial('a correction came before the code was mended: the mended first word opens nothing that the correction has taken back', async (t) => {
  const { w } = t.context;
  t.is(await send(w, 'MC-4', [item('Q79', 'Q79', '7.9', 'mmol/L')]), 'AA');
  await w.pass(5);
  t.is(await send(w, 'MC-4', [{ ...item('Q79', 'Q79', '4.1', 'mmol/L'), status: 'C' } as never], { controlId: 'MC-4b' }), 'AA');
  await w.settle();
  await mend(w, 'item', 'Q79', { ours: '2823-3', text: '血钾', system: 'LN' });
  const rows = await w.hospital.database.prisma.criticalValue.findMany({ where: { resultKey: { contains: 'MC-4' } } });
  t.true(rows.every(({ clinical }) => ['cancelled', 'closed', 'corrected', 'withdrawn'].includes(clinical)), JSON.stringify(rows.map(({ clinical, itemCode }) => ({ clinical, itemCode }))));
});

test.serial('codes of orders and diagnoses wait, are mapped, and their rows follow', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  t.is(await w.sends(Buffer.from(`${header('ORM^O01', 'MC-5')}ORC|NW|MC-5${'|'.repeat(27)}2\rTQ1|1||07\rOBR|1|MC-5||X1^雾化${'|'.repeat(20)}Y9\rRXR|12\r`)), 'AA');
  t.is(await w.sends(Buffer.from(`${header('ADT^A08', 'MC-6')}DG1|1||ZD01^心梗||20261119|A|||||||||1\r`)), 'AA');
  const order = () => prisma.clinicalOrder.findFirstOrThrow({ where: { number: 'MC-5' } });
  t.like(await order(), { category: 'other', term: null, frequency: '07', route: '12' });
  await mend(w, 'order-category', 'Y9', { ours: 'treatment' });
  await mend(w, 'order-term', '2', { ours: 'temporary' });
  await mend(w, 'frequency', '07', { ours: 'bid' });
  await mend(w, 'route', '12', { ours: '雾化吸入' });
  t.like(await order(), { category: 'treatment', term: 'temporary', frequency: 'bid', route: '雾化吸入' });
  await mend(w, 'diagnosis', 'ZD01', { ours: 'I21.900', text: '急性心肌梗死' });
  t.like(await prisma.visitDiagnosis.findFirst({ where: { code: 'I21.900' } }), { name: '急性心肌梗死', system: 'ICD-10' });
  const it = await w.signIn('9101');
  const wrong = async (kind: string, ours: string) => (await it('POST', '/codes', { kind, sender: '', foreign: 'W1', ours })).error?.code;
  t.deepEqual([await wrong('order-category', 'pills'), await wrong('order-term', 'x'), await wrong('diagnosis', '410.9')], ['codes.unknown-choice', 'codes.unknown-choice', 'codes.not-icd']);
});

test.serial('a list of diagnoses is loaded: it names what came without a name; what it does not know waits, and is read again when it is entered', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const it = await w.signIn('9101');
  const dg1 = (id: string, ...codes: readonly string[]) => w.sends(Buffer.from(`${header('ADT^A08', id)}${codes.map((code, at) => `DG1|${at + 1}||${code}||20261119|F|||||||||${at + 1}\r`).join('')}`));
  const names = async () => (await prisma.visitDiagnosis.findMany({ where: { type: 'discharge' }, orderBy: { code: 'asc' } })).map(({ code, name }) => `${code} ${name}`);
  const waiting = async () => ((await it('GET', '/intake/codes?kind=diagnosis')).data as { codes: { code: string }[] }).codes.map(({ code }) => code).toSorted();
  const before = await waiting();
  t.is(await dg1('DX-1', 'N18.900', 'E87.500'), 'AA');
  t.deepEqual([await names(), await waiting()], [['E87.500 E87.500', 'N18.900 N18.900'], before], 'without a list nothing is asked');
  const enter = (code: string, name: string) => it('POST', '/dictionaries/entries', { dictionary: 'diagnosis', code, name });
  t.is((await enter('N18.900', '慢性肾脏病')).status, 200);
  t.is(await dg1('DX-2', 'n18.900', 'E87.500', 'N18.900^CKD'), 'AA');
  t.deepEqual(await names(), ['E87.500 E87.500', 'N18.900 CKD', 'n18.900 慢性肾脏病']);
  t.deepEqual(await waiting(), [...before, 'E87.500'].toSorted(), 'it has the shape of a code, and the hospital does not know it');
  t.is((await enter('E87.500', '高钾血症')).status, 200);
  const { codes } = (await it('GET', '/intake/codes?kind=diagnosis&text=E87.500')).data as { codes: { id: string }[] };
  await it('POST', '/intake/try-cause', { code: codes[0]?.id });
  t.deepEqual([(await names())[0], await waiting()], ['E87.500 高钾血症', before]);
});

test.serial('the same list names diagnoses that come by FHIR and over HTTP with a code alone, and asks about the others', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const it = await w.signIn('9101');
  t.is((await it('POST', '/dictionaries/entries', { dictionary: 'diagnosis', code: 'J18.900', name: '肺炎' })).status, 200);
  const waiting = async () => ((await it('GET', '/intake/codes?kind=diagnosis')).data as { codes: { code: string; sender: string }[] }).codes.filter(({ code }) => code.startsWith('J9')).map(({ code, sender }) => `${sender.split('|')[0]} ${code}`).toSorted();
  const called = async (visit: string) => (await prisma.visitDiagnosis.findMany({ where: { visit: { number: visit } }, orderBy: { code: 'asc' } })).map(({ code, name, type }) => `${type} ${code} ${name}`);

  const fhir = await fhirSender(w, { code: 'emr-dx' });
  const subject = { identifier: { type: { coding: [{ code: 'MR' }] }, value: 'P000013' }, type: 'Patient' };
  const stay = { identifier: { type: { coding: [{ code: 'VN' }] }, value: 'ZY-DX-F' }, type: 'Encounter' };
  const coded = (id: string, code: string): FhirResource => ({ resourceType: 'Condition', id, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] }, subject, encounter: stay });
  for (const one of [coded('dx1', 'J18.900'), coded('dx2', 'J96.000')]) t.is((await fhir.send('PUT', `/Condition/${one.id}`, JSON.stringify(one))).status, 200);
  await w.settle();
  t.deepEqual(await called('ZY-DX-F'), [' J18.900 肺炎', ' J96.000 J96.000']);

  const http = await contractSender(w, 'his-dx');
  const outcome = await http({ controlId: 'DX-H', sentAt: w.now().toISOString(), patient: { ids: [{ value: 'P000013', type: 'MR' }] }, visit: { number: 'ZY-DX-H' }, statements: [{ kind: 'diagnoses', all: [{ code: 'J18.900', type: 'admission', rank: 1 }, { code: 'J95.000', type: 'admission', rank: 2 }, { name: '咳嗽待查', type: 'admission' }] }] });
  t.is(outcome, 'accepted');
  await w.settle();
  t.deepEqual(await called('ZY-DX-H'), ['admission J18.900 肺炎', 'admission J95.000 J95.000', 'admission null 咳嗽待查']);
  t.deepEqual(await waiting(), ['emr-dx J96.000', 'his-dx J95.000']);
});

/** Patients who are not in a bed: the clinic's ladder, tries to reach them, and values that go where the patient goes. */
import anyTest, { type TestFn } from 'ava';
import { type SamplePatient, admission, result } from '../../services/links/hl7/samples.ts';
import { outpatients, staff as everybody } from '../../prisma/demo/hospital.ts';
import { type World, admit, patientIn, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

interface Shown {
  readonly way: string;
  readonly clinical: string;
  readonly deeds: readonly string[];
  readonly state: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly timeline: readonly { readonly what: string }[];
  readonly ladder: readonly { readonly dutyName: string; readonly people: readonly string[] }[];
  readonly calls: readonly { readonly by: { readonly name: string }; readonly to: string; readonly reached: boolean }[];
}

/** Seen in a clinic, as the laboratory names them. */
function clinicPatient(number: string): { patient: SamplePatient; visit: { number: string; patientClass: 'O'; department: string } } {
  const found = outpatients.find((each) => each.number === number);
  if (found === undefined) throw new RangeError(number);
  return { patient: { id: number, name: found.name }, visit: { number: found.visit, patientClass: 'O', department: found.department } };
}

/** A critical potassium of somebody from a clinic; `by` ordered it. */
async function report(w: World, number: string, by?: string): Promise<string> {
  const raw = result({ at: w.now(), ...clinicPatient(number), filler: `OUT-${number}-${w.now().getTime()}`, items: [potassium('7.1')], ...(by !== undefined && { orderingDoctor: { number: by, name: '' } }) });
  if ((await w.sends(raw)) !== 'AA') throw new Error('refused');
  await w.settle();
  return (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

/** On whichever platform the person has. */
async function cardsOf(w: World, staff: string): Promise<number> {
  const has = everybody.find(({ number }) => number === staff);
  const both = await Promise.all((['dingtalk', 'wecom'] as const).map(async (platform) => (has?.[platform] === undefined ? 0 : (await w.cards(platform, staff)).length)));
  return both.reduce((all, each) => all + each, 0);
}
const seen = async (w: World, platform: 'dingtalk' | 'wecom', staff: string): Promise<string> => JSON.stringify(await w.card(platform, staff));
const shown = async (w: World, staff: string, id: string): Promise<Shown> => (await (await w.signIn(staff))('GET', `/critical-values/${id}`)).data as Shown;

test.serial('a clinic’s value: who ordered it, the clinic’s desk, then the patient herself, then the medical office; the ward’s duty doctor and head are not woken', async ({ context: { w }, ...t }) => {
  const before = { duty: await cardsOf(w, '1002'), head: await cardsOf(w, '1003') };
  const id = await report(w, 'P000101', '1006');
  const card = await w.card('dingtalk', '1006');
  t.regex(card.title, /^郭\*\* .*心血管内科门诊$/u, 'no bed, the clinic');
  t.regex(JSON.stringify(card), /不在病房（门诊或已出院），请电话联系/u);
  t.is((await w.cards('dingtalk', '1001')).length, 0, 'the doctor of the visit did not order it');
  await w.pass(5);
  const desk = await seen(w, 'dingtalk', '1005');
  t.regex(desk, /顾医生未确认，已等 5分钟[\s\S]*请找医生或直接联系患者，并登记/u);
  t.false(desk.includes('确认收到，我来处理'), 'a nurse does not take it from the doctor');
  await w.pass(5);
  t.is(await cardsOf(w, '1005'), 2, 'asked to call the patient');
  t.is(await cardsOf(w, '1006'), 2, 'and so is the doctor, again');
  await w.pass(5);
  t.is(await cardsOf(w, '9001'), 1);
  t.deepEqual({ duty: await cardsOf(w, '1002'), head: await cardsOf(w, '1003') }, before);
  const { ladder, timeline } = await shown(w, '3001', id);
  t.deepEqual(ladder.map(({ dutyName, people }) => [dutyName, people]), [['开单医生', ['顾医生']], ['门诊护士台', ['吴护士']], ['联系患者', ['吴护士', '顾医生']], ['医务科', ['邓医生']]]);
  t.true(timeline.some(({ what }) => what === '安排人联系患者：吴护士、顾医生'));
  await w.press('dingtalk', '1006', 'acknowledge');
  await w.press('dingtalk', '1006', 'dispose', { choice: 'observe' });
});

test.serial('the desk calls with the whole number, on record; three tries in vain are the medical office’s at once; who, when, reached or not stands on every card', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const id = await report(w, 'P000102');
  await w.pass(5);
  const desk = await w.signIn('1005');
  t.true(((await desk('GET', '/tasks')).data as { items: { id: string }[] }).items.some((item) => item.id === id), 'the desk finds it in its own work');
  const { deeds } = (await desk('GET', `/critical-values/${id}`)).data as Shown;
  t.true(deeds.includes('call') && !deeds.includes('acknowledge') && !deeds.includes('dispose'), deeds.join());
  t.deepEqual((await desk('GET', `/critical-values/${id}/contacts`)).data, { fields: [{ field: 'phone', shown: '199****0102' }] });
  t.deepEqual((await desk('POST', `/critical-values/${id}/contacts`, { field: 'phone' })).data, { value: '19900000102' });
  t.is(await prisma.audit.count({ where: { act: 'critical-values.show-number', actor: 'staff:1005', outcome: 'allowed' } }), 1);
  const stranger = await w.signIn('2004');
  t.is((await stranger('POST', `/critical-values/${id}/contacts`, { field: 'phone' })).status, 404);
  const office = await cardsOf(w, '9001');
  const call = (reached: boolean, note = ''): Promise<{ status: number }> => desk('POST', `/critical-values/${id}/call`, { whom: 'patient', to: '患者本人', reached, note });
  for (const tries of [1, 2]) {
    t.is((await call(false)).status, 200);
    await w.settle();
    t.is(await cardsOf(w, '9001'), office, `${tries} in vain`);
  }
  t.regex(await seen(w, 'dingtalk', '1001'), /已联系 2 次未接通，最近 \S+（吴护士）/u);
  await call(false);
  await w.settle();
  t.is(await cardsOf(w, '9001'), office + 1, 'the third in vain does not wait for the ladder');
  t.is((await call(true, '请立即来院')).status, 200);
  await w.settle();
  t.regex(await seen(w, 'dingtalk', '1001'), /吴护士已联系到患者本人/u);
  const value = await shown(w, '1001', id);
  t.is(value.clinical, 'open', 'a call is no treatment: a doctor takes it');
  t.deepEqual(value.calls.map(({ by, to, reached }) => [by.name, to, reached]), [[false], [false], [false], [true]].map(([reached]) => ['吴倩', '患者本人', reached]));
  t.true(value.timeline.some(({ what }) => what === '联系患者 3 次未接通，请医务科协助'));
  await w.press('dingtalk', '1001', 'acknowledge');
  const done = await w.press('dingtalk', '1001', 'dispose', { choice: 'called-in' });
  t.regex(JSON.stringify(done.message), /已请患者来院/u);
});

test.serial('taken by the doctor and the patient not reached for half an hour: the office is asked beside the doctor, once; reached in time it is not', async ({ context: { w }, ...t }) => {
  const [lost, found] = [await report(w, 'P000104'), await report(w, 'P000103')];
  const [doctor, other] = [await w.signIn('1001'), await w.signIn('1006')];
  t.is((await doctor('POST', `/critical-values/${lost}/acknowledge`, {})).status, 200);
  t.is((await other('POST', `/critical-values/${found}/acknowledge`, {})).status, 200);
  t.is((await other('POST', `/critical-values/${found}/call`, { whom: 'patient', to: '家属', reached: true })).status, 200);
  const office = await cardsOf(w, '9001');
  await w.pass(29);
  t.is(await cardsOf(w, '9001'), office);
  await w.pass(3);
  t.is(await cardsOf(w, '9001'), office + 1);
  t.like(await shown(w, '1001', lost), { clinical: 'acknowledged' });
  t.regex((await shown(w, '1001', lost)).timeline.map(({ what }) => what).join('\n'), /到时限还没有联系患者，请医务科协助\n通知医务科：邓医生/u);
  await w.pass(40);
  t.is(await cardsOf(w, '9001'), office + 1);
});

test.serial('discharged while it is open: from the ward’s way to the clinic’s, told anew; what comes after the discharge goes there at once', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  await w.laboratorySends('CARD1-8', [potassium('7.1')]);
  await w.settle();
  const { id } = await prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } });
  t.like(await shown(w, '1002', id), { way: 'inpatient' });
  await w.pass(2);
  const patient = patientIn('CARD1-8');
  const { number } = await prisma.visit.findFirstOrThrow({ where: { wardCode: 'CARD1', bed: '8' } });
  t.is(await w.sends(admission({ event: 'A03', at: w.now(), controlId: 'OUT-A03', application: 'HIS', patient, visit: { number, ward: 'CARD1', bed: '8', attending: { number: '1002', name: '王建国' }, dischargedAt: w.now() } })), 'AA');
  await w.settle();
  const value = await shown(w, '1002', id);
  t.like(value, { way: 'outpatient', clinical: 'open' });
  t.true(value.timeline.some(({ what }) => what === '患者已出院，改按门诊方式通知'));
  t.regex((await w.card('dingtalk', '1002')).title, /^刘\*\* .*心内科一病区（已出院）$/u, 'the bed is another’s by now');
  const [head, desk] = [await cardsOf(w, '1003'), await cardsOf(w, '1005')];
  await w.pass(5);
  t.is(await cardsOf(w, '1005'), desk + 1, 'five minutes from the discharge');
  t.is(await cardsOf(w, '1003'), head);
  await w.laboratorySends('CARD1-8', [potassium('7.4')], 'LATE-1');
  await w.settle();
  t.is((await shown(w, '1002', (await prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id)).way, 'outpatient');
});

test.serial('moved to another ward: the doctor who has her there is told at once, the ladder keeps its time; admitted from the clinic the ward’s people are asked', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  await w.laboratorySends('CARD1-5', [potassium('7.1')]);
  await w.settle();
  const { id } = await prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await w.pass(3);
  const { number } = await prisma.visit.findFirstOrThrow({ where: { wardCode: 'CARD1', bed: '5' } });
  t.is(await admit(w, { event: 'A02', patient: patientIn('CARD1-5'), visit: { number, ward: 'ICU1', bed: '9', attending: { number: '1301', name: '欧阳海' } } }), 'AA');
  await w.settle();
  t.is(await cardsOf(w, '1301'), 1);
  t.true((await shown(w, '1301', id)).timeline.some(({ what }) => what === '患者转到新的医生处，通知欧阳医生'));
  await w.pass(2);
  t.is(await cardsOf(w, '1302'), 1, 'five minutes from the opening, the duty doctor of the new department');

  const clinic = await report(w, 'P000105');
  t.is((await shown(w, '2201', clinic)).way, 'outpatient');
  t.is(await admit(w, { event: 'A01', patient: { ...clinicPatient('P000105').patient, sex: 'F', birth: '19881103' }, visit: { number: 'ZY-NEW-1', ward: 'GSUR1', bed: '31', attending: { number: '2001', name: '张伟' } } }), 'AA');
  await w.settle();
  t.like(await shown(w, '2001', clinic), { way: 'inpatient', clinical: 'open' });
  t.regex((await w.card('wecom', '2001')).title, /^31床 邹\*\*/u);
});

test.serial('who lies in a bed is told of there, whatever clinic she was registered in since and whichever old visit the report names', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const patient = patientIn('CARD1-20');
  const ward = async (): Promise<Shown> => shown(w, '3001', (await prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id);
  w.tick(60_000);
  t.is(await admit(w, { event: 'A04', patient: { ...patient, sex: 'M', birth: '19541201' }, visit: { number: 'MZ-NOW-1', patientClass: 'O', department: 'GSUR', attending: { number: '2001', name: '张伟' } } }), 'AA');
  await w.laboratorySends('CARD1-20', [potassium('7.1')], 'BED-1');
  await w.settle();
  t.like(await ward(), { way: 'inpatient' }, 'a clinic registration does not take her out of her bed');
  t.is(await w.sends(result({ at: w.now(), patient, visit: { number: 'MZ-NOW-1', patientClass: 'O', department: 'GSUR' }, filler: 'BED-2', items: [potassium('7.3')] })), 'AA');
  await w.settle();
  const value = await ward();
  t.like(value, { way: 'inpatient' }, 'drawn in the clinic, told in the ward');
  t.deepEqual(value.ladder[0]?.people, ['顾医生']);
});

test.serial('a clinic of two months ago that nobody ended: whoever discharged her yesterday is told, not that clinic', async ({ context: { w }, ...t }) => {
  const patient = { id: 'P900010', name: '钱小秋', sex: 'F' as const };
  const ago = (days: number): Date => new Date(w.now().getTime() - days * 86_400_000);
  t.is(await admit(w, { event: 'A04', patient, visit: { number: 'C900010', patientClass: 'O', department: 'CARD', attending: { number: '1006', name: '顾晨' }, admittedAt: ago(60) } }), 'AA');
  const stay = { number: 'I900010', department: 'GSUR', ward: 'GSUR1', bed: '31', attending: { number: '2001', name: '张伟' }, admittedAt: ago(8) };
  await admit(w, { event: 'A01', patient, visit: stay });
  await admit(w, { event: 'A03', patient, visit: { ...stay, dischargedAt: ago(1) } });
  await w.settle();
  const before = [await cardsOf(w, '1006'), await cardsOf(w, '2001')];
  await w.sends(result({ at: w.now(), patient, filler: 'LATE-900010', items: [potassium('7.1')] }));
  await w.settle();
  t.deepEqual([await cardsOf(w, '1006'), await cardsOf(w, '2001')], [before[0], (before[1] ?? 0) + 1]);
});

/** Commands from end to end: a critical value's answer over the real http adapter, and what happens when the hospital is not well. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { until } from '../../../bots/emulator/core/kit.ts';
import { type World, potassium, world } from '../../../tests/kit/world.ts';
import { systemActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { type SampleOrder, admission, order } from '../../links/hl7/samples.ts';
import type { Action } from '../../core/module.ts';
import type { BookingView } from '../../clinical/admission-centre/schema.ts';
import type { AnswersView } from '../../clinical/consultation-answers/schema.ts';
import { SimulatedHospital } from '../../links/contract/commands/simulated-hospital.ts';
import { type HospitalServer, serveHospital } from '../../links/contract/commands/simulated-server.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import type { CommandList, CommandView } from './schema.ts';

interface Context {
  readonly w: World;
  readonly hospital: SimulatedHospital;
  readonly server: HospitalServer;
  readonly end: () => Promise<void>;
}

const test = anyTest.serial as TestFn<Context>;
const secret = Buffer.alloc(32, 7);

test.before(async (t) => {
  const ends: (() => unknown)[] = [];
  const clock: { now?: () => Date } = {};
  const hospital = new SimulatedHospital({ id: 'wardline', algorithm: 'hmac-sha256', secret }, () => clock.now?.() ?? new Date(0));
  const server = await serveHospital(hospital);
  const env = { HOSPITAL_COMMANDS_URL: server.url, HOSPITAL_COMMANDS_SECRET: secret.toString('base64url'), HOSPITAL_COMMANDS_TIMEOUT_MS: '2000' };
  const w = await world({ teardown: (end: () => unknown) => ends.push(end) } as unknown as ExecutionContext, { env });
  clock.now = w.now;
  t.context = { w, hospital, server, end: async () => void (await Promise.all([server.stop(), ...ends.map((end) => end())])) };
});
test.after.always((t) => t.context.end());
test.beforeEach(({ context: { hospital } }) => Object.assign(hospital, { mood: 'accepts', fault: undefined }));

const stop = (w: World): CommandOf<'stop-session'> => ({ key: newId(), kind: 'stop-session', at: w.now().toISOString(), actor: { number: '1001', name: '李静' }, reason: '外出会诊', data: { session: 'CZ-20261124-CARD-1001' } });

async function issue(w: World, command: CommandOf<'stop-session'>): Promise<CommandView> {
  const { actions = [] } = w.hospital.service.modules.find(({ name }) => name === 'hospital-commands') ?? {};
  const action = actions.find(({ name }) => name === 'hospital-commands.issue') as unknown as Action<unknown, { id: string }>;
  const { id } = await w.hospital.service.corridor.run(systemActor, action, { command });
  await w.settle();
  return shown(w, id);
}

async function shown(w: World, id: string): Promise<CommandView> {
  const administrator = await w.signIn('9101');
  const { items } = (await administrator('GET', '/hospital-commands')).data as CommandList;
  return items.find((item) => item.id === id) as CommandView;
}

async function again(w: World, id: string): Promise<CommandView> {
  const administrator = await w.signIn('9101');
  await administrator('POST', '/hospital-commands/again', { id });
  await w.settle();
  return shown(w, id);
}

const doneFor = (hospital: SimulatedHospital, key: string): number => hospital.executed.filter((command) => command.key === key).length;

test('a critical value is acknowledged and disposed of in the hospital’s own system, signed, and closed', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'busy';
  await w.laboratorySends('CARD1-12', [potassium('7.1')], 'F-77');
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  await w.press('dingtalk', '1001', 'dispose', { choice: 'order-given' });
  const api = await w.signIn('1001');
  const [task] = ((await api('GET', '/tasks')).data as { items: { id: string }[] }).items;
  const id = task?.id ?? '';
  await api('POST', '/signatures/enrol', { pin: '258147' });
  t.is((await api('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
  await w.settle();
  const detail = async () => (await api('GET', `/critical-values/${id}`)).data as { clinical: string; feedback: string; signature: { ref: string } };
  t.deepEqual([(await detail()).feedback, hospital.executed.length], ['failed', 0], 'busy: not done, and said so');
  hospital.mood = 'accepts';
  await w.pass(2);
  const { clinical, feedback, signature } = await detail();
  t.deepEqual([clinical, feedback], ['closed', 'accepted']);
  t.deepEqual(hospital.executed.filter(({ kind }) => kind !== 'write-document').map(({ kind, actor }) => [kind, actor.number]), [['acknowledge-critical-value', '1001'], ['dispose-critical-value', '1001']]);
  const disposed = hospital.executed.find(({ kind }) => kind === 'dispose-critical-value');
  t.like(disposed, { data: { filler: 'F-77', value: '7.1', unit: 'mmol/L', text: '已下医嘱处理', signature: { reference: signature.ref, by: { number: '1001' } } } });
  // The laboratory's answer was asked for by the sweep; the paragraph comes after its job's own pause, in real seconds.
  const text = await until(async () => {
    await w.settle();
    return hospital.executed.flatMap((command) => (command.kind === 'write-document' ? [command.data.text] : []))[0];
  }, 30);
  t.regex(text, /接检验科危急值报告：血钾 7\.1 mmol\/L ↑↑（危急界限 ≥6\.2 mmol\/L）。\S+ \S+李医生确认收到。\S+ \S+处置：已下医嘱处理。$/u);
});

test('a doubtful specimen asks the laboratory for a recheck at once; once signed, the paragraph of the course record goes to the EMR, each with its state', async (t) => {
  const { w, hospital } = t.context;
  await w.laboratorySends('CARD1-5', [potassium('7.2')], 'F-78');
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const api = await w.signIn('1001');
  type Asked = { requests: { what: string; state: string; message: string }[]; record: { at: string | null; isLate: boolean; sameDay: boolean }; timeline: { what: string }[] };
  const detail = async (by = api): Promise<Asked> => (await by('GET', `/critical-values/${id}`)).data as Asked;
  t.is((await api('POST', `/critical-values/${id}/dispose`, { choices: ['specimen-doubtful', 'order-given'], note: '暂停补钾' })).status, 200);
  await w.settle();
  t.like(hospital.executed.find(({ key }) => key === `critical-values:${id}:recheck`), { kind: 'request-recheck', reason: '暂停补钾', data: { order: 'F-78', item: { id: '2823-3' } } });
  t.deepEqual((await detail()).requests.map(({ what, state }) => [what, state]), [['recheck', 'accepted']]);
  t.like((await detail()).record, { at: null }, 'not in the course record before it is signed');
  hospital.mood = 'refuses';
  t.is((await api('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
  await w.settle();
  t.deepEqual((await detail()).requests.map(({ what, state }) => [what, state]), [['recheck', 'accepted'], ['record', 'refused']]);
  const written = (await w.hospital.database.prisma.hospitalCommand.findMany({ where: { kind: 'write-document' } })).length;
  t.true(written >= 2, 'of this value and of the one before');
  await w.pass(6 * 60 + 1);
  const late = await w.signIn('1001');
  t.like((await detail(late)).record, { at: null, isLate: true });
  t.true((await detail(late)).timeline.some(({ what }) => what === '超过时限未写入病程记录，提醒李医生'));
  t.is(await w.hospital.database.prisma.delivery.count({ where: { subject: id, step: 'record0' } }), 2, 'who treated and the head, once');
});

test('the answer was lost on the way: its status is asked, and nothing is done twice', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'closes';
  const command = stop(w);
  const lost = await issue(w, command);
  t.deepEqual([lost.state, lost.unsure, doneFor(hospital, command.key)], ['waiting', true, 1]);
  // A side that forgets keys would do it again if it were sent again.
  Object.assign(hospital, { mood: 'accepts', fault: 'forgets-keys' });
  const found = await again(w, lost.id);
  t.deepEqual([found.state, found.unsure, found.attempts, doneFor(hospital, command.key)], ['accepted', false, 1, 1]);
});

test('refused by a rule there: its reason is shown, sealed in the table, and it is not sent again', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'refuses';
  const command = stop(w);
  const refused = await issue(w, command);
  t.like(refused, { state: 'refused', code: 'over', message: '这张申请已经关闭', staff: { number: '1001', name: '李静' } });
  const administrator = await w.signIn('9101');
  t.is((await administrator('POST', '/hospital-commands/again', { id: refused.id })).error.code, 'hospital-commands.settled');
  const row = await w.hospital.database.prisma.hospitalCommand.findUniqueOrThrow({ where: { key: command.key } });
  t.false(JSON.stringify(row).includes('关闭') || JSON.stringify(row).includes('CZ-20261124-CARD-1001'));
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'hospital-commands.answered', subject: command.key } }), 1);
});

test('our key is not known there: failed at once, told as a fact; sent again once it is mended', async (t) => {
  const { w, hospital } = t.context;
  hospital.fault = 'refuses-everybody';
  const command = stop(w);
  const failed = await issue(w, command);
  t.like(failed, { state: 'failed', code: 'signature', attempts: 1 });
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'hospital-commands.failed', subject: command.key } }), 1);
  hospital.fault = undefined;
  t.is((await again(w, failed.id)).state, 'accepted');
  t.is(doneFor(hospital, command.key), 1);
});

test('pending there: shown as such, and asked for until decided', async (t) => {
  const { w, hospital } = t.context;
  hospital.mood = 'pending';
  const command = stop(w);
  const pending = await issue(w, command);
  t.is(pending.state, 'pending');
  hospital.decide(command.key, 'accepted');
  t.deepEqual([(await again(w, pending.id)).state, doneFor(hospital, command.key)], ['accepted', 1]);
});

const bed12 = { patient: { id: 'P000001', name: '王德顺', sex: 'M' }, visit: { number: 'ZY26110001', patientClass: 'I', ward: 'CARD1', bed: '12', department: 'CARD' } } as const;

/** As a HIS asks: an order, and its end. */
async function consultationAsked(w: World, number: string, more: Partial<SampleOrder> = {}): Promise<string> {
  const asked: SampleOrder = { number, term: '临时', item: { id: 'HZ', text: '请肾内科会诊', system: 'QH' }, orderedAt: w.now(), doctor: { number: '1001', name: '李静' }, department: 'CARD', service: 'CON', consultation: { purpose: '是否透析', invited: [{ department: 'NEPH', staff: { number: '1101', name: '赵磊' } }] }, ...more };
  const answer = await w.sends(order({ type: 'ORM', at: w.now(), controlId: `${number}.${asked.control ?? 'NW'}`, application: 'HIS', ...bed12, orders: [asked] }));
  if (answer !== 'AA') throw new Error(`the request was not taken: ${answer}`);
  await w.settle();
  return (await w.hospital.database.prisma.consultation.findFirstOrThrow({ where: { number } })).id;
}

test('a consultation is answered from the phone: card, opinion, signature, the hospital’s no with its reason, and its yes', async (t) => {
  const { w, hospital } = t.context;
  const id = await consultationAsked(w, 'HZ-77');
  const zhao = await w.signIn('1101');
  const answers = async (api = zhao): Promise<AnswersView> => (await api('GET', `/consultations/${id}/answers`)).data as AnswersView;
  t.like(await answers(), { asked: true, hindrance: null, items: { length: 0 } });
  const card = async (): Promise<string> => JSON.stringify((await w.cards('dingtalk', '1101'))[0]?.raw);
  t.regex(await card(), /心血管内科 李静 请您会诊/u);
  t.regex(await card(), /\/m\/consultations\//);
  t.notRegex(await card(), /王德顺/u);

  hospital.mood = 'refuses';
  const text = '血钾升高考虑慢性肾脏病，建议急诊血液透析。';
  const write = async (words: string): Promise<string> => ((await zhao('POST', `/consultations/${id}/answers`, { text: words })).data as { id: string }).id;
  const first = await write(text);
  t.is(await write(text), first, 'the same words are the same answer');
  t.is((await (await w.signIn('1001'))('POST', `/consultations/${id}/answers`, { text })).error.code, 'consultation-answers.not-asked', 'who asked does not answer');
  t.is((await (await w.signIn('2001'))('POST', `/consultations/${id}/answers`, { text })).status, 404);
  t.is((await answers(await w.signIn('1001'))).items.length, 0, 'what is not signed is nobody else’s');
  await zhao('POST', '/signatures/enrol', { pin: '258147' });
  t.is((await (await w.signIn('1001'))('POST', `/consultation-answers/${first}/sign`, { pin: '258147' })).status, 404);
  t.is((await zhao('POST', `/consultation-answers/${first}/sign`, { pin: '000000' })).status, 403);
  t.is((await zhao('POST', `/consultation-answers/${first}/sign`, { pin: '258147' })).status, 200);
  t.like((await answers()).items[0], { state: 'sending' });
  t.is((await zhao('POST', `/consultations/${id}/answers`, { text })).error.code, 'consultation-answers.under-way');
  await w.settle();
  t.like((await answers()).items[0], { state: 'refused', reason: '这张申请已经关闭', mine: true });
  t.regex(await card(), /医院没有收下您的意见/u);

  hospital.mood = 'accepts';
  const second = await write(`${text}监测电解质。`);
  t.is((await zhao('POST', `/consultation-answers/${second}/sign`, { pin: '258147' })).status, 200);
  await w.settle();
  t.deepEqual((await answers(await w.signIn('1001'))).items.map(({ state, mine }) => [state, mine]), [['accepted', false], ['refused', false]], 'who asked reads it');
  const sent = hospital.executed.find(({ key }) => key === `consultation-answers:${second}`);
  t.like(sent, { kind: 'answer-consultation', actor: { number: '1101', name: '赵磊' }, data: { consultation: 'HZ-77', source: { application: 'HIS' }, visit: 'ZY26110001', text: `${text}监测电解质。`, patientIds: [{ value: 'P000001', type: 'MR' }] } });
  const reference = (sent as CommandOf<'answer-consultation'>).data.signature?.reference ?? '';
  t.like((await (await w.signIn('1001'))('GET', `/signatures/${reference}`)).data, { document: { type: '会诊意见', opinion: { name: '赵磊', text: `${text}监测电解质。` } }, verification: { valid: true } });
  t.regex(await card(), /医院已收下您的意见/u);
  const rows = await w.hospital.database.prisma.consultationAnswer.findMany();
  t.false(JSON.stringify(rows).includes('透析') || JSON.stringify(rows).includes('关闭'));

  w.tick(60_000);
  await consultationAsked(w, 'HZ-77', { control: 'CA', status: 'CA' });
  t.like(await answers(), { hindrance: '这次会诊已经结束，不能再写意见。要补充请联系申请科室。' });
});

test('the pre-admission centre moves and cancels a booking: by command, with the hospital’s no, never to a full day', async (t) => {
  const { w, hospital } = t.context;
  const book = async (number: string, hours: number, event: 'A05' | 'A38' = 'A05'): Promise<string> => {
    await w.sends(admission({ event, at: w.now(), controlId: `${number}.${event}.${hours}`, application: 'HIS', patient: { id: `P${number}`, name: '许文慧', sex: 'F' }, visit: { number, patientClass: 'P', department: 'GSUR', plannedAt: new Date(w.now().getTime() + hours * 3_600_000), plannedPlace: { ward: 'GSUR1', bed: '17' } } }));
    await w.settle();
    return (await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number } })).id;
  };
  const [one] = [await book('ZY90001', 20), await book('ZY90002', 70)];
  const he = await w.signIn('9401');
  const ask = (visitId: string, body: object) => he('POST', `/admission-centre/bookings/${visitId}/requests`, { why: '患者发热，推迟', ...body });
  const booking = async (visitId: string) => (await he('GET', `/admission-centre/bookings/${visitId}`)).data as BookingView;
  await he('POST', '/admission-centre/places', { department: 'GSUR', beds: 1 });
  const inHours = (hours: number): string => new Date(w.now().getTime() + hours * 3_600_000).toISOString();
  t.is((await ask(one, { kind: 'reschedule', plannedAt: inHours(70) })).error.code, 'admission-centre.full');
  t.is((await ask(one, { kind: 'reschedule', plannedAt: inHours(-1) })).error.code, 'admission-centre.past');
  t.is((await ask(one, { kind: 'reschedule' })).status, 400);
  hospital.mood = 'refuses';
  const [moved] = [inHours(44)];
  t.is((await ask(one, { kind: 'reschedule', plannedAt: moved })).status, 200);
  t.is((await ask(one, { kind: 'cancel' })).error.code, 'admission-centre.under-way');
  await w.settle();
  t.like((await booking(one)).requests[0], { kind: 'reschedule', state: 'refused', reason: '这张申请已经关闭', why: '患者发热，推迟' });
  hospital.mood = 'accepts';
  w.tick(1000);
  t.is((await ask(one, { kind: 'cancel' })).status, 200);
  await w.settle();
  const { requests, booked } = await booking(one);
  t.deepEqual([requests[0]?.state, booked], ['accepted', true], 'the booking is the hospital’s: it goes when that says so');
  t.like(hospital.executed.at(-1), { kind: 'cancel-admission', actor: { number: '9401', name: '何敏' }, reason: '患者发热，推迟', data: { visit: 'ZY90001' } });
  w.tick(1000);
  await book('ZY90001', 20, 'A38');
  t.is((await ask(one, { kind: 'cancel' })).status, 404, 'who is booked no more is out of the centre’s sight');
  t.like(await booking(one), { booked: false, requests: { 0: { kind: 'cancel', state: 'accepted' } } }, 'what became of the asking is not');
  const rows = await w.hospital.database.prisma.admissionRequest.findMany();
  t.false(JSON.stringify(rows).includes('发热') || JSON.stringify(rows).includes('关闭'));
});

test('only the system administrator sees them, and only by list', async (t) => {
  const { w } = t.context;
  const doctor = await w.signIn('1001');
  t.is((await doctor('GET', '/hospital-commands')).status, 403);
  const administrator = await w.signIn('9101');
  const { items, isSetUp } = (await administrator('GET', '/hospital-commands?state=accepted')).data as CommandList;
  t.true(isSetUp && items.length > 0 && items.every(({ state }) => state === 'accepted'));
});

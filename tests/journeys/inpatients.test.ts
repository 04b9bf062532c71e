/** The inpatient side in the hand, through the doors its pages use. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { admission, document, order, result, schedule } from '../../services/links/hl7/samples.ts';
import { stampOf } from '../../services/core/registers.ts';
import { applyConsultation } from '../../services/shared/consultations/index.ts';
import { applyOrder } from '../../services/shared/orders/index.ts';
import { applyOperation } from '../../services/shared/theatre/index.ts';
import { receiving } from '../kit/statements.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

type Row = Readonly<Record<string, unknown>>;
const read = async (api: Api, path: string): Promise<Row> => {
  const answer = await api('GET', path);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer.data as Row;
};

test.serial('beds: a critical value shows at the bed until it is over; the ward’s numbers by chat; nobody’s name to who plans', async (t) => {
  const { w } = t.context;
  const nurse = await w.signIn('1004');
  const bedOf = async (api: Api, bed: string): Promise<Row | undefined> => ((await read(api, '/beds/wards/CARD1'))['beds'] as Row[]).find((each) => each['bed'] === bed);
  t.like((await bedOf(nurse, '12床'))?.['patient'], { name: '王**', critical: 0, opens: true });
  await w.laboratorySends('CARD1-12', [{ code: { id: '2823-3', text: '血钾' }, value: '7.1', unit: 'mmol/L', range: '3.5-5.3', flags: ['HH'] }]);
  await w.settle();
  t.like((await bedOf(nurse, '12床'))?.['patient'], { critical: 1 });
  t.like(await bedOf(nurse, '1床'), { state: 'empty', patient: null });
  t.like(await bedOf(nurse, '39床'), { state: 'blocked', note: '设备带检修' });

  // The map asks again by itself: one look is one row, but for whoever is new on it, and from time to time.
  const looks = (): Promise<number> => w.hospital.database.prisma.audit.count({ where: { actor: 'staff:1004', act: 'beds.ward' } });
  const before = await looks();
  t.is(before, 1);
  w.tick(14 * 60_000);
  await bedOf(nurse, '12床');
  t.is(await looks(), before);
  w.tick(2 * 60_000);
  await bedOf(nurse, '12床');
  t.is(await looks(), before + 1, 'kept open, it is on record again');
  await w.sends(admission({ event: 'A01', at: w.now(), controlId: 'LOOK-1', application: 'HIS', patient: { id: 'P000970', name: '白云霞', sex: 'F', birth: '19800101' }, visit: { number: 'ZY26110970', patientClass: 'I', department: 'CARD', ward: 'CARD1', bed: '30', admittedAt: w.now() } }));
  await w.settle();
  await bedOf(nurse, '30床');
  t.is(await looks(), before + 2, 'somebody new was seen');
  await w.sends(admission({ event: 'A03', at: new Date(w.now().getTime() + 1000), controlId: 'LOOK-2', application: 'HIS', patient: { id: 'P000970', name: '白云霞', sex: 'F', birth: '19800101' }, visit: { number: 'ZY26110970', patientClass: 'I', department: 'CARD', ward: 'CARD1', bed: '30', admittedAt: w.now(), dischargedAt: new Date(w.now().getTime() + 1000) } }));
  await w.settle();

  t.is((await (await w.signIn('1101'))('GET', '/beds/wards/CARD1')).status, 404, 'a ward of another department');
  const office = await w.signIn('9002');
  t.is(((await read(office, '/beds/wards'))['wards'] as Row[]).length, 6);
  t.like(await bedOf(office, '12床'), { state: 'taken', patient: null });

  const [answer] = await w.say('dingtalk', '1004', '床位');
  t.regex(String(answer?.text), /心内科一病区：占用 5 \/ 39 张，空床 33，封床 1/u);
  t.regex(JSON.stringify(answer?.raw), /\/m\/beds\/CARD1/);
  t.notRegex(JSON.stringify(answer?.raw), /王\*|陈\*/u);
  t.regex(String((await w.say('dingtalk', '1004', '一病区'))[0]?.text), /心内科一病区/);
  t.regex(String((await w.say('dingtalk', '1004', '呼吸科病区'))[0]?.text), /没有找到/);
});

test.serial('beds at the desk: blocked with a reason, opened again, added; the ward sees it at once', async (t) => {
  const { w } = t.context;
  const [desk, nurse] = [await w.signIn('9101'), await w.signIn('1004')];
  const save = async (body: Row) => desk('POST', '/directory/wards/CARD1/beds', { room: null, note: null, active: true, ...body });
  t.like((await save({ numbers: ['1'], state: 'blocked' })), { status: 409 }, 'not without a reason');
  t.is((await save({ numbers: ['1'], state: 'blocked', note: '消毒' })).status, 200);
  t.is((await save({ numbers: ['加1', '39'], state: 'open' })).status, 200);
  t.is((await save({ numbers: ['a b'], state: 'open' })).status, 409);
  const beds = (await read(nurse, '/beds/wards/CARD1'))['beds'] as Row[];
  const state = (bed: string) => beds.find((each) => each['bed'] === bed);
  t.like(state('1床'), { state: 'blocked', note: '消毒' });
  t.like(state('39床'), { state: 'empty' });
  t.like(state('加1床'), { state: 'empty' });
  t.true(((await read(desk, '/directory/wards/CARD1/beds'))['beds'] as Row[]).some((each) => each['number'] === '加1'));
});

test.serial('theatre: numbers of the whole day, patients as far as one may see them, mine marked; the line says when and where, nobody’s name', async (t) => {
  const { w } = t.context;
  const from = new Date('2026-11-20T00:10:00Z');
  const told = (number: string, patient: { id: string; name: string; sex: 'M' | 'F'; birth: string }, visit: string, department: string, surgeon: { number: string; name: string }, more: object = {}): Promise<string> =>
    w.sends(schedule({ event: 'S12', at: w.now(), controlId: `IN-${number}`, application: 'ORIS', patients: [patient], visit: { number: visit, department, ward: `${department}1` }, number, kind: '手术', status: 'Booked', from, until: new Date(from.getTime() + 90 * 60_000), service: { id: 'X', text: '腹腔镜胆囊切除术', system: 'QH' }, place: { ward: 'ANES', room: '第3手术间', type: 'OR' }, staff: [{ ...surgeon, role: '主刀' }], note: '2台　三级　全麻', ...more }));
  t.is(await told('OP1', { id: 'P000011', name: '黄志强', sex: 'M', birth: '19780821' }, 'ZY26110011', 'GSUR', { number: '2001', name: '张伟' }), 'AA');
  t.is(await told('OP2', { id: 'P000001', name: '王德顺', sex: 'M', birth: '19590314' }, 'ZY26110001', 'CARD', { number: '1003', name: '陈志远' }), 'AA');
  await w.settle();
  const day = 'from=2026-11-19T16:00:00Z&until=2026-11-20T16:00:00Z';
  const zhang = await w.signIn('2001');
  const mine = (await read(zhang, `/theatre/operations?${day}`))['items'] as Row[];
  t.deepEqual(mine.map(({ patient, mine: own, opens }) => [patient, own, opens]), [['黄**', true, true]]);
  const rooms = await read(zhang, `/theatre/rooms?${day}`);
  t.deepEqual((rooms['departments'] as Row[]).map(({ code, count }) => [code, count]), [['CARD', 1], ['GSUR', 1]], 'numbers of all');
  t.notRegex(JSON.stringify(rooms), /黄|王|P0000/u);
  const [line] = (await w.say('wecom', '2001', '手术 明天')).filter(({ kind }) => kind !== 'mine');
  t.regex(String(line?.text), /明天您有 1 台手术[\s\S]*08:10 第3手术间[\s\S]*本科室共 1 台/u);
  t.notRegex(JSON.stringify(line?.raw), /黄|胆囊/u);
  t.regex(String((await w.say('dingtalk', '1001', '手术 后天'))[0]?.text), /没有您的手术/);
  t.regex(String((await w.say('dingtalk', '1001', '手术 改天'))[0]?.text), /没有看懂/);
  t.regex(String((await w.say('dingtalk', '9102', '手术'))[0]?.text), /没有这项权限/);
});

test.serial('the register by department, period and what was told; a consultation asked of me, and nobody else’s', async (t) => {
  const { w } = t.context;
  const li = await w.signIn('1001');
  const numbers = async (query: string): Promise<unknown> => (await read(li, `/critical-values?${query}`))['total'];
  t.is(await numbers('department=CARD&message=first'), 1);
  t.is(await numbers('department=CARD&message=escalated'), 0);
  t.is(await numbers('department=GSUR'), 0);
  t.is(await numbers('department=CARD&until=2026-11-18T00:00:00Z'), 0);
  t.like(((await read(li, '/critical-values'))['items'] as Row[])[0], { departmentCode: 'CARD' });
  await w.pass(6);
  t.is(await numbers('message=escalated'), 1);

  const { database } = w.hospital;
  const stay = await database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: stampOf({ master: true, asOf: w.now(), controlId: 'HZ1' }), sender: { application: 'EMR', facility: 'QH' }, arrival: 'hz' };
  await receiving(database, w.now(), (context) => applyConsultation(context, about, { kind: 'consultation', number: 'HZ1', type: '普通会诊', requestedBy: { number: '1001', name: '李静' }, department: 'CARD', requestedAt: w.now().toISOString(), invited: [{ department: 'NEPH', staff: { number: '1101', name: '赵磊' } }], summary: '慢性肾脏病，血钾升高', purpose: '是否透析', state: 'requested' }));
  const zhao = await w.signIn('1101');
  const [asked] = (await read(zhao, '/consultations?open=true'))['items'] as Row[];
  t.like(asked, { number: 'HZ1', patient: '王**', state: 'requested' });
  t.like(await read(zhao, `/consultations/${String(asked?.['id'])}`), { patient: '王德顺', summary: '慢性肾脏病，血钾升高', purpose: '是否透析', parts: ['invited'] });
  t.is(((await read(await w.signIn('1201'), '/consultations'))['items'] as Row[]).length, 0);
});

test.serial('a consultation asked by HIS and answered in the EMR, in a result message and as a record document: both opinions on the phone', async (t) => {
  const { w } = t.context;
  const [li, zhao] = [{ number: '1001', name: '李静' }, { number: '1101', name: '赵磊' }];
  const patient = { id: 'P000001', name: '王德顺', sex: 'M', birth: '19590314' } as const;
  const visit = { number: 'ZY26110001', ward: 'CARD1', bed: '12', department: 'CARD' };
  const of = (controlId: string, application: string) => ({ at: w.now(), controlId, application, patient, visit });
  const item = { id: 'HZ', text: '请肾内科会诊', system: 'QH' };
  t.is(await w.sends(order({ ...of('HZ2-1', 'HIS'), orders: [{ number: 'HZ2', item, service: 'CON', orderedAt: w.now(), doctor: li, department: 'CARD', consultation: { purpose: '是否透析', invited: [{ department: 'NEPH', staff: zhao }] } }] })), 'AA');
  const answers = async (text: string, status: string, controlId: string): Promise<boolean> => t.is(await w.sends(result({ ...of(controlId, 'EMR'), placer: 'HZ2', order: item, service: 'CON', items: [{ code: { id: 'CON', text: '会诊意见' }, value: text, valueType: 'TX', status, observer: zhao }] })), 'AA');
  await answers('还在写', 'P', 'HZ2-2');
  await answers('暂不透析，停用保钾药。', 'F', 'HZ2-3');
  const record = { type: { id: 'HZJL', text: '会诊记录' }, author: zhao, signer: zhao, writtenAt: w.now(), signedAt: w.now(), order: 'HZ2' };
  t.is(await w.sends(document({ ...of('HZ2-4', 'EMR'), ...record, number: 'D-HZ2', text: '【病情】血钾 6.1。\n【会诊意见】低钾饮食。\n两日后复查血钾。' })), 'AA');
  await w.settle();
  const api = await w.signIn('1101');
  const [mine] = (await read(api, '/consultations?part=answered'))['items'] as Row[];
  t.is(mine?.['number'], 'HZ2');
  const path = `/consultations/${String(mine?.['id'])}`;
  const said = async () => ((await read(await w.signIn('1001'), path))['opinions'] as Row[]).map(({ text, by }) => [text, (by as Row)['name']]);
  t.deepEqual((await said()).toSorted(), [['低钾饮食。\n两日后复查血钾。', '赵磊'], ['暂不透析，停用保钾药。', '赵磊']]);
  t.like(await read(api, path), { parts: ['answered', 'invited'], purpose: '是否透析' });
  const { prisma } = w.hospital.database;
  t.is(await prisma.report.count({ where: { placer: 'HZ2' } }), 0, 'an opinion is no laboratory report');
  t.is(await w.sends(document({ ...of('HZ2-5', 'EMR'), ...record, event: 'T11', number: 'D-HZ2' })), 'AA');
  t.deepEqual(await said(), [['暂不透析，停用保钾药。', '赵磊']], 'the record was taken back');
});

/** The pre-admission centre sees whoever is booked; its head sets the beds. Where the hospital takes no commands, nothing is moved. */
async function centreLooks(t: ExecutionContext, w: World, visitId: string): Promise<void> {
  const he = await w.signIn('9401');
  const list = await read(he, '/planned-patients');
  t.is(list['arranges'], true);
  t.true((list['items'] as Row[]).some((each) => each['visitId'] === visitId), 'of every department');
  t.is(((await read(he, '/patients'))['items'] as Row[]).length, 0, 'who lies in a ward is no business of the centre');
  t.like(await read(he, `/admission-centre/bookings/${visitId}`), { patient: '许**', booked: true, hasDoor: false, orders: [{ name: '术前四项', done: true }, { name: '心脏超声', done: false }], requests: [] });
  const day = async (): Promise<Row> => ((await read(he, '/admission-centre'))['departments'] as Row[]).find((each) => each['code'] === 'CARD') as Row;
  t.like(await day(), { name: '心血管内科', beds: null });
  t.is(((await day())['booked'] as number[]).reduce((sum, count) => sum + count, 0), 1);
  t.is((await he('POST', '/admission-centre/places', { department: 'CARD', beds: 2 })).status, 200);
  t.like(await day(), { beds: 2 });
  t.is((await he('POST', '/admission-centre/places', { department: 'LAB', beds: 2 })).status, 404, 'nobody lies in the laboratory');
  t.is((await he('POST', `/admission-centre/bookings/${visitId}/requests`, { kind: 'cancel', why: '患者要求' })).error.code, 'admission-centre.no-door');
  const li = await w.signIn('1002');
  t.is((await li('GET', '/admission-centre')).status, 403, 'her own doctors do not arrange');
  t.is((await li('POST', `/admission-centre/bookings/${visitId}/requests`, { kind: 'cancel', why: '患者要求' })).status, 404);
  t.is(await w.hospital.database.prisma.fact.count({ where: { name: 'admission-centre.places-set', subject: 'CARD' } }), 1);
  await he('POST', '/admission-centre/places', { department: 'CARD', beds: null });
}

test.serial('booked and not here yet: when she comes, when she is operated on, how far her orders are; gone from the list once she lies here', async (t) => {
  const { w } = t.context;
  const li = await w.signIn('1001');
  const patient = { id: 'P000960', name: '许文慧', sex: 'F', birth: '19700412' } as const;
  const visit = { number: 'ZY26110960', department: 'CARD', attending: { number: '1001', name: '李静' }, plannedAt: new Date(w.now().getTime() + 20 * 3_600_000) } as const;
  t.is(await w.sends(admission({ event: 'A05', at: w.now(), controlId: 'PRE-1', application: 'HIS', patient, visit: { ...visit, patientClass: 'P', plannedPlace: { ward: 'CARD1', bed: '17' } } })), 'AA');
  await w.settle();
  const { prisma } = w.hospital.database;
  const row = await prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110960' } });
  const about = { patientId: row.patientId, visitId: row.id, stamp: stampOf({ master: true, asOf: w.now(), controlId: 'PRE-2' }), sender: { application: 'HIS', facility: 'QH' }, arrival: 'pre' };
  const at = w.now().toISOString();
  await receiving(w.hospital.database, w.now(), async (context) => {
    await applyOrder(context, about, { kind: 'order', number: 'PRE-L', category: 'laboratory', term: 'temporary', name: '术前四项', orderedAt: at, state: 'completed' });
    await applyOrder(context, about, { kind: 'order', number: 'PRE-E', category: 'examination', term: 'temporary', name: '心脏超声', orderedAt: at, state: 'ordered' });
    await applyOperation(context, about, { kind: 'operation', number: 'PRE-OP', department: 'CARD', name: '冠状动脉造影', plannedFrom: new Date(w.now().getTime() + 44 * 3_600_000).toISOString(), daySurgery: false, state: 'planned' });
  });
  const planned = async (api: Api, query = ''): Promise<Row[]> => (await read(api, `/planned-patients${query}`))['items'] as Row[];
  const [her] = await planned(li);
  t.like(her, { name: '许**', visit: 'ZY26110960', department: '心血管内科', place: '心内科一病区 17床', orders: { total: 2, done: 1 }, daySurgery: false });
  t.like(her?.['operation'], { name: '冠状动脉造影' });
  t.deepEqual(await planned(li, '?daySurgery=true'), []);
  t.deepEqual(await planned(await w.signIn('2001')), [], 'of another department nobody');
  await centreLooks(t, w, String(her?.['visitId']));
  t.false(((await read(li, '/beds/wards/CARD1'))['beds'] as Row[]).some((bed) => (bed['patient'] as Row | null)?.['name'] === '许**'), 'a reservation lies nowhere');
  t.is(await w.sends(admission({ event: 'A01', at: new Date(w.now().getTime() + 1000), controlId: 'PRE-3', application: 'HIS', patient, visit: { ...visit, patientClass: 'I', ward: 'CARD1', bed: '17', admittedAt: w.now() } })), 'AA');
  await w.settle();
  t.deepEqual(await planned(li), []);
  t.true(((await read(li, '/beds/wards/CARD1'))['beds'] as Row[]).some((bed) => (bed['patient'] as Row | null)?.['name'] === '许**'));
});

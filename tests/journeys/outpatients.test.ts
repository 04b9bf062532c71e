/** The outpatient side in the hand, through the doors its pages use: each reading one row, nobody else's patient through any. */
import anyTest, { type TestFn } from 'ava';
import { clinicDay } from '../kit/clinic-day.ts';
import { type Api, type World, sharedWorld } from '../kit/world.ts';

type Ids = Readonly<Record<'guo' | 'other' | 'ofGu', string>>;
const test = anyTest as TestFn<{ w: World; ids: Ids }>;
sharedWorld(test);

test.serial.before('a day of the clinic', async (t) => {
  const { w } = t.context;
  t.true(await clinicDay(w));
  const of = async (number: string): Promise<string> => (await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number } })).id;
  t.context.ids = { guo: await of('P000101'), other: await of('P000901'), ofGu: await of('P000103') };
});

type Row = Readonly<Record<string, unknown>>;
const read = async (api: Api, path: string): Promise<{ readonly items: readonly Row[] } & Row> => {
  const answer = await api('GET', path);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer.data;
};
/** What was looked at, and by which right, since a moment. */
async function rowsOf(w: World, staff: string, body: () => Promise<unknown>): Promise<{ act: string; patients: readonly string[] }[]> {
  const { prisma } = w.hospital.database;
  const last = (await prisma.audit.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0n;
  await body();
  return (await prisma.audit.findMany({ where: { id: { gt: last }, actor: `staff:${staff}` }, orderBy: { id: 'asc' } })).map(({ act, patients }) => ({ act, patients }));
}

test.serial('people of one name are told apart: number, sex, age, department, 费别, year of birth; the whole telephone is an act of its own', async (t) => {
  const { w, ids } = t.context;
  const api = await w.signIn('1001');
  const { items } = await read(api, '/patients?kind=outpatient&from=2026-11-16T16:00:00Z');
  const both = items.filter(({ name }) => name === '郭**');
  t.deepEqual(both.map(({ number, sex, age, place, feeCategory, namesake }) => [number, sex, age, place, feeCategory, namesake]), [
    ['P000101', '女', '60岁', '心血管内科', '城镇职工医保', '1966-**-**'],
    ['P000901', '女', '38岁', '心血管内科', '自费', '1988-**-**'],
  ]);
  t.true(items.filter(({ name }) => name !== '郭**').every(({ namesake }) => namesake === ''), 'only where it is needed');
  t.deepEqual((await read(api, '/patients?kind=outpatient&from=2026-11-18T16:00:00Z')).items.find(({ number }) => number === 'P000101')?.['namesake'], '', 'the other one is not in this answer');

  const detail = await read(api, `/patients/${ids.guo}`);
  t.like(detail, { number: 'P000101', name: '郭美兰', namesakes: 1, allergies: ['青霉素（皮疹）'] });
  t.like((detail['visits'] as Row[])[0], { kind: 'outpatient', department: '心血管内科', feeCategory: '城镇职工医保', doctor: '李静', diagnosis: '高血压2级' });
  const identity = (await read(api, `/patients/${ids.guo}/identity`))['fields'] as Row[];
  t.is(identity.find(({ field }) => field === 'phone')?.['shown'], '199****0101');
  const called = await rowsOf(w, '1001', async () => t.is(((await api('POST', `/patients/${ids.guo}/identity/unmask`, { field: 'phone', reason: '拨打电话' })).data as Row)['value'], '19900000101'));
  t.deepEqual(called, [{ act: 'patients.unmask', patients: [ids.guo] }]);
  t.like((await w.hospital.database.prisma.fact.findFirstOrThrow({ where: { name: 'patients.field-shown' } })).data as Row, { field: 'phone', reason: '拨打电话' });
});

test.serial('the record of the visit: signed or not, versions, words in blocks, neighbours; one row for one reading', async (t) => {
  const { w, ids } = t.context;
  const api = await w.signIn('1001');
  const { items } = await read(api, `/patients/${ids.guo}/documents?shelf=record`);
  t.deepEqual(items.map(({ title, signed, kindTitle, author }) => [title, signed, kindTitle, (author as Row)['name']]), [['门诊病历', true, '门(急)诊病历', '李静'], ['雾化吸入治疗记录', false, '治疗记录', '李静']]);
  const path = `/patients/${ids.guo}/documents/${String(items[0]?.['id'])}/reading`;
  let page: Row = {};
  const rows = await rowsOf(w, '1001', async () => (page = await read(api, path)));
  t.deepEqual(rows, [{ act: 'documents.read', patients: [ids.guo] }]);
  t.like(page, { form: 'words', previous: null, next: items[1]?.['id'], place: 1, of: 2, signed: true });
  t.deepEqual((page['blocks'] as Row[]).map(({ title }) => title), ['', '主诉', '现病史', '体格检查', '诊断', '处理']);
  t.deepEqual((page['blocks'] as Row[])[1]?.['lines'], ['发现血压升高2年，头晕3天。']);
  const versions = page['contents'] as Row[];
  t.is(versions.length, 2);
  const old = await read(api, `${path}?contentId=${String(versions[1]?.['id'])}`);
  t.deepEqual((old['blocks'] as Row[])[1]?.['lines'], ['发现血压升高2年，头晕2天。'], 'what stood there before');
  t.is((await api('GET', `/patients/${ids.other}/documents/${String(items[0]?.['id'])}/reading`)).status, 404, 'not under another patient’s number');
});

test.serial('four kinds of prescriptions with what was done; reports by time and kind with what is out of range and what is critical', async (t) => {
  const { w, ids } = t.context;
  const api = await w.signIn('1001');
  const orders = (await read(api, `/patients/${ids.guo}/orders?term=prescription`)).items;
  t.deepEqual(orders.map(({ category, name, done, report: answer }) => [category, name, (done as Row | null)?.['state'] ?? null, answer !== null]).toSorted(), [
    ['drug', '苯磺酸氨氯地平片', 'dispensed', false],
    ['examination', '心电图', null, true],
    ['laboratory', '生化全套', null, true],
    ['treatment', '雾化吸入治疗', null, false],
  ]);
  const reports = async (query: string): Promise<unknown[][]> => (await read(api, `/patients/${ids.guo}/reports?${query}`)).items.map(({ name, abnormal, alarming }) => [name, abnormal, alarming]);
  t.deepEqual(await reports('kind=laboratory'), [['生化全套', 1, 1], ['生化全套', 1, 0], ['生化全套', 0, 0]]);
  t.deepEqual(await reports('kind=examination'), [['十二导联心电图', 0, 0]]);
  t.deepEqual(await reports('from=2026-11-12T16:00:00Z&until=2026-11-18T16:00:00Z'), [['生化全套', 1, 0]], 'a chosen time');
  const [newest] = (await read(api, `/patients/${ids.guo}/reports?kind=laboratory`)).items;
  t.like(orders.find(({ category }) => category === 'laboratory'), { report: { id: newest?.['id'] } }, 'the order leads to its report');
  const report = await read(api, `/patients/${ids.guo}/reports/${String(newest?.['id'])}`);
  t.deepEqual((report['results'] as Row[]).map(({ name, text, range, direction, alarming }) => [name, text, range, direction, alarming]), [['血钾', '6.8', '3.5-5.3', 'high', true], ['血钠', '140', '137-147', null, false]]);
  const course = await read(api, `/patients/${ids.guo}/items/trend?item=2823-3`);
  t.deepEqual((course['points'] as Row[]).map(({ number }) => number), [4.1, 5.6, 6.8]);
  const critical = (await read(api, `/patients/${ids.guo}/critical-values`)).items;
  t.deepEqual(critical.map(({ fact, item, reports: of }) => [fact, item, of]), [['血钾 6.8 mmol/L ↑↑', '2823-3', ['S2', 'CF1L1']]]);
});

test.serial('rosters of any department while the hospital opens them; bookings masked, counted whole; closed again, only what is near', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const api = await w.signIn('1001');
  const clinics = async (of: Api): Promise<unknown[][]> => ((await read(of, '/schedules/clinics?from=2026-11-20&until=2026-11-20')) as { departments?: readonly Row[] } & Row).departments?.map(({ code, sessions, stopped }) => [code, sessions, stopped]) ?? [];
  t.deepEqual(await clinics(api), [['NEPH', 1, 1]], 'tomorrow, stopped');
  const [stopped] = (await read(api, '/schedules/sessions?from=2026-11-20&department=NEPH')).items;
  t.like(stopped, { state: 'stopped', reason: '外出会诊', title: '主治医师' });
  t.deepEqual((await read(api, '/schedules/sessions?doctor=' + encodeURIComponent('赵'))).items.map(({ number }) => number), ['CZ2'], 'a doctor by a part of the name');

  const sessions = (await read(api, '/schedules/sessions?department=CARD')).items;
  const of = (number: string): string => String(sessions.find((each) => each['number'] === number)?.['id']);
  let mine: { readonly items: readonly Row[] } & Row = { items: [] };
  const rows = await rowsOf(w, '1001', async () => (mine = await read(api, `/schedules/sessions/${of('CZ1')}/bookings`)));
  t.deepEqual(mine.items.map(({ name, sex, opens }) => [name, sex, opens]), [['郭**', '女', true], ['石**', '男', false]], 'of my session all, the record only of my patient');
  t.is(rows.length, 1);
  t.is(rows[0]?.patients.length, 2, 'whoever was shown stands on record');
  t.is((await api('GET', `/patients/${String(mine.items[1]?.['patientId'])}/documents`)).status, 404, 'a booking opens no record');
  const others = await read(api, `/schedules/sessions/${of('CZ3')}/bookings`);
  t.deepEqual([others.items.map(({ name, opens }) => [name, opens]), others['total']], [[['孟**', false]], 1], 'of the own department, masked, as the hospital opened it');
  const nephrology = (await read(api, '/schedules/sessions?department=NEPH')).items[0];
  t.is((await read(await w.signIn('1101'), `/schedules/sessions/${of('CZ1')}/bookings`)).items.length, 0, 'of another department’s session nobody');

  await prisma.setting.deleteMany({ where: { name: 'data-scope.exception.rosters' } });
  const closed = await read(api, '/schedules/sessions');
  t.deepEqual([closed['everywhere'], closed.items.map(({ number }) => number)], [false, ['CZ1', 'CZ3']]);
  t.deepEqual(await clinics(api), []);
  t.is((await api('GET', `/schedules/sessions/${String(nephrology?.['id'])}/bookings`)).status, 404);
  const narrow = await read(api, `/schedules/sessions/${of('CZ3')}/bookings`);
  t.deepEqual([narrow.items.length, narrow['total']], [0, 1], 'the count stays whole');
});

test.serial('another group’s patient through every door: not there, whichever way is tried', async (t) => {
  const { w, ids } = t.context;
  const mine = await w.signIn('1001');
  const [document] = (await read(mine, `/patients/${ids.guo}/documents`)).items;
  const [report] = (await read(mine, `/patients/${ids.guo}/reports`)).items;
  const [order] = (await read(mine, `/patients/${ids.guo}/orders`)).items;
  const doors = (patient: string): string[] => ['', '/identity', '/documents', `/documents/${String(document?.['id'])}/reading`, '/orders', `/orders/${String(order?.['id'])}`, '/reports', `/reports/${String(report?.['id'])}`, '/items/trend?item=2823-3', '/critical-values', '/bookings'].map((door) => `/patients/${patient}${door}`);
  for (const [staff, patient] of [['1006', ids.guo], ['1101', ids.guo], ['1001', ids.ofGu]] as const) {
    const api = await w.signIn(staff);
    const refused = (): Promise<number> => w.hospital.database.prisma.audit.count({ where: { actor: `staff:${staff}`, outcome: 'refused' } });
    const before = await refused();
    for (const door of doors(patient)) {
      const answer = await api('GET', door);
      t.is(answer.status, 404, `${staff} ${door}`);
      t.deepEqual(answer.data, undefined);
    }
    t.is((await refused()) - before, doors(patient).length, 'each try on record');
  }
  for (const staff of ['9101', '9102', '9201']) for (const door of doors(ids.guo)) t.true([403, 404].includes((await (await w.signIn(staff))('GET', door)).status), `${staff} ${door}`);
});

test.serial('typed to the bot: whom it may be and my clinic, with links that open for the asker alone and say nothing', async (t) => {
  const { w } = t.context;
  const [found] = await w.say('dingtalk', '1001', '查 郭美兰');
  t.like(found, { title: '查找患者' });
  t.deepEqual(found?.buttons?.map(({ label }) => label), ['门诊 郭** 女 60岁', '门诊 郭** 女 38岁']);
  const links = found?.buttons?.map((button) => String((button as { url?: string }).url)) ?? [];
  t.true(links.every((link) => /\/m\/patients\/i1_[\w-]{43}$/.test(link)));
  t.notRegex(JSON.stringify(found?.raw), /高血压|郭美兰|P000101/);
  const [one] = await w.say('dingtalk', '1001', '12床');
  t.deepEqual([one?.link?.label, one?.kind], ['12床 王** 男 67岁', 'link']);
  const [nobody] = await w.say('dingtalk', '1006', '查 郭美兰');
  t.regex(String(nobody?.text), /没有找到/);
  const [refused] = await w.say('dingtalk', '9102', '查 郭美兰');
  t.regex(String(refused?.text), /没有这项权限/);

  const [clinic] = await w.say('dingtalk', '1001', '门诊 今天');
  t.regex(String(clinic?.text), /今天您出诊 1 班[\s\S]*专家门诊 3诊室，已约 2 人/u);
  t.regex(JSON.stringify(clinic?.raw), /\/m\/clinics\/i1_[\w-]{43}/);
  t.regex(String((await w.say('dingtalk', '1101', '门诊 明天'))[0]?.text), /停诊（外出会诊）/);
  t.regex(String((await w.say('dingtalk', '1001', '门诊 后天'))[0]?.text), /没有您的出诊班次/);
  t.regex(String((await w.say('dingtalk', '1001', '门诊 改天'))[0]?.text), /没有看懂/);
  const [wecom] = (await w.say('wecom', '2001', '查 黄')).filter(({ kind }) => kind !== 'mine');
  t.regex(String(wecom?.text), /\[9床 黄\*\* 男 48岁\]\(http[^)]+\/m\/patients\/i1_[\w-]{43}\)/);
});

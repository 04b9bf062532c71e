/** What people answer besides yes: not mine, not now, the nurse's part; and what the laboratory takes back and opens again. */
import anyTest, { type TestFn } from 'ava';
import { unzipSync } from 'fflate';
import { type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test, { env: { CRITICAL_VALUES_READ_BACK: 'true' } });

/** The one value of the bed that is under way. */
async function report(w: World, bed: string, value = '7.1'): Promise<string> {
  await w.laboratorySends(bed, [potassium(value)]);
  await w.settle();
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return id;
}

/** Everything that person sees on the newest card, with the line only they see. */
const seen = async (w: World, platform: 'dingtalk' | 'wecom', staff: string): Promise<string> => JSON.stringify(await w.card(platform, staff));

interface Shown {
  readonly clinical: string;
  readonly deeds: readonly string[];
  readonly timeline: readonly { readonly what: string }[];
  readonly readBackSaid: string | null;
  readonly basis: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly nursing: readonly { readonly choices: readonly string[]; readonly late: boolean }[];
  readonly reopened: readonly { readonly was: string; readonly disposal: string }[];
  readonly ladder: readonly { readonly people: readonly string[] }[];
}

test.serial('DingTalk: the value is read back on the card; a wrong number takes nothing, “not now” needs no number and tells the next at once', async ({ context: { w }, ...t }) => {
  const id = await report(w, 'CARD1-12');
  await w.press('dingtalk', '1001', 'acknowledge', { readBack: '7.7' });
  t.regex(await seen(w, 'dingtalk', '1001'), /复述的数值与结果不一致/u);
  await w.press('dingtalk', '1001', 'cannot-now');
  t.regex(await seen(w, 'dingtalk', '1001'), /请先选原因/u);
  t.is((await w.cards('dingtalk', '1002')).length, 0);
  const declined = await w.press('dingtalk', '1001', 'cannot-now', { aside: 'why-rescue' });
  t.regex(JSON.stringify(declined.message), /已回复：现在无法处理 · 已通知/u);
  t.deepEqual(declined.message?.buttons.map(({ label }) => label).slice(0, 1), ['还是我来处理']);
  t.regex(await seen(w, 'dingtalk', '1002'), /未接手[\s\S]*李医生 \S+ 现在无法处理（正在抢救）[\s\S]*请您处理/u);
  await w.press('dingtalk', '1002', 'acknowledge', { readBack: '７．10' });
  const api = await w.signIn('1002');
  const shown = (await api('GET', `/critical-values/${id}`)).data as Shown;
  t.like(shown, { clinical: 'acknowledged', readBackSaid: '7.10' });
  t.is(shown.fields.find(({ label }) => label === '界限依据')?.value, '成人界限：只有这一条适用');
  t.is(shown.basis, '成人界限 · 随产品的默认界限');
  t.true(shown.timeline.some(({ what }) => what === '李医生：现在无法处理（正在抢救）'), 'everybody on the ladder sees who said no and why');
});

test.serial('WeCom: the number is read back on the page; “not my patient” passes it to a colleague without more time for the ladder', async ({ context: { w }, ...t }) => {
  const id = await report(w, 'GSUR1-9');
  const card = await w.card('wecom', '2001');
  t.regex(JSON.stringify(card), /复述结果数值/u);
  t.deepEqual(card.buttons.map(({ id: button }) => button).filter((button) => button === 'acknowledge'), [], 'the primary button opens the page');
  const stranger = await w.signIn('1101');
  t.is((await stranger('POST', `/critical-values/${id}/decline`, { kind: 'not-mine' })).status, 404);
  const api = await w.signIn('2001');
  t.like(await api('POST', `/critical-values/${id}/decline`, { kind: 'not-mine', to: '2004' }), { status: 422, error: { code: 'critical-values.pass-to-no-doctor' } });
  t.is((await api('POST', `/critical-values/${id}/decline`, { kind: 'not-mine', reason: 'moved', to: '2002' })).status, 200);
  await w.settle();
  t.regex(await seen(w, 'wecom', '2001'), /已回复：不是我的病人 · 已转/u);
  const other = await w.signIn('2002');
  const passed = (await other('GET', `/critical-values/${id}`)).data as Shown;
  t.true(passed.deeds.includes('acknowledge') && passed.deeds.includes('decline'));
  t.deepEqual(passed.ladder[0]?.people, ['张医生', '刘医生']);
  t.like(await other('POST', `/critical-values/${id}/acknowledge`, {}), { status: 422, error: { code: 'critical-values.read-back-missing' } });
  t.is((await other('POST', `/critical-values/${id}/acknowledge`, { readBack: '7.1' })).status, 200);
});

test.serial('the nurse writes her part beside the doctor’s; written up later it says so; both are kept', async ({ context: { w }, ...t }) => {
  const id = await report(w, 'CARD1-3');
  const nurse = await w.signIn('1004');
  t.deepEqual(((await nurse('GET', `/critical-values/${id}`)).data as Shown).deeds, ['nurse', 'call']);
  t.is((await nurse('POST', `/critical-values/${id}/nurse`, { choices: ['told-doctor'] })).status, 200);
  w.tick(3 * 3_600_000);
  const later = await w.signIn('1004');
  t.is((await later('POST', `/critical-values/${id}/nurse`, { choices: ['recollected'], note: '右臂重采', actionAt: new Date(w.now().getTime() - 2 * 3_600_000).toISOString() })).status, 200);
  t.like(await later('POST', `/critical-values/${id}/nurse`, { choices: [] }), { status: 422, error: { code: 'critical-values.nursing-empty' } });
  const { nursing, clinical } = (await later('GET', `/critical-values/${id}`)).data as Shown;
  t.deepEqual(nursing.map(({ choices, late }) => [choices, late]), [[['已通知医生'], false], [['已重新采样送检'], true]]);
  t.is(clinical, 'open', 'the ladder waits for a doctor');
});

for (const { platform, bed, doctor } of [{ platform: 'dingtalk', bed: 'CARD1-5', doctor: '1001' }, { platform: 'wecom', bed: 'GSUR1-15', doctor: '2001' }] as const) {
  test.serial(`${platform}: the laboratory cancels with a reason and opens again: cards say so, the ladder stops and begins anew, both stand in the register`, async ({ context: { w }, ...t }) => {
    const id = await report(w, bed);
    const laboratory = await w.signIn('3001');
    t.is((await laboratory('POST', `/critical-values/${id}/cancel`, { reason: 'wrong-patient', note: '条码贴错' })).status, 200);
    await w.settle();
    t.regex(await seen(w, platform, doctor), /已撤销：患者信息有误，条码贴错/u);
    const told = (): Promise<number> => w.hospital.database.prisma.fact.count({ where: { subject: id, name: 'critical-values.told' } });
    await w.pass(12);
    t.is(await told(), 1, 'nobody is told of what was cancelled');
    const cards = (await w.cards(platform, doctor)).length;
    t.is((await laboratory('POST', `/critical-values/${id}/reopen`, { note: '核对后患者无误' })).status, 200);
    await w.settle();
    t.is((await w.cards(platform, doctor)).length, cards + 1, 'told again, by a card of its own');
    t.regex(await seen(w, platform, doctor), /核对后患者无误/u);
    t.is(await told(), 2);
    await w.pass(5);
    t.is(await told(), 3, 'five minutes from the opening anew');
    const { clinical, timeline, reopened } = (await laboratory('GET', `/critical-values/${id}`)).data as Shown;
    t.is(clinical, 'open');
    t.deepEqual(reopened.map(({ was }) => was), ['cancelled']);
    for (const said of ['撤销：患者信息有误，条码贴错', '检验科重新打开：核对后患者无误']) t.true(timeline.some(({ what }) => what === said), said);
  });

  test.serial(`${platform}: a result that is withdrawn, posted wrong or cancelled by its status ends the alert; final again it is a new one; a correction tells the same people and keeps both`, async ({ context: { w }, ...t }) => {
    const { result } = await import('../../services/links/hl7/samples.ts');
    const { patientIn } = await import('../kit/world.ts');
    const send = async (filler: string, value: string, status: string): Promise<void> => {
      t.is(await w.sends(result({ at: w.now(), patient: patientIn(bed), filler, items: [potassium(value, { status })] })), 'AA');
      await w.settle();
    };
    for (const status of ['W', 'D', 'X']) {
      const filler = `${platform}-${status}`;
      await send(filler, '7.3', 'F');
      t.true((await seen(w, platform, doctor)).includes('7.3'));
      await send(filler, status === 'X' ? '' : '7.3', status);
      t.regex(await seen(w, platform, doctor), /撤回/u, status);
      const before = (await w.cards(platform, doctor)).length;
      await send(filler, '7.3', 'F');
      t.is((await w.cards(platform, doctor)).length, before + 1, `${status}: final again is told again`);
    }
    await send(`${platform}-C`, '7.4', 'F');
    await send(`${platform}-C`, '7.9', 'C');
    const [now, then] = await w.cards(platform, doctor);
    t.true(now?.text.includes('7.9'));
    t.regex(JSON.stringify(then), /7\.4[\s\S]*更正/u, 'both are kept');
  });
}

test.serial('indicators: the laboratory counts the hospital, a doctor the own department, administrators nothing; the same numbers as a file', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const range = `from=${encodeURIComponent('2026-11-01T00:00:00Z')}&until=${encodeURIComponent('2026-12-01T00:00:00Z')}`;
  type Counted = { wholeHospital: boolean; all: { total: number; cancelled: number; sameDay: { denominator: number } }; departments: { key: string; total: number }[]; had: { place: string; count: number; median: number | null }[] };
  const counted = async (staff: string): Promise<Counted> => (await (await w.signIn(staff))('GET', `/critical-indicators?${range}`)).data as Counted;
  const [all, own] = [await counted('3001'), await counted('1002')];
  const rows = await prisma.criticalValue.findMany({ select: { clinical: true } });
  t.deepEqual([all.wholeHospital, all.all.total, all.all.cancelled], [true, rows.filter(({ clinical }) => clinical !== 'cancelled').length, rows.filter(({ clinical }) => clinical === 'cancelled').length]);
  t.true(all.departments.length > 1);
  t.deepEqual([own.wholeHospital, own.departments.map(({ key }) => key)], [false, ['CARD']]);
  t.true((all.had.find(({ place }) => place === 'inpatient')?.count ?? 0) >= 2);
  const technician = await w.signIn('3001');
  const { data } = await technician('GET', `/critical-indicators/file?${range}`);
  t.regex(Buffer.from((data as { base64: string }).base64, 'base64').toString(), /口径,名称,例数,升级,未确认,及时确认,当日处置[\s\S]*科室,心血管内科,/u);
  t.is((await (await w.signIn('9101'))('GET', `/critical-indicators?${range}`)).status, 403);
});

test.serial('reported by hand with two identifiers and read back by telephone: the same card, ladder and signature; a wrong name tells nobody', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const technician = await w.signIn('3001');
  const form = { patient: { number: 'P000004', name: '刘素珍' }, item: 'potassium', value: '2.1', unit: 'mmol/L', specimen: '血清', call: { to: '周敏护士', readBack: '2.1' } };
  t.is(((await technician('GET', '/critical-values-by-hand/items')).data as { items: { code: string }[] }).items.some(({ code }) => code === 'potassium'), true);
  t.like(await technician('POST', '/critical-values-by-hand', { ...form, patient: { number: 'P000004', name: '刘素芬' } }), { status: 422, error: { code: 'critical-values.report-patient' } });
  t.like(await technician('POST', '/critical-values-by-hand', { ...form, call: { to: '周敏护士', readBack: '1.2' } }), { status: 422, error: { code: 'critical-values.read-back-differs' } });
  const { id: patientId } = await prisma.patient.findFirstOrThrow({ where: { number: 'P000004' } });
  t.is(await prisma.criticalValue.count({ where: { patientId } }), 0, 'nothing was opened by what was refused');
  const doctor = await w.signIn('1002');
  t.is((await doctor('POST', '/critical-values-by-hand', form)).status, 403);
  const { data } = await technician('POST', '/critical-values-by-hand', form);
  const { id } = data as { id: string };
  await w.settle();
  const card = await seen(w, 'dingtalk', '1002');
  t.regex(card, /血钾 2\.1 mmol\/L ↓↓/u);
  t.regex(card, /检验科韩冰手工上报/u);
  t.regex(card, /通知周敏护士，已复述 2\.1/u);
  await w.pass(5);
  t.is((await prisma.fact.count({ where: { subject: id, name: 'critical-values.told' } })) >= 2, true, 'the ladder climbs as for any other');
  const other = { patient: form.patient, name: '抗酸染色', value: '阳性（3+）' };
  const named = (await technician('POST', '/critical-values-by-hand', other)).data as { id: string };
  await w.settle();
  t.regex(await seen(w, 'dingtalk', '1002'), /抗酸染色 阳性（3\+）/u);
  t.is((await technician('POST', `/critical-values/${named.id}/call`, { whom: 'ward', to: '护士站', reached: false })).status, 200);
  t.true(((await technician('GET', `/critical-values/${named.id}`)).data as Shown).timeline.some(({ what }) => what === '韩技师电话通知护士站，未接通'));
});

/** All texts of a workbook, and what its cells hold. */
function bookOf(data: unknown): { texts: string; sheets: string[]; name: string } {
  const { base64, name } = data as { base64: string; name: string };
  const files = unzipSync(new Uint8Array(Buffer.from(base64, 'base64')));
  const read = (path: string): string => Buffer.from(files[path] ?? []).toString('utf8');
  const sheets = Object.keys(files).filter((path) => path.startsWith('xl/worksheets/sheet')).sort().map(read);
  return { texts: read('xl/sharedStrings.xml') + sheets.join(''), sheets, name };
}

const rows = (book: { sheets: string[] }): number => [...(book.sheets[0] ?? '').matchAll(/<row /g)].length;

test.serial('as spreadsheets: the register of those whom the reader may carry out, masked, with who took it, on record; the month’s report', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  await report(w, 'GSUR1-9', '7.8');
  const [technician, doctor, nephrologist, administrator] = [await w.signIn('3001'), await w.signIn('1001'), await w.signIn('1101'), await w.signIn('9101')];
  const all = bookOf((await technician('GET', '/critical-values-file')).data);
  t.regex(all.name, /^危急值登记本\d{4}-\d\d-\d\d\.xlsx$/u);
  for (const said of ['患者编号', '首次通知的人', '张伟（2001）', '血钾', '姓名按规定脱敏', '韩冰（3001）']) t.true(all.texts.includes(said), said);
  const { name } = await prisma.patient.findFirstOrThrow({ where: { visits: { some: { wardCode: 'GSUR1', bed: '9' } } } });
  t.false(all.texts.includes(name), 'no whole name');
  t.true(all.texts.includes(`${name.slice(0, 1)}*`));
  t.notRegex(all.sheets.join(''), /<f[ >]/u);
  const own = bookOf((await doctor('GET', '/critical-values-file')).data);
  t.true(rows(own) < rows(all) && !own.texts.includes('张伟（2001）'), 'the own patients only');
  t.is(rows(bookOf((await nephrologist('GET', '/critical-values-file')).data)), 5, 'nobody to carry out: four lines and the head');
  t.is((await administrator('GET', '/critical-values-file')).status, 403);
  const audits = await prisma.audit.findMany({ where: { act: 'critical-values.register-file', actor: 'staff:1001' } });
  t.true(audits.length === 1 && audits[0]?.outcome === 'allowed');
  const range = `from=${encodeURIComponent('2026-10-31T16:00:00Z')}&until=${encodeURIComponent('2026-11-30T16:00:00Z')}`;
  const month = bookOf((await technician('GET', `/critical-indicators/file?${range}&format=xlsx`)).data);
  t.is(month.name, '危急值月报2026-11.xlsx');
  for (const said of ['指标 31：住院危急值出现到临床获知的中位数（分）', '指标 32：住院危急值当日处置率', '2026-11-01 至 2026-11-30，全院', '心血管内科']) t.true(month.texts.includes(said), said);
});

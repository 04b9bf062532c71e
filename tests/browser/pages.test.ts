/** A record's marked page on the phone and at the desk: enlarged and shut again, long, taken out as a PDF; the workspace that stands still, and lists at twice the text. */
import { PDFDocument } from 'pdf-lib';
import type { Page } from 'puppeteer-core';
import { drawSheet } from '../../services/core/papers/sheet.ts';
import { stampOf } from '../../services/core/registers.ts';
import { admission, bedStatus } from '../../services/links/hl7/samples.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { saveContent } from '../../services/shared/documents/store.content.ts';
import { applyOperation } from '../../services/shared/theatre/index.ts';
import { receiving } from '../kit/statements.ts';
import type { World } from '../kit/world.ts';
import { press, pressAt, sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, tapAt, touch, wide } from './support/touch.ts';

const told = house(['1001', '1004', '9401'], { VIEWING_TEXT_PDF: 'C0034', DOCTOR_STATION_AUDIENCE: 'qh-clinic', DOCTOR_STATION_URL: 'https://clinic.qinghe.invalid/#ticket={ticket}' });

const dark = async (page: Page): Promise<void> => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.waitForSelector('html.dark');
};
const twiceTheText = (page: Page): Promise<unknown> => page.evaluate("document.documentElement.style.fontSize = '200%'");

/** A record of a patient of the cardiologists; its address as 1001 has it. */
async function record({ hospital: { database, seal, ids }, now }: World): Promise<{ path: string; patientId: string }> {
  const { id: patientId } = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number: 'PG1', shelf: 'record', type: { text: '入院记录' }, title: '入院记录', writtenAt: now().toISOString(), content: { mediaType: 'text/plain', text: '主诉：胸痛 3 小时。\n现病史：患者 3 小时前无明显诱因出现胸骨后压榨样疼痛。' } }));
  const { id } = await database.prisma.document.findFirstOrThrow({ where: { number: 'PG1' } });
  const sealed = (each: string): string => ids.seal(each, 'staff:1001');
  return { path: `/m/patients/${sealed(patientId)}/documents/${sealed(id)}`, patientId };
}

const large = '.van-image-preview__image img';
const widthOf = (page: Page, selector: string): Promise<number> => page.$eval(selector, (node) => (node as unknown as { getBoundingClientRect(): { width: number } }).getBoundingClientRect().width);
const isShut = (page: Page): Promise<boolean> => page.$$eval('.van-image-preview', (all) => all.every((each) => each.getClientRects().length === 0));
const drawn = (page: Page): Promise<void> => until(page, 'the marked page', () => page.evaluate(`(document.querySelector('.pages img')?.naturalWidth ?? 0) > 800`) as Promise<boolean>);
const focused = (page: Page): Promise<unknown> => page.evaluate(`document.activeElement?.getAttribute('aria-label')`);

told('a phone: the enlarged page is as wide as the screen, two taps make it larger and small again, the cross shuts it', async (t, { w, as, picture }) => {
  const page = await as('1001', (await record(w)).path, touch);
  const heard = listen(page);
  await tap(page, '原样（水印页）');
  await drawn(page);
  await tapAt(page, '.pages button');
  await until(page, 'the large page', async () => (await widthOf(page, large)) === touch.width);
  await picture(page, 'page-large');
  const twice = async (): Promise<void> => {
    for (let taps = 0; taps < 2; taps++) await page.touchscreen.tap(200, 400);
  };
  await twice();
  await until(page, 'twice as large', async () => Math.round(await widthOf(page, large)) === touch.width * 2);
  await picture(page, 'page-larger');
  await twice();
  await until(page, 'as it was', async () => Math.round(await widthOf(page, large)) === touch.width);
  await tapAt(page, '.van-image-preview__close-icon');
  await until(page, 'the page again', () => isShut(page));
  await tapAt(page, '.pages button');
  await until(page, 'the large page', async () => (await widthOf(page, large)) === touch.width);
  await page.touchscreen.tap(200, 400);
  await until(page, 'one tap shuts it as well', () => isShut(page));
  t.deepEqual(heard, { errors: [], foreign: [] });
});

/** Pages of text; one of them is not in the file. */
async function longRecord({ hospital: { database, seal, ids }, now }: World, pages: number, gone: number): Promise<string> {
  const { id: patientId } = await database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'x' };
  await receiving(database, now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number: 'PG9', shelf: 'record', type: { text: '病程记录' }, title: '病程记录', writtenAt: now().toISOString(), content: { mediaType: 'text/plain', text: '病程' } }));
  const { id } = await database.prisma.document.findFirstOrThrow({ where: { number: 'PG9' } });
  const pieces = Array.from({ length: pages * 32 }, (_none, at) => ({ kind: 'text' as const, text: `第 ${at + 1} 行：患者神志清楚，双肺呼吸音清，未闻及干湿啰音，继续目前治疗。` }));
  const pdf = await PDFDocument.load(await drawSheet({ title: '病程记录', hospital: '清河医院', facts: [], pieces, foot: '', producer: 'test', at: 0 }));
  pdf.context.delete(pdf.getPage(gone - 1).ref);
  const base64 = Buffer.from(await pdf.save({ useObjectStreams: false })).toString('base64');
  await database.prisma.$transaction((tx) => saveContent(tx, seal, now(), { documentId: id, isNew: false, stamp: '9 9', version: undefined, content: { mediaType: 'application/pdf', base64 } }));
  return `/m/patients/${ids.seal(patientId, 'staff:1001')}/documents/${ids.seal(id, 'staff:1001')}`;
}

told('a long record: open with its first page, a far one is gone to at once, a damaged one says so and the search that it was left out', async (t, { w, as, picture }) => {
  const page = await as('1001', await longRecord(w, 40, 3), touch);
  await drawn(page);
  await picture(page, 'long-first');
  const pages = await page.$$eval('.pages li', (all) => all.length);
  t.true(pages >= 35, String(pages));
  await sees(page, `第 1 页，共 ${pages} 页`);
  await page.$eval('.pages li:nth-child(3)', (node) => (node as unknown as { scrollIntoView(): void }).scrollIntoView());
  await sees(page, '第 3 页已损坏，不能显示，其他页可以照常看');
  await picture(page, 'long-damaged');
  await tapAt(page, '.tools > button');
  await type(page, '.places input', [String(pages - 1)]);
  await tap(page, '前往');
  await until(page, 'the far page', () => page.evaluate(`(document.querySelector('.pages li:nth-child(${pages - 1}) img')?.naturalWidth ?? 0) > 800`) as Promise<boolean>);
  await picture(page, 'long-far');
  await type(page, '.tools input', ['第 700 行']);
  // By the keyboard's own key: the bar stays at the top, and whoever brings its button to the middle scrolls past all pages.
  await page.keyboard.press('Enter');
  await sees(page, '“第 700 行”：第 1 处，共 1 处');
  await sees(page, '第 3 页不能显示，没有查找。');
  await picture(page, 'long-found');
});

told('a desk: pressed, by keys too, the text is larger where it stands, what was pressed stays in sight, and it is kept', async (t, { w, as, picture }) => {
  const { path } = await record(w);
  const page = await as('1001', path);
  await press(page, '原样（水印页）');
  await drawn(page);
  const width = (): Promise<number> => widthOf(page, '.pages img');
  const whole = await width();
  await picture(page, 'page-desk-whole');
  await page.focus('.pages button');
  await page.keyboard.press('Enter');
  await until(page, 'larger', async () => (await width()) > whole * 1.4);
  await picture(page, 'page-desk-larger');
  t.is(await focused(page), '放大第 1 页');
  t.true(await wide(page), 'nothing to be pushed to and fro');
  await pressAt(page, '.pages button');
  await until(page, 'the whole page', async () => (await width()) === whole);
  await press(page, '放大阅读');
  await until(page, 'larger', async () => (await width()) > whole);
  await page.reload();
  await press(page, '原样（水印页）');
  await drawn(page);
  t.true((await width()) > whole, 'kept');
  await press(page, '整页');
  await until(page, 'the whole page', async () => (await width()) === whole);
});

told('导出 PDF: a second factor first; not shown it is said so; who is no longer allowed reads why', async (t, { w, as, code, picture }) => {
  const { prisma } = w.hospital.database;
  const { path, patientId } = await record(w);
  const page = await as('1001', path, touch);
  const heard = listen(page);
  await tap(page, '原样（水印页）');
  await drawn(page);
  await sees(page, '导出 PDF');
  await picture(page, 'pdf-light');
  t.true(await wide(page));
  // What was shown at the sign-in no longer counts.
  await w.pass(15);
  await tap(page, '导出 PDF');
  await sees(page, '动态口令', 'dialog');
  await picture(page, 'pdf-factor');
  await tap(page, '先不办', 'dialog');
  await sees(page, /再次|第二|验证/u, '.tools');
  await picture(page, 'pdf-refused');
  await dark(page);
  await picture(page, 'pdf-refused-dark');
  await twiceTheText(page);
  t.true(await wide(page));
  await picture(page, 'pdf-refused-dark-200');
  await page.evaluate("document.documentElement.style.fontSize = ''");
  await tap(page, '导出 PDF');
  await type(page, 'dialog input', [await code()]);
  const taken = (): Promise<number> => prisma.audit.count({ where: { act: 'viewing.export', actor: 'staff:1001', outcome: 'allowed', patients: { has: patientId } } });
  await until(page, 'the file', async () => (await taken()) === 1);
  await until(page, 'the button again', async () => (await wordsOn(page, '.tools')).includes('导出 PDF'));
  t.notRegex(await wordsOn(page, '.tools'), /验证/u);
  await picture(page, 'pdf-taken-dark');
  // What changed meanwhile: the button is still there, the answer says why not.
  await prisma.document.updateMany({ where: { number: 'PG1' }, data: { kind: 'C0052' } });
  await tap(page, '导出 PDF');
  await sees(page, '本院没有开放这类文书的导出', '.tools');
  await prisma.opening.updateMany({ where: { staffNumber: '1001' }, data: { at: new Date(w.now().getTime() - 13 * 3_600_000) } });
  await tap(page, '导出 PDF');
  await sees(page, '请重新打开', '.tools');
  await picture(page, 'pdf-over');
  t.deepEqual(heard.foreign, []);
});

/** Where each way lies, by its name. */
const ways = (page: Page): Promise<unknown> => page.$$eval('.ways > *', (all) => all.map((each) => {
  const { left, top, width, height } = (each as unknown as { getBoundingClientRect(): Record<string, number> }).getBoundingClientRect();
  return [(each as unknown as { innerText: string }).innerText, left, top, width, height];
}));

for (const [how, scheme, size] of [['light', 'light', ''], ['dark at twice the text', 'dark', '200%']] as const) {
  told(`my workspace, ${how}: the ways lie where they will lie before the counts have come`, async (t, { w, as, picture }) => {
    await w.laboratorySends('CARD1-12', [{ code: { id: '2823-3', text: '血钾' }, value: '7.1', unit: 'mmol/L', range: '3.5-5.3', flags: ['HH'] }]);
    await w.settle();
    const page = await as('1001', '/m/me', touch);
    // Once seen, the hospital's own station has its place too.
    await tap(page, '我的工作', '.van-tabbar');
    await sees(page, '门诊医生站', '.ways');
    await page.goto(new URL('/m/me', page.url()).href);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
    await sees(page, '退出登录');
    const held: (() => void)[] = [];
    let isHolding = true;
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const go = (): void => void request.continue();
      if (isHolding && new URL(request.url()).pathname.startsWith('/api')) held.push(go);
      else go();
    });
    await tap(page, '我的工作', '.van-tabbar');
    await sees(page, '门诊医生站', '.ways');
    await until(page, 'a question that waits', async () => held.length > 0);
    const before = await ways(page);
    await picture(page, `ways-${scheme}-before`);
    isHolding = false;
    for (const go of held) go();
    await sees(page, /[1-9]/u, '.counts .acknowledge b');
    await sees(page, '血钾');
    await picture(page, `ways-${scheme}-after`);
    t.deepEqual(await ways(page), before);
    t.true(await page.$eval('.work', (work) => (work as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top) > Math.max(...(before as number[][]).map(([, , top = 0, , height = 0]) => top + height)));
    t.true(await wide(page));
    await tapAt(page, '.counts .acknowledge a');
    await until(page, 'its part of the list', async () => page.url().endsWith('#acknowledge'));
  });
}

told('who comes, at twice the text: 56岁 stays one word', async (t, { w, as, picture }) => {
  await w.sends(admission({ event: 'A05', at: w.now(), controlId: 'PG-A05', application: 'HIS', patient: { id: 'PPG1', name: '许文慧', sex: 'F', birth: '19700101' }, visit: { number: 'ZYPG1', patientClass: 'P', department: 'GSUR', plannedAt: new Date(w.now().getTime() + 20 * 3_600_000), plannedPlace: { ward: 'GSUR1', bed: '17' } } }));
  await w.settle();
  const page = await as('9401', '/m/planned', touch);
  await sees(page, '岁', '.row small');
  await dark(page);
  for (const size of [100, 150, 200, 250]) {
    await page.evaluate(`document.documentElement.style.fontSize = '${size}%'`);
    t.true(await page.$$eval('.row small', (all) => all.every((each) => (each as unknown as { offsetHeight: number }).offsetHeight < 2 * Number.parseFloat(String((each as unknown as { ownerDocument: { defaultView: { getComputedStyle(of: unknown): { lineHeight: string } } } }).ownerDocument.defaultView.getComputedStyle(each).lineHeight)))), `${size} %`);
    t.true(await wide(page));
    await picture(page, `planned-${size}`);
  }
});

told('a nurse’s theatre list: her department’s operations, rooms in order, who operates; into the page of her own patients alone', async (t, { w, as, picture }) => {
  const now = w.now();
  const plan = async (number: string, visit: { number: string } | { departmentCode: string }, sequence: number, hours: number): Promise<void> => {
    const stay = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: visit, select: { id: true, patientId: true, departmentCode: true } });
    const from = new Date(now.getTime() + hours * 3_600_000);
    const about = { patientId: stay.patientId, visitId: stay.id, stamp: stampOf({ master: true, asOf: now, controlId: number }), sender: { application: 'ORIS', facility: 'QH' }, arrival: number };
    await receiving(w.hospital.database, now, (context) => applyOperation(context, about, { kind: 'operation', number, department: stay.departmentCode ?? '', room: '导管室', sequence, plannedFrom: from.toISOString(), plannedUntil: new Date(from.getTime() + 5_400_000).toISOString(), name: '冠状动脉支架植入术', surgeon: { number: '1001', name: '李静' }, assistants: [{ number: '1002', name: '王建国' }], anaesthetist: { number: '1303', name: '宋立新' }, anaesthesia: '局麻', level: '三级', state: 'planned' }));
  };
  await plan('PG-1', { number: 'ZY26110003' }, 1, 10);
  await plan('PG-2', { number: 'ZY26110016' }, 2, 12);
  await plan('PG-3', { departmentCode: 'NEPH' }, 3, 14);
  const page = await as('1004', '/m/theatre', touch);
  const heard = listen(page);
  await tap(page, '明天', '.strip');
  for (const words of ['第 1 台', '冠状动脉支架植入术', '陈**', '钱**', '心内科一病区 5床', '主刀 李静 · 助手 王建国', '三级 · 局麻 · 宋立新', '已排台', '共 2 台']) await sees(page, words, 'main');
  await picture(page, 'nurse-theatre-light');
  await page.select('.pick select', '');
  await sees(page, '另有 1 台不在您的查看范围');
  t.is((await page.$$('.rows .row')).length, 2, 'of another department’s patient nothing');
  await picture(page, 'nurse-theatre-all');
  await dark(page);
  await twiceTheText(page);
  await picture(page, 'nurse-theatre-dark-200');
  t.true(await wide(page));
  await tap(page, '陈**');
  await sees(page, '陈国强');
  await tapAt(page, '.back');
  await sees(page, '第 1 台');
  t.deepEqual(heard, { errors: [], foreign: [] });
});

told('a ward’s beds as their own system says: 清洁中 and 停用, with what it means, at twice the text in the dark', async (t, { w, as, picture }) => {
  for (const [bed, status] of [['1', 'H'], ['2', 'C'], ['4', 'K'], ['6', 'O']] as const) await w.sends(bedStatus({ at: w.now(), controlId: `PG-${bed}`, application: 'BED', place: { ward: 'CARD1', bed }, status }));
  const page = await as('1004', '/m/beds', touch);
  const heard = listen(page);
  await sees(page, '未备好 3');
  await picture(page, 'ready-wards');
  await tap(page, '心内科一病区');
  for (const words of ['清洁中', '清洁后可用', '停用', '床位系统里已停用', '待消毒', '还没有收到患者信息']) await sees(page, words, 'main');
  await picture(page, 'ready-beds');
  t.true(await wide(page));
  await tap(page, '未备好', '.chips');
  await until(page, 'those alone', async () => (await page.$$('.bed')).length === 3);
  await dark(page);
  await twiceTheText(page);
  await picture(page, 'ready-beds-dark-200');
  t.true(await wide(page));
  t.deepEqual(heard, { errors: [], foreign: [] });
});

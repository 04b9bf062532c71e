/** What is shown with a mark: a screenshot of a doctor's phone names her on the security administrator's desk; orders of a stay as marked pages. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { applyOrder } from '../../services/shared/orders/index.ts';
import { receiving } from '../kit/statements.ts';
import { paste, press, sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { tap, touch, wide } from './support/touch.ts';

/** Forty lines of made-up text, each of its own length. */
const lines = (seed: number): string => Array.from({ length: 40 }, (_none, at) => '患者胸痛三小时伴大汗恶心予吸氧监护抗血小板治疗后缓解'.repeat(2).slice((at * seed) % 9, 12 + ((at * at * seed + seed) % 31))).join('\n');

// Of this hospital the orders of a stay are seen as marked pages alone; what is seen may be copied, saved and printed, and
// admission records may be taken out.
const told = house(['1001', '9102'], { VIEWING_ORDERS: 'image', VIEWING_COPYING: 'true', VIEWING_SAVING: 'true', VIEWING_PRINTING: 'true', VIEWING_TEXT_PDF: 'C0034' });

told('a screenshot taken on a phone is traced to who took it; a picture of something else is not', async (t, { w, as, code, picture }) => {
  const phone = await as('1001', '/m/patients', { width: 390, height: 844 });
  await phone.setViewport({ width: 390, height: 844, deviceScaleFactor: 3, isMobile: true, hasTouch: true });
  await sees(phone, '患者');
  await until(phone, 'the hidden code', () => phone.evaluate(`(document.querySelector('html > div[aria-hidden=true]')?.getAttribute('style') ?? '').includes('image/png')`) as Promise<boolean>);
  const folder = await mkdtemp(join(tmpdir(), 'wardline-leak-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [leaked, other] = [join(folder, '微信图片.jpg'), join(folder, '别的.jpg')];
  // As a chat passes pictures on: smaller, and compressed once more.
  await writeFile(leaked, await sharp(await phone.screenshot()).resize({ height: 1688 }).jpeg({ quality: 75 }).toBuffer());
  await writeFile(other, await sharp({ create: { width: 700, height: 900, channels: 3, background: '#ddd', noise: { type: 'gaussian', mean: 200, sigma: 12 } } }).jpeg().toBuffer());

  const security = await as('9102', '/desk/leak-tracing', { width: 1280, height: 800 });
  await sees(security, '还没有追查过图片');
  await picture(security, 'leak-empty');
  const look = async (file: string): Promise<void> => {
    const [chooser] = await Promise.all([security.waitForFileChooser(), security.click('.choice label')]);
    await chooser.accept([file]);
    await sees(security, '像素');
    await type(security, 'input[aria-label=追查原因]', ['家属群里转发']);
    await picture(security, 'leak-chosen');
    await press(security, '开始追查');
  };
  await w.pass(11);
  await look(leaked);
  await sees(security, '请再次确认是您本人');
  await type(security, 'dialog input', [await code()]);
  await sees(security, '追查结果');
  await w.settle();
  await sees(security, /李静[\s\S]*打开时间/u, '.el-dialog');
  t.regex(await wordsOn(security, '.el-dialog'), /手机或电脑屏幕/);
  await picture(security, 'leak-found');
  await security.keyboard.press('Escape');
  await until(security, 'the dialog is gone', async () => (await security.$$eval('.el-overlay', (all) => all.filter((each) => each.getClientRects().length > 0).length)) === 0);
  await look(other);
  await sees(security, '追查结果');
  await w.settle();
  await sees(security, '没有找到暗码', '.el-dialog');
  t.notRegex(await wordsOn(security, '.el-dialog'), /李静/);
  await picture(security, 'leak-nothing');

  // The code is gone; what a person still reads of the visible mark is enough to ask the log.
  t.true(await security.$eval('.visible button[type=submit]', (button) => (button as unknown as { disabled: boolean }).disabled), 'nothing typed, nothing asked');
  await type(security, 'input[aria-label=水印上的姓名]', ['赵?']);
  await press(security, '查阅览记录', '.visible');
  await sees(security, '没有一条与读到的相符', '.visible');
  await picture(security, 'leak-visible-none');
  await paste(security, 'input[aria-label=水印上的姓名]', '李?');
  await type(security, 'input[aria-label=水印上的工号]', ['10?1']);
  await press(security, '查阅览记录', '.visible');
  await sees(security, '李静 1001', '.visible');
  await press(security, '认定这一条', '.visible');
  await sees(security, '追查人对照图片认定', '.el-dialog');
  t.regex(await wordsOn(security, '.el-dialog'), /读到的水印\s+姓名 李\?，工号 10\?1/u);
  await picture(security, 'leak-visible-taken');
  t.true(await security.evaluate('document.documentElement.scrollWidth <= innerWidth'));
});

told('a page that was photographed until its code is gone is told by its look and by what is left to read', async (t, { w, as, code, picture }) => {
  const { database, seal, ids } = w.hospital;
  const stay = await database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'd' };
  await receiving(database, w.now(), async (context) => {
    for (const [number, seed] of [['LK1', 3], ['LK2', 7], ['LK3', 11]] as const) await applyDocument(seal)(context, about, { kind: 'document', number, shelf: 'record', type: { text: '入院记录' }, title: '入院记录', writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: lines(seed) } });
  });
  const folder = await mkdtemp(join(tmpdir(), 'wardline-leak-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, '群里转来的照片.png');
  for (const number of ['LK1', 'LK3', 'LK2']) {
    const document = (await database.prisma.document.findFirstOrThrow({ where: { number } })).id;
    const page = await as('1001', `/m/patients/${ids.seal(stay.patientId, 'staff:1001')}/documents/${ids.seal(document, 'staff:1001')}`, { width: 820, height: 1180 });
    await sees(page, '原样（水印页）');
    await press(page, '原样（水印页）');
    await until(page, 'the page', async () => page.$$eval('.pages img', (all) => all.length > 0 && all.every((each) => (each as unknown as { naturalWidth: number }).naturalWidth > 0)));
    if (number !== 'LK2') continue;
    const taken = await (await page.$('.pages img'))!.screenshot();
    await writeFile(file, await sharp(taken).blur(2).greyscale().threshold(170).png().toBuffer());
    await picture(page, 'look-page');
  }
  const security = await as('9102', '/desk/leak-tracing', { width: 1280, height: 1600 });
  await w.pass(11);
  const [chooser] = await Promise.all([security.waitForFileChooser(), security.click('.choice label')]);
  await chooser.accept([file]);
  await sees(security, '像素');
  await picture(security, 'look-chosen');
  await type(security, 'input[aria-label=追查原因]', ['家属群里转发']);
  await press(security, '开始追查');
  await sees(security, '请再次确认是您本人');
  await type(security, 'dialog input', [await code()]);
  await sees(security, '追查结果');
  await w.settle();
  await sees(security, '没有找到暗码', '.el-dialog');
  await sees(security, /第 1 页[\s\S]*很像，其它页都差得多[\s\S]*李静 1001[\s\S]*翻到过/u, '.alike');
  await picture(security, 'look-found');
  await type(security, 'input[aria-label=水印上的姓名]', ['李?']);
  await press(security, '查阅览记录', '.visible');
  await sees(security, /李静 1001/u, '.visible');
  await press(security, '认定这一条', '.alike');
  await sees(security, '图片和这次打开的页相像', '.el-dialog');
  await picture(security, 'look-taken');
  t.true(await security.evaluate('document.documentElement.scrollWidth <= innerWidth'));
});

told('a record is taken out as a PDF that names its taker, after a second factor; one that may not leave has no button', async (t, { w, as, code, picture }) => {
  const { database, seal, ids } = w.hospital;
  const stay = await database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'd' };
  await receiving(database, w.now(), async (context) => {
    for (const [number, title] of [['VD1', '入院记录'], ['VD2', '会诊记录']] as const) await applyDocument(seal)(context, about, { kind: 'document', number, shelf: 'record', type: { text: title }, title, writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: '主诉：胸痛 3 小时。' } });
  });
  const at = async (number: string): Promise<string> => `/m/patients/${ids.seal(stay.patientId, 'staff:1001')}/documents/${ids.seal((await database.prisma.document.findFirstOrThrow({ where: { number } })).id, 'staff:1001')}`;
  const page = await as('1001', await at('VD1'), touch);
  await sees(page, '原样（水印页）');
  await tap(page, '原样（水印页）');
  await sees(page, '导出 PDF');
  await picture(page, 'export-button');
  await w.pass(11);
  await tap(page, '导出 PDF');
  await sees(page, '请再次确认是您本人');
  await type(page, 'dialog input', [await code()]);
  await until(page, 'the file is handed over', async () => (await database.prisma.audit.count({ where: { act: 'viewing.export', actor: 'staff:1001', outcome: 'allowed' } })) === 1);
  t.true(await wide(page));
  const other = await as('1001', await at('VD2'), touch);
  await tap(other, '原样（水印页）');
  await sees(other, '点页面放大');
  t.notRegex(await wordsOn(other), /导出/u);
});

told('orders of a stay as marked pages: by term and state, large with two fingers, no letter of them in the page', async (t, { w, as, picture }) => {
  const { database } = w.hospital;
  const stay = await database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const at = (hours: number): string => new Date(w.now().getTime() - hours * 3_600_000).toISOString();
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: '1 1', sender: { application: 'HIS', facility: 'QH' }, arrival: 'o' };
  await receiving(database, w.now(), async (context) => {
    await applyOrder(context, about, { kind: 'order', number: 'L1', category: 'drug', term: 'long', name: '呋塞米片', specification: '20 mg×24 片', dose: { amount: '20', unit: 'mg' }, route: '口服', frequency: '每日一次', startAt: at(50), state: 'running', doctor: { number: '1001', name: '李静' } });
    await applyOrder(context, about, { kind: 'order', number: 'T1', category: 'laboratory', term: 'temporary', name: '急查电解质', startAt: at(3), urgent: true });
  });
  const page = await as('1001', `/m/patients/${w.hospital.ids.seal(stay.patientId, 'staff:1001')}?tab=orders`, touch);
  const drawn = async (): Promise<boolean> => page.$$eval('.pages img', (all) => all.length > 0 && all.every((each) => (each as unknown as { naturalWidth: number }).naturalWidth > 0));
  await until(page, 'the page of all that stands', drawn);
  t.notRegex(await wordsOn(page), /呋塞米|电解质/u);
  const taken = async (): Promise<string[]> => (await database.prisma.audit.findMany({ where: { act: 'viewing.take', actor: 'staff:1001', outcome: 'allowed', patients: { has: stay.patientId } }, orderBy: { id: 'asc' } })).map(({ subject }) => subject ?? '');
  t.deepEqual(await page.evaluate(`(() => { const node = document.querySelector('main'); getSelection().selectAllChildren(node); return [node.dispatchEvent(new ClipboardEvent('copy', { bubbles: true, cancelable: true })), getComputedStyle(node).userSelect]; })()`), [true, 'auto']);
  t.true(await page.$eval('.pages img', (image) => image.dispatchEvent(new Event('contextmenu', { bubbles: true, cancelable: true }))));
  t.true((await page.pdf()).length > 20_000, 'the page itself, not a sentence');
  await until(page, 'copied, saved and printed on record', async () => (await taken()).length === 3);
  t.deepEqual((await taken()).toSorted(), ['保存图片 patient', '复制 patient', '打印 patient'].toSorted());
  await picture(page, 'orders-image');
  await type(page, 'input[type=search]', ['电解质']);
  await tap(page, '查找');
  await sees(page, '第 1 处，共 1 处');
  await tap(page, '长期', '[aria-label=医嘱种类]');
  await until(page, 'the page of the long-term ones', drawn);
  await type(page, 'input[type=search]', ['电解质']);
  await tap(page, '查找');
  await sees(page, '没有找到“电解质”');
  t.true(await wide(page));
});

told('pages of a long record come as they come near, the next one ahead; those behind it wait until somebody scrolls', async (t, { w, as }) => {
  const { database, seal, ids } = w.hospital;
  const stay = await database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: '1 1', sender: { application: 'EMR', facility: 'QH' }, arrival: 'l' };
  await receiving(database, w.now(), async (context) => void await applyDocument(seal)(context, about, { kind: 'document', number: 'VL1', shelf: 'record', type: { text: '入院记录' }, title: '入院记录', writtenAt: w.now().toISOString(), content: { mediaType: 'text/plain', text: '主诉：胸痛 3 小时。\n'.repeat(260) } }));
  const { id } = await database.prisma.document.findFirstOrThrow({ where: { number: 'VL1' } });
  const seen = async (): Promise<number> => new Set((await database.prisma.audit.findMany({ where: { act: 'viewing.page', actor: 'staff:1001', outcome: 'allowed', patients: { has: stay.patientId } } })).map(({ subject }) => subject)).size;
  const before = await seen();
  const page = await as('1001', `/m/patients/${ids.seal(stay.patientId, 'staff:1001')}/documents/${ids.seal(id, 'staff:1001')}`, touch);
  await sees(page, '原样（水印页）');
  await tap(page, '原样（水印页）');
  const drawn = (): Promise<number> => page.$$eval('.pages img', (all) => all.length);
  const near = (): Promise<number> => page.$$eval('.pages li', (all) => all.filter((each) => (each as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top < (globalThis as unknown as { innerHeight: number }).innerHeight * 1.6).length);
  await until(page, 'what is near, and one more', async () => (await drawn()) > 1 && (await drawn()) === (await near()) + 1);
  const first = await seen();
  t.true(first - before < 8, `${first} - ${before}`);
  await page.evaluate('scrollBy(0, innerHeight * 2)');
  await until(page, 'more when it is scrolled', async () => (await seen()) > first);
});

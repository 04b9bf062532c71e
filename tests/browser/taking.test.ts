/** What may be taken from a page with a patient's data where the hospital allows nothing, and what happens to who takes the watermark away. */
import { PDFDocument } from 'pdf-lib';
import type { Page } from 'puppeteer-core';
import { copied, press, sees, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch } from './support/touch.ts';

const told = house(['1001', '9102']);

const overlay = "document.querySelector('html > div[aria-hidden=true]')";
/** As it names its viewer: over the whole page, above everything. */
const stands = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const all = [...document.querySelectorAll('html > div[aria-hidden=true]')];
    const mark = all[0];
    if (all.length !== 1 || mark === undefined) return false;
    const { width, height } = mark.getBoundingClientRect();
    const { visibility, opacity, display, backgroundImage } = getComputedStyle(mark);
    return width === innerWidth && height >= innerHeight && visibility === 'visible' && opacity === '1' && display !== 'none' && backgroundImage.includes('svg') && (mark.nextElementSibling === null || mark.matches(':popover-open'));
  })()`) as Promise<boolean>;

told('where nothing is allowed: no copy but of the number, no picture by a long press, a printed page says one sentence', async (t, { w, as, picture }) => {
  const { id } = await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const page = await as('1001', `/m/patients/${w.hospital.ids.seal(id, 'staff:1001')}`, touch);
  const heard = listen(page);
  await sees(page, '王德顺');
  t.deepEqual(await copied(page, 'main'), { goes: false, marks: 'none' });
  t.deepEqual(await copied(page, '.banner .may-copy'), { goes: true, marks: 'text' });
  const menu = (selector: string): Promise<unknown> => page.$eval(selector, (node) => node.dispatchEvent(new Event('contextmenu', { bubbles: true, cancelable: true })));
  t.false(await menu('main'));
  t.true(await menu('.banner .may-copy'));
  await page.evaluate('globalThis.kept = []; navigator.clipboard.writeText = async (text) => void globalThis.kept.push(text)');
  await tap(page, '复制', '.banner');
  await sees(page, '已复制');
  t.deepEqual(await page.evaluate('globalThis.kept'), ['P000001']);
  const printed = Buffer.from(await page.pdf({ printBackground: false }));
  t.is((await PDFDocument.load(printed)).getPageCount(), 1);
  await page.emulateMediaType('print');
  t.is((await wordsOn(page)).trim(), '', 'nothing of the page');
  t.regex((await page.evaluate("getComputedStyle(document.body, '::before').content")) as string, /没有开放打印/);
  await picture(page, 'taking-printed');
  await page.emulateMediaType();
  await page.goto(new URL('/m/me', page.url()).href);
  await sees(page, '李静');
  t.like(await copied(page, 'main'), { goes: true }, 'of oneself anybody may copy');
  t.is(await w.hospital.database.prisma.audit.count({ where: { act: 'viewing.take' } }), 0);
  t.deepEqual(heard, { errors: [], foreign: [] });
});

told('a watermark that is removed, hidden, emptied, shrunk or covered comes back, is on record with its page, and the security administrator sees who', async (t, { w, as, picture }) => {
  const { prisma } = w.hospital.database;
  const { id } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const page = await as('1001', `/m/patients/${w.hospital.ids.seal(id, 'staff:1001')}`, touch);
  const heard = listen(page);
  await sees(page, '王德顺');
  const ways: readonly (readonly [string, string])[] = [
    ['被移除 patient', `${overlay}.remove()`],
    ['被隐藏 patient', `${overlay}.style.display = 'none'`],
    ['被清空 patient', `${overlay}.style.cssText = ''`],
    ['被缩小 patient', `${overlay}.style.setProperty('width', '10px', 'important')`],
    ['被遮挡 patient', `document.documentElement.append(Object.assign(document.createElement('p'), { id: 'cover', textContent: '遮住' }))`],
  ];
  const rows = async (): Promise<string[]> => (await prisma.audit.findMany({ where: { act: 'viewing.tamper', actor: 'staff:1001', outcome: 'allowed', patients: { has: id } }, orderBy: { id: 'asc' } })).map(({ subject }) => subject ?? '');
  for (const [at, [said, script]] of ways.entries()) {
    await page.evaluate(script);
    await until(page, `the mark after ${said}`, () => stands(page));
    await until(page, `a row of ${said}`, async () => (await rows()).length === at + 1);
  }
  t.deepEqual(await rows(), ways.map(([said]) => said));
  // Once more within the minute is put back and not told again.
  await page.evaluate(`document.getElementById('cover').remove(); ${overlay}.remove()`);
  await until(page, 'the mark', () => stands(page));
  // The browser's own top layer, where no z-index reaches.
  await page.evaluate(`(() => { const main = document.querySelector('main'); main.popover = 'manual'; main.showPopover(); })()`);
  await until(page, 'the mark in the top layer', () => page.evaluate(`${overlay}.matches(':popover-open')`) as Promise<boolean>);
  await picture(page, 'taking-covered');
  t.is((await rows()).length, ways.length);
  // A style sheet that wants it away does not get its way.
  await page.addStyleTag({ content: 'div[aria-hidden] { opacity: 0 !important; display: none !important }' });
  t.true(await stands(page));
  t.deepEqual(heard, { errors: [], foreign: [] });

  await w.hospital.service.tick('audit.watch');
  await w.settle();
  const security = await as('9102', '/desk/unusual-reading');
  await sees(security, '页面水印被移除或遮挡 5 次，已自动恢复');
  await sees(security, '动过水印');
  await sees(security, '李静 1001');
  await sees(security, 'P000001');
  await picture(security, 'taking-unusual');
  await press(security, '核实并处理');
  await sees(security, '处理异常阅读', '.el-dialog');
});

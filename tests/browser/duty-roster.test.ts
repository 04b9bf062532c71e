/** Rosters at a desk and on a phone: entered by pressing, and who was entered is who is called. */
import type { Page } from 'puppeteer-core';
import { press, pressAt, sees, type as typeInto, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { PHONE } from './support/journeys.ts';


const told = house(['1002', '1003', '1006', '9001', '9101']);
const fits = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

/** Chooses a person as one does: types, waits for the list, presses the line. */
async function choose(page: Page, label: string, text: string, line: string): Promise<void> {
  const field = `input[aria-label="${label}"]`;
  await until(page, label, async () => (await page.$(field)) !== null);
  await pressAt(page, field);
  await typeInto(page, field, [text]);
  await until(page, `${line} to choose`, () => page.$$eval('.el-select-dropdown__item', (nodes, wanted) => {
    const node = nodes.find((each) => each.getClientRects().length > 0 && (each as unknown as { innerText: string }).innerText.includes(wanted)) as unknown as { click: () => void } | undefined;
    node?.click();
    return node !== undefined;
  }, line));
}

told('the head fills a hole by pinyin, is told what to look at, sees who changed what; the week is copied; a file’s bad lines are named', async (t, { w, as, picture }) => {
  const { prisma } = w.hospital.database;
  // Tomorrow's night is nobody's.
  await prisma.duty.deleteMany({ where: { departmentCode: 'CARD', duty: 'duty-doctor', from: new Date('2026-11-20T09:30:00Z') } });
  const page = await as('1003', '/desk/duty-roster');
  const errors: string[] = [];
  page.on('pageerror', (error) => void errors.push(String(error)));
  await sees(page, '还有 1 处空缺');
  await sees(page, '没有排人');
  await sees(page, '王建国');
  await sees(page, '科主任');
  await picture(page, 'duty-01-week');
  t.true(await fits(page));
  await press(page, '空缺', '.days');
  await sees(page, '排班', '.el-drawer');
  await choose(page, '谁值班', 'gc', '顾晨');
  await picture(page, 'duty-02-enter');
  await press(page, '排班', '.el-drawer form');
  await sees(page, '没有空缺');
  t.like(await prisma.duty.findFirst({ where: { departmentCode: 'CARD', from: new Date('2026-11-20T09:30:00Z') } }), { staffNumber: '1006', changedBy: '1003' });

  await press(page, '王建国', '.days');
  await sees(page, '换人', '.el-drawer');
  await picture(page, 'duty-03-change');
  await choose(page, '由谁来值', '1101', '赵磊');
  await press(page, '由 TA 替班', '.el-drawer');
  await sees(page, '赵磊 是肾内科的人，不是本科室的', '.el-message-box');
  await picture(page, 'duty-04-warned');
  await press(page, '先不办', '.el-message-box');
  await page.keyboard.press('Escape');
  await until(page, 'the drawer is shut', async () => !(await wordsOn(page)).includes('由 TA 替班'));

  await press(page, '变更记录');
  await sees(page, /陈志远\s+排 顾晨（值班医生）/u);
  await picture(page, 'duty-05-history');
  await page.keyboard.press('Escape');
  await press(page, '班次设置');
  await sees(page, '24 小时一班');
  await picture(page, 'duty-06-pattern');
  await page.keyboard.press('Escape');
  await press(page, '月', '.el-radio-group');
  await sees(page, '11-30');
  await picture(page, 'duty-07-month');
  t.true(await fits(page));

  await press(page, '导入');
  await sees(page, '下载模板');
  const input = await page.waitForSelector('.el-drawer input[type=file]');
  const { writeFile, mkdtemp } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const { tmpdir } = await import('node:os');
  const path = join(await mkdtemp(join(tmpdir(), 'duty-')), '值班.csv');
  await writeFile(path, '科室,岗位,日期,班次,工号,姓名,开始,结束\n心血管内科,,2027-01-04,夜班,1002,,,\n眼科,,2027-01-04,夜班,1002,,,\n');
  await (input as unknown as { uploadFile: (path: string) => Promise<void> }).uploadFile(path);
  await sees(page, '第 3 行：没有科室“眼科”');
  await picture(page, 'duty-08-file');
  t.deepEqual(errors, []);
});

told('nobody else may press anything; at 390 px and in the dark everything is on the page; the hospital’s holes lead to their day', async (t, { w, as, picture }) => {
  const doctor = await as('1002', '/desk/duty-roster', { width: 390, height: 844 });
  await sees(doctor, '值班医生由本科室科主任、护士长');
  t.is(await doctor.$$eval('.days button', (nodes) => nodes.length), 0);
  t.true(await fits(doctor));
  await picture(doctor, 'duty-09-narrow');
  const administrator = await as('9101', '/desk/duty-holes');
  await sees(administrator, '血液内科');
  await sees(administrator, '24小时空缺');
  await picture(administrator, 'duty-10-holes');
  await press(administrator, '24小时空缺');
  await sees(administrator, '空缺', '.days');
  await administrator.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await picture(administrator, 'duty-11-dark');
  await press(administrator, '换人', '.posts');
  await sees(administrator, '谁任护士长', '.el-drawer');
  t.true(await fits(administrator));
  const office = await as('9001', '/desk/duty-roster');
  await press(office, '未来 7 天谁没排班');
  await sees(office, '血液内科');
  t.truthy(w);
});

told('on the phone: who is on duty here and elsewhere, one tap to call; handing over and asking somebody are two; the other says yes', async (t, { w, as, picture }) => {
  const { prisma } = w.hospital.database;
  const page = await as('1002', '/m/me', PHONE);
  const errors: string[] = [];
  page.on('pageerror', (error) => void errors.push(String(error)));
  await press(page, '我的工作', '.van-tabbar');
  await press(page, '谁值班', '.ways');
  await sees(page, '王建国', '[aria-labelledby=duty-of]');
  await sees(page, '到 明天 08:00');
  await sees(page, '下一班');
  await sees(page, '正在值班', '[aria-labelledby=my-duties]');
  t.deepEqual(await page.$$eval('.call', (links) => links.map((link) => link.getAttribute('href'))), ['tel:6012']);
  await picture(page, 'duty-12-phone');
  t.true(await fits(page));
  await typeInto(page, 'input[type=search]', ['肾内']);
  await press(page, '肾内科', '.search');
  await sees(page, '孙悦', '[aria-labelledby=duty-of]');
  await picture(page, 'duty-13-other');
  await press(page, '回到本科室');
  await sees(page, '王建国', '[aria-labelledby=duty-of]');

  await press(page, '请人替班', '[aria-labelledby=my-duties] li:nth-of-type(2)');
  await sees(page, '顾晨', '.choice');
  await picture(page, 'duty-14-choose');
  await press(page, '顾晨', '.choice');
  await sees(page, '已请 顾晨 替班，等待答复');
  const other = await as('1006', '/m/duty', PHONE);
  await sees(other, '王建国 请您替班');
  await picture(other, 'duty-15-asked');
  await press(other, '同意，我来值');
  await sees(other, '已同意，这个班由您值');
  await sees(other, '替王建国');
  t.is(await prisma.duty.count({ where: { staffNumber: '1006', standsInFor: '1002' } }), 1);

  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await press(page, '交班', '[aria-labelledby=my-duties]');
  await sees(page, '马上生效', '.choice');
  await picture(page, 'duty-16-hand-over-dark');
  await press(page, '交给下一班', '.choice');
  await sees(page, '已交班');
  await until(page, 'somebody else is on duty', async () => !(await wordsOn(page, '[aria-labelledby=duty-of] dl:first-of-type dd:first-of-type')).includes('王建国'));
  t.deepEqual(errors, []);
});

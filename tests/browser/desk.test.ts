/** The pages of scope and audit with data that people made: a broken glass from its reason to its review, who looked, what stood out; every page of the three administrators. */
import type { ExecutionContext } from 'ava';
import type { Frame, Page } from 'puppeteer-core';
import { codeAt } from '../../services/shared/sign-in/index.ts';
import { potassium } from '../kit/world.ts';
import { copied, press, pressAt, sees, type, until, wordsOn } from './support/hands.ts';
import { type House, house } from './support/house.ts';
import { PHONE } from './support/journeys.ts';
import { phoneOn } from './support/phone.ts';

const told = house(['1101', '1003', '9101', '9102', '9201', '9301'], { AUDIT_BREAK_GLASS_TIMES: '1' });
const wide = { width: 1280, height: 800 };
const reason = '透析中突发室颤，需要既往用药';

async function askFor(place: Page | Frame, number: string): Promise<void> {
  await type(place, 'input[type=search]', [number]);
  await press(place, '查找');
  await press(place, '紧急查阅…', '.found');
  await sees(place, '会立即通知科主任和病案室');
}

/** Eleven minutes pass while somebody reads on: the session is old, and not idle. */
async function readsOn({ w }: House, place: Page | Frame, staff: string): Promise<void> {
  const { prisma } = w.hospital.database;
  for (const minutes of [6, 5]) {
    await w.pass(minutes);
    await place.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    await until(place, 'the session is seen', async () => (await prisma.session.count({ where: { staff, endedAt: null, lastSeenAt: w.now() } })) > 0);
  }
}

/** What a page must never leave on a device. */
const left = (place: Page | Frame): Promise<string> => place.evaluate(`JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])`) as Promise<string>;

async function fits(t: ExecutionContext, page: Page, what: string): Promise<void> {
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${what}: no wider than the screen`);
}

told('a glass is broken at the phone: reason, a second factor in the same sheet, the patient under the watermark', async (t, { w, as, code, picture }) => {
  const page = await as('1101', '/m/patients', PHONE);
  await w.pass(11);
  await askFor(page, 'P000001');
  await press(page, '抢救');
  await type(page, '.glass textarea', [reason]);
  await picture(page, 'glass-sheet');
  t.notRegex(await left(page), /P000001|室颤/u, 'kept, and unreadable');
  await press(page, '写明原因并查阅');
  await sees(page, '请再次确认是您本人');
  await picture(page, 'glass-step-up');
  await type(page, 'dialog input', [await code()]);
  await sees(page, '王德顺');
  t.notRegex(new URL(page.url()).pathname, /P000001/);
  await fits(t, page, 'the patient');
  await picture(page, 'glass-patient');
  t.is(await w.hospital.database.prisma.accessGrant.count({ where: { kind: 'break-glass', staffNumber: '1101' } }), 1);
  await page.goBack();
  await sees(page, '患者');
  t.notRegex(await wordsOn(page), /还没有发出/, 'what was sent is no draft');
});

told('who has no second factor in the chat sets one up, signs in anew for it, and finds what was typed', async (t, house) => {
  const { w, visitor, picture } = house;
  const phones = await visitor(`${w.emulator.origin}/?d=1102&w=2001`, { width: 1280, height: 900 });
  const inside = await phoneOn(phones, 'dingtalk').openApp();
  await sees(inside, '我的工作');
  await press(inside, '患者', '.van-tabbar');
  await sees(inside, '共 2 位');
  await readsOn(house, inside, '1102');
  await askFor(inside, 'P000001');
  await press(inside, '抢救');
  await type(inside, '.glass textarea', [reason]);
  await press(inside, '写明原因并查阅');
  await sees(inside, '您填写的内容会保留');
  await picture(phones, 'chat-no-factor');
  await press(inside, '去设置');
  await sees(inside, '回到刚才的页面');
  await press(inside, '设置', 'section li');
  await press(inside, '开始设置动态口令');
  await sees(inside, '请退出并重新登录');
  await picture(phones, 'chat-fresh-sign-in');
  await press(inside, '重新登录后再设置');
  await sees(inside, '回到刚才的页面');
  await press(inside, '设置', 'section li');
  await press(inside, '开始设置动态口令');
  await inside.waitForSelector('.totp code');
  const secret = (await wordsOn(inside, '.totp code')).replaceAll(/\s/g, '');
  await type(inside, '.totp input', [codeAt(secret, w.now())]);
  await press(inside, '确认', '.totp');
  await sees(inside, '已设置');
  await press(inside, '回到刚才的页面');
  await sees(inside, '填写的内容还在');
  await picture(phones, 'chat-draft');
  await press(inside, '接着填写');
  await until(inside, 'the reason', async () => (await inside.$eval('.glass textarea', (field) => (field as unknown as { value: string }).value)) === reason);
  await readsOn(house, inside, '1102');
  await press(inside, '写明原因并查阅');
  await sees(inside, '请再次确认是您本人');
  await type(inside, 'dialog input', [codeAt(secret, w.now())]);
  await sees(inside, '王德顺');
  t.notRegex(await left(inside), /wardline:draft/);
});

told('the first signature in a chat whose session is old: signs in anew and is back at the signature', async (_t, house) => {
  const { w, visitor, picture } = house;
  await w.laboratorySends('GSUR1-9', [potassium('7.1')]);
  await w.settle();
  const phones = await visitor(`${w.emulator.origin}/?d=1102&w=2001`, { width: 1280, height: 900 });
  const phone = phoneOn(phones, 'wecom');
  await phone.openChat();
  const inside = await phone.follow('查看详情');
  await press(inside, '确认收到，我来处理');
  await press(inside, '已请会诊');
  await press(inside, '保存处置，去签名');
  await sees(inside, '第一次签名');
  await readsOn(house, inside, '2001');
  await type(inside, 'input[type=password]', ['274913', '274913']);
  await press(inside, '设好密码并签名');
  await sees(inside, '重新登录，回到这里签名');
  await picture(phones, 'chat-first-signature');
  await press(inside, '重新登录，回到这里签名');
  await sees(inside, '第一次签名');
  await type(inside, 'input[type=password]', ['274913', '274913']);
  await press(inside, '设好密码并签名');
  await sees(inside, /已签名|检验科/);
  await picture(phones, 'chat-signed');
  await until(inside, 'signed', async () => (await w.hospital.database.prisma.signature.count()) === 1);
});

told('the head reviews it; the records office answers the patient; what stood out is looked into', async (t, { w, as, picture }) => {
  await w.settle();
  const head = await as('1003', '/desk/emergency-views', wide);
  await sees(head, '赵磊');
  await sees(head, reason);
  await fits(t, head, 'the list of broken glasses');
  await picture(head, 'glasses');
  t.like(await copied(head, '.el-table__row td:nth-child(2)'), { goes: true, marks: 'text' }, 'who looked');
  t.like(await copied(head, '.el-table__row td:nth-child(3)'), { goes: false, marks: 'none' }, 'at whom');
  await press(head, '去审核', 'tbody');
  await sees(head, '查看了范围外的患者');
  await picture(head, 'glass-review');
  await type(head, 'textarea', ['已向本人核实，抢救属实']);
  await pressAt(head, 'form .go');
  await sees(head, '合理 · 陈志远');

  const office = await as('9301', '/desk/audit-patient', wide);
  await type(office, 'main input', ['P000001']);
  await press(office, '查询');
  await sees(office, /赵磊[\s\S]*紧急查阅|紧急查阅[\s\S]*赵磊/u);
  t.notRegex(office.url(), /P000001/, 'no patient in the address');
  await fits(t, office, 'who looked');
  await picture(office, 'who-looked');

  await w.hospital.service.tick('audit.watch');
  const security = await as('9102', '/desk/unusual-reading', wide);
  await sees(security, '赵磊');
  await picture(security, 'unusual');
  await press(security, '核实并处理', 'tbody');
  await type(security, '.el-dialog textarea', ['急会诊，科主任已确认']);
  await picture(security, 'unusual-review');
  await press(security, '情况已说明，属正常工作');
  await press(security, '已说明', '.el-radio-group');
  await sees(security, '急会诊，科主任已确认');
});

/** Every place the frame offers, at a desk and in a narrow window. */
async function everyPlace(t: ExecutionContext, { as, picture }: House, staff: string): Promise<void> {
  const page = await as(staff, '/desk', wide);
  await page.waitForSelector('aside nav a');
  const titles = await page.$$eval('aside section:not(:last-child) a', (links) => links.map((link) => link.textContent ?? ''));
  t.true(titles.length > 2, `${staff} has places`);
  for (const title of titles) {
    await press(page, title, 'aside');
    await sees(page, title === '我的登录与安全' ? '登录与安全' : title, '.desk-body h1');
    await until(page, `${title} is read`, async () => (await page.$('.desk-body .waiting, .desk-body [aria-busy=true]')) === null);
    t.notRegex(await wordsOn(page), /没有读出来|不能查看|undefined|NaN|\[object|Invalid Date|Choose File/, `${staff} ${title}`);
    await fits(t, page, `${staff} ${title}`);
    await picture(page, `${staff}-${title}`);
    await page.setViewport(PHONE);
    await fits(t, page, `${staff} ${title} in a narrow window`);
    await picture(page, `${staff}-${title}-narrow`);
    await page.setViewport(wide);
  }
}

told('the security administrator gives an office colleague one part of the work: its page and no other appears', async (t, { w, as, picture }) => {
  const security = await as('9102', '/desk/administrators', wide);
  await sees(security, '单项职能');
  await type(security, 'input[aria-label="授予编码对照的工号"]', ['9301']);
  await security.keyboard.press('Enter');
  await press(security, '授予', '.el-message-box');
  await until(security, 'the holder', async () => (await w.hospital.database.prisma.staff.findUnique({ where: { number: '9301' } }))?.functions.includes('codes') === true);
  await sees(security, /编码对照[\s\S]*9301[\s\S]*收回/u);
  await picture(security, 'functions');
  const colleague = await as('9301', '/desk', wide);
  await press(colleague, '编码对照', 'aside');
  await sees(colleague, '编码对照', '.desk-body h1');
  t.notRegex(await wordsOn(colleague, 'aside'), /接入待处理|接口监测|台式账号/);
  await picture(colleague, 'colleague-codes');
  await press(security, '收回');
  await press(security, '收回', '.el-message-box');
  await until(security, 'nobody', async () => (await w.hospital.database.prisma.staff.count({ where: { functions: { isEmpty: false } } })) === 0);
});

for (const [staff, who] of [['9101', 'system'], ['9102', 'security'], ['9201', 'audit']] as const) {
  told(`every page of the ${who} administrator opens, says what it is, and fits`, (t, house) => everyPlace(t, house, staff));
}

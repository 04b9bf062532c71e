/** The pages of doctors and administrators: signing in and back, list and detail, watermark, platforms, signatures. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Page } from 'puppeteer-core';
import { browserAt } from '../kit/browser.ts';
import { press, sees, type, until, wordsOn } from './support/hands.ts';
import { PHONE, type Size, type Stage, journeys } from './support/journeys.ts';
import { phoneOn } from './support/phone.ts';

const journey = journeys();

/** Opens a page that needs a person, signs in as somebody of WeCom, and is back. */
async function openAs(stage: Stage, name: string, path: string, size?: Size): Promise<Page> {
  const page = await stage.open(`${stage.url}${path}`, size);
  await press(page, '用企业微信登录');
  await press(page, name);
  await until(page, `back at ${path}`, async () => page.url() === `${stage.url}${path}`);
  return page;
}

/** Neither in the tab, nor in the history, nor where an address is copied from. */
async function tellsNothing(t: ExecutionContext, page: Page): Promise<void> {
  t.notRegex(await page.title(), /床|黄|血钾|P0000/u);
  t.notRegex(decodeURIComponent(page.url()), /床|黄|血钾|P0000|GSUR/u);
}

/** The picture that lies over everything, as text. */
async function watermark(page: Page): Promise<string> {
  const styles = await page.$$eval('html > div[aria-hidden]', (nodes) => nodes.map((node) => node.getAttribute('style') ?? ''));
  return decodeURIComponent(styles.find((style) => style.includes('data:image/svg+xml')) ?? '');
}

journey('a deep link asks to sign in and leads back; list, detail and timeline under the viewer\'s watermark', async (t, stage) => {
  await stage.reports('GSUR1-9');
  const page = await openAs(stage, '张伟', '/m/critical-values', PHONE);
  await sees(page, '血钾 7.1 mmol/L');
  await press(page, '血钾 7.1 mmol/L');
  // The list says it too: only the address tells when the detail is there.
  await until(page, 'the detail', async () => /^\/m\/critical-values\/i1_[\w-]{43}$/.test(new URL(page.url()).pathname));
  await sees(page, /等待确认[\s\S]*经过/u);
  t.regex(await wordsOn(page), /经过[\s\S]*收到检验结果，判为危急值[\s\S]*通知管床医生：张医生/u);
  t.regex(await watermark(page), /张伟 2001 普通外科/);
  await tellsNothing(t, page);

  const link = page.url();
  const stranger = await stage.stranger(link);
  await sees(stranger, '用企业微信登录');
  t.notRegex(await wordsOn(stranger), /血钾|黄/u);
  await press(stranger, '用企业微信登录');
  await press(stranger, '张伟');
  await until(stranger, 'the deep link', async () => stranger.url() === link);
  await sees(stranger, '血钾 7.1 mmol/L');
});

journey('somebody else\'s patient: not found, whoever has the link', async (_t, stage) => {
  await stage.reports('CARD1-12');
  const phones = await stage.open(`${stage.emulator}/?d=1001&w=2001`);
  const phone = phoneOn(phones, 'dingtalk');
  await phone.openChat();
  const inside = await phone.follow('查看详情');
  await sees(inside, '12床');
  const path = new URL(inside.url()).pathname;
  const page = await openAs(stage, '林雪', path, PHONE);
  await sees(page, /没有找到|无权查看/u);
});

journey('acknowledged, disposed with a note and signed on the page; the signature holds, and not for a changed document', async (t, stage) => {
  await stage.reports('NEON1-11');
  const page = await openAs(stage, '林雪', '/m', PHONE);
  await press(page, '血钾 7.1 mmol/L');
  await press(page, '确认收到，我来处理');
  await press(page, '已请会诊');
  await type(page, 'textarea', ['已请肾内科会诊，停补钾。']);
  await press(page, '保存处置，去签名');
  await type(page, 'input[type=password]', ['274913', '274913']);
  await press(page, '设好密码并签名');
  await sees(page, '检验科已收到反馈');
  await press(page, '核验这个签名');
  await sees(page, '签名有效');
  await sees(page, '已请肾内科会诊，停补钾。');

  const { document, signature } = await signedDocument(stage, page);
  const judged = async (name: string, content: unknown, verdict: string): Promise<void> => {
    const file = join(stage.folder, `${name}.json`);
    await writeFile(file, JSON.stringify(content));
    const field = await page.$('input[type=file]');
    await (field as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
    await sees(page, verdict);
    await sees(page, '您选择的签名文件');
  };
  await judged('changed', { document: { ...document, added: 1 }, signature }, '签名无效');
  await judged('as-signed', { document, signature }, '签名有效');
  t.pass();
});

/** As the page that shows it gets it. */
async function signedDocument(stage: Stage, page: Page): Promise<{ document: object; signature: object }> {
  const cookie = (await page.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const browser = browserAt(stage.url, Date.now, { cookie, 'user-agent': String(await page.evaluate('navigator.userAgent')) });
  const answer = await browser.call('GET', `/signatures/${new URL(page.url()).pathname.split('/').at(-1)}`);
  return answer.data;
}

journey('who signs out stays out, also inside the chat app', async (_t, stage) => {
  const phone = phoneOn(await stage.open(`${stage.emulator}/?d=1001&w=2001`), 'dingtalk');
  const app = await phone.openApp();
  await sees(app, '李静');
  await press(app, '我', '[role=tablist], .van-tabbar');
  await press(app, '退出登录');
  await sees(app, '已退出登录');
  await press(app, '再登录一次');
  await sees(app, '我的工作');
});

journey('platforms: quota and check-up for an administrator, a clear no for a doctor', async (t, stage) => {
  const page = await openAs(stage, '沈涛', '/desk/platforms');
  await sees(page, /已用 \d+ \/ 5000 次/u);
  await press(page, '体检');
  await sees(page, /体检通过|项/u);
  await sees(page, '企业微信：回调地址');
  t.regex(await wordsOn(page), /钉钉：应用凭证[\s\S]*正常/u);

  const doctor = await stage.stranger(`${stage.url}/desk/platforms`);
  await press(doctor, '用企业微信登录');
  await press(doctor, '张伟');
  await sees(doctor, '您没有这项权限');
  t.notRegex(await wordsOn(doctor), /5000|体检/u);
});

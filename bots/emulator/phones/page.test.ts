/** The page in a real Chromium, with the real `dingtalk-jsapi`. Skipped, with a word, where no Chromium starts. */
import chromium from '@sparticuz/chromium';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { existsSync } from 'node:fs';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from 'puppeteer-core';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { build } from 'vite';
import { startKit, until } from '../core/kit.ts';
import type { Kit } from '../core/kit.ts';
import { dingtalk } from '../dingtalk/plug-in.ts';
import { dingtalkTenant, wecomTenant } from '../tenant.ts';
import { passiveReply, startProduct } from '../wecom/kit.ts';
import type { Product } from '../wecom/kit.ts';
import { createWecom } from '../wecom/index.ts';
import { defaultSettings } from '../wecom/settings.ts';
import { createPhones } from './index.ts';
import { pagesFrom } from './pages.ts';

/** Debian's own, where it is installed; else the one inside the npm package. */
const SYSTEM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let folder = '';
let browser: Browser | undefined;
let pages: Server;
let product: Product;
let kit: Kit;
let page: Page;
let home = '';

/** The real `dingtalk-jsapi` as a page would bundle it. */
async function jsapi(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('dingtalk-jsapi'));
  const lib = { entry, formats: ['iife' as const], name: 'dd', fileName: () => 'dd.js' };
  await build({ configFile: false, logLevel: 'error', publicDir: false, build: { outDir: folder, emptyOutDir: false, lib } });
  return readFile(join(folder, 'dd.js'), 'utf8');
}

const PAGE = `<!doctype html><html><head><title>危急值详情</title></head><body><p id="said"></p><script src="/dd.js"></script><script>
const said = document.querySelector('#said');
if (/DingTalk/.test(navigator.userAgent)) (window.dd.default ?? window.dd).requestAuthCode({ corpId: '${dingtalkTenant.corpId}', clientId: '${dingtalkTenant.clientId}', onSuccess: ({ code }) => { said.textContent = 'code ' + code }, onFail: (e) => { said.textContent = 'failed ' + JSON.stringify(e) } });
else said.textContent = location.search;
</script></body></html>`;

async function startPages(): Promise<Server> {
  const script = await jsapi();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://home').pathname;
    if (path === '/dd.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (path === '/m/wecom') {
      const query = new URLSearchParams({ appid: wecomTenant.corpId, redirect_uri: `${home}/m/signed-in`, response_type: 'code', scope: 'snsapi_base', state: 's1', agentid: String(wecomTenant.agentId) });
      return void response.writeHead(302, { location: `${kit.origin}/connect/oauth2/authorize?${query.toString()}#wechat_redirect` }).end();
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY' }).end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phones-'));
  browser = await browserIfAny();
  if (browser === undefined) return;
  [pages, product] = await Promise.all([startPages(), startProduct()]);
  const where = pagesFrom(`http://127.0.0.1:${(pages.address() as AddressInfo).port}`);
  home = where.home;
  const settings = defaultSettings({ callbackUrl: product.url, trustedDomains: [new URL(home).host] });
  settings.pages = { home, frame: undefined };
  kit = await startKit([dingtalk, createWecom(settings), createPhones(where, (platform, origin) => {
    if (platform === 'wecom') settings.pages.frame = origin;
  })], { log: () => undefined });
  page = await browser.newPage();
  await page.setViewport({ width: 1_280, height: 960 });
  // A banner that is still sliding in is missed by a pointer.
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(`http://localhost:${kit.port}/?d=1001&w=1001`);
  await page.waitForSelector('.wecom .body');
});
test.after.always(async () => {
  await browser?.close();
  await kit?.stop();
  await product?.stop();
  pages?.closeAllConnections();
  pages?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function browserIfAny(): Promise<Browser | undefined> {
  const system = existsSync(SYSTEM) ? SYSTEM : undefined;
  try {
    const executablePath = process.env['CHROMIUM_PATH'] ?? system ?? (await chromium.executablePath());
    return await launch({ executablePath, userDataDir: join(folder, 'profile'), args: FLAGS });
  } catch {
    return undefined;
  }
}

function tried(name: string, run: (t: ExecutionContext) => Promise<void>): void {
  test.serial(name, async (t) => {
    if (browser !== undefined) return run(t);
    t.log('no Chromium starts on this machine: skipped');
    return t.pass();
  });
}

async function send(body: object): Promise<void> {
  const { access_token } = await kit.get<{ access_token: string }>(`/cgi-bin/gettoken?corpid=${wecomTenant.corpId}&corpsecret=${wecomTenant.secret}`);
  await kit.post(`/cgi-bin/message/send?access_token=${access_token}`, { touser: 'li.yi', agentid: wecomTenant.agentId, ...body });
}

const text = (selector: string): Promise<string> => page.$eval(selector, (node) => node.textContent ?? '').catch(() => '');
const press = (selector: string, label: string): Promise<void> => page.$$eval(`${selector} button`, (buttons, wanted) => {
  (buttons as unknown as { textContent: string; click(): void }[]).find((button) => button.textContent === wanted)?.click();
}, label);
const frameOf = (port: string): Frame | undefined => page.frames().find((frame) => URL.canParse(frame.url()) && new URL(frame.url()).port === port);

tried('who holds each phone stands in the address and can be changed by searching', async (t) => {
  t.regex(await text('.dingtalk .holder'), /李一/);
  await page.click('.wecom .holder');
  await page.waitForSelector('.picker[open] input');
  await page.type('.picker input', '检验');
  t.is((await page.$$('.picker li button')).length, 1);
  await page.keyboard.press('Enter');
  await until(async () => (await text('.wecom .holder')).includes('赵三'));
  t.regex(page.url(), /d=1001&w=2001/);
  await page.click('.wecom .holder');
  await page.waitForSelector('.picker[open] input');
  await page.type('.picker input', '1001');
  await page.keyboard.press('Enter');
  await until(async () => (await text('.wecom .holder')).includes('李一'));
});

tried('a card arrives live as a banner and an unread mark; pressing shows the answer of the product', async (t) => {
  product.answer = () => ({ body: passiveReply('<xml><MsgType>update_button</MsgType><Button><ReplaceName><![CDATA[李一 02:14 已确认]]></ReplaceName></Button></xml>') });
  const button_list = [{ text: '确认收到', style: 1, key: 'acknowledge' }];
  await send({ msgtype: 'template_card', template_card: { card_type: 'button_interaction', task_id: 'p1', main_title: { title: '12床 王**', desc: '血钾 7.1 mmol/L ↑↑' }, button_list } });
  await until(async () => (await text('.wecom .banner .line')) === '12床 王**');
  t.is(await text('.wecom .chats .count'), '1');
  t.notRegex(await text('.wecom .banner'), /7\.1/, 'nothing clinical where strangers look');
  await page.click('.wecom .banner');
  await until(async () => (await text('.wecom .wc')).includes('7.1'));
  await press('.wecom', '确认收到');
  await until(async () => (await text('.wecom .wc .buttons')) === '李一 02:14 已确认');
  t.true(await page.$eval('.wecom .wc .buttons button', (button) => button.hasAttribute('disabled')));
  t.false((await kit.inbox('wecom', '1001'))[0]?.unread ?? true);
});

tried('a line typed on the phone reaches the product and its answer comes back', async (t) => {
  product.answer = () => ({ body: passiveReply('<xml><MsgType>text</MsgType><Content><![CDATA[今日无危急值]]></Content></xml>') });
  await page.type('.wecom .write input', '12床');
  await page.keyboard.press('Enter');
  await until(async () => (await text('.wecom .stream')).includes('今日无危急值'));
  t.regex(await text('.wecom .turn.mine'), /12床/);
});

tried('a WeCom page signs the holder in without a question, in the frame', async (t) => {
  await send({ msgtype: 'textcard', textcard: { title: '排班', description: '今晚', url: `${home}/m/wecom`, btntxt: '查看' } });
  await until(async () => (await page.$$('.wecom .plain-link')).length > 0);
  await press('.wecom .plain-link', '查看');
  const frame = await until(() => page.frames().find((each) => each.url().includes('/m/signed-in')));
  t.regex(await until(async () => frame.$eval('#said', (node) => node.textContent || undefined).catch(() => undefined)), /^\?code=.+&state=s1$/);
  t.not(new URL(frame.url()).origin, home);
  await until(async () => (await text('.wecom .web h2')) === '危急值详情');
  await press('.wecom .web', '关闭');
  await until(async () => (await page.$('.wecom .web')) === null);
  t.pass();
});

tried('a DingTalk page gets its code through the real dingtalk-jsapi', async (t) => {
  const { accessToken } = await kit.post<{ accessToken: string }>('/v1.0/oauth2/accessToken', { appKey: dingtalkTenant.clientId, appSecret: dingtalkTenant.clientSecret });
  const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': accessToken };
  const msgParam = JSON.stringify({ title: '排班', text: '今晚', singleTitle: '打开', singleURL: `${home}/m/dingtalk` });
  await fetch(`${kit.origin}/v1.0/robot/oToMessages/batchSend`, { method: 'POST', headers, body: JSON.stringify({ robotCode: dingtalkTenant.robotCode, userIds: ['li.yi'], msgKey: 'sampleActionCard', msgParam }) });
  await until(async () => (await page.$('.dingtalk .banner')) !== null);
  await page.click('.dingtalk .banner');
  await until(async () => (await page.$('.dingtalk .plain-link')) !== null);
  await press('.dingtalk .plain-link', '打开');
  const { frames } = await kit.get<{ frames: Record<string, string> }>('/_emu/phones');
  const frame = await until(() => frameOf(new URL(frames['dingtalk'] ?? 'http://x').port));
  const said = await until(async () => frame.$eval('#said', (node) => node.textContent || undefined).catch(() => undefined));
  t.regex(said, /^code \S+$/);
  const token = await kit.get<{ access_token: string }>(`/gettoken?appkey=${dingtalkTenant.clientId}&appsecret=${dingtalkTenant.clientSecret}`);
  const who = await kit.post<{ result: { userid: string } }>(`/topapi/v2/user/getuserinfo?access_token=${token.access_token}`, { code: said.slice(5) });
  t.is(who.result.userid, 'li.yi');
});

import test from 'ava';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startKit } from '../core/kit.ts';
import type { Kit } from '../core/kit.ts';
import type { Route } from '../core/http.ts';
import { redirect } from '../core/http.ts';
import { wecomTenant } from '../tenant.ts';
import { createWecom } from '../wecom/index.ts';
import { defaultSettings } from '../wecom/settings.ts';
import { createPhones } from './index.ts';
import { CookieJar } from './jar.ts';
import { pagesFrom } from './pages.ts';
import { inward, relaxedPolicy, withBridge } from './rewrite.ts';

/** Pages as the product has them, with everything a webview must get right. */
function answer(request: IncomingMessage, response: ServerResponse, home: string, emulator: string): void {
  const { pathname } = new URL(request.url ?? '/', home);
  if (pathname === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\n');
    return;
  }
  if (pathname === '/set') response.setHeader('set-cookie', [`session=${request.headers['x-who'] ?? ''}; Path=/; HttpOnly; SameSite=Lax`, 'gone=1; Max-Age=0']);
  if (pathname === '/away') return void response.writeHead(302, { location: `${home}/m/here?a=1` }).end();
  if (pathname === '/sign-in') {
    const back = encodeURIComponent(`${home}/signed-in`);
    return void response.writeHead(302, { location: `${emulator}/connect/oauth2/authorize?appid=${wecomTenant.corpId}&redirect_uri=${back}&response_type=code&scope=snsapi_base&state=s1&agentid=${wecomTenant.agentId}#wechat_redirect` }).end();
  }
  if (pathname === '/json') {
    const { cookie, host, origin, referer } = request.headers;
    response.writeHead(200, { 'content-type': 'application/json' });
    return void response.end(JSON.stringify({ cookie, host, origin: origin?.split('//')[1], referer: referer?.split('//')[1], userAgent: request.headers['user-agent'], dest: request.headers['sec-fetch-dest'], link: `${home}/m/1` }));
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY', 'content-security-policy': "default-src 'self'; frame-ancestors 'none'; script-src 'nonce-x'" });
  response.end(`<!doctype html><html><head><title>页</title></head><body><a href="${home}/m/1">链接</a></body></html>`);
}

let kit: Kit;
let product: Server;
let home = '';
let frames: Record<string, string> = {};

/** Stands for DingTalk's sign-in page, which the other plug-in has. */
const signIn: Route = {
  method: 'GET', path: '/oauth2/auth',
  handle: ({ query }) => redirect(`${query.get('redirect_uri') ?? ''}?authCode=code-of-${query.get('emu_user') ?? ''}`),
};

test.before(async () => {
  let emulator = '';
  product = createServer((request, response) => answer(request, response, home, emulator));
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  const pages = pagesFrom(`http://127.0.0.1:${(product.address() as AddressInfo).port}`);
  home = pages.home;
  const settings = defaultSettings({ trustedDomains: [new URL(home).host] });
  settings.pages = { home, frame: undefined };
  const phones = createPhones(pages, (platform, origin) => {
    if (platform === 'wecom') settings.pages.frame = origin;
  });
  kit = await startKit([createWecom(settings), phones, () => ({ name: 'sign-in', routes: [signIn] })]);
  emulator = kit.origin;
  ({ frames } = await kit.get<{ frames: Record<string, string> }>('/_emu/phones'));
});
test.after.always(async () => {
  await kit.stop();
  product.closeAllConnections();
  await new Promise((resolve) => product.close(resolve));
});

const frame = (platform: 'dingtalk' | 'wecom', path: string, user = 'li.yi', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${(frames[platform] ?? '').replace('localhost', '127.0.0.1')}${path}`, { redirect: 'manual', headers: { cookie: `emu_hold_${platform}=${user}; session=of-the-desk`, ...headers } });

test('a frame without a holder shows a sentence, choosing one goes on to the page', async (t) => {
  const base = (frames['wecom'] ?? '').replace('localhost', '127.0.0.1');
  t.is((await fetch(`${base}/m/1`)).status, 400);
  const chosen = await fetch(`${base}/__hold?user=LI.YI&to=${encodeURIComponent(`${home}/m/1`)}`, { redirect: 'manual' });
  t.is(chosen.status, 302);
  t.is(chosen.headers.get('location'), `${base}/m/1`);
  t.is(chosen.headers.get('set-cookie'), 'emu_hold_wecom=li.yi; Path=/; SameSite=Lax');
  const elsewhere = await fetch(`${base}/__hold?user=li.yi&to=http://evil.test/`, { redirect: 'manual' });
  t.is(elsewhere.headers.get('location'), `${base}/`, 'nowhere else');
  t.is((await fetch(`${base}/__hold?user=nobody`)).status, 404);
});

test('a page is drawn although it forbids framing, with the bridge first and its links inside', async (t) => {
  const response = await frame('dingtalk', '/m/1');
  t.is(response.headers.get('x-frame-options'), null);
  t.is(response.headers.get('content-security-policy'), "default-src 'self'; script-src 'nonce-x' 'self'");
  const html = await response.text();
  t.regex(html, /<head><script src="\/__bridge.js"><\/script><title>/);
  t.regex(html, /href="http:\/\/127\.0\.0\.1:\d+\/m\/1"/);
  t.false(html.includes(home));
});

test('the product sees the platform\'s browser at its own address', async (t) => {
  const inside = (frames['wecom'] ?? '').replace('localhost', '127.0.0.1');
  const seen = await (await frame('wecom', '/json', 'li.yi', { origin: inside, referer: `${inside}/m/1`, 'sec-fetch-dest': 'iframe' })).json() as Record<string, string>;
  t.regex(seen['userAgent'] ?? '', /wxwork\/4\.\S+ MicroMessenger/);
  t.is(seen['host'], new URL(home).host);
  t.is(seen['origin'], new URL(home).host);
  t.is(seen['referer'], `${new URL(home).host}/m/1`);
  t.is(seen['dest'], 'document');
  t.is(seen['link'], `${inside}/m/1`);
  const other = await (await frame('dingtalk', '/json')).json() as Record<string, string>;
  t.regex(other['userAgent'] ?? '', /AliApp\(DingTalk\/7\.\d+\.\d+\).* DingTalk\/7/);
});

test('cookies stay with the person and the phone, never with the browser', async (t) => {
  const set = await frame('wecom', '/set', 'li.yi', { 'x-who': 'li' });
  t.is(set.headers.get('set-cookie'), null);
  await frame('wecom', '/set', 'wang.er', { 'x-who': 'wang' });
  const cookieOf = async (platform: 'dingtalk' | 'wecom', user: string): Promise<string | undefined> => ((await (await frame(platform, '/json', user)).json()) as { cookie?: string }).cookie;
  t.is(await cookieOf('wecom', 'li.yi'), 'session=li');
  t.is(await cookieOf('wecom', 'wang.er'), 'session=wang');
  t.is(await cookieOf('dingtalk', 'li.yi'), undefined, 'and the desk\'s own cookie goes nowhere');
});

test('redirects stay in the frame', async (t) => {
  const location = (await frame('dingtalk', '/away')).headers.get('location') ?? '';
  t.regex(location, /^http:\/\/127\.0\.0\.1:\d+\/m\/here\?a=1$/);
  t.not(new URL(location).origin, home);
});

test('WeCom sign-in runs silently for the holder and comes back into the frame', async (t) => {
  const begin = (await frame('wecom', '/sign-in')).headers.get('location') ?? '';
  const inside = (frames['wecom'] ?? '').replace('localhost', '127.0.0.1');
  t.true(begin.startsWith(`${inside}/connect/oauth2/authorize?`));
  const back = (await frame('wecom', begin.slice(inside.length).split('#')[0] ?? '')).headers.get('location') ?? '';
  t.regex(back, /^http:\/\/[^/]+\/signed-in\?code=[^&]+&state=s1$/);
  t.not(new URL(back).origin, home, 'inside the frame, not at the desk');
  const token = await kit.get<{ access_token: string }>(`/cgi-bin/gettoken?corpid=${wecomTenant.corpId}&corpsecret=${wecomTenant.secret}`);
  const who = await kit.get<{ userid: string }>(`/cgi-bin/auth/getuserinfo?access_token=${token.access_token}&code=${new URL(back).searchParams.get('code') ?? ''}`);
  t.is(who.userid, 'li.yi');
});

test('server-sent events stream at once', async (t) => {
  const response = await frame('wecom', '/stream');
  const reader = response.body?.getReader();
  t.is(new TextDecoder().decode((await reader?.read())?.value), 'data: one\n\n');
  await reader?.cancel();
});

test('the DingTalk bridge gets a code for the holder', async (t) => {
  const response = await fetch(`${(frames['dingtalk'] ?? '').replace('localhost', '127.0.0.1')}/__auth-code`, { method: 'POST', headers: { cookie: 'emu_hold_dingtalk=wang.er' } });
  t.deepEqual(await response.json(), { code: 'code-of-1002' });
});

test('rewriting leaves longer ports and hosts alone', (t) => {
  const origins = { outside: ['http://localhost:300'], inside: 'http://localhost:3401' };
  t.is(inward('http://localhost:3000/ http://localhost:300/a', origins), 'http://localhost:3000/ http://localhost:3401/a');
  t.is(withBridge('<!DOCTYPE html><p>x'), '<!DOCTYPE html><script src="/__bridge.js"></script><p>x');
  t.is(relaxedPolicy("script-src 'none'; frame-ancestors 'self'"), "script-src 'self'");
});

test('the jar keeps paths apart and forgets what has ended', (t) => {
  const jar = new CookieJar();
  jar.store('a=1; Path=/', 0);
  jar.store('b=2; Path=/m', 0);
  jar.store('c=3; Max-Age=10', 0);
  t.is(jar.header('/m/x', 0), 'b=2; a=1; c=3');
  t.is(jar.header('/mx', 20_000), 'a=1');
  jar.store('a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 0);
  t.is(jar.header('/', 0), 'c=3');
});

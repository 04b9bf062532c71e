import anyTest, { type TestFn } from 'ava';
import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import Koa from 'koa';
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bot, PlatformUser } from '../../../bots/bot.ts';
import { seed } from '../../../prisma/seed.ts';
import { testTrail } from '../../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { systemActor } from '../../core/access.ts';
import { Failure, Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { createRing } from '../../core/seal.ts';
import type { CertificateAuthority } from '../../links/ca/port.ts';
import { type Service, createService } from '../../core/service.ts';
import { type Sessions, createSessions, sessionRulesOf } from '../../core/session.ts';
import { directory, noteLeft } from '../directory/index.ts';
import { type SignInKit, signIn, signInRules, signInSettings } from './index.ts';

const now = new Date('2026-11-21T02:14:00Z');

/** WeCom as far as sign-in knows it: a code is the account's name, once. */
function platform(): Bot {
  const used = new Set<string>();
  const whoIs = async (code: string): Promise<PlatformUser> => {
    if (code === 'away') throw new Failure('no answer', 'transient');
    if (code === 'bug') throw new TypeError('a bug of ours');
    if (!code.startsWith('of-') || used.has(code)) throw new Failure('bad code', 'permanent', '40029');
    used.add(code);
    return { platform: 'wecom', corp: 'corp', user: code.slice(3).split('.')[0] ?? '' };
  };
  return { platform: 'wecom', corp: 'corp', whoIs, signInUrl } as Partial<Bot> as Bot;
}

function signInUrl(state: string, returnTo: string): string {
  return `https://platform.example/authorize?${new URLSearchParams({ state, returnTo }).toString()}`;
}

interface Context extends TestDatabase {
  readonly service: Service;
  readonly sessions: Sessions;
  readonly url: string;
  readonly secureUrl: string;
  stop(): Promise<void>;
}

const test = anyTest as TestFn<Context>;

test.before(async (t) => {
  const base = await testDatabase();
  const { prisma } = base.database;
  await seed(prisma, { now, corps: { dingtalk: 'ding', wecom: 'corp' }, newId });
  const service = await createService({ modules: [directory], database: base.database, audit: testTrail, now: () => now, log: silentLog, metrics: createMetrics() });
  const sessionRules = sessionRulesOf({ idleMinutes: 30, absoluteHours: 1, phoneIdleMinutes: 10, phoneAbsoluteHours: 1 });
  const sessions = createSessions(prisma, sessionRules, testTrail);
  const kit: SignInKit = { prisma, audit: testTrail, seal: createRing(new Map([[1, randomBytes(32)]]), { algorithm: 'aes-256-gcm' }), ca: {} as CertificateAuthority, rules: signInRules(signInSettings.parse({}), sessionRules, 10), party: undefined, issuer: '移动医护' };
  const parts = { kit, bots: [platform()], sessions, corridor: service.corridor, now: () => now, log: silentLog, demo: false };
  const [open, secure] = await Promise.all(['http://pages.example', 'https://pages.example'].map((pagesUrl) => serve(signIn({ ...parts, pagesUrl }))));
  if (open === undefined || secure === undefined) throw new Error('not listening');
  const stop = async () => {
    for (const server of [open, secure]) {
      server.closeAllConnections();
      server.close();
    }
    await service.stop();
    await base.dispose();
  };
  t.context = { ...base, service, sessions, url: addressOf(open), secureUrl: addressOf(secure), stop };
});
test.after.always((t) => t.context.stop());

function serve(mount: (router: Router) => void): Promise<Server> {
  const router = new Router();
  mount(router);
  const app = new Koa();
  app.use(async (ctx, next) => {
    await next().catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      ctx.status = error.status;
      ctx.body = error.code;
    });
  });
  app.use(bodyParser());
  app.use(router.routes());
  return new Promise((done) => {
    const server = app.listen(0, '127.0.0.1', () => done(server));
  });
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/sign-in/wecom`;

async function begin(url: string, returnTo?: string): Promise<{ state: string; cookie: string; setCookie: string }> {
  const answer = await fetch(`${url}/start${returnTo === undefined ? '' : `?${new URLSearchParams({ returnTo }).toString()}`}`, { redirect: 'manual' });
  const setCookie = answer.headers.getSetCookie()[0] ?? '';
  return { state: new URL(answer.headers.get('location') ?? '').searchParams.get('state') ?? '', cookie: setCookie.split(';')[0] ?? '', setCookie };
}

async function comeBack(url: string, query: Record<string, string>, cookie: string): Promise<{ to: string | null; cookies: string[] }> {
  const answer = await fetch(`${url}/return?${new URLSearchParams(query).toString()}`, { redirect: 'manual', headers: { cookie } });
  return { to: answer.headers.get('location'), cookies: answer.headers.getSetCookie() };
}

const sessionIn = (cookies: readonly string[]) => /wardline=([^;]+)/.exec(cookies.find((line) => line.startsWith('wardline=')) ?? '')?.[1];

test('through the platform and back to the page that was asked for; on record', async (t) => {
  const { url, sessions, database } = t.context;
  const { state, cookie } = await begin(url, '/m/critical-values/7?tab=history');
  const { to, cookies } = await comeBack(url, { state, code: 'of-ZhangWei.1' }, cookie);
  t.is(to, '/m/critical-values/7?tab=history');
  t.like(await sessions.find(sessionIn(cookies) ?? '', now), { staff: '2001', terminal: 'wecom' });
  t.like(await database.prisma.audit.findFirst({ where: { actor: 'staff:2001', act: 'sign-in' } }), { outcome: 'allowed', door: 'http' });
});

test('WeCom’s own spelling of an account is the same account', async (t) => {
  const { url, sessions } = t.context;
  const { state, cookie } = await begin(url);
  const { cookies } = await comeBack(url, { state, code: 'of-xufang' }, cookie);
  t.like(await sessions.find(sessionIn(cookies) ?? '', now), { staff: '2004' });
});

test('another browser’s state, no state, a state used twice', async (t) => {
  const { url } = t.context;
  const mine = await begin(url);
  const other = await begin(url);
  t.is((await comeBack(url, { state: other.state, code: 'of-ZhangWei.2' }, mine.cookie)).to, '/m/sign-in?error=expired');
  t.is((await comeBack(url, { code: 'of-ZhangWei.2' }, '')).to, '/m/sign-in?error=expired');
  t.is((await comeBack(url, { state: '', code: 'of-ZhangWei.2' }, 'wardline_state=')).to, '/m/sign-in?error=expired');
  const { cookies } = await comeBack(url, { state: mine.state, code: 'of-LiuYang.3' }, mine.cookie);
  t.true(cookies.some((line) => line.startsWith('wardline_state=;')), 'the browser forgets the state');
});

for (const elsewhere of ['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example', '/\n//evil.example', 'javascript:alert(1)', '', `/${'x'.repeat(600)}`]) {
  test(`nobody is led to ${JSON.stringify(elsewhere.slice(0, 30))}`, async (t) => {
    const { url } = t.context;
    const { state, cookie } = await begin(url, elsewhere);
    t.is((await comeBack(url, { state, code: `of-LiuYang.${elsewhere.length}${elsewhere.charCodeAt(1)}` }, cookie)).to, '/m');
    // Also when the cookie was written by somebody else.
    const forged = `wardline_state=${state}.${Buffer.from(elsewhere).toString('base64url')}`;
    t.is((await comeBack(url, { state, code: `of-LiuYang.f${elsewhere.length}${elsewhere.charCodeAt(1)}` }, forged)).to, '/m');
  });
}

const ends: readonly (readonly [string, string])[] = [
  ['never-given', 'core.bad-code'],
  ['of-Nobody', 'core.unknown-person'],
  ['away', 'core.platform-away'],
  ['bug', 'core.fault'],
];

for (const [code, error] of ends) {
  test(`${error} ends on the sign-in page, without a session`, async (t) => {
    const { url, database } = t.context;
    const { state, cookie } = await begin(url);
    const { to, cookies } = await comeBack(url, { state, code }, cookie);
    t.is(to, `/m/sign-in?error=${error}`);
    t.is(sessionIn(cookies), undefined);
    if (error === 'core.unknown-person') t.like(await database.prisma.audit.findFirst({ where: { origin: 'wecom:corp:Nobody' } }), { actor: 'stranger', act: 'sign-in', outcome: 'refused', door: 'http' });
  });
}

test('a code opens once', async (t) => {
  const { url } = t.context;
  for (const expected of ['/m', '/m/sign-in?error=core.bad-code']) {
    const { state, cookie } = await begin(url);
    t.is((await comeBack(url, { state, code: 'of-LiuYang.once' }, cookie)).to, expected);
  }
});

test('from inside the chat app: the code in the body, and only from our own page', async (t) => {
  const { url, sessions } = t.context;
  const post = (headers: Record<string, string>, code: unknown) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ code }) });
  t.is((await post({}, 'of-LiuYang.p1')).status, 403);
  t.is((await post({ 'x-wardline': '1' }, 7)).status, 400);
  t.is((await post({ 'x-wardline': '1' }, 'away')).status, 503);
  const entered = await post({ 'x-wardline': '1' }, 'of-LinXue.p2');
  t.is(entered.status, 200);
  const cookie = sessionIn(entered.headers.getSetCookie());
  const left = await fetch(new URL('/api/session', url), { method: 'DELETE', headers: { cookie: `wardline=${cookie}`, 'x-wardline': '1' } });
  t.is(left.status, 200);
  t.like(await t.context.database.prisma.audit.findFirst({ where: { act: 'sign-out' } }), { actor: 'staff:2101', outcome: 'allowed', reason: 'wecom' });
  t.is(await sessions.find(cookie ?? '', now), undefined);
});

test('cookies: not for scripts, not for other sites, over https only where our pages are https', async (t) => {
  const { url, secureUrl } = t.context;
  t.regex((await begin(url)).setCookie, /httponly/i);
  t.notRegex((await begin(url)).setCookie, /secure/i);
  const { state, cookie, setCookie } = await begin(secureUrl);
  t.regex(setCookie, /secure/i);
  const [line = ''] = (await comeBack(secureUrl, { state, code: 'of-LiuYang.secure' }, cookie)).cookies.filter((each) => each.startsWith('wardline='));
  for (const part of [/secure/i, /httponly/i, /samesite=lax/i]) t.regex(line, part);
});

test('who leaves has no session from that moment, and no new one', async (t) => {
  const { url, sessions, service, database } = t.context;
  const { state, cookie } = await begin(url);
  const session = sessionIn((await comeBack(url, { state, code: 'of-HuangJianPing.1' }, cookie)).cookies) ?? '';
  t.truthy(await sessions.find(session, now));
  const leave = () => service.corridor.run(systemActor, noteLeft, { platform: 'wecom', corp: 'corp', users: ['huangjianping', 'HuangJianPing', 'nobody-known'] });
  t.deepEqual(await leave(), { left: ['2003'] });
  t.is(await sessions.find(session, now), undefined);
  const again = await begin(url);
  t.is((await comeBack(url, { state: again.state, code: 'of-HuangJianPing.2' }, again.cookie)).to, '/m/sign-in?error=core.left');
  t.deepEqual(await leave(), { left: [] }, 'told twice, left once');
  t.is(await database.prisma.fact.count({ where: { name: 'directory.left', subject: '2003' } }), 1);
});

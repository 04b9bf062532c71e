/** Cookies, codes and second factors in the wrong hands. */
import anyTest, { type TestFn } from 'ava';
import { browserAt } from '../kit/browser.ts';
import { type Api, type World, world } from '../kit/world.ts';
import { stepUp } from './support/people.ts';
import { bareRefusal, pin } from './support/victim.ts';

const test = anyTest as TestFn;

const cookieOf = (api: Api): string => /wardline=[^;]+/.exec(api.cookie)?.[0] ?? '';

/** Somebody else's browser with a cookie that was carried off. */
function thief(w: World, cookie: string, headers: Readonly<Record<string, string>> = {}) {
  const { call } = browserAt(w.url, () => w.now().getTime(), { cookie, ...headers });
  return (method: string, path: string, body?: unknown) => call(method, path, body);
}

test.serial('a cookie opens nothing after sign-out, after a newer sign-in, after leaving, and in another kind of browser', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  const me = (cookie: string, headers = {}) => thief(w, cookie, headers)('GET', '/me');

  const first = await w.signIn('1001');
  t.is((await me(cookieOf(first))).status, 200, 'as the thief holds it');
  const second = await w.signIn('1001');
  const replaced = await me(cookieOf(first));
  t.deepEqual([replaced.status, replaced.error.code], [401, 'core.session-replaced']);

  await thief(w, cookieOf(second))('DELETE', '/session');
  t.is((await me(cookieOf(second))).status, 401, 'signed out');

  const third = await w.signIn('1001');
  const moved = await me(cookieOf(third), { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) DingTalk/8' });
  t.deepEqual([moved.status, moved.error.code], [401, 'core.session-moved']);
  t.is((await third('GET', '/me')).status, 401, 'over for both: the owner notices');
  t.is(await prisma.audit.count({ where: { act: 'sign-in.session-moved', outcome: 'refused' } }), 1);

  const fourth = await w.signIn('1001');
  await prisma.staff.update({ where: { number: '1001' }, data: { active: false } });
  t.true([401, 403].includes((await me(cookieOf(fourth))).status), 'left');
});

test.serial('a session ends when nobody touches it, and after its longest time whoever touches it', async (t) => {
  const w = await world(t, { env: { SESSION_IDLE_MINUTES: '2', SESSION_ABSOLUTE_HOURS: '0.1' } });
  const idle = await w.signIn('1001');
  await w.pass(3);
  const late = await thief(w, cookieOf(idle))('GET', '/me');
  t.deepEqual([late.status, late.error.code], [401, 'core.session-idle']);

  const busy = await w.signIn('1002');
  const codes = new Set<string>();
  for (let minute = 0; minute < 8; minute++) {
    await w.pass(1);
    codes.add((await thief(w, cookieOf(busy))('GET', '/me')).error?.code ?? 'in');
  }
  t.deepEqual([...codes], ['in', 'core.session-expired']);
});

test.serial('nobody is given a session of the attacker’s choice, and cookies are not for scripts or other sites', async (t) => {
  const w = await world(t, { env: { PAGES_URL: 'https://pages.example' } });
  const chosen = 'A'.repeat(43);
  const { platform, code } = await w.loginCode('1001');
  const browser = browserAt(w.url, () => w.now().getTime(), { cookie: `wardline=${chosen}` });
  const plain = globalThis.fetch;
  const lines: string[] = [];
  globalThis.fetch = async (to, init) => {
    const answer = await plain(to, init);
    lines.push(...answer.headers.getSetCookie());
    return answer;
  };
  t.teardown(() => void (globalThis.fetch = plain));
  t.is((await browser.call('POST', `/sign-in/${platform}`, { code })).status, 200);
  const own = lines.filter((line) => line.startsWith('wardline='));
  t.is(own.length, 1);
  t.false(own[0]?.includes(chosen), 'a new value, whatever was there before');
  for (const part of [/; httponly/i, /; secure/i, /; samesite=lax/i, /; path=\//i]) t.regex(own[0] ?? '', part);
  t.notRegex(own[0] ?? '', /; domain=/i);
  t.is((await thief(w, `wardline=${chosen}`)('GET', '/me')).status, 401);

  const again = await browser.call('POST', `/sign-in/${platform}`, { code });
  t.deepEqual([again.status, again.error.code], [401, 'core.bad-code'], 'the code worked once');
});

test.serial('another site cannot make a browser act', async (t) => {
  const w = await world(t);
  const doctor = await w.signIn('1001');
  const cross = thief(w, cookieOf(doctor), { 'x-wardline': '' });
  for (const [method, path, body] of [['POST', '/signatures/enrol', { pin }], ['DELETE', '/session', undefined], ['POST', '/sign-in/password', { current: 'x', password: 'y' }]] as const) {
    const answer = await cross(method, path, body);
    t.is(answer.status, 403, path);
    bareRefusal(t, answer, path);
  }
  t.is((await doctor('GET', '/me')).status, 200, 'still signed in');
  // As a form of another site would: the browser's own cookie, a kind of body that needs no leave.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await fetch(`${w.url}/api/signatures/enrol`, { method: 'POST', headers: { cookie: doctor.cookie, 'content-type': type, origin: 'https://evil.example' }, body: 'pin=258147' });
    t.true(answer.status >= 400, type);
    t.is(answer.headers.get('access-control-allow-origin'), null);
    t.is(answer.headers.get('access-control-allow-credentials'), null);
  }
  t.is(await w.hospital.database.prisma.signingKey.count(), 0);
});

test.serial('a stolen session gives itself no second factor', async (t) => {
  const w = await world(t);
  const { prisma } = w.hospital.database;
  // She has a factor already; the thief has the cookie of a session that showed none.
  const victim = await w.signIn('9102');
  await stepUp(w, victim);
  const { data } = await victim('POST', '/sign-in/factors/totp');
  t.truthy((data as { secret: string }).secret);
  await prisma.totp.create({ data: { staffNumber: '9102', sealedSecret: 'v1.x', confirmedAt: w.now() } });
  await stepUp(w, victim, null);

  const stolen = thief(w, cookieOf(victim));
  for (const path of ['/sign-in/factors/totp', '/sign-in/factors/passkeys']) t.is((await stolen('POST', path)).error?.code, 'core.step-up', path);
  const enrolled = await stolen('POST', '/signatures/enrol', { pin: '147258' });
  const stepped = await stolen('POST', '/sign-in/step-up', { method: 'pin', pin: '147258' });
  t.not(stepped.status, 200, `a PIN of the thief’s own (${enrolled.status}) is no second factor`);
  t.is((await stolen('POST', '/sign-in/administrators', { number: '1001', duty: 'system' })).error?.code, 'core.step-up');
  t.is((await prisma.staff.findUniqueOrThrow({ where: { number: '1001' } })).adminRole, null);
});

test.serial('PINs, codes and passwords cannot be tried through', async (t) => {
  const w = await world(t, { env: { DESK_LOCK_PER_ADDRESS: '1000' } });
  const doctor = await w.signIn('1001');
  await doctor('POST', '/signatures/enrol', { pin });
  const answers = [];
  for (let tried = 0; tried < 12; tried++) answers.push((await doctor('POST', '/sign-in/step-up', { method: 'pin', pin: String(100_000 + tried) })).status);
  t.false(answers.includes(200));
  t.not((await doctor('POST', '/sign-in/step-up', { method: 'pin', pin })).status, 200, 'locked, the right one too');

  const browser = browserAt(w.url, () => w.now().getTime());
  const said = new Set<string>();
  for (const number of ['1001', 'nobody-has-this']) {
    for (let tried = 0; tried < 7; tried++) {
      const { status, error } = await browser.call('POST', '/sign-in/desk', { number, password: `Guess-${tried}!x` });
      said.add(`${number === '1001' ? 'known' : 'unknown'} ${tried} ${status} ${error.code}`);
    }
  }
  const of = (who: string): string[] => [...said].filter((line) => line.startsWith(who)).map((line) => line.slice(who.length));
  t.deepEqual(of('known'), of('unknown'), 'a number that somebody has answers as one that nobody has');
  t.true(of('known').some((line) => line.includes('sign-in.locked')));

  const codes = new Set<number>();
  for (let tried = 0; tried < 140; tried++) codes.add((await browser.call('POST', '/sign-in/dingtalk', { code: `guess-${tried}` })).status);
  t.deepEqual([...codes].toSorted(), [401, 429], 'codes of the platform too');
});

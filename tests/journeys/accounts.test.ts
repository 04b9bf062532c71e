/** Who keeps the accounts, who appoints whom, and acts that ask again who is there: through the doors. */
import test, { type ExecutionContext } from 'ava';
import { type World, world } from '../kit/world.ts';
import { createRing } from '../../services/core/seal.ts';
import { appoint } from '../../services/cli/appoint/appoint.ts';
import { codeAt, hashPassword, savePassword, saveTotp } from '../../services/shared/sign-in/index.ts';
import { type Answer, type Browser, browser, securityKey } from '../../services/shared/sign-in/testing.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const password = 'Sunny-river42';
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 AliApp(DingTalk/7.6.15) DingTalk/7.6.15';

interface Office extends World {
  /** Signed in at a desk, the second factor just shown. */
  at(number: string): Promise<Browser>;
  /** In DingTalk on a phone. */
  inChat(number: string, userAgent?: string): Promise<Browser>;
}

async function office(t: ExecutionContext): Promise<Office> {
  const base = await world(t, { env: { SEAL_KEY: Buffer.alloc(32, 7).toString('base64') } });
  const { prisma } = base.hospital.database;
  const seal = createRing(new Map([[1, Buffer.alloc(32, 7)]]));
  const hash = await hashPassword(password);
  const at = async (number: string): Promise<Browser> => {
    await savePassword(prisma, number, hash, base.now(), false);
    await saveTotp(prisma, seal, number, secret, null, base.now());
    const page = browser(base.url, base.now);
    await page.call('POST', '/sign-in/desk', { number, password });
    t.is((await page.call('POST', '/sign-in/desk/totp', { code: codeAt(secret, base.now()) })).status, 200);
    return page;
  };
  const inChat = async (number: string, userAgent = phone): Promise<Browser> => {
    const { code } = (await (await fetch(`${base.emulator.origin}/_emu/dingtalk/login-code`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: number }) })).json()) as { code: string };
    const page = browser(base.url, base.now, { userAgent });
    t.is((await page.call('POST', '/sign-in/dingtalk', { code })).status, 200);
    return page;
  };
  return { ...base, at, inChat };
}

const appointAt = (who: Browser, number: string, duty: string): Promise<Answer> => who.call('POST', '/sign-in/administrators', { number, duty });

/** An act that asks for a second factor. */
const endAll = (who: Browser): Promise<Answer> => who.call('POST', '/sign-in/accounts/1002/end-sessions', {});

const codeOf = ({ status, error }: Answer): string => `${status} ${(error as Answer['error'] | undefined)?.code ?? 'fine'}`;

test.serial('the system administrator opens, closes, unlocks and gives passwords; nobody else does, and not for administrators', async (t) => {
  const { at, hospital, url, now } = await office(t);
  const [system, security, audit, doctor] = [await at('9101'), await at('9102'), await at('9201'), await at('1003')];
  const act = async (who: Browser, number: string, verb: string): Promise<string> => codeOf(await who.call('POST', `/sign-in/accounts/${number}/${verb}`, {}));
  for (const verb of ['open', 'reset-password', 'disable', 'enable', 'unlock', 'reset-factors', 'end-sessions']) {
    t.is(await act(doctor, '1001', verb), '403 core.not-allowed', `a doctor: ${verb}`);
    t.is(await act(audit, '1001', verb), '403 core.not-allowed', `the auditor: ${verb}`);
    t.is(await act(security, '1001', verb), '403 sign-in.ordinary-account', `the security administrator: ${verb}`);
    t.is(await act(system, '9102', verb), '403 sign-in.administrators-account', `of an administrator: ${verb}`);
    t.is(await act(system, '9101', verb), '403 sign-in.not-yourself', `one's own: ${verb}`);
  }
  const given = (await system.call('POST', '/sign-in/accounts/1001/open', {})).data as { name: string; password: string };
  t.is(given.name, '李静');
  t.is(given.password.length, 12);
  t.is(await act(system, '1001', 'open'), '409 sign-in.has-account');
  t.is(await act(system, '4711', 'open'), '404 sign-in.unknown-staff');
  t.is(await act(system, '1002', 'reset-password'), '409 sign-in.no-account');
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '1001', password: given.password }), { status: 200, data: { next: 'password' } });

  const list = (await system.call('GET', '/sign-in/accounts?only=opened')).data as { accounts: { number: string; state: string; manageable: boolean; totp: boolean }[] };
  t.like(list.accounts.find(({ number }) => number === '1001'), { state: 'must-change', manageable: true, totp: false });
  t.like(list.accounts.find(({ number }) => number === '9102'), { manageable: false, totp: true });
  t.false(JSON.stringify(list).includes('argon2'));
  t.is((await doctor.call('GET', '/sign-in/accounts')).status, 403);
  t.is((await audit.call('GET', '/sign-in/accounts')).status, 403);

  t.is((await doctor.call('GET', '/me')).status, 200);
  t.is(await act(system, '1003', 'disable'), '200 fine');
  t.like(await doctor.call('GET', '/me'), { status: 401, error: { code: 'core.session-ended' } });
  t.is(codeOf(await browser(url, now).call('POST', '/sign-in/desk', { number: '1003', password })), '401 sign-in.wrong');
  t.is(await act(system, '1003', 'enable'), '200 fine');
  for (let tries = 0; tries < 5; tries++) await browser(url, now).call('POST', '/sign-in/desk', { number: '1003', password: 'Wrong-guess-1' });
  t.is(codeOf(await browser(url, now).call('POST', '/sign-in/desk', { number: '1003', password })), '423 sign-in.locked');
  t.is(await act(system, '1003', 'unlock'), '200 fine');
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '1003', password }), { status: 200, data: { next: 'factor' } });
  t.is(await act(system, '1003', 'reset-factors'), '200 fine');
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '1003', password }), { status: 200, data: { next: 'enrol' } });
  t.is(await act(security, '9201', 'reset-password'), '200 fine', 'administrators are the security administrator’s');
  t.is(await hospital.database.prisma.audit.count({ where: { act: 'sign-in.disable-account', subject: '1003', outcome: 'allowed', actor: 'staff:9101' } }), 1);
  const rows = JSON.stringify(await hospital.database.prisma.audit.findMany({ select: { act: true, subject: true, reason: true, origin: true } }));
  t.false(rows.includes(given.password), 'no password on record');
});

test.serial('the three administrators exclude each other; one appoints and is appointed by somebody else', async (t) => {
  const { at, hospital, now, url } = await office(t);
  const { prisma } = hospital.database;
  const [system, security] = [await at('9101'), await at('9102')];
  t.is(codeOf(await appointAt(system, '1001', 'system')), '403 core.not-allowed');
  t.is(codeOf(await appointAt(security, '9102', 'system')), '403 sign-in.not-yourself');
  t.is(codeOf(await security.call('POST', '/sign-in/administrators/9102/dismiss', {})), '403 sign-in.not-yourself');
  t.is(codeOf(await appointAt(security, '4711', 'audit')), '404 sign-in.unknown-staff');
  t.is(codeOf(await appointAt(security, '1001', 'everything')), '400 core.bad-input');
  t.is(codeOf(await appointAt(security, '9101', 'audit')), '200 fine');
  t.is((await prisma.staff.findUnique({ where: { number: '9101' } }))?.adminRole, 'audit', 'one duty takes the place of the other');
  t.is(codeOf(await system.call('GET', '/sign-in/accounts')), '403 core.not-allowed', 'from this moment');
  t.is(codeOf(await appointAt(security, '9002', 'security')), '200 fine');
  const second = await at('9002');
  t.is(codeOf(await second.call('POST', '/sign-in/administrators/9102/dismiss', {})), '200 fine');
  t.is(codeOf(await appointAt(security, '1001', 'system')), '403 core.not-allowed');
  const seen = (await second.call('GET', '/sign-in/administrators')).data as { duties: { duty: string; holders: { number: string }[] }[] };
  t.deepEqual(seen.duties.map(({ duty, holders }) => [duty, holders.map(({ number }) => number)]), [['system', []], ['security', ['9002']], ['audit', ['9101', '9201']]]);
  t.is(await prisma.fact.count({ where: { name: 'sign-in.appointed' } }), 3);

  const parts = { database: hospital.database, audit: hospital.audit, corridor: hospital.service.corridor };
  await t.throwsAsync(appoint(parts, { number: '9101', duty: 'security', again: false }), { message: 'sign-in.has-administrator' });
  await t.throwsAsync(appoint(parts, { number: '4711', duty: 'system', again: false }), { message: 'sign-in.unknown-staff' });
  const lines = await appoint(parts, { number: '9002', duty: 'security', again: true });
  const [, given = ''] = /：(\S{12})$/.exec(lines[1] ?? '') ?? [];
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '9002', password: given }), { status: 200, data: { next: 'factor' } });
  t.is((await appoint(parts, { number: '1002', duty: 'system', again: false }))[0], '已任命 王建国（1002）为系统管理员。');
  t.is(await prisma.audit.count({ where: { act: 'sign-in.appoint-first', actor: 'system:wardline' } }), 2);
});

test.serial('part of the system administrator’s work is given to somebody and taken back; nothing else comes with it', async (t) => {
  const { at, hospital } = await office(t);
  const { prisma } = hospital.database;
  const [system, security, engineer] = [await at('9101'), await at('9102'), await at('9301')];
  const give = async (who: Browser, number: string, which: string): Promise<string> => codeOf(await who.call('POST', '/sign-in/functions', { number, function: which }));
  const take = async (number: string, which: string): Promise<string> => codeOf(await security.call('POST', `/sign-in/functions/${number}/take`, { function: which }));
  const doors = ['/intake/matters?tab=refused', '/codes', '/dictionaries', '/feeds', '/hospital-commands', '/operations/platforms'];
  const open = async (who: Browser): Promise<string[]> => {
    const seen: string[] = [];
    for (const door of doors) if ((await who.call('GET', door)).status === 200) seen.push(door);
    return seen;
  };
  t.deepEqual(await open(engineer), []);
  t.is(await give(system, '9301', 'codes'), '403 core.not-allowed');
  t.is(await give(security, '9102', 'codes'), '403 sign-in.not-yourself');
  t.is(await give(security, '9201', 'codes'), '409 sign-in.administrator-without-functions');
  t.is(await give(security, '9301', 'accounts'), '400 core.bad-input');
  t.is(await give(security, '4711', 'codes'), '404 sign-in.unknown-staff');
  t.is(await give(security, '9301', 'codes'), '200 fine');
  t.is(await give(security, '9301', 'feeds'), '200 fine');
  t.is(await give(security, '9301', 'feeds'), '409 sign-in.already-that');
  t.deepEqual(await open(engineer), ['/codes', '/feeds'], 'from this moment, and only these');
  t.deepEqual(((await engineer.call('GET', '/me')).data as { functions: string[] }).functions, ['codes', 'feeds']);
  t.is((await engineer.call('GET', '/sign-in/accounts')).status, 403);
  t.is(codeOf(await engineer.call('POST', '/codes', { kind: 'unit', foreign: 'mmol', ours: 'mmol/L' })), '200 fine');
  t.like(await prisma.audit.findFirst({ where: { actor: 'staff:9301', act: 'codes.save' } }), { outcome: 'allowed', reason: 'function:codes' });

  const seen = (await security.call('GET', '/sign-in/administrators')).data as { functions: { function: string; holders: { number: string }[] }[] };
  t.deepEqual(seen.functions.filter(({ holders }) => holders.length > 0).map((row) => [row.function, row.holders.map(({ number }) => number)]), [['codes', ['9301']], ['feeds', ['9301']]]);
  t.is(await take('9301', 'codes'), '200 fine');
  t.is(await take('9301', 'codes'), '409 sign-in.already-that');
  t.deepEqual(await open(engineer), ['/feeds']);
  t.is(codeOf(await appointAt(security, '9301', 'audit')), '200 fine');
  t.deepEqual(await open(engineer), [], 'a duty lays the rest down');
  t.is(await prisma.fact.count({ where: { name: 'sign-in.function-given', subject: '9301' } }), 3);
});

test.serial('acts that ask again: refused until a code, a PIN or a key of this person is shown in this session', async (t) => {
  const { at, inChat, pass, now, hospital } = await office(t);
  const system = await at('9101');
  t.is(codeOf(await endAll(system)), '200 fine', 'a desk sign-in has just shown one');
  await pass(11);
  t.is(codeOf(await endAll(system)), '403 core.step-up');
  t.is(codeOf(await system.call('POST', '/sign-in/step-up', { method: 'totp', code: '12345' })), '400 core.bad-input');
  const code = codeAt(secret, now());
  t.is(codeOf(await system.call('POST', '/sign-in/step-up', { method: 'totp', code })), '200 fine');
  t.is(codeOf(await system.call('POST', '/sign-in/step-up', { method: 'totp', code })), '403 sign-in.wrong-code', 'replayed');
  t.is(codeOf(await endAll(system)), '200 fine');

  const other = await inChat('9101');
  t.is(codeOf(await endAll(other)), '403 core.step-up', 'shown in one session, not in the other');
  await pass(1);
  await system.call('POST', '/sign-in/step-up', { method: 'totp', code: codeAt(secret, now()) });
  const key = securityKey('localhost', 'http://localhost:3000');
  const begun = (await system.call('POST', '/sign-in/factors/passkeys', {})).data as { options: { challenge: string }; token: string };
  await system.call('POST', '/sign-in/factors/passkeys/confirm', { response: key.register(begun.options), token: begun.token, label: '钥匙' });
  const asked = (await system.call('POST', '/sign-in/step-up/challenge', {})).data as typeof begun;
  const shown = { method: 'passkey', response: key.answer(asked.options), token: asked.token };
  t.is(codeOf(await other.call('POST', '/sign-in/step-up', shown)), '403 sign-in.wrong-passkey', 'the challenge of another session');
  const fresh = (await other.call('POST', '/sign-in/step-up/challenge', {})).data as typeof begun;
  t.is(codeOf(await other.call('POST', '/sign-in/step-up', { method: 'passkey', response: key.answer(fresh.options), token: fresh.token })), '200 fine');
  t.is(codeOf(await endAll(other)), '200 fine');

  const doctor = await inChat('1001');
  t.is(codeOf(await doctor.call('POST', '/sign-in/step-up', { method: 'pin', pin: '271828' })), '409 signatures.not-enrolled');
  t.is(codeOf(await doctor.call('POST', '/signatures/enrol', { pin: '271828' })), '200 fine');
  t.regex(codeOf(await doctor.call('POST', '/sign-in/step-up', { method: 'pin', pin: '314159' })), /signatures\.wrong-pin$/);
  t.is(codeOf(await doctor.call('POST', '/sign-in/step-up', { method: 'pin', pin: '271828' })), '200 fine');
  t.like(await hospital.database.prisma.session.findFirst({ where: { staff: '1001', endedAt: null } }), { steppedUpBy: 'pin' });
  t.is(await hospital.database.prisma.audit.count({ where: { act: 'sign-in.note-step-up', actor: 'staff:1001', subject: 'pin' } }), 1);
});

test.serial('setting up a factor: a stolen session cannot; who has one shows it, who has none has just signed in', async (t) => {
  const { inChat, pass, now } = await office(t);
  const first = await inChat('1002');
  await pass(9);
  const draft = (await first.call('POST', '/sign-in/factors/totp', {})).data as { secret: string; token: string };
  await pass(2);
  t.is(codeOf(await first.call('POST', '/sign-in/factors/totp/confirm', { token: draft.token, code: codeAt(draft.secret, now()) })), '403 sign-in.fresh-sign-in');
  const again = await inChat('1002');
  const fresh = (await again.call('POST', '/sign-in/factors/totp', {})).data as typeof draft;
  t.is(codeOf(await again.call('POST', '/sign-in/factors/totp/confirm', { token: draft.token, code: codeAt(draft.secret, now()) })), '409 sign-in.enrol-over', 'of another session');
  t.is(codeOf(await again.call('POST', '/sign-in/factors/totp/confirm', { token: fresh.token, code: codeAt(fresh.secret, now()) })), '200 fine');
  t.is(codeOf(await again.call('POST', '/sign-in/factors/totp/confirm', { token: fresh.token, code: codeAt(fresh.secret, now()) })), '409 sign-in.enrol-over');
  const third = await inChat('1002');
  t.is(codeOf(await third.call('POST', '/sign-in/factors/totp', {})), '403 core.step-up', 'a new session, however fresh, shows the factor first');
});

test.serial('my sessions: seen, ended from another, ended by a newer one, ended when the cookie moves; other people’s are out of reach', async (t) => {
  const { at, inChat, hospital, url, now } = await office(t);
  const [mobile, desk] = [await inChat('1001'), await at('1001')];
  type List = { sessions: { handle: string; terminal: string; device: string; address: string; isThis: boolean }[] };
  const { sessions } = (await desk.call('GET', '/sign-in/sessions')).data as List;
  t.deepEqual(sessions.map(({ terminal, device, isThis }) => [terminal, device, isThis]).sort(), [['desk', 'Windows 电脑 · Edge 浏览器', true], ['dingtalk', 'iPhone · 钉钉', false]]);
  t.regex(sessions[0]?.address ?? '', /^127\.0\.0\.\*$/);
  const handle = sessions.find(({ terminal }) => terminal === 'dingtalk')?.handle ?? '';
  const stranger = await inChat('1002');
  t.is(codeOf(await stranger.call('DELETE', `/sign-in/sessions/${handle}`, {})), '404 sign-in.session-over');
  t.is(codeOf(await desk.call('DELETE', `/sign-in/sessions/${handle}`, {})), '200 fine');
  t.is(codeOf(await mobile.call('GET', '/me')), '401 core.session-ended');

  const newer = await inChat('1001');
  const newest = await inChat('1001');
  t.is(codeOf(await newer.call('GET', '/me')), '401 core.session-replaced');
  t.is(codeOf(await newest.call('GET', '/me')), '200 fine');
  t.is(codeOf(await desk.call('GET', '/me')), '200 fine', 'the desk is another terminal');

  const thief = browser(url, now, { jar: new Map(newest.jar), userAgent: 'curl/8.10' });
  t.is(codeOf(await thief.call('GET', '/me')), '401 core.session-moved');
  t.is(codeOf(await newest.call('GET', '/me')), '401 core.session-moved', 'ended for both');
  t.like(await hospital.database.prisma.audit.findFirst({ where: { act: 'sign-in.session-moved' } }), { outcome: 'refused', reason: 'core.session-moved' });
  t.is(await hospital.database.prisma.session.count({ where: { staff: '1001', endedAt: null } }), 1);
});

test.serial('a page that asks by itself keeps no session alive; one somebody reads does', async (t) => {
  const { inChat, pass } = await office(t);
  const [left, read] = [await inChat('1001'), await inChat('1002')];
  for (let passed = 0; passed < 4; passed++) {
    await pass(3);
    await left.call('GET', '/me', undefined, { 'x-wardline-present': '0' });
    await read.call('GET', '/me', undefined, { 'x-wardline-present': '1' });
  }
  t.is(codeOf(await left.call('GET', '/me')), '401 core.session-idle');
  t.is(codeOf(await read.call('GET', '/me')), '200 fine');
});

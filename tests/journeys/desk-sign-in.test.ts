/** Signing in at a desk, told as it happens: the first day, an ordinary day, somebody who tries, a lost phone. */
import test, { type ExecutionContext } from 'ava';
import { type World, world } from '../kit/world.ts';
import { codeAt, findPassword, hashPassword, savePassword, saveTotp } from '../../services/shared/sign-in/index.ts';
import { createRing } from '../../services/core/seal.ts';
import { type Browser, browser, securityKey } from '../../services/shared/sign-in/testing.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const password = 'Sunny-river42';

interface Desk extends World {
  /** An account with a password of its own and one-time codes. */
  settled(number: string): Promise<void>;
  /** The code on the phone now; `steps` of 30 seconds away. */
  code(steps?: number): string;
  signedIn(number: string): Promise<Browser>;
}

async function desk(t: ExecutionContext, env: Record<string, string> = {}): Promise<Desk> {
  const key = Buffer.alloc(32, 7).toString('base64');
  const base = await world(t, { env: { SEAL_KEY: key, ...env } });
  const { prisma } = base.hospital.database;
  const seal = createRing(new Map([[1, Buffer.alloc(32, 7)]]), { algorithm: 'aes-256-gcm' });
  let hash: string | undefined;
  const settled = async (number: string): Promise<void> => {
    hash ??= await hashPassword(password);
    await savePassword(prisma, number, hash, base.now(), false);
    await saveTotp(prisma, seal, number, secret, null, base.now());
  };
  const code = (steps = 0): string => codeAt(secret, new Date(base.now().getTime() + steps * 30_000));
  const signedIn = async (number: string): Promise<Browser> => {
    const page = browser(base.url, base.now);
    await page.call('POST', '/sign-in/desk', { number, password });
    const done = await page.call('POST', '/sign-in/desk/totp', { code: code() });
    t.is(done.status, 200, JSON.stringify(done));
    return page;
  };
  return { ...base, settled, code, signedIn };
}

test.serial('the first day: a given password, one of one’s own, a second factor, and only then a session', async (t) => {
  const { url, hospital, now } = await desk(t);
  const { prisma } = hospital.database;
  await savePassword(prisma, '9101', await hashPassword('Given-by-9102'), now(), true);
  const page = browser(url, now);
  t.like(await page.call('POST', '/sign-in/desk', { number: '9101', password: 'Given-by-9102' }), { status: 200, data: { next: 'password', name: '沈涛', totp: false } });
  t.is((await page.call('GET', '/me')).status, 401, 'a ticket is no session');
  t.like(await page.call('POST', '/sign-in/desk/enrol/totp', {}), { status: 401, error: { code: 'sign-in.ticket-over' } }, 'nothing out of its turn');
  t.like(await page.call('POST', '/sign-in/desk/password', { password: 'short' }), { status: 422, error: { code: 'sign-in.password-short' } });
  t.like(await page.call('POST', '/sign-in/desk/password', { password: 'Given-by-9102' }), { status: 422, error: { code: 'sign-in.password-used' } });
  const early = new Map(page.jar);
  t.like(await page.call('POST', '/sign-in/desk/password', { password }), { status: 200, data: { next: 'enrol' } });
  t.like(await browser(url, now, { jar: early }).call('POST', '/sign-in/desk/password', { password: 'Another-one-77' }), { status: 401, error: { code: 'sign-in.ticket-over' } }, 'the ticket before the change');
  const draft = (await page.call('POST', '/sign-in/desk/enrol/totp', {})).data as { secret: string; uri: string; token: string };
  t.regex(draft.uri, /^otpauth:\/\/totp\/.*9101\?/);
  t.like(await page.call('POST', '/sign-in/desk/enrol/totp/confirm', { token: draft.token, code: '000000' }), { status: 422, error: { code: 'sign-in.enrol-code' } });
  const code = codeAt(draft.secret, now());
  t.like(await page.call('POST', '/sign-in/desk/enrol/totp/confirm', { token: draft.token, code }), { status: 200, data: { next: 'done', me: { number: '9101', adminRole: 'system' } } });
  t.like(await page.call('GET', '/me'), { status: 200, data: { name: '沈涛' } });
  t.like(await prisma.audit.findFirst({ where: { act: 'sign-in', outcome: 'allowed' } }), { actor: 'staff:9101', reason: 'password+totp' });
  const row = await findPassword(prisma, '9101');
  t.regex(row?.hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  t.is(row?.earlier.length, 1);
  t.false(JSON.stringify(await prisma.totp.findMany(), (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes(draft.secret), 'sealed');
});

test.serial('each code once, one step early or late, and the session is new whatever cookie was there', async (t) => {
  const { url, now, settled, code } = await desk(t);
  await settled('1001');
  const page = browser(url, now);
  page.jar.set('wardline', 'planted-by-somebody');
  const enter = async (given: string) => {
    await page.call('POST', '/sign-in/desk', { number: '1001', password });
    return page.call('POST', '/sign-in/desk/totp', { code: given });
  };
  t.like(await enter(code(-2)), { status: 403, error: { code: 'sign-in.wrong-code' } }, 'two steps late');
  t.like(await enter(code(2)), { status: 403 }, 'two steps early');
  const used = code(0);
  t.like(await enter(used), { status: 200, data: { next: 'done' } });
  t.not(page.jar.get('wardline'), 'planted-by-somebody');
  t.is((await browser(url, now, { jar: new Map([['wardline', 'planted-by-somebody']]) }).call('GET', '/me')).status, 401);
  t.like(await enter(used), { status: 403, error: { code: 'sign-in.wrong-code' } }, 'replayed');
  t.like(await enter(code(-1)), { status: 403 }, 'older than the last one used');
  t.like(await enter(code(1)), { status: 200 });
  const both = browser(url, now);
  await both.call('POST', '/sign-in/desk', { number: '1001', password });
  t.is((await both.call('POST', '/sign-in/desk/totp', { code: '123' })).status, 400);
});

test.serial('who guesses is locked out: five for a person, known or not, with one answer; the right password waits too', async (t) => {
  const { url, now, settled, hospital, pass } = await desk(t);
  await settled('1002');
  const tries = async (number: string): Promise<string[]> => {
    const seen: string[] = [];
    for (let at = 0; at < 6; at++) {
      const { status, error } = await browser(url, now).call('POST', '/sign-in/desk', { number, password: `Wrong-guess-${at}` });
      seen.push(`${status} ${error.code} ${error.message}`);
    }
    return seen;
  };
  const [known, unknown, noAccount] = [await tries('1002'), await tries('4711'), await tries('1003')];
  t.deepEqual(known, unknown);
  t.deepEqual(known, noAccount);
  t.deepEqual(known.map((each) => each.split(' ')[1]), [...Array<string>(4).fill('sign-in.wrong'), 'sign-in.locked', 'sign-in.locked']);
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '1002', password }), { status: 423, error: { code: 'sign-in.locked' } });
  t.is(await hospital.database.prisma.fact.count({ where: { name: 'sign-in.locked', subject: '1002' } }), 1);
  t.is(await hospital.database.prisma.fact.count({ where: { name: 'sign-in.locked', subject: '4711' } }), 0);
  t.true((await hospital.database.prisma.audit.count({ where: { act: 'sign-in', outcome: 'refused', origin: 'desk:1002' } })) >= 6);
  await pass(16);
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '1002', password }), { status: 200, data: { next: 'factor' } });
});

test.serial('many guesses at once do not outrun the count; guesses over many people stop at the address', async (t) => {
  const { url, now, settled } = await desk(t, { SIGN_IN_LOCK_PER_ADDRESS: '10' });
  await settled('1004');
  const statuses = await Promise.all(Array.from({ length: 8 }, (_, at) => browser(url, now).call('POST', '/sign-in/desk', { number: '1004', password: `Wrong-guess-${at}` })));
  t.true(statuses.filter(({ status }) => status === 401).length <= 4);
  for (let at = 0; at < 6; at++) await browser(url, now).call('POST', '/sign-in/desk', { number: `50${at}`, password: 'Summer-2026x' });
  t.like(await browser(url, now).call('POST', '/sign-in/desk', { number: '1101', password }), { status: 423 });
});

test.serial('codes are guessed no more than passwords', async (t) => {
  const { url, now, settled, code, pass } = await desk(t);
  await settled('1005');
  const page = browser(url, now);
  await page.call('POST', '/sign-in/desk', { number: '1005', password });
  const wrong = code() === '000000' ? '000001' : '000000';
  for (let at = 0; at < 5; at++) await page.call('POST', '/sign-in/desk/totp', { code: wrong });
  t.like(await page.call('POST', '/sign-in/desk/totp', { code: code() }), { status: 423, error: { code: 'sign-in.locked' } });
  await pass(11);
  t.like(await page.call('POST', '/sign-in/desk/totp', { code: code() }), { status: 401, error: { code: 'sign-in.ticket-over' } }, 'the ticket is over before the lock');
});

test.serial('a password is used up after 90 days and lets in to change it only; a closed account and a leaver look like a wrong password', async (t) => {
  const { url, settled, hospital, now } = await desk(t);
  const { prisma } = hospital.database;
  for (const number of ['1101', '1102', '1103']) await settled(number);
  await prisma.password.update({ where: { staffNumber: '1101' }, data: { changedAt: new Date(now().getTime() - 91 * 86_400_000) } });
  await prisma.password.update({ where: { staffNumber: '1102' }, data: { disabledAt: now() } });
  await prisma.staff.update({ where: { number: '1103' }, data: { active: false } });
  const page = browser(url, now);
  await page.call('POST', '/sign-in/desk', { number: '1101', password });
  t.like(await page.call('POST', '/sign-in/desk/totp', { code: codeAt(secret, now()) }), { status: 200, data: { next: 'password' } });
  t.is((await page.call('GET', '/me')).status, 401);
  t.like(await page.call('POST', '/sign-in/desk/password', { password: 'Winter-street-8' }), { status: 200, data: { next: 'done' } });
  for (const number of ['1102', '1103']) t.like(await browser(url, now).call('POST', '/sign-in/desk', { number, password }), { status: 401, error: { code: 'sign-in.wrong' } }, number);
});

test.serial('the last five passwords do not come back; changing one ends the other desks', async (t) => {
  const { url, now, settled, signedIn, hospital } = await desk(t);
  await settled('1201');
  const page = await signedIn('1201');
  await hospital.database.prisma.session.create({ data: { id: 'f'.repeat(64), staff: '1201', terminal: 'desk', device: 'iPad · Safari 浏览器', createdAt: new Date(0), lastSeenAt: new Date(0), expiresAt: new Date('2030-01-01') } });
  let current = password;
  const next = async (to: string) => {
    const answer = await page.call('POST', '/sign-in/password', { current, password: to });
    if (answer.status === 200) current = to;
    return answer;
  };
  t.like(await page.call('POST', '/sign-in/password', { current: 'not-mine-7X', password: 'Winter-street-1' }), { status: 403, error: { code: 'sign-in.wrong-current' } });
  for (let at = 1; at <= 4; at++) t.is((await next(`Winter-street-${at}x`)).status, 200);
  t.like(await next(password), { status: 422, error: { code: 'sign-in.password-used' } });
  t.is((await next('Winter-street-5x')).status, 200);
  t.is((await next(password)).status, 200, 'the sixth before');
  t.like(await hospital.database.prisma.session.findUnique({ where: { id: 'f'.repeat(64) } }), { endedWhy: 'password-changed' });
  t.is((await page.call('GET', '/me')).status, 200, 'this one goes on');
  t.is(browser(url, now).jar.size, 0);
});

test.serial('a security key: set up, signing in with it, and every way to cheat with one', async (t) => {
  const { url, now, settled, signedIn, hospital } = await desk(t);
  await settled('1301');
  const page = await signedIn('1301');
  const key = securityKey('localhost', 'http://localhost:3000');
  const begun = (await page.call('POST', '/sign-in/factors/passkeys', {})).data as { options: { challenge: string }; token: string };
  const confirm = (response: object) => page.call('POST', '/sign-in/factors/passkeys/confirm', { response, token: begun.token, label: '抽屉里的钥匙' });
  t.like(await confirm(securityKey('evil.example', 'https://evil.example').register(begun.options)), { status: 422, error: { code: 'sign-in.wrong-passkey' } });
  t.like(await confirm(key.register(begun.options)), { status: 409, error: { code: 'sign-in.enrol-over' } }, 'a challenge once, also a spoiled one');
  const again = (await page.call('POST', '/sign-in/factors/passkeys', {})).data as typeof begun;
  t.like(await page.call('POST', '/sign-in/factors/passkeys/confirm', { response: key.register(again.options), token: again.token, label: '抽屉里的钥匙' }), { status: 200 });

  const other = browser(url, now);
  const ask = async () => {
    await other.call('POST', '/sign-in/desk', { number: '1301', password });
    return (await other.call('POST', '/sign-in/desk/passkey/options', {})).data as typeof begun;
  };
  const show = async (cheat: (options: { challenge: string }) => object) => {
    const { options, token } = await ask();
    return other.call('POST', '/sign-in/desk/passkey', { response: cheat(options), token });
  };
  t.like(await show((options) => key.answer(options, { flags: 0x01 })), { status: 403, error: { code: 'sign-in.wrong-passkey' } }, 'present, but nobody verified');
  t.like(await show((options) => key.answer(options, { origin: 'https://evil.example' })), { status: 403 }, 'another page');
  t.like(await show(() => key.answer({ challenge: Buffer.from('mine').toString('base64url') })), { status: 403 }, 'another challenge');
  const { options, token } = await ask();
  const response = key.answer(options, { counter: 10 });
  t.like(await other.call('POST', '/sign-in/desk/passkey', { response, token }), { status: 200, data: { next: 'done' } });
  await ask();
  t.like(await other.call('POST', '/sign-in/desk/passkey', { response, token }), { status: 403 }, 'replayed');
  t.like(await show((fresh) => key.answer(fresh, { counter: 10 })), { status: 403, error: { code: 'sign-in.wrong-passkey' } }, 'a copied key: the counter stands still');
  t.like(await hospital.database.prisma.passkey.findFirst({ where: { staffNumber: '1301' } }), { counter: 10n, label: '抽屉里的钥匙' });
});

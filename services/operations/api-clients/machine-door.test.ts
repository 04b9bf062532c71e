/** The machines' door through real http: who gets in, and the one bare answer for everything else. */
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import type { StaffActor } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type MachineAlgorithm, signRequest } from '../../core/machine-signature.ts';
import type { Action } from '../../core/module.ts';
import type { GivenKey } from './schema.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);
// Every test makes the client `his` anew.
test.afterEach.always(async ({ context: { w: { hospital: { database: { prisma } } } } }) => {
  await prisma.apiClientKey.deleteMany();
  await prisma.apiClient.deleteMany();
});

const path = '/api/machine/status/ping';

function administrator(w: World, more: Partial<StaffActor> = {}): StaffActor {
  return { kind: 'staff', id: '9102', name: '魏然', role: 'administrator', adminRole: 'security', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session: { id: 's', terminal: 'desk', address: '127.0.0.1', steppedUpAt: w.now() }, ...more };
}

function act<O>(w: World, name: string, input: unknown, actor = administrator(w)): Promise<O> {
  const action = w.hospital.service.modules.flatMap((module) => module.actions ?? []).find((each) => each.name === `api-clients.${name}`);
  return w.hospital.service.corridor.run(actor, action as unknown as Action<unknown, O>, input);
}

const client = (w: World, more: object = {}): Promise<GivenKey> => act(w, 'create', { code: 'his', name: 'HIS', allowed: ['status'], addresses: ['127.0.0.0/8'], algorithm: 'hmac-sha256', ...more });
const keyOf = ({ key, algorithm, secret }: GivenKey) => ({ id: key, algorithm: algorithm === 'bearer' ? ('hmac-sha256' as const) : algorithm, secret: Buffer.from(secret, 'base64url') });

interface Sending {
  readonly created?: Date;
  readonly nonce?: string;
  readonly query?: string;
  readonly at?: string;
  readonly headers?: Record<string, string>;
}

async function ping(w: World, given: GivenKey, { created = w.now(), nonce = randomBytes(12).toString('base64url'), query = '', at = path, headers = {} }: Sending = {}): Promise<{ status: number; text: string }> {
  const signed = signRequest(keyOf(given), { method: 'GET', path, query: query === '' ? '?' : query, body: Buffer.alloc(0) }, created, nonce);
  const answer = await fetch(`${w.url}${at}${query}`, { headers: { ...signed, ...headers } });
  return { status: answer.status, text: await answer.text() };
}

const reasons = async (w: World): Promise<string[]> => (await w.hospital.database.prisma.audit.findMany({ where: { act: 'machine.call' }, orderBy: { id: 'asc' } })).map(({ reason }) => reason ?? '');

async function turnedAway(t: ExecutionContext, w: World, why: string, answer: { status: number; text: string }): Promise<void> {
  t.deepEqual([answer.status, JSON.parse(answer.text)], [401, { error: { code: 'core.machine-refused', message: '请求没有通过验证。请核对密钥、签名、时间和来源地址。' } }], why);
  t.is((await reasons(w)).at(-1), `machine.${why}`);
}

for (const algorithm of ['hmac-sha256', 'hmac-sm3'] as const satisfies readonly MachineAlgorithm[]) {
  test.serial(`${algorithm}: a signed request gets in, is on record, and gets in once`, async (t) => {
    const { w } = t.context;
    const given = await client(w, { algorithm });
    const nonce = 'nonce-of-the-first-call';
    const answer = await ping(w, given, { nonce });
    t.is(answer.status, 200, answer.text);
    t.deepEqual(JSON.parse(answer.text), { data: { now: w.now().toISOString(), client: 'his', doors: ['status'] } });
    t.like(await w.hospital.database.prisma.audit.findFirstOrThrow({ where: { act: 'api-clients.ping' }, orderBy: { id: 'desc' } }), { actor: 'link:his', outcome: 'allowed', reason: 'machine:status', door: 'http', address: '127.0.0.1' });
    t.deepEqual((await w.hospital.database.prisma.apiClientKey.findFirstOrThrow()).lastUsedAt, w.now());
    await turnedAway(t, w, 'repeated', await ping(w, given, { nonce }));
  });
}

test.serial('whatever is wrong: one bare 401, and why only in the audit', async (t) => {
  const { w } = t.context;
  const given = await client(w);
  const minutes = (count: number): Date => new Date(w.now().getTime() + count * 60_000);
  await turnedAway(t, w, 'unsigned', await ping(w, given, { headers: { signature: '' } }));
  await turnedAway(t, w, 'unsigned', await ping(w, given, { headers: { 'signature-input': 'sig1=("@method");created=1795250000;nonce="aaaaaaaaaaaaaaaa";keyid="k";alg="hmac-sha256"' } }));
  await turnedAway(t, w, 'unknown-key', await ping(w, { ...given, key: 'k-000000000000000000' }));
  await turnedAway(t, w, 'bad-signature', await ping(w, { ...given, secret: randomBytes(32).toString('base64url') }));
  await turnedAway(t, w, 'bad-signature', await ping(w, { ...given, algorithm: 'hmac-sm3' }));
  await turnedAway(t, w, 'bad-signature', await ping(w, given, { query: '', at: `${path}?all=1` }));
  await turnedAway(t, w, 'bad-signature', await ping(w, given, { at: '/API/machine/status/ping' }));
  await turnedAway(t, w, 'bad-signature', await ping(w, given, { headers: { 'content-digest': 'sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:' } }));
  await turnedAway(t, w, 'wrong-time', await ping(w, given, { created: minutes(-5.1) }));
  await turnedAway(t, w, 'wrong-time', await ping(w, given, { created: minutes(5.1) }));
  t.is((await ping(w, given, { created: minutes(-4.9) })).status, 200);
  await act(w, 'change', { code: 'his', name: 'HIS', allowed: ['status'], addresses: ['10.0.0.0/8'], active: true });
  await turnedAway(t, w, 'wrong-address', await ping(w, given, { headers: { 'x-forwarded-for': '10.1.1.1', forwarded: 'for=10.1.1.1' } }));
  await act(w, 'change', { code: 'his', name: 'HIS', allowed: [], addresses: [], active: true });
  await turnedAway(t, w, 'wrong-door', await ping(w, given));
  await act(w, 'change', { code: 'his', name: 'HIS', allowed: ['status'], addresses: [], active: false });
  await turnedAway(t, w, 'unknown-key', await ping(w, given));
});

test.serial('keys change without a gap: two hold, the older ends when it is told to', async (t) => {
  const { w } = t.context;
  const first = await client(w);
  const second = await act<GivenKey>(w, 'add-key', { code: 'his', algorithm: 'hmac-sm3' });
  t.is((await ping(w, first)).status, 200);
  t.is((await ping(w, second)).status, 200);
  t.is((await t.throwsAsync(act(w, 'add-key', { code: 'his', algorithm: 'hmac-sm3' }), { instanceOf: Refusal }))?.code, 'api-clients.two-keys');
  await act(w, 'end-key', { code: 'his', key: first.key, inHours: 1 });
  t.is((await ping(w, first)).status, 200, 'an hour to change over');
  await w.pass(60);
  await turnedAway(t, w, 'unknown-key', await ping(w, first));
  t.is((await ping(w, second)).status, 200);
  await act(w, 'end-key', { code: 'his', key: second.key });
  await turnedAway(t, w, 'unknown-key', await ping(w, second));
});

test.serial('parameters may travel sealed under the client’s own key; the answer is sealed then', async (t) => {
  const { w } = t.context;
  const given = await client(w);
  const derive = (way: string): Uint8Array => new Uint8Array(hkdfSync('sha256', Buffer.from(given.secret, 'base64url'), '', `wardline machine ${way}`, 32));
  const jwe = (text: string): Promise<string> => new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(derive('request'));
  const answer = await ping(w, given, { query: `?q=${await jwe('{}')}` });
  t.is(answer.status, 200);
  t.notRegex(answer.text, /his|doors/);
  const { plaintext } = await compactDecrypt(answer.text, derive('response'));
  t.like(JSON.parse(new TextDecoder().decode(plaintext)), { data: { client: 'his' } });
  t.is((await ping(w, given, { query: `?q=${(await jwe('{}')).slice(0, -2)}` })).status, 400);
});

/** The code of the refusal, empty when it was done. */
const code = (work: Promise<unknown>): Promise<string> => work.then(() => '', (error: unknown) => (error instanceof Refusal ? error.code : String(error)));

test.serial('only the security administrator, after a second factor; the secret is sealed and never shown again', async (t) => {
  const { w } = t.context;
  t.is(await code(client(w)), '');
  for (const actor of [administrator(w, { adminRole: 'system' }), administrator(w, { adminRole: 'audit' }), administrator(w, { adminRole: undefined, role: 'doctor' })]) t.is(await code(act(w, 'add-key', { code: 'his', algorithm: 'hmac-sm3' }, actor)), 'core.not-allowed');
  t.is(await code(act(w, 'add-key', { code: 'his', algorithm: 'hmac-sm3' }, administrator(w, { session: { id: 's', terminal: 'desk', address: undefined, steppedUpAt: undefined } }))), 'core.step-up');
  t.is(await code(client(w)), 'api-clients.taken');
  t.is(await code(client(w, { code: 'lis', allowed: ['everything'] })), 'api-clients.unknown-door');
  t.is(await code(client(w, { code: 'lis', addresses: ['10.0.0.0/64'] })), 'api-clients.bad-address');
  const row = await w.hospital.database.prisma.apiClientKey.findFirstOrThrow();
  t.regex(row.sealedSecret ?? '', /^v1\./);
  const listed = await (await w.signIn('9102'))('GET', '/api-clients');
  t.is(listed.status, 200);
  t.like(listed.data, { clients: [{ code: 'his', keys: [{ id: row.id, holds: true }] }] });
  t.true((listed.data as { doors: { name: string }[] }).doors.some(({ name }) => name === 'status'));
  t.notRegex(JSON.stringify(listed), /secret/i);
  t.is((await (await w.signIn('9101'))('GET', '/api-clients')).status, 403);
});

test.serial('a page cannot come in by the machines’ door, nor a machine by the people’s', async (t) => {
  const { w } = t.context;
  const given = await client(w);
  t.is((await (await w.signIn('9102'))('GET', '/machine/status/ping')).status, 401);
  const signed = signRequest(keyOf(given), { method: 'GET', path: '/api/me', query: '?', body: Buffer.alloc(0) }, w.now(), 'nonce-for-the-other-door');
  t.is((await fetch(`${w.url}/api/me`, { headers: signed })).status, 426);
});

test.serial('the form is RFC 9421: a signature made by hand from its words', async (t) => {
  const { w } = t.context;
  const given = await client(w);
  const created = Math.floor(w.now().getTime() / 1000);
  const digest = 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:';
  const params = `("@method" "@path" "@query" "content-digest");created=${created};nonce="by-hand-0123456789";keyid="${given.key}";alg="hmac-sha256"`;
  const base = `"@method": GET\n"@path": ${path}\n"@query": ?\n"content-digest": ${digest}\n"@signature-params": ${params}`;
  const mac = createHmac('sha256', Buffer.from(given.secret, 'base64url')).update(base).digest('base64');
  const answer = await fetch(`${w.url}${path}`, { headers: { 'content-digest': digest, 'signature-input': `app=${params}`, signature: `app=:${mac}:` } });
  t.is(answer.status, 200, await answer.text());
});

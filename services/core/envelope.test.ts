import anyTest, { type TestFn } from 'ava';
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt } from 'jose';
import { z } from 'zod';
import { offerEcdh } from '../../h5/src/app/channel-ecdh.ts';
import { offerSm } from '../../h5/src/app/channel-sm.ts';
import type { Offer, PageKeys } from '../../h5/src/app/channel-suite.ts';
import { type CallerParts, createCaller } from '../../h5/src/app/channel.ts';
import { testTrail } from '../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../tests/kit/database.ts';
import { byAnyStaff } from './access.ts';
import { openCache } from './cache.ts';
import type { SuiteName } from './channel-suites.ts';
import { createChannels, sweepChannels } from './channels.ts';
import { cookieName, createHttp } from './http.ts';
import { silentLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { defineAction, defineModule, defineQuery } from './module.ts';
import { corePhrases, phraseBook } from './phrases.ts';
import { createReplays } from './replays.ts';
import { file, fileCallBytes } from './schema.ts';
import { createSealedIds } from './sealed-ids.ts';
import { createSeal } from './seal.ts';
import { createService } from './service.ts';
import { createSessions, sessionRulesOf } from './session.ts';

const clock = { now: new Date('2026-11-21T02:14:00Z') };
const rung: string[] = [];

const look = defineQuery({ name: 'bell.look', input: z.object({ id: z.string(), name: z.string().optional() }), output: z.object({ id: z.string(), name: z.string().optional() }), policy: byAnyStaff, audited: false, body: async (_context, input) => input });
const ring = defineAction({ name: 'bell.ring', input: z.object({ tune: z.string() }), output: z.void(), policy: byAnyStaff, body: async (_context, { tune }) => void rung.push(tune) });
const silence = defineAction({ name: 'bell.silence', input: z.object({}), output: z.void(), policy: byAnyStaff, body: async () => void rung.push('silence') });
const record = defineAction({ name: 'bell.record', input: z.object({ sound: file }), output: z.object({ sound: file }), policy: byAnyStaff, body: async (_context, input) => input });
const module = defineModule({
  name: 'bell',
  actions: [ring, silence, record],
  queries: [look],
  routes: [
    { method: 'GET', path: '/bells/:id', does: look },
    { method: 'POST', path: '/bells', does: ring },
    { method: 'POST', path: '/bells/silence', does: silence },
    { method: 'POST', path: '/sounds', does: record, maxBytes: fileCallBytes },
  ],
});

interface Context extends TestDatabase {
  readonly url: string;
  readonly cookie: string;
  /** Starts another process on the same database: what it knows of channels is what stands there. */
  serve(suites: readonly [SuiteName, ...SuiteName[]], sealKey?: Buffer): Promise<string>;
  stop(): Promise<void>;
}

const test = anyTest as TestFn<Context>;
const noMachines = { find: async () => undefined, noteUse: async () => undefined, noteRefusal: async () => undefined };
/** One after the other: they share a clock. */
const trial = test.serial;

test.before(async (t) => {
  const base = await testDatabase();
  const { prisma } = base.database;
  const servers: Server[] = [];
  const service = await createService({ modules: [module], database: base.database, audit: testTrail, now: () => clock.now, log: silentLog, metrics: createMetrics() });
  const sessions = createSessions(prisma, sessionRulesOf({ idleMinutes: 600, absoluteHours: 24, phoneIdleMinutes: 600, phoneAbsoluteHours: 24 }), testTrail);
  const serve: Context['serve'] = async (suites, sealKey = Buffer.alloc(32, 7)) => {
    const calls = { channels: createChannels(prisma, createSeal(sealKey), 3_600_000), replays: createReplays(await openCache(undefined), 240_000), suites, plain: { 'POST /api/channel': 'keys' }, allowPlain: false };
    const http = createHttp({ corridor: service.corridor, routes: module.routes ?? [], sessions, ids: createSealedIds([{ version: '1', key: sealKey }]), machines: noMachines, calls, actorOf: async (id) => ({ kind: 'staff', id, name: '李静', role: 'doctor', adminRole: undefined, departmentCode: 'CARD', wardCode: undefined, door: 'http', origin: 'desk:test' }), say: phraseBook(corePhrases), log: silentLog, metrics: createMetrics(), readiness: async () => [], measure: async () => undefined, raw: [], extra: [] });
    const server = await new Promise<Server>((done) => { const listening = http.listen(0, '127.0.0.1', () => done(listening)); });
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const stop = async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await service.stop();
    await base.dispose();
  };
  t.context = { ...base, url: await serve(['ecdh-a256gcm', 'sm2-sm4gcm']), cookie: `${cookieName}=${await sessions.begin('1001', 'desk', clock.now)}`, serve, stop };
});
test.after.always((t) => t.context.stop());
test.beforeEach(() => {
  clock.now = new Date('2026-11-21T02:14:00Z');
});

/** A page; `change` stands between it and the service. */
function page(t: { readonly context: Context }, more: Partial<CallerParts> = {}, change: (url: string, init: RequestInit) => Promise<Response> = fetch) {
  const { url, cookie } = t.context;
  const withCookie: typeof fetch = (input, init) => change(String(input), { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } });
  const { call } = createCaller({ origin: url, fetch: withCookie, now: () => clock.now.getTime(), ...more });
  return (method: 'GET' | 'POST', path: string, body?: unknown) => call({ method, path, body }, AbortSignal.timeout(30_000)) as Promise<{ status: number; body: { data?: unknown; error?: { code: string } }; at: Date | undefined }>;
}

/** An agreement by hand, for messages a page would never send. */
async function agreed(url: string, offer: Offer): Promise<{ kid: string; keys: PageKeys }> {
  const answer = await fetch(`${url}/api/channel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ suite: offer.suite, key: offer.key }) });
  const { data } = (await answer.json()) as { data: { id: string; key: string } };
  return { kid: data.id, keys: await offer.accept(data.key) };
}

async function send(t: { readonly context: Context }, body: string, headers: Record<string, string> = {}, url = t.context.url): Promise<{ status: number; type: string; text: string }> {
  const answer = await fetch(`${url}/api/call`, { method: 'POST', headers: { 'content-type': 'application/jose', 'x-wardline': '1', cookie: t.context.cookie, ...headers }, body });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}

const jti = (): string => randomBytes(16).toString('base64url');
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const seconds = (): number => clock.now.getTime() / 1000;
const codeOf = ({ text }: { text: string }): string => (JSON.parse(text) as { error: { code: string } }).error.code;

for (const [suite, offer] of [['ecdh-a256gcm', offerEcdh], ['sm2-sm4gcm', offerSm]] as const) {
  trial(`${suite}: calls, refusals and faults travel sealed; what is on the wire says nothing`, async (t) => {
    const wire: string[] = [];
    const call = page(t, { offer }, async (url, init) => {
      const answer = await fetch(url, init);
      wire.push(url, String(init.body), JSON.stringify([...answer.headers]), await answer.clone().text());
      return answer;
    });
    t.like(await call('GET', `/bells/bell-number-7?name=${encodeURIComponent('王德顺')}`), { status: 200, body: { data: { id: 'bell-number-7', name: '王德顺' } }, at: clock.now });
    t.like(await call('POST', '/bells', { tune: `血钾-${suite}` }), { status: 200 });
    t.true(rung.includes(`血钾-${suite}`));
    t.like(await call('POST', '/bells', { tune: 7 }), { status: 400, body: { error: { code: 'core.bad-input' } } });
    t.like(await call('GET', '/nowhere'), { status: 404, body: { error: { code: 'core.not-found' } } });
    t.is(wire.length, 5 * 4, 'one agreement, four calls');
    for (const word of ['王德顺', '血钾', 'bells', 'bell-number', '"tune"', 'not-found', 'bad-input', 'nowhere', 'Cookie']) t.false(wire.join('\n').includes(word), word);
  });

  trial(`${suite}: a call that was changed, said back, or sent to another channel opens nothing`, async (t) => {
    const { kid, keys } = await agreed(t.context.url, await offer());
    const other = await agreed(t.context.url, await offer());
    const sealed = await keys.seal({ kid, iat: seconds(), jti: jti() }, bytes({ method: 'POST', path: '/bells', body: { tune: `rung-${suite}` } }));
    const parts = sealed.split('.');
    const flipped = (at: number): string => parts.map((part, index) => (index === at ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part)).join('.');
    for (const bad of [flipped(2), flipped(3), flipped(4), parts.slice(0, 4).join('.'), `${sealed}.x`, [parts[0], 'AAAA', ...parts.slice(2)].join('.'), [...parts.slice(0, 4), (parts[4] ?? '').slice(0, 8)].join('.')]) {
      const answer = await send(t, bad);
      t.deepEqual([answer.status, codeOf(answer)], [409, 'core.channel-unknown'], bad.slice(-60));
    }
    const elsewhere = await keys.seal({ kid: other.kid, iat: seconds(), jti: jti() }, bytes({ method: 'POST', path: '/bells', body: { tune: 'never' } }));
    t.is((await send(t, elsewhere)).status, 409);
    const answer = await send(t, sealed);
    t.is(answer.status, 200);
    t.is((await send(t, answer.text)).status, 409, 'our own answer said back');
    t.is(rung.filter((tune) => tune === `rung-${suite}`).length, 1);
  });

  trial(`${suite}: sent again it is refused, on the channel and on another one`, async (t) => {
    const { kid, keys } = await agreed(t.context.url, await offer());
    const number = jti();
    const tune = `once-${suite}`;
    const sealed = await keys.seal({ kid, iat: seconds(), jti: number }, bytes({ method: 'POST', path: '/bells', body: { tune } }));
    t.is((await send(t, sealed)).status, 200);
    const again = await send(t, sealed);
    t.is(again.status, 409);
    t.like(JSON.parse(new TextDecoder().decode((await keys.open(again.text)).plain)), { body: { error: { code: 'core.repeated-call' } } });
    const second = await agreed(t.context.url, await offer());
    t.is((await send(t, await second.keys.seal({ kid: second.kid, iat: seconds(), jti: number }, bytes({ method: 'POST', path: '/bells', body: { tune } })))).status, 409);
    t.is(rung.filter((each) => each === tune).length, 1);
  });
}

trial('a device that is minutes off corrects itself once; an old call is not taken', async (t) => {
  const sent: string[] = [];
  const off = { ms: 0 };
  const call = page(t, { now: () => clock.now.getTime() + off.ms }, async (url, init) => {
    if (url.endsWith('/call')) sent.push(String(init.body));
    return fetch(url, init);
  });
  t.is((await call('GET', '/bells/1')).status, 200);
  off.ms = 5 * 60_000;
  t.is((await call('GET', '/bells/2')).status, 200);
  t.is(sent.length, 3, 'once refused, once more');
  t.is((await call('GET', '/bells/3')).status, 200);
  t.is(sent.length, 4);
  clock.now = new Date(clock.now.getTime() + 121_000);
  t.is((await send(t, sent[1] ?? '')).status, 409);
});

// Not 499: so the body parser answers a request whose body somebody else has read, and does nothing.
trial('a call without a body is done, and its answer says so', async (t) => {
  t.deepEqual(await page(t)('POST', '/bells/silence').then(({ status, body }) => [status, body, rung.filter((tune) => tune === 'silence')]), [200, { data: null }, ['silence']]);
});

trial('the service starts again, or another machine answers: the channel is known; after its time the page agrees anew', async (t) => {
  const second = await t.context.serve(['ecdh-a256gcm']);
  const sent: string[] = [];
  const target = { url: t.context.url };
  const call = page(t, {}, async (url, init) => {
    sent.push(new URL(url).pathname);
    return fetch(url.replace(t.context.url, target.url), init);
  });
  await call('GET', '/bells/1');
  target.url = second;
  t.is((await call('GET', '/bells/2')).status, 200);
  t.deepEqual(sent, ['/api/channel', '/api/call', '/api/call']);
  target.url = await t.context.serve(['ecdh-a256gcm'], Buffer.alloc(32, 8));
  t.is((await call('GET', '/bells/3')).status, 200, 'a machine that cannot open the row: anew');
  t.deepEqual(sent.slice(3), ['/api/call', '/api/channel', '/api/call']);
  clock.now = new Date(clock.now.getTime() + 3_600_001);
  t.is((await call('GET', '/bells/4')).status, 200);
  t.deepEqual(sent.slice(6), ['/api/channel', '/api/call']);
  t.true((await sweepChannels(t.context.database.prisma, clock.now)) >= 2);
});

trial('keys in the table are sealed', async (t) => {
  await agreed(t.context.url, await offerEcdh());
  for (const { sealedKey } of await t.context.database.prisma.channel.findMany()) t.regex(sealedKey, /^v1\./);
});

trial('the hospital chose Chinese cryptography: a page is told so and speaks it', async (t) => {
  const url = await t.context.serve(['sm2-sm4gcm']);
  const headers: string[] = [];
  const call = page(t, { origin: url }, async (address, init) => {
    if (address.endsWith('/call')) headers.push(Buffer.from(String(init.body).split('.')[0] ?? '', 'base64url').toString());
    return fetch(address, init);
  });
  t.is((await call('GET', '/bells/1')).status, 200);
  t.regex(headers[0] ?? '', /"enc":"SM4-GCM"/);
});

trial('somebody between page and service who forges refusals gets nothing done twice', async (t) => {
  const call = page(t, {}, async (url, init) => {
    const answer = await fetch(url, init);
    return url.endsWith('/call') && rung.filter((tune) => tune === 'forged').length === 1 && !seen.has('forged')
      ? (seen.add('forged'), Response.json({ error: { code: 'core.channel-unknown', message: '' } }, { status: 409 }))
      : answer;
  });
  const seen = new Set<string>();
  const answer = await call('POST', '/bells', { tune: 'forged' });
  t.like(answer, { status: 409, body: { error: { code: 'core.repeated-call' } } });
  t.is(rung.filter((tune) => tune === 'forged').length, 1);
});

trial('an answer to another call, or one that is not sealed, is never data', async (t) => {
  let first: Response | undefined;
  const swapped = page(t, {}, async (url, init) => {
    const answer = await fetch(url, init);
    if (!url.endsWith('/call')) return answer;
    const given = first?.clone() ?? answer.clone();
    first ??= answer;
    return given;
  });
  t.is((await swapped('GET', '/bells/1')).status, 200);
  await t.throwsAsync(swapped('GET', '/bells/2'), { message: 'the answer to another call' });
  const plain = page(t, {}, async (url, init) => (url.endsWith('/call') ? Response.json({ data: { id: 'made up' } }) : fetch(url, init)));
  t.is((await plain('GET', '/bells/1')).status, 502);
});

trial('plain calls are refused alike, whether there is such a route or not, and by whatever trick', async (t) => {
  const { url, cookie } = t.context;
  for (const [method, path] of [['GET', '/api/bells/1'], ['GET', '/api/nowhere'], ['POST', '/api/bells'], ['GET', '/API/bells/1'], ['GET', '/api//bells/1'], ['GET', '//api/bells/1'], ['HEAD', '/api/bells/1'], ['DELETE', '/api/call'], ['GET', '/api/call'], ['GET', '/api/%62ells/1'], ['GET', '/api/bells%2f1'], ['GET', '/api/bells/1?x-http-method-override=POST'], ['GET', '/api/./bells/1']] as const) {
    const answer = await fetch(url + path, { method, headers: { cookie, 'x-wardline': '1', 'content-type': 'application/json', 'x-http-method-override': 'GET', 'x-original-url': '/api/channel', 'x-rewrite-url': '/api/channel', 'x-sealed': '1' }, ...(method === 'POST' ? { body: '{"tune":"plain"}' } : {}) });
    t.is(answer.status, 426, `${method} ${path}`);
    if (method !== 'HEAD') t.is(codeOf({ text: await answer.text() }), 'core.plain-call');
  }
  t.false(rung.includes('plain'));
});

trial('what is no envelope', async (t) => {
  const { kid, keys } = await agreed(t.context.url, await offerEcdh());
  const header = () => ({ kid, iat: seconds(), jti: jti() });
  const good = { method: 'GET', path: '/bells/1' };
  for (const [body, status] of [['', 409], ['{}', 409], ['a.b.c.d.e', 409], ['.'.repeat(50_000), 409], [`${Buffer.from('[]').toString('base64url')}....`, 409]] as const) t.is((await send(t, body)).status, status, body.slice(0, 20));
  t.is((await send(t, await keys.seal(header(), bytes(good)), { 'content-type': 'application/json' })).status, 415);
  t.is((await send(t, await keys.seal(header(), bytes(good)), { 'content-type': 'text/plain' })).status, 415);
  for (const bad of [{ kid: 'x' }, { iat: '1' }, { jti: 'short' }, { kid: undefined }]) t.is((await send(t, await keys.seal({ ...header(), ...bad }, bytes(good)))).status, 409, JSON.stringify(bad));
  for (const inside of [[], 'x', { method: 'PATCH', path: '/bells/1' }, { method: 'GET' }, { method: 'GET', path: 'bells' }, { method: 'GET', path: '/a b' }, { method: 'GET', path: '/\n' }, { method: 'GET', path: `/${'x'.repeat(9_000)}` }, { method: 'GET', path: '/床' }]) {
    t.is((await send(t, await keys.seal(header(), bytes(inside)))).status, 400, JSON.stringify(inside).slice(0, 60));
  }
  t.is((await send(t, await keys.seal(header(), new Uint8Array([0xff, 0xfe, 0x7b])))).status, 400, 'not UTF-8');
  t.is((await send(t, await keys.seal(header(), new TextEncoder().encode(`${'['.repeat(60_000)}`)))).status, 400, 'deep');
  t.is((await send(t, await keys.seal(header(), bytes({ method: 'GET', path: '/../healthz' })))).status, 404, 'routes below /api only');
  const foreign = await new CompactEncrypt(bytes(good)).setProtectedHeader({ alg: 'dir', enc: 'A128GCM', ...header() }).encrypt(randomBytes(16));
  t.is((await send(t, foreign)).status, 409, 'another algorithm');
});

trial('no channel with a key that is none, or a suite that is not spoken', async (t) => {
  const ask = async (body: unknown): Promise<number> => (await fetch(`${t.context.url}/api/channel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
  const offCurve = Buffer.concat([Buffer.from([4]), randomBytes(64)]).toString('base64url');
  for (const body of [{}, { suite: 'none', key: '' }, { suite: 'ecdh-a256gcm', key: '' }, { suite: 'ecdh-a256gcm', key: offCurve }, { suite: 'sm2-sm4gcm', key: `04${'0'.repeat(128)}` }, { suite: 'sm2-sm4gcm', key: `04${'ab'.repeat(64)}` }, { suite: 'sm2-sm4gcm', key: 'x'.repeat(130) }]) {
    t.is(await ask(body), 400, JSON.stringify(body).slice(0, 60));
  }
});

trial('files up to 8 MB inside a call where the route takes them, from who is signed in', async (t) => {
  const call = page(t);
  const sound = { name: '铃.wav', type: 'audio/wav', base64: randomBytes(2_000_000).toString('base64') };
  const kept = await call('POST', '/sounds', { sound });
  t.is(kept.status, 200);
  t.deepEqual(kept.body, { data: { sound } });
  t.like(await call('POST', '/bells', { tune: 'x'.repeat(400_000) }), { status: 413 }, 'this route takes no file');
  const stranger = page({ context: { ...t.context, cookie: '' } });
  t.like(await stranger('POST', '/sounds', { sound }), { status: 413 });
  t.like(await call('POST', '/sounds', { sound: { ...sound, base64: 'no base64!' } }), { status: 400 });
});

import test from 'ava';
import { z } from 'zod';
import { Failure } from '../../services/core/errors.ts';
import type { FailureClass } from '../../services/core/errors.ts';
import { wecomClient } from './client.ts';
import type { WecomClient } from './client.ts';
import { contextFor, fakeApi, settingsFor } from './testing.ts';
import type { ApiAnswer, FakeApi, TestContext } from './testing.ts';

const anything = z.object({ errcode: z.number() });
const SECRETS = ['the-app-secret-of-tests', 'token-1', 'token-2', 'access_token=', 'corpsecret'];

async function withApi(use: (api: FakeApi, client: WecomClient, context: TestContext) => Promise<void>): Promise<void> {
  const api = await fakeApi();
  const context = contextFor();
  try {
    await use(api, wecomClient(settingsFor(api.base), context, 2500), context);
  } finally {
    await api.close();
  }
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof Failure)) throw new Error('expected a Failure');
  return error;
}

/** Answers one path, leaves the rest to the fake. */
const on = (path: string, answer: ApiAnswer) => (call: { readonly path: string }) => (call.path === path ? answer : undefined);

const codes: ReadonlyArray<readonly [errcode: number, expected: FailureClass]> = [
  [-1, 'transient'], [45009, 'transient'], [45033, 'transient'],
  [40003, 'permanent'], [60111, 'permanent'], [40008, 'permanent'], [40013, 'permanent'], [40029, 'permanent'], [42003, 'permanent'],
  [40056, 'permanent'], [301002, 'permanent'], [40058, 'permanent'], [41001, 'permanent'], [42014, 'permanent'], [42045, 'permanent'],
  [43012, 'permanent'], [44004, 'permanent'], [45002, 'permanent'], [45029, 'permanent'], [48002, 'permanent'], [50001, 'permanent'],
  [60011, 'permanent'], [60020, 'permanent'], [60140, 'permanent'], [81013, 'permanent'], [82001, 'permanent'], [301042, 'permanent'],
  [987654, 'permanent'],
];
for (const [errcode, expected] of codes) {
  test(`error code ${errcode} is ${expected} and keeps its number`, (t) =>
    withApi(async (api, client) => {
      api.answer = on('message/send', { errcode, errmsg: 'no' });
      const failure = await failureOf(client.post('message/send', { a: 1 }, anything));
      t.is(failure.class, expected);
      t.is(failure.vendorCode, String(errcode));
      t.is(api.calls.filter((call) => call.path === 'message/send').length, 1);
    }));
}

for (const errcode of [40014, 42001, 40001]) {
  test(`${errcode}: a fresh token, one more try, and it works`, (t) =>
    withApi(async (api, client) => {
      api.answer = (call) => (call.path === 'x' && call.query.get('access_token') === 'token-1' ? { errcode, errmsg: 'stale' } : undefined);
      t.is((await client.get('x', {}, anything)).errcode, 0);
      t.deepEqual(api.calls.map((call) => call.path), ['gettoken', 'x', 'gettoken', 'x']);
    }));
}

const stubborn: ReadonlyArray<readonly [number, FailureClass]> = [[40014, 'transient'], [42001, 'transient'], [40001, 'permanent']];
for (const [errcode, expected] of stubborn) {
  test(`${errcode} again after a fresh token: ${expected}, no loop`, (t) =>
    withApi(async (api, client) => {
      api.answer = on('x', { errcode, errmsg: 'stale' });
      t.is((await failureOf(client.get('x', {}, anything))).class, expected);
      t.is(api.calls.filter((call) => call.path === 'x').length, 2);
    }));
}

const wires: ReadonlyArray<readonly [name: string, answer: ApiAnswer, expected: FailureClass, code: string]> = [
  ['the connection is cut after the request', (_, response) => response.destroy(), 'ambiguous', 'UND_ERR_SOCKET'],
  ['the connection is cut in the answer', (_, response) => { response.writeHead(200); response.write('{"err', () => response.destroy()); }, 'ambiguous', 'UND_ERR_SOCKET'],
  ['no answer in time', () => undefined, 'ambiguous', 'timeout'],
  ['a gateway that is full', (_, response) => response.writeHead(503).end(), 'transient', 'http-503'],
  ['too many requests', (_, response) => response.writeHead(429).end(), 'transient', 'http-429'],
  ['a gateway that gave up waiting', (_, response) => response.writeHead(504).end(), 'ambiguous', 'http-504'],
  ['a proxy that forbids', (_, response) => response.writeHead(403).end(), 'permanent', 'http-403'],
  ['a page instead of JSON', (_, response) => response.end('<html>'), 'ambiguous', 'malformed'],
  ['JSON of another shape', (_, response) => response.end('[1]'), 'ambiguous', 'malformed'],
  ['success without what was promised', { errcode: 0 }, 'ambiguous', 'malformed'],
];
for (const [name, answer, expected, code] of wires) {
  test(`${name}: ${expected}`, (t) =>
    withApi(async (api, client) => {
      api.answer = on('message/send', answer);
      const failure = await failureOf(client.post('message/send', {}, z.object({ msgid: z.string() })));
      t.is(failure.class, expected);
      t.is(failure.vendorCode, code);
    }));
}

test('nobody listens: it did not happen', async (t) => {
  const api = await fakeApi();
  await api.close();
  const failure = await failureOf(wecomClient(settingsFor(api.base), contextFor()).get('x', {}, anything));
  t.is(failure.class, 'transient');
  t.is(failure.vendorCode, 'ECONNREFUSED');
});

test('no failure of any sort tells a secret, a token or an address', (t) =>
  withApi(async (api, client, context) => {
    const told: string[] = [];
    for (const [, answer] of wires) {
      api.answer = on('message/send', answer);
      const failure = await failureOf(client.post('message/send', {}, z.object({ msgid: z.string() })));
      told.push(failure.message, String(failure.stack), JSON.stringify(failure), String(failure.cause));
    }
    api.answer = on('message/send', { errcode: 60020, errmsg: 'hint: [1700000000123456789012], access_token=token-1-abcdefghijkl, from ip: 203.0.113.7, more' });
    const refused = await failureOf(client.post('message/send', {}, anything));
    told.push(refused.message, ...context.logged);
    for (const secret of SECRETS.filter((each) => each !== 'access_token=')) t.false(told.join('\n').includes(secret), secret);
    t.true(refused.message.includes('from ip: 203.0.113.7'));
  }));

test('token: one fetch for many callers, shared through the store, given up a minute early', (t) =>
  withApi(async (api, client, context) => {
    const fetches = (): number => api.calls.filter((call) => call.path === 'gettoken').length;
    await Promise.all(Array.from({ length: 20 }, () => client.get('x', {}, anything)));
    t.is(fetches(), 1);
    await wecomClient(settingsFor(api.base), context).get('x', {}, anything);
    t.is(fetches(), 1);
    context.pass(7139_000);
    await client.get('x', {}, anything);
    t.is(fetches(), 1);
    context.pass(2000);
    await client.get('x', {}, anything);
    t.is(fetches(), 2);
  }));

test('token: many calls that find it stale renew it once', (t) =>
  withApi(async (api, client) => {
    await client.get('x', {}, anything);
    api.answer = (call) => (call.path === 'x' && call.query.get('access_token') === 'token-1' ? { errcode: 40014, errmsg: '' } : undefined);
    await Promise.all(Array.from({ length: 20 }, () => client.get('x', {}, anything)));
    t.is(api.calls.filter((call) => call.path === 'gettoken').length, 2);
  }));

test('token: a wrong secret is asked about once in ten seconds, however many want to send', (t) =>
  withApi(async (api, client, context) => {
    const fetches = (): number => api.calls.filter((call) => call.path === 'gettoken').length;
    api.answer = on('gettoken', { errcode: 40001, errmsg: 'invalid credential' });
    for (let i = 0; i < 5; i += 1) t.is((await failureOf(client.get('x', {}, anything))).vendorCode, '40001');
    t.is(fetches(), 1);
    context.pass(10_001);
    await failureOf(client.get('x', {}, anything));
    t.is(fetches(), 2);
    t.is(api.calls.filter((call) => call.path === 'x').length, 0);
  }));

test('token: a busy platform is transient and asked again at the next call', (t) =>
  withApi(async (api, client) => {
    api.answer = on('gettoken', { errcode: -1, errmsg: 'system busy' });
    t.is((await failureOf(client.get('x', {}, anything))).class, 'transient');
    api.answer = () => undefined;
    t.is((await client.get('x', {}, anything)).errcode, 0);
  }));

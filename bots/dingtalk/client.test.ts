import test from 'ava';
import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import { Failure } from '../../services/core/errors.ts';
import { dingtalkClient } from './client.ts';
import type { DingtalkClient } from './client.ts';
import { quota } from './quota.ts';
import type { Quota } from './quota.ts';
import { SECRET, testContext, testSettings } from './testing/context.ts';
import type { TestContext } from './testing/context.ts';
import { cut, fakeDingtalk, hang, status } from './testing/fake-dingtalk.ts';
import type { FakeDingtalk, Route } from './testing/fake-dingtalk.ts';
import { tokens } from './token.ts';

const PATH = '/v1.0/some/call';
const answer = z.object({ ok: z.boolean() });

interface World {
  readonly fake: FakeDingtalk;
  readonly client: DingtalkClient;
  readonly context: TestContext;
  readonly budget: Quota;
  failing(route: Route, host?: 'api' | 'oapi', repeatable?: boolean): Promise<Failure>;
}

async function world(t: ExecutionContext, more: Record<string, unknown> = {}): Promise<World> {
  const fake = await fakeDingtalk();
  t.teardown(() => fake.close());
  const settings = testSettings(fake.base, more);
  const context = testContext();
  const budget = quota(context.counters, settings.corpId, settings);
  const client = dingtalkClient({ settings, context, tokens: tokens(settings, context), quota: budget, deadlineMs: 2000, restMs: 20 });
  return {
    fake,
    client,
    context,
    budget,
    async failing(route, host = 'api', repeatable = false) {
      fake.route(PATH, route);
      const call = { method: 'POST', path: PATH, body: { a: 1 }, answer, urgency: 'normal', repeatable } as const;
      const error = await t.throwsAsync(client[host](call), { instanceOf: Failure });
      t.notRegex(`${error.message} ${error.stack} ${String(error.cause)}`, /token-1|secret|access_token/);
      return error;
    },
  };
}

const verdicts: ReadonlyArray<readonly [status: number, code: string, expected: string]> = [
  [403, 'Forbidden.AccessDenied.IpNotInWhiteList', 'permanent'],
  [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', 'permanent'],
  [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'transient'],
  [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', 'permanent'],
  [400, 'InvalidAuthentication', 'transient'],
  [400, 'param.templateUnpublished', 'permanent'],
  [400, 'param.userIdNotExist', 'permanent'],
  [400, 'send.too.fast', 'transient'],
  [429, 'whatever', 'transient'],
  [500, 'system.busy', 'transient'],
  [500, 'system.error', 'ambiguous'],
  [503, 'unavailable', 'transient'],
  [504, 'timeout', 'ambiguous'],
];
for (const [code, vendor, expected] of verdicts) {
  test(`new API: ${code} ${vendor} is ${expected}`, async (t) => {
    const { failing } = await world(t);
    const error = await failing(() => status(code, { code: vendor, message: `secret ${SECRET}`, requestid: 'r' }));
    t.is(error.class, expected as Failure['class']);
    t.is(error.vendorCode, vendor);
  });
}

const oldVerdicts: ReadonlyArray<readonly [body: Record<string, unknown>, code: string, expected: string]> = [
  [{ errcode: 40014 }, '40014', 'transient'],
  [{ errcode: 42001 }, '42001', 'transient'],
  [{ errcode: 60020 }, '60020', 'permanent'],
  [{ errcode: 60011 }, '60011', 'permanent'],
  [{ errcode: 90018 }, '90018', 'transient'],
  [{ errcode: 90002 }, '90002', 'transient'],
  [{ errcode: 90020 }, '90020', 'permanent'],
  [{ errcode: 88, sub_code: '60011' }, '60011', 'permanent'],
  [{ errcode: 15, sub_code: 'isp.top-remote-connection-timeout' }, '15', 'ambiguous'],
  [{ errcode: -1 }, '-1', 'transient'],
  [{ errcode: 40078 }, '40078', 'permanent'],
];
for (const [body, code, expected] of oldVerdicts) {
  test(`old API: ${JSON.stringify(body)} is ${expected}`, async (t) => {
    const { failing } = await world(t);
    const error = await failing(() => ({ errmsg: 'x', ...body }), 'oapi');
    t.deepEqual([error.class, error.vendorCode], [expected as Failure['class'], code]);
  });
}

test('no answer in time: it may have happened', async (t) => {
  const { failing } = await world(t);
  const error = await failing(hang);
  t.deepEqual([error.class, error.vendorCode], ['ambiguous', 'timeout']);
});

test('cut after sending: it may have happened, unless the call is harmless twice', async (t) => {
  const { failing } = await world(t);
  t.is((await failing(cut)).class, 'ambiguous');
  t.is((await failing(cut, 'api', true)).class, 'transient');
});

test('nobody listening: it did not happen, and costs nothing', async (t) => {
  const { fake, client, budget, context } = await world(t);
  const token = JSON.stringify({ token: 'token-1', until: context.now() + 7_200_000 });
  await context.store.set('dingtalk.ding-client.token', token, 7_200_000);
  await fake.close();
  const call = { method: 'POST', path: PATH, answer, urgency: 'normal', repeatable: false } as const;
  const error = await t.throwsAsync(client.api(call), { instanceOf: Failure });
  t.deepEqual([error.class, error.vendorCode], ['transient', 'ECONNREFUSED']);
  t.is((await budget.figures()).calls, 0);
});

test('an answer that is not what was promised: it may have happened', async (t) => {
  const { failing } = await world(t);
  t.is((await failing(() => ({ ok: 'yes' }))).vendorCode, 'bad-answer');
  t.is((await failing(() => status(502, '<html>proxy</html>'))).class, 'ambiguous');
});

test('refused token: one refresh, one repeat, on both hosts', async (t) => {
  const { fake, client } = await world(t);
  let issued = 0;
  fake.route('/v1.0/oauth2/accessToken', () => ({ accessToken: `token-${(issued += 1)}`, expireIn: 7200 }));
  fake.route(PATH, ({ token }) => (token === 'token-1' ? status(400, { code: 'InvalidAuthentication' }) : { ok: true }));
  const call = { method: 'POST', path: PATH, answer, urgency: 'normal', repeatable: false } as const;
  t.deepEqual(await client.api(call), { ok: true });
  fake.route('/old', ({ token }) => (token === 'token-2' ? { errcode: 42001 } : { errcode: 0, ok: true }));
  t.deepEqual(await client.oapi({ ...call, path: '/old' }), { ok: true });
  t.is(issued, 3);
});

test('a token refused twice does not loop', async (t) => {
  const { fake, failing } = await world(t);
  await failing(() => status(401, { code: 'x' }));
  t.is(fake.called(PATH).length, 2);
  t.is(fake.called('/v1.0/oauth2/accessToken').length, 2);
});

test('too fast: a rest, one repeat, and the refused call is given back', async (t) => {
  const { fake, client, budget } = await world(t);
  let refused = false;
  fake.route(PATH, () => {
    if (refused) return { ok: true };
    refused = true;
    return status(403, { code: 'Forbidden.AccessDenied.QpsLimitForApi' });
  });
  const from = performance.now();
  await client.api({ method: 'POST', path: PATH, answer, urgency: 'normal', repeatable: false });
  t.true(performance.now() - from >= 19);
  t.is((await budget.figures()).calls, 1);
});

for (const page of ['<!DOCTYPE html><html>punish</html>', { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' }]) {
  test(`ban page (${typeof page}): nobody knocks for five minutes`, async (t) => {
    const { fake, failing, context, client } = await world(t);
    t.is((await failing(() => page)).vendorCode, 'ip-banned');
    fake.route(PATH, () => ({ ok: true }));
    const call = { method: 'POST', path: PATH, answer, urgency: 'critical', repeatable: false } as const;
    const error = await t.throwsAsync(client.api(call), { instanceOf: Failure });
    t.deepEqual([error.class, error.vendorCode], ['transient', 'ip-banned']);
    t.is(fake.called(PATH).length, 1);
    context.pass(300_001);
    t.deepEqual(await client.api(call), { ok: true });
  });
}

test('a wrong secret says so and nothing more', async (t) => {
  const { fake, failing } = await world(t);
  fake.route('/v1.0/oauth2/accessToken', () => status(400, { code: 'invalidClientIdOrSecret', message: SECRET }));
  const error = await failing(() => ({ ok: true }));
  t.deepEqual([error.class, error.vendorCode], ['permanent', 'invalidClientIdOrSecret']);
});

test('calls to one path keep their pace', async (t) => {
  const { fake, client } = await world(t, { callsPerSecond: 50 });
  fake.route(PATH, () => ({ ok: true }));
  const call = { method: 'POST', path: PATH, answer, urgency: 'critical', repeatable: false } as const;
  const from = performance.now();
  await Promise.all(Array.from({ length: 6 }, () => client.api(call)));
  t.true(performance.now() - from >= 95);
});

test('a queue of more than ten seconds goes back to whoever keeps the order', async (t) => {
  const { fake, client, budget } = await world(t, { callsPerSecond: 0.05 });
  fake.route(PATH, () => ({ ok: true }));
  const call = { method: 'POST', path: PATH, answer, urgency: 'normal', repeatable: false } as const;
  await client.api(call);
  const error = await t.throwsAsync(client.api(call), { instanceOf: Failure });
  t.deepEqual([error.class, error.vendorCode], ['transient', 'too-many-waiting']);
  t.is((await budget.figures()).calls, 1);
});

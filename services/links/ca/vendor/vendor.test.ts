import { createServer } from 'node:http';
import { once } from 'node:events';
import test, { type ExecutionContext } from 'ava';
import { Failure, Refusal } from '../../../core/errors.ts';
import { DOCUMENT, holdsCaContract, LI, PIN } from '../ca.contract.ts';
import { START } from '../local/trial.ts';
import type { SigningRequest } from '../port.ts';
import { signedHeaders } from './auth.ts';
import { vendorAuthority, type VendorAuthority, type VendorSettings } from './index.ts';
import { orderIdOf } from './orders.ts';
import { simulatedVendor, type SimulatedVendor } from './simulated/server.ts';

const CREDENTIALS = { appId: 'wardline', secret: 'a shared secret of some length' };
const REQUEST: SigningRequest = { key: 'critical-values:0199:dispose', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' };
const ORDER = orderIdOf(REQUEST.key);

interface Scene {
  readonly ca: VendorAuthority;
  readonly vendor: SimulatedVendor;
  readonly clock: { now: number };
}

async function open(change: Partial<VendorSettings> = {}, algorithm: 'ecdsa' | 'rsa' | 'sm2' = 'ecdsa'): Promise<Scene> {
  const clock = { now: START };
  const now = (): number => clock.now;
  const vendor = await simulatedVendor({ ...CREDENTIALS, kind: { algorithm, rsaBits: 2048 }, now });
  const defaults: VendorSettings = {
    ...CREDENTIALS,
    baseUrl: vendor.baseUrl,
    roots: [vendor.root],
    confirm: 'pin',
    timeoutMs: 30_000,
    waitMs: 120_000,
    pollMs: 5,
    now,
  };
  return { ca: vendorAuthority({ ...defaults, ...change }), vendor, clock };
}

async function scene(t: ExecutionContext, change: Partial<VendorSettings> = {}): Promise<Scene> {
  const made = await open(change);
  t.teardown(() => made.vendor.stop());
  return made;
}

/** Waits on a condition, looking every few milliseconds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

for (const algorithm of ['ecdsa', 'rsa', 'sm2'] as const) {
  holdsCaContract(test, `vendor ${algorithm}`, async () => {
    const { ca, vendor, clock } = await open({}, algorithm);
    return { ca, clock, stop: () => vendor.stop() };
  });
}

test('push: the doctor confirms in the vendor app, polling finds it', async (t) => {
  const { ca, vendor } = await scene(t, { confirm: 'push' });
  await ca.enrol(LI, '');
  const signing = ca.sign({ ...REQUEST, pin: '' });
  await until(() => vendor.asked.includes(`GET /v1/sign-orders/${ORDER}`));
  t.deepEqual(vendor.waiting(), [ORDER]);
  await vendor.confirm(ORDER);
  const signature = await signing;
  t.true((await ca.verify(DOCUMENT, signature)).valid);
  t.is(typeof signature.timestamp, 'string');
  await t.throwsAsync(ca.changePin(LI.staffNumber, '', ''), { instanceOf: Refusal, message: 'signatures.pin-in-app' });
});

test('push: a callback ends the wait at once', async (t) => {
  const desk: { ca?: VendorAuthority } = {};
  const heard: number[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const call = { method: 'POST', path: request.url ?? '', headers, body: Buffer.concat(parts).toString() };
      heard.push(desk.ca?.callback(call) ?? 500);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  // Polling comes after ten minutes: only the callback can be what ended the wait.
  const { ca, vendor } = await scene(t, { confirm: 'push', pollMs: 600_000, callbackUrl: `http://127.0.0.1:${port}/callbacks/ca?x=1` });
  desk.ca = ca;
  await ca.enrol(LI, '');
  const signing = ca.sign(REQUEST);
  await until(() => vendor.waiting().length === 1);
  await vendor.confirm(ORDER);
  t.true((await ca.verify(DOCUMENT, await signing)).valid);
  t.deepEqual(heard, [204]);
});

test('a forged, stale, foreign or unreadable callback gets the same bare answer', async (t) => {
  const { ca } = await scene(t);
  const message = { method: 'POST', path: '/callbacks/ca', body: JSON.stringify({ orderId: ORDER }) };
  const good = signedHeaders(message, CREDENTIALS, START);
  t.is(ca.callback({ ...message, headers: good }), 204);
  t.is(ca.callback({ ...message, body: '{"orderId":"other"}', headers: good }), 403);
  t.is(ca.callback({ ...message, path: '/elsewhere', headers: good }), 403);
  t.is(ca.callback({ ...message, headers: {} }), 403);
  t.is(ca.callback({ ...message, headers: signedHeaders(message, CREDENTIALS, START - 61_000) }), 403);
  t.is(ca.callback({ ...message, headers: signedHeaders(message, { ...CREDENTIALS, secret: 'x' }, START) }), 403);
  t.is(ca.callback({ ...message, headers: signedHeaders(message, { ...CREDENTIALS, appId: 'x' }, START) }), 403);
  const rubbish = { ...message, body: 'not json' };
  t.is(ca.callback({ ...rubbish, headers: signedHeaders(rubbish, CREDENTIALS, START) }), 403);
});

for (const [state, code] of [['declined', 'signatures.declined'], ['expired', 'signatures.not-confirmed']] as const) {
  test(`push: ${state} is a refusal, and the next try asks anew`, async (t) => {
    const { ca, vendor } = await scene(t, { confirm: 'push' });
    await ca.enrol(LI, '');
    const signing = t.throwsAsync(ca.sign(REQUEST), { instanceOf: Refusal, message: code });
    await until(() => vendor.waiting().length === 1);
    await vendor.confirm(ORDER, state);
    await signing;
    const again = ca.sign(REQUEST);
    await until(() => vendor.waiting().length === 1);
    await vendor.confirm(ORDER);
    t.true((await ca.verify(DOCUMENT, await again)).valid);
  });
}

test('push: whoever does not confirm in time has not signed', async (t) => {
  const { ca, vendor, clock } = await scene(t, { confirm: 'push', pollMs: 500 });
  await ca.enrol(LI, '');
  const signing = t.throwsAsync(ca.sign(REQUEST), { instanceOf: Refusal, message: 'signatures.not-confirmed' });
  await until(() => vendor.waiting().length === 1);
  clock.now += 120_000;
  await signing;
});

test('the same key asks the doctor once: after a crash the first signature is fetched', async (t) => {
  const { ca, vendor, clock } = await scene(t, { confirm: 'push' });
  await ca.enrol(LI, '');
  const lost = ca.sign(REQUEST);
  await until(() => vendor.waiting().length === 1);
  clock.now += 5000;
  const repeated = ca.sign(REQUEST);
  await until(() => vendor.asked.filter((one) => one === 'POST /v1/sign-orders').length === 2);
  t.is(vendor.waiting().length, 1);
  await vendor.confirm(ORDER);
  t.deepEqual(await repeated, await lost);
  t.is((await repeated).signedAt, new Date(START).toISOString());
});

test('an order number used for another document is not believed', async (t) => {
  const { ca } = await scene(t);
  await ca.enrol(LI, PIN);
  await ca.sign(REQUEST);
  const error = await t.throwsAsync(ca.sign({ ...REQUEST, document: {} }), { instanceOf: Failure });
  t.like(error, { class: 'permanent', vendorCode: 'order-of-another-document' });
});

test('a vendor under another root is not believed', async (t) => {
  const other = await scene(t);
  const { ca } = await scene(t, { roots: [other.vendor.root] });
  await ca.enrol(LI, PIN);
  const error = await t.throwsAsync(ca.sign(REQUEST), { instanceOf: Failure });
  t.like(error, { class: 'permanent', vendorCode: 'issuer-not-trusted' });
});

test('the vendor sees digest, name and act, never the document', async (t) => {
  const { ca, vendor } = await scene(t, { confirm: 'push' });
  await ca.enrol(LI, '');
  const signing = ca.sign(REQUEST);
  await until(() => vendor.waiting().length === 1);
  const seen = vendor.bodies.join();
  t.true(seen.includes(ORDER) && seen.includes('危急值处置'));
  const statements = vendor.bodies.map((body) => /"statement":"([^"]+)"/.exec(body)?.[1] ?? '');
  const decoded = statements.map((one) => Buffer.from(one, 'base64').toString()).join();
  t.true(decoded.includes('wardline-signature/1'));
  for (const secret of ['葡萄糖酸钙', 'criticalValue', PIN]) t.false((seen + decoded).includes(secret));
  await vendor.confirm(ORDER);
  await signing;
});

for (const [fault, get, post] of [
  [429, 'transient', 'transient'],
  [503, 'transient', 'transient'],
  [500, 'transient', 'ambiguous'],
  [502, 'transient', 'ambiguous'],
  ['cut', 'transient', 'ambiguous'],
  ['silent', 'transient', 'ambiguous'],
  ['nonsense', 'permanent', 'permanent'],
] as const) {
  // Before the others, which make many keys at once: a time limit is measured here.
  test.serial(`failure ${fault}: asking is ${get}, ordering is ${post}`, async (t) => {
    const { ca, vendor } = await scene(t, { timeoutMs: fault === 'silent' ? 1500 : 30_000 });
    await ca.enrol(LI, PIN);
    vendor.faults.push(fault);
    t.is((await t.throwsAsync(ca.certificates(LI.staffNumber), { instanceOf: Failure }))?.class, get);
    vendor.faults.push(fault);
    t.is((await t.throwsAsync(ca.enrol({ ...LI, staffNumber: 'D9' }, PIN), { instanceOf: Failure }))?.class, post);
    t.true((await ca.verify(DOCUMENT, await ca.sign(REQUEST))).valid, 'afterwards all is well');
  });
}

test('a vendor that is not there: nothing was sent, trying again is right', async (t) => {
  const { ca, vendor } = await open();
  await vendor.stop();
  t.is((await t.throwsAsync(ca.revoke('4a', 'left'), { instanceOf: Failure }))?.class, 'transient');
  t.like(await ca.checkUp(), [{ ok: false, what: '电子签名：签名服务商', seen: '连接不上' }]);
});

test('the check-up tells a wrong secret, a wrong clock and a missing root apart', async (t) => {
  const wrongSecret = await scene(t, { secret: 'another secret' });
  t.like(await wrongSecret.ca.checkUp(), [{ ok: false, seen: '服务商不接受我们的应用编号或密钥' }]);
  const ahead = await scene(t, { now: () => START + 45_000 });
  t.like(await ahead.ca.checkUp(), [{ ok: true }, { ok: false, seen: '相差 45 秒' }]);
  const rootless = await scene(t, { roots: [] });
  t.is((await rootless.ca.checkUp()).at(-1)?.ok, false);
});

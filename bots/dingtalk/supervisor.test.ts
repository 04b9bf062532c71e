import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { BotStore } from '../bot.ts';
import type { Frame } from './schema.ts';
import { StreamSupervisor } from './supervisor.ts';
import type { SupervisorTimes } from './supervisor.ts';
import { memoryStore, testContext, testSettings, until } from './testing/context.ts';
import { fakeDingtalk, hang, status } from './testing/fake-dingtalk.ts';
import type { FakeDingtalk } from './testing/fake-dingtalk.ts';

const OPEN = '/v1.0/gateway/connections/open';

/** Everything a hundred times faster than in life. */
const FAST: Partial<SupervisorTimes> = {
  connectMs: 1000,
  pingMs: 60,
  idleMs: 60_000,
  // Far apart: a busy machine may not look for some hundred milliseconds.
  ttlMs: 1200,
  lookMs: 100,
  firstRetryMs: 40,
  lastRetryMs: 400,
  stableMs: 0,
  clockLookMs: 20,
  drainMs: 50,
};

interface Process {
  readonly supervisor: StreamSupervisor;
  readonly heard: Frame[];
}

interface World {
  readonly fake: FakeDingtalk;
  process(more?: Partial<SupervisorTimes>, store?: BotStore, frame?: (frame: Frame) => Promise<unknown>, wallClock?: () => number): Process;
}

async function world(t: ExecutionContext): Promise<World> {
  const fake = await fakeDingtalk();
  const common = memoryStore();
  t.teardown(() => fake.close());
  return {
    fake,
    process(more = {}, store = common, frame = async () => ({ response: null }), wallClock = Date.now) {
      const heard: Frame[] = [];
      const supervisor = new StreamSupervisor({
        settings: testSettings(fake.base),
        store,
        log: testContext().log,
        frame: async (each) => (heard.push(each), await frame(each)),
        times: { ...FAST, ...more },
        wallClock,
      });
      t.teardown(() => supervisor.stop());
      supervisor.start();
      return { supervisor, heard };
    },
  };
}

const callback = (messageId: string): unknown => ({
  specVersion: '1.0',
  type: 'CALLBACK',
  headers: { topic: '/v1.0/im/bot/messages/get', messageId, contentType: 'application/json' },
  data: '{}',
});
const system = (topic: string, data = ''): unknown => ({ specVersion: '1.0', type: 'SYSTEM', headers: { topic, messageId: topic }, data });
const ackOf = (fake: FakeDingtalk, messageId: string) =>
  fake.said.find((each) => (each['headers'] as { messageId?: string }).messageId === messageId);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('connects with our own subscriptions and an encoded ticket, hears and acknowledges', async (t) => {
  const { fake, process } = await world(t);
  const { supervisor, heard } = process();
  await until(() => fake.sockets.length === 1);
  t.deepEqual(fake.called(OPEN)[0]?.body['subscriptions'], [
    { type: 'EVENT', topic: '*' },
    { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
    { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
  ]);
  fake.push(system('ping', '{"opaque":"x"}'));
  fake.push(callback('m1'));
  await until(() => ackOf(fake, 'm1') !== undefined && ackOf(fake, 'ping') !== undefined);
  t.is(ackOf(fake, 'm1')?.['data'], '{"response":null}');
  t.is(ackOf(fake, 'ping')?.['data'], '{"opaque":"x"}');
  t.is(heard.length, 1);
  t.true(supervisor.health().ok);
});

test('a refusing gateway is asked ever more slowly, one at a time', async (t) => {
  const { fake, process } = await world(t);
  fake.route(OPEN, () => status(401, { code: 'invalidClient' }));
  const { supervisor } = process();
  await wait(1500);
  const calls = fake.called(OPEN).length;
  // 40 + 80 + 160 + 320 + 400…, each halved at most: the SDK alone would have made hundreds.
  t.true(calls >= 4 && calls <= 12, `${calls} calls`);
  t.false(supervisor.health().ok);
  t.regex(supervisor.health().seen, /重连/);
});

test('a failing handshake makes no storm', async (t) => {
  const { fake, process } = await world(t);
  const { port } = new URL(fake.base);
  fake.route(OPEN, () => ({ endpoint: `ws://127.0.0.1:${port}/no-such-door`, ticket: 't' }));
  process();
  await wait(1500);
  const calls = fake.called(OPEN).length;
  t.true(calls >= 4 && calls <= 12, `${calls} calls`);
});

test('a door that closes at once makes no storm either', async (t) => {
  const { fake, process } = await world(t);
  process({ stableMs: 1000 });
  const closing = setInterval(() => fake.sockets.at(-1)?.terminate(), 1);
  t.teardown(() => clearInterval(closing));
  await wait(1500);
  const calls = fake.called(OPEN).length;
  t.true(calls >= 4 && calls <= 12, `${calls} calls`);
});

test('a gateway that never answers is given up', async (t) => {
  const { fake, process } = await world(t);
  fake.route(OPEN, hang);
  process();
  await until(() => fake.called(OPEN).length >= 2);
  t.pass();
});

test('a stranger named by the gateway is not followed', async (t) => {
  const { fake, process } = await world(t);
  fake.route(OPEN, () => ({ endpoint: 'wss://dingtalk.com.evil.example/connect', ticket: 't' }));
  const { supervisor } = process();
  await until(() => supervisor.health().seen.includes('strange-endpoint'));
  t.is(fake.sockets.length, 0);
});

test('a thrown listener, a frame that is not JSON and a frame without headers leave the socket alive', async (t) => {
  const { fake, process } = await world(t);
  const { heard } = process({}, undefined, async (frame) => {
    if (frame.headers['messageId'] === 'bad') throw new Error('listener');
    return { response: null };
  });
  await until(() => fake.sockets.length === 1);
  fake.push(callback('bad'));
  fake.push('this is not JSON');
  fake.push('{"type":"CALLBACK"}');
  fake.push(callback('good'));
  await until(() => ackOf(fake, 'good') !== undefined);
  t.is(ackOf(fake, 'bad'), undefined);
  t.is(heard.length, 2);
  t.is(fake.sockets.length, 1);
});

test('told to leave: the next connection stands before the old one goes, which still acknowledges', async (t) => {
  const { fake, process } = await world(t);
  const gate = Promise.withResolvers<void>();
  process({ drainMs: 300 }, undefined, async () => (await gate.promise, { response: 'late' }));
  await until(() => fake.sockets.length === 1);
  const [old] = fake.sockets;
  let closed = false;
  old?.once('close', () => {
    closed = true;
  });
  fake.push(callback('before'), old);
  fake.push(system('disconnect', '{"reason":"connection is expired"}'), old);
  await until(() => fake.sockets.length === 2);
  t.false(closed);
  gate.resolve();
  await until(() => ackOf(fake, 'before') !== undefined);
  await until(() => closed);
  await wait(100);
  t.is(fake.sockets.length, 2);
});

test('half-open: two pings unanswered and another connection is made', async (t) => {
  const { fake, process } = await world(t);
  process();
  await until(() => fake.sockets.length === 1);
  // Reads nothing any more, so it answers no ping either; the TCP connection stays.
  fake.sockets[0]?.pause();
  await until(() => fake.sockets.length === 2);
  await wait(300);
  t.is(fake.sockets.length, 2);
});

test('deaf: pings answered but no frame at all', async (t) => {
  const { fake, process } = await world(t);
  process({ idleMs: 150, pingMs: 20 });
  await until(() => fake.sockets.length === 2);
  t.pass();
});

test('the machine slept: the connection is replaced', async (t) => {
  const { fake, process } = await world(t);
  let jump = 0;
  process({}, undefined, undefined, () => Date.now() + jump);
  await until(() => fake.sockets.length === 1);
  jump = 3_600_000;
  await until(() => fake.sockets.length === 2);
  await wait(100);
  t.is(fake.sockets.length, 2);
});

test('one of several processes holds the connection; when it goes the next takes over', async (t) => {
  const { fake, process } = await world(t);
  const [one, two] = [process(), process()];
  await until(() => fake.sockets.length === 1);
  await wait(200);
  t.is(fake.sockets.length, 1);
  t.true(one.supervisor.health().ok && two.supervisor.health().ok);
  t.true([one, two].some((each) => each.supervisor.health().seen.includes('另一台')));
  await (one.supervisor.health().seen.includes('另一台') ? two : one).supervisor.stop();
  await until(() => fake.sockets.length === 2);
});

test('a holder that is cut from the store lets go before the next one takes over', async (t) => {
  const { fake, process } = await world(t);
  const store = memoryStore();
  let away = false;
  const failing: BotStore = {
    ...store,
    renew: async (key, value, ttlMs) => (away ? await Promise.reject(new Error('store')) : await store.renew(key, value, ttlMs)),
    claim: async (key, value, ttlMs) => (away ? await Promise.reject(new Error('store')) : await store.claim(key, value, ttlMs)),
  };
  const one = process({}, failing);
  await until(() => one.supervisor.health().seen.includes('正常'));
  const two = process({}, store);
  away = true;
  await until(() => two.supervisor.health().seen.includes('正常'));
  await until(() => !one.supervisor.health().seen.includes('正常'));
  t.is(fake.sockets.length, 2);
});

test('stop ends everything and gives the lease back', async (t) => {
  const { fake, process } = await world(t);
  const store = memoryStore();
  const { supervisor } = process({}, store);
  await until(() => fake.sockets.length === 1);
  await supervisor.stop();
  t.is(await store.get('dingtalk.ding-client.stream'), undefined);
  t.false(supervisor.health().ok);
  await wait(150);
  t.is(fake.sockets.length, 1);
});

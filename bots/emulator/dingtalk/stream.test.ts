/** The stream protocol against the official SDK and a bare socket. */
import test from 'ava';
import { WebSocket } from 'ws';
import { until } from '../core/kit.ts';
import { murmur, ofTopic, openTicket, rawClient, ROBOT, SdkClient, startDingtalk } from './kit.ts';

const dataOf = (frame: { data: string } | undefined): Record<string, unknown> => JSON.parse(frame?.data ?? '{}') as Record<string, unknown>;

/** The HTTP status a websocket is answered with. */
const knock = (url: string): Promise<number> => new Promise((resolve) => {
  const socket = new WebSocket(url);
  socket.on('open', () => resolve(101));
  socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  socket.on('error', () => undefined);
});

test('SDK: connects, is registered, hears a line, and the answer through the session webhook is seen', async (t) => {
  const kit = await startDingtalk();
  const client = new SdkClient(kit.origin);
  t.teardown(async () => {
    client.disconnect();
    await kit.stop();
  });
  client.hear(ROBOT, (data) => {
    const body = JSON.stringify({ msgtype: 'text', text: { content: `收到：${(data['text'] as { content: string }).content}` } });
    void fetch(String(data['sessionWebhook']), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return null;
  });
  await client.ready();
  const seen = await kit.say('dingtalk', '1001', '今天谁值班');
  t.is(seen.message?.kind, 'mine');
  t.deepEqual(seen.replies?.map(({ text }) => text), ['收到：今天谁值班']);
  const frame = client.frames[0];
  t.like(dataOf(frame), { conversationType: '1', msgtype: 'text', senderStaffId: 'li.yi', senderNick: '李一', robotCode: 'dingemuwardline0001' });
  t.deepEqual(Object.keys(frame?.headers ?? {}).sort(), ['appId', 'connectionId', 'contentType', 'messageId', 'time', 'topic']);
});

test('SDK: pings are echoed and the connection stays', async (t) => {
  const kit = await startDingtalk({}, { pingMs: 20, keepAliveMs: 20 });
  const client = new SdkClient(kit.origin);
  t.teardown(async () => {
    client.disconnect();
    await kit.stop();
  });
  let pings = 0;
  const onSystem = client.onSystem.bind(client);
  client.onSystem = (frame) => {
    if (frame.headers.topic === 'ping') pings += 1;
    onSystem(frame);
  };
  await client.ready();
  // More than the three misses after which the platform hangs up.
  await until(() => pings > 6);
  t.true(client.connected);
});

test('SDK: contact events are acknowledged and not repeated', async (t) => {
  const kit = await startDingtalk();
  const client = new SdkClient(kit.origin);
  t.teardown(async () => {
    client.disconnect();
    await kit.stop();
  });
  const events: { headers: Record<string, unknown>; data: string }[] = [];
  client.registerAllEventListener((frame) => {
    events.push(frame);
    return { status: 'SUCCESS' } as ReturnType<typeof client.onEvent> & { status: never };
  });
  await client.ready();
  const person = kit.core.people.byNumber('dingtalk', '1001');
  await kit.post('/_emu/people', { ...person, active: false });
  await until(() => events.length === 1);
  t.like(events[0]?.headers, { eventType: 'user_leave_org', topic: '*', eventCorpId: 'dingemu0000000000000000000001' });
  t.deepEqual(dataOf(events[0])['userId'], ['li.yi']);
  await kit.advance(300_000);
  t.is(events.length, 1);
});

test('an event answered LATER comes again', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  const person = kit.core.people.byNumber('dingtalk', '2001');
  await kit.post('/_emu/people', { ...person, title: '主管技师' });
  const first = await until(() => client.frames.find(({ type }) => type === 'EVENT'));
  t.is(first.headers['eventType'], 'user_modify_org');
  client.ack(first.headers['messageId'] ?? '', { status: 'LATER', message: 'busy' });
  await until(() => kit.core.calls.list().some(({ code }) => code === 'ack'));
  await kit.advance(60_000);
  const events = await until(() => (client.frames.filter(({ type }) => type === 'EVENT').length === 2 ? client.frames.filter(({ type }) => type === 'EVENT') : undefined));
  t.is(events[0]?.headers['eventId'], events[1]?.headers['eventId']);
});

test('a ticket is for one connection and 90 s; both ways of writing it are taken', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const { endpoint, ticket } = await openTicket(kit);
  t.is(await knock(`${endpoint}?ticket=${ticket}`), 101);
  t.is(await knock(`${endpoint}?ticket=${ticket}`), 401);
  const late = await openTicket(kit);
  await kit.advance(90_000);
  t.is(await knock(`${late.endpoint}?ticket=${late.ticket}`), 401);
  await kit.fault({ platform: 'dingtalk', kind: 'ticketSpecialChars', count: 2 });
  const raw = await openTicket(kit);
  t.regex(raw.ticket, /\+\/.*==$/);
  t.is(await knock(`${raw.endpoint}?ticket=${raw.ticket}`), 101);
  const encoded = await openTicket(kit);
  t.is(await knock(`${encoded.endpoint}?ticket=${encodeURIComponent(encoded.ticket)}`), 101);
});

test('the gateway: bad secret 401, EVENT takes only a star, XML for who does not ask for JSON', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  t.like(await openTicket(kit, [], { clientSecret: 'wrong' }), { code: 'authFailed' });
  t.like(await openTicket(kit, [{ type: 'EVENT', topic: 'user_add_org' }]), { code: 'param.invalid' });
  const { clientId, clientSecret } = (await import('../tenant.ts')).dingtalkTenant;
  const plain = await fetch(`${kit.origin}/v1.0/gateway/connections/open`, { method: 'POST', headers: { accept: '*/*' }, body: JSON.stringify({ clientId, clientSecret }) });
  t.regex(await plain.text(), /^<\?xml/);
});

test('a robot message without acknowledgement comes again after 15 s and 60 s: new messageId, same msgId', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  murmur(kit, '在吗');
  await until(() => ofTopic(client, ROBOT).length === 1);
  await kit.advance(15_000);
  await until(() => ofTopic(client, ROBOT).length === 2);
  await kit.advance(59_000);
  t.is(ofTopic(client, ROBOT).length, 2);
  await kit.advance(1_000);
  const frames = await until(() => (ofTopic(client, ROBOT).length === 3 ? ofTopic(client, ROBOT) : undefined));
  t.is(new Set(frames.map(({ headers }) => headers['messageId'])).size, 3);
  t.is(new Set(frames.map((frame) => dataOf(frame)['msgId'])).size, 1);
  client.ack(frames[2]?.headers['messageId'] ?? '', { response: null });
  await until(() => kit.core.calls.list().some(({ code }) => code === 'ack'));
  await kit.advance(600_000);
  t.is(ofTopic(client, ROBOT).length, 3);
});

test('what was said while the product was away arrives when it is back', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  t.is((await kit.say('dingtalk', '1001', '第一句')).replies, undefined);
  await kit.say('dingtalk', '1001', '第二句');
  await kit.advance(600_000);
  const client = await rawClient(kit);
  const frames = await until(() => (ofTopic(client, ROBOT).length === 2 ? ofTopic(client, ROBOT) : undefined));
  t.deepEqual(frames.map((frame) => dataOf(frame)['text']), [{ content: '第一句' }, { content: '第二句' }]);
});

test('one of several connections is chosen for each push', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const clients = [await rawClient(kit), await rawClient(kit), await rawClient(kit)];
  for (let line = 0; line < 40; line += 1) murmur(kit, String(line));
  const counts = await until(() => {
    const each = clients.map((client) => ofTopic(client, ROBOT).length);
    return each.reduce((sum, one) => sum + one, 0) === 40 ? each : undefined;
  });
  t.true(counts.every((count) => count > 0), String(counts));
});

test('fault dropAck: acknowledged in vain, delivered again', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.fault({ platform: 'dingtalk', kind: 'dropAck', count: 1 });
  murmur(kit, '在吗');
  const first = await until(() => ofTopic(client, ROBOT)[0]);
  client.ack(first.headers['messageId'] ?? '', { response: null });
  await until(async () => (await kit.get<{ faults: unknown[] }>('/_emu/faults')).faults.length === 0);
  await kit.advance(15_000);
  const second = await until(() => ofTopic(client, ROBOT)[1]);
  t.is(dataOf(second)['msgId'], dataOf(first)['msgId']);
});

test('fault duplicate: comes again after the acknowledgement', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.fault({ platform: 'dingtalk', kind: 'duplicate', times: 2, ms: 1_000, count: 1 });
  murmur(kit, '在吗');
  const first = await until(() => ofTopic(client, ROBOT)[0]);
  client.ack(first.headers['messageId'] ?? '', { response: null });
  await kit.advance(2_000);
  const frames = await until(() => (ofTopic(client, ROBOT).length === 3 ? ofTopic(client, ROBOT) : undefined));
  t.is(new Set(frames.map((frame) => dataOf(frame)['msgId'])).size, 1);
});

test('fault reorder: the later line is heard first', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.fault({ platform: 'dingtalk', kind: 'reorder', count: 1, ms: 5_000 });
  murmur(kit, '先说的');
  await until(async () => (await kit.get<{ faults: unknown[] }>('/_emu/faults')).faults.length === 0);
  murmur(kit, '后说的');
  await until(() => ofTopic(client, ROBOT).length === 1);
  await kit.advance(5_000);
  const frames = await until(() => (ofTopic(client, ROBOT).length === 2 ? ofTopic(client, ROBOT) : undefined));
  t.deepEqual(frames.map((frame) => dataOf(frame)['text']), [{ content: '后说的' }, { content: '先说的' }]);
});

test('fault connectionExpired: disconnect, no more pushes, closed ten seconds later', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  let closed = false;
  client.socket.on('close', () => {
    closed = true;
  });
  await kit.fault({ platform: 'dingtalk', kind: 'connectionExpired', count: 1 });
  const frame = await until(() => ofTopic(client, 'disconnect')[0]);
  t.deepEqual(dataOf(frame), { reason: 'connection is expired' });
  murmur(kit, '在吗');
  await kit.advance(9_000);
  t.false(closed);
  await kit.advance(1_000);
  await until(() => closed);
  t.is(ofTopic(client, ROBOT).length, 0);
});

test('fault disconnectNoClose: disconnect, and the socket stays open and deaf', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.fault({ platform: 'dingtalk', kind: 'disconnectNoClose', count: 1 });
  await until(() => ofTopic(client, 'disconnect')[0]);
  await kit.advance(600_000);
  await kit.say('dingtalk', '1001', '在吗');
  t.is(client.socket.readyState, client.socket.OPEN);
  t.is(ofTopic(client, ROBOT).length, 0);
});

test('fault halfOpenSocket: open to look at, and not even a transport ping is answered', async (t) => {
  const kit = await startDingtalk({}, { keepAliveMs: 10 });
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  client.socket.ping();
  await until(() => client.pongs() === 1);
  await kit.fault({ platform: 'dingtalk', kind: 'halfOpenSocket', count: 1 });
  const before = client.texts.length;
  client.socket.ping();
  await kit.say('dingtalk', '1001', '在吗');
  t.is(client.socket.readyState, client.socket.OPEN);
  t.is(client.pongs(), 1);
  t.is(client.texts.length, before);
});

test('fault silentStop: nothing is pushed, transport pings are still answered', async (t) => {
  const kit = await startDingtalk({}, { keepAliveMs: 10 });
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.fault({ platform: 'dingtalk', kind: 'silentStop' });
  const before = client.texts.length;
  await kit.say('dingtalk', '1001', '在吗');
  client.socket.ping();
  await until(() => client.pongs() === 1);
  t.is(client.texts.length, before);
});

test('fault withholdRegistered: CONNECTED only', async (t) => {
  const kit = await startDingtalk({}, { keepAliveMs: 10 });
  t.teardown(() => kit.stop());
  await kit.fault({ platform: 'dingtalk', kind: 'withholdRegistered' });
  const client = await rawClient(kit);
  await until(() => ofTopic(client, 'KEEPALIVE').length > 0);
  t.deepEqual([ofTopic(client, 'CONNECTED').length, ofTopic(client, 'REGISTERED').length], [1, 0]);
});

test('fault nonJsonFrame, handshake401 and down', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.fault({ platform: 'dingtalk', kind: 'nonJsonFrame', count: 1 });
  await until(() => client.texts.some((text) => text.startsWith('<html>')));
  await kit.fault({ platform: 'dingtalk', kind: 'handshake401', count: 1 });
  await t.throwsAsync(rawClient(kit), { message: /401/ });
  await kit.fault({ platform: 'dingtalk', kind: 'down', forMs: 600_000 });
  await until(() => client.socket.readyState === client.socket.CLOSED);
  await t.throwsAsync(openTicket(kit));
  await kit.advance(600_000);
  t.truthy((await openTicket(kit)).ticket);
});

test('the monthly quota of pushes: past it a line comes without its text', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.post('/_emu/quotas', { platform: 'dingtalk', limits: { pushesPerMonth: 1 } });
  for (const line of ['第一句', '第二句']) murmur(kit, line);
  const frames = await until(() => (ofTopic(client, ROBOT).length === 2 ? ofTopic(client, ROBOT) : undefined));
  t.deepEqual(frames.map((frame) => 'text' in dataOf(frame)), [true, false]);
  t.is(dataOf(frames[1])['errCode'], '20001');
  t.like(await kit.get('/_emu/quotas'), { dingtalk: { pushesPerMonth: { limit: 1, used: 2 } } });
});

test('until the app is published the sender has no staff id; a skewed clock shows', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.post('/_emu/dingtalk/apps', { published: false });
  await kit.fault({ platform: 'dingtalk', kind: 'clockSkew', ms: -600_000 });
  murmur(kit, '在吗');
  const data = dataOf(await until(() => ofTopic(client, ROBOT)[0]));
  t.false('senderStaffId' in data);
  t.true(Number(data['createAt']) < kit.core.clock.now() - 590_000);
});

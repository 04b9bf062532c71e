import test from 'ava';
import { WSClient } from '@wecom/aibot-node-sdk';
import type { WsFrame } from '@wecom/aibot-node-sdk';
import { WebSocket } from 'ws';
import { until } from '../core/kit.ts';
import { wecomTenant } from '../tenant.ts';
import { ask, startWorld } from './kit.ts';
import type { World } from './kit.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let world: World;
const clients: WSClient[] = [];
let frames: { cmd: string; body: Record<string, unknown> }[] = [];

test.beforeEach(async () => {
  world = await startWorld();
  frames = [];
});
test.afterEach.always(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await world.close();
});

function client(secret: string = wecomTenant.botSecret): WSClient {
  const made = new WSClient({ botId: wecomTenant.botId, secret, wsUrl: `${world.origin.replace('http', 'ws')}/aibot`, logger: quiet, maxReconnectAttempts: 0, maxAuthFailureAttempts: 1, heartbeatInterval: 200 });
  made.on('error', () => undefined);
  clients.push(made);
  return made;
}

async function online(): Promise<WSClient> {
  const made = client();
  const ready = new Promise((resolve) => made.once('authenticated', () => resolve(true)));
  made.connect();
  await ready;
  return made;
}

/** The errcode of a rejected answer, 0 when it was taken. */
const refused = (sent: Promise<unknown>): Promise<number> => sent.then(() => 0, (frame: { errcode: number }) => frame.errcode);

const says = (made: WSClient, answer: (frame: WsFrame) => void): unknown => made.on('message', (frame) => {
  frames.push(frame as unknown as (typeof frames)[number]);
  answer(frame);
});

test.serial('the real SDK subscribes, is acked and keeps its heartbeat', async (t) => {
  const made = await online();
  t.true(made.isConnected);
  t.like(await world.get('/_emu/wecom'), { botConnected: true });
  await made.sendMessage('li.yi', { msgtype: 'markdown', markdown: { content: '**早**' } });
  t.is((await world.inbox('wecom', '1001'))[0]?.text, '**早**');
});

test.serial('a wrong secret is refused', async (t) => {
  const made = client('wrong');
  const failed = new Promise((resolve) => made.on('error', resolve));
  made.connect();
  t.truthy(await failed);
  t.like(await world.get('/_emu/wecom'), { botConnected: false });
});

test.serial('a typed line goes to the robot and its stream fills one message', async (t) => {
  const made = await online();
  says(made, (frame) => void made.replyStream(frame, 's1', '正在查').then(() => made.replyStream(frame, 's1', '正在查…查到了', true)));
  const seen = await world.say('wecom', '1001', '12床');
  t.like(frames[0]?.body, { msgtype: 'text', chattype: 'single', from: { userid: 'li.yi' }, text: { content: '12床' } });
  t.is(seen.replies?.length, 1);
  const inbox = await world.inbox('wecom', '1001');
  t.deepEqual(inbox.map((each) => each.text), ['正在查…查到了', '12床']);
});

test.serial('a card event is nested, sent once, and answered by a whole card', async (t) => {
  const made = await online();
  await made.sendMessage('li.yi', { msgtype: 'template_card', template_card: ask('b-1') as never });
  const [card] = await world.inbox('wecom', '1001');
  made.on('event.template_card_event', (frame) => {
    frames.push(frame as unknown as (typeof frames)[number]);
    void made.updateTemplateCard(frame, ask('b-1', { main_title: { title: '已确认' } }) as never);
  });
  const seen = await world.press('wecom', '1001', card?.id ?? '', 'acknowledge');
  t.is(seen.message?.title, '已确认');
  t.is(frames.length, 1);
  const event = frames[0]?.body['event'];
  t.deepEqual(event, { eventtype: 'template_card_event', template_card_event: { card_type: 'button_interaction', event_key: 'acknowledge', task_id: 'b-1' } });
});

test.serial('a card event nobody answers in 5 s is lost', async (t) => {
  const made = await online();
  await made.sendMessage('li.yi', { msgtype: 'template_card', template_card: ask('b-2') as never });
  const [card] = await world.inbox('wecom', '1001');
  let late: WsFrame | undefined;
  made.on('event.template_card_event', (frame) => {
    late = frame;
  });
  const pressed = world.press('wecom', '1001', card?.id ?? '', 'acknowledge');
  const frame = await until(() => late);
  await world.advance(5_001);
  t.is((await pressed).toast, '机器人没有响应');
  const code = await refused(made.updateTemplateCard(frame, ask('b-2') as never));
  t.is(code, 846_605);
  t.is((await world.inbox('wecom', '1001'))[0]?.buttons.length, 2);
});

test.serial('a second connection kicks the first, which does not come back', async (t) => {
  const first = await online();
  const kicked = new Promise<string>((resolve) => first.once('disconnected', resolve));
  const second = await online();
  t.regex(await kicked, /connection/i);
  t.true(second.isConnected);
  t.false(first.isConnected);
});

test.serial('a stream answer to an unknown req_id is 846605, an unknown chat 93006', async (t) => {
  const made = await online();
  t.is(await refused(made.replyStream({ headers: { req_id: 'nobody-asked' } } as WsFrame, 's', 'x', true)), 846_605);
  t.is(await refused(made.sendMessage('LI.YI', { msgtype: 'markdown', markdown: { content: 'x' } })), 93_006);
});

test.serial('a stream ends six minutes after the question', async (t) => {
  const made = await online();
  let question: WsFrame | undefined;
  says(made, (frame) => {
    question = frame;
    void made.replyStream(frame, 's', '想', false);
  });
  const said = world.say('wecom', '1001', '问');
  const frame = await until(() => question);
  await world.advance(6 * 60_000 + 1);
  await said;
  const code = await refused(made.replyStream(frame, 's', '想好了', true));
  t.is(code, 846_608);
});

test.serial('frames before the subscription are refused, bad JSON is passed over', async (t) => {
  const raw = new WebSocket(`${world.origin.replace('http', 'ws')}/aibot`);
  await new Promise((resolve) => raw.once('open', resolve));
  const answer = new Promise<string>((resolve) => raw.once('message', (data: Buffer) => resolve(data.toString())));
  raw.send('not json');
  raw.send(JSON.stringify({ cmd: 'ping', headers: { req_id: 'p1' } }));
  t.like(JSON.parse(await answer), { headers: { req_id: 'p1' }, errcode: 40_014 });
  raw.close();
});

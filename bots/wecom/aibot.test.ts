import { once } from 'node:events';
import test from 'ava';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import type { BotContext, Inbound } from '../bot.ts';
import { readRobotPress } from './aibot-frames.ts';
import { WecomAibot } from './aibot.ts';
import { phrases } from './phrases.ts';
import { contextFor } from './testing.ts';

const corp = 'wwemu0000000000001';
const frameSchema = z.object({ cmd: z.string(), headers: z.object({ req_id: z.string() }), body: z.record(z.string(), z.unknown()).optional() });
type Frame = z.infer<typeof frameSchema>;

const card: Card = {
  name: 'x.y', tone: 'ok', kind: '提醒', summary: '12床', title: '12床 王**', fact: '已处理', fields: [], state: '', questions: [], buttons: [],
};

/** The platform's side: acknowledges everything, remembers frames, wakes whoever waits for one. */
class Platform {
  readonly frames: Frame[] = [];
  readonly sockets: WebSocket[] = [];
  accepts = true;
  readonly #server: WebSocketServer;
  #waiting: (() => void)[] = [];

  constructor(server: WebSocketServer) {
    this.#server = server;
    this.#server.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('message', (data) => this.#hear(socket, frameSchema.parse(JSON.parse(String(data)))));
    });
  }

  static async open(): Promise<Platform> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new Platform(server);
  }

  get url(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? `ws://127.0.0.1:${address.port}` : '';
  }

  #hear(socket: WebSocket, frame: Frame): void {
    const errcode = frame.cmd === 'aibot_subscribe' && !this.accepts ? 40001 : 0;
    socket.send(JSON.stringify({ headers: frame.headers, errcode, errmsg: '' }));
    this.frames.push(frame);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The n-th frame of a command, when it is there. */
  async nth(cmd: string, n = 1): Promise<Frame> {
    for (;;) {
      const found = this.frames.filter((frame) => frame.cmd === cmd)[n - 1];
      if (found) return found;
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  push(cmd: string, body: object): void {
    this.sockets.at(-1)?.send(JSON.stringify({ cmd, headers: { req_id: `req-${this.frames.length}` }, body }));
  }

  say(body: object): void {
    this.push('aibot_msg_callback', { msgid: 'm1', aibotid: 'b', chattype: 'single', from: { userid: 'LiYi' }, msgtype: 'text', ...body });
  }

  event(event: object): void {
    this.push('aibot_event_callback', { msgid: 'e1', aibotid: 'b', chattype: 'single', from: { userid: 'LiYi' }, msgtype: 'event', event });
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

async function withRobot(inbound: Partial<Inbound>, use: (platform: Platform, robot: WecomAibot, context: ReturnType<typeof contextFor>) => Promise<void>): Promise<void> {
  const platform = await Platform.open();
  const context = contextFor();
  const robot = robotAt(platform, context, inbound);
  try {
    await robot.start();
    await platform.nth('aibot_subscribe');
    await use(platform, robot, context);
  } finally {
    await robot.stop();
    await platform.close();
  }
}

function robotAt(platform: Platform, context: BotContext, inbound: Partial<Inbound> = {}): WecomAibot {
  const all: Inbound = { press: async () => ({}), line: async () => undefined, change: async () => undefined, ...inbound };
  const robot = { botId: 'b', botSecret: 's', botUrl: platform.url };
  return new WecomAibot(robot, corp, context, all, { leaseMs: 30_000, lookMs: 3_600_000, restMs: 60_000 });
}

const contentOf = (frame: Frame): unknown => z.object({ stream: z.object({ content: z.string(), finish: z.literal(true) }) }).parse(frame.body).stream.content;

test('a line is heard with its person and answered under its request', (t) =>
  withRobot({ line: async (line) => `${line.key} ${line.user} ${line.text}` }, async (platform) => {
    t.deepEqual((await platform.nth('aibot_subscribe')).body, { bot_id: 'b', secret: 's' });
    platform.say({ text: { content: '谁值班' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg')), 'wecom-bot:m1 LiYi 谁值班');
  }));

test('a voice is heard as its words; a picture is answered with a request for words', (t) =>
  withRobot({ line: async (line) => `听到：${line.text}` }, async (platform) => {
    platform.say({ msgtype: 'voice', voice: { content: '十二床' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg')), '听到：十二床');
    platform.say({ msgtype: 'image', image: { url: 'https://x.test/a' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg', 2)), phrases.textOnly);
  }));

test('in a group nothing is answered about patients', (t) =>
  withRobot({ line: async () => '王某 血钾 7.1' }, async (platform) => {
    platform.say({ chattype: 'group', chatid: 'c', text: { content: '12床怎么样' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg')), phrases.groupOnly);
  }));

test('a line that fails is answered with a sentence, and the log holds nothing of it', (t) =>
  withRobot({ line: () => Promise.reject(new Error('王某')) }, async (platform, _, context) => {
    platform.say({ text: { content: '王某的结果' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg')), phrases.lineFailed);
    t.false(context.logged.join().includes('王某'));
  }));

test('card events, nested as on the wire and flat as in the typings', (t) => {
  const detail = { event_key: 'ok', task_id: 't1', selected_items: { selected_item: [{ question_key: 'q', option_ids: { option_id: ['a', 'b'] } }] } };
  for (const event of [{ eventtype: 'template_card_event', template_card_event: detail }, { eventtype: 'template_card_event', ...detail }]) {
    const press = readRobotPress({ body: { msgid: 'e1', from: { userid: 'LiYi' }, event } }, corp);
    t.like(press, { key: 'wecom-bot:e1', user: 'LiYi', card: 't1', button: 'ok', answers: { q: ['a', 'b'] } });
  }
  t.is(readRobotPress({ body: { msgid: 'e1', from: { userid: 'x' }, event: { eventtype: 'feedback_event' } } }, corp), undefined);
});

test('a press is answered with the whole card under the same task', (t) =>
  withRobot({ press: async () => ({ card }) }, async (platform) => {
    platform.event({ eventtype: 'template_card_event', template_card_event: { event_key: 'ok', task_id: 't1' } });
    const { body } = await platform.nth('aibot_respond_update_msg');
    t.like(body, { response_type: 'update_template_card', template_card: { card_type: 'text_notice', task_id: 't1' } });
  }));

test('frames that are none are survived', (t) =>
  withRobot({ line: async () => '在' }, async (platform) => {
    platform.sockets.at(-1)?.send('not json');
    platform.push('aibot_msg_callback', { msgtype: 'text' });
    platform.event({ eventtype: 'something_new' });
    platform.say({ text: { content: '在吗' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg')), '在');
  }));

test('two processes: one leads; when it stops the other takes over', async (t) => {
  const platform = await Platform.open();
  const context = contextFor();
  const [one, two] = [robotAt(platform, context), robotAt(platform, context)];
  try {
    await one.start();
    await two.start();
    await platform.nth('aibot_subscribe');
    await two.look();
    t.is(platform.sockets.length, 1);
    t.is(two.health().seen, '机器人由另一个进程连接');
    await one.stop();
    await two.look();
    await platform.nth('aibot_subscribe', 2);
    t.is(platform.sockets.length, 2);
  } finally {
    await one.stop();
    await two.stop();
    await platform.close();
  }
});

test('a lease that lapsed while we slept is not fought for', async (t) => {
  const platform = await Platform.open();
  const context = contextFor();
  const [one, two] = [robotAt(platform, context), robotAt(platform, context)];
  try {
    await one.start();
    await platform.nth('aibot_subscribe');
    const [socket] = platform.sockets;
    context.pass(31_000);
    await two.start();
    const closed = socket ? once(socket, 'close') : undefined;
    await one.look();
    await closed;
    t.is(one.health().seen, '机器人由另一个进程连接');
    await platform.nth('aibot_subscribe', 2);
  } finally {
    await one.stop();
    await two.stop();
    await platform.close();
  }
});

test('thrown out by a stranger: back after a rest, not before', (t) =>
  withRobot({}, async (platform, robot, context) => {
    const [socket] = platform.sockets;
    const closed = socket ? once(socket, 'close') : undefined;
    platform.event({ eventtype: 'disconnected_event' });
    await closed;
    context.pass(20_000);
    await robot.look();
    t.is(platform.sockets.length, 1);
    t.false(robot.health().ok);
    context.pass(25_000);
    await robot.look();
    t.is(platform.sockets.length, 1);
    context.pass(20_000);
    await robot.look();
    await platform.nth('aibot_subscribe', 2);
    t.is(platform.sockets.length, 2);
  }));

test('a cut line is the SDK’s to mend', (t) =>
  withRobot({ line: async () => '在' }, async (platform) => {
    platform.sockets.at(-1)?.terminate();
    await platform.nth('aibot_subscribe', 2);
    platform.say({ text: { content: '还在吗' } });
    t.is(contentOf(await platform.nth('aibot_respond_msg')), '在');
  }));

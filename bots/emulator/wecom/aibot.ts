/** `ws /aibot`: the intelligent robot's long connection. One connection for each robot; a second kicks the first. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { InboxMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import type { Seen, Values } from '../core/plug-in.ts';
import { answerMessage, sendMessage, updateCard } from './aibot-replies.ts';
import type { Asked } from './aibot-replies.ts';
import { clientFrame, fine, refusals, subscribeBody } from './aibot-frames.ts';
import type { ClientFrame, Result } from './aibot-frames.ts';
import type { Copy } from './copy.ts';
import { opaque } from './memory.ts';
import type { Wecom } from './memory.ts';
import { choices, showMine } from './press.ts';
import { changeCopy } from './show.ts';

/** How long the emulator waits for an answer before it shows what there is, ms. */
const PATIENCE = 5_000;
/** Open questions kept. */
const ASKED_KEPT = 1_000;
const ROUTE = 'aibot';

export class Aibot {
  readonly #wecom: Wecom;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #asked = new Map<string, Asked>();
  #live: WebSocket | undefined;

  constructor(wecom: Wecom) {
    this.#wecom = wecom;
  }

  get connected(): boolean {
    return this.#live !== undefined;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#wecom.core.faults.take('wecom', 'handshake401', ROUTE)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#accept(client));
  }

  stop(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  /** A line typed to the robot. Waits for its answer as long as a person would look. */
  async say(person: Person, text: string): Promise<Seen> {
    const mine = showMine(this.#wecom, person, text, 'bot');
    const { corpId } = this.#wecom.settings;
    const asked = this.#ask(person, 'message');
    const body = { ...this.#from(person), from: { userid: person.userid, corpid: corpId }, msgtype: 'text', text: { content: text } };
    if (!this.#push('aibot_msg_callback', asked.id, body)) return { message: mine, toast: '机器人不在线' };
    await asked.answered;
    return { message: mine, replies: asked.arrived };
  }

  /** The first opening of the chat in a day. */
  async enter(person: Person): Promise<Seen> {
    const asked = this.#ask(person, 'enter');
    if (!this.#push('aibot_event_callback', asked.id, this.#event(person, 'enter_chat', {}))) return {};
    await asked.answered;
    return { replies: asked.arrived };
  }

  /** Sent once; unanswered in 5 s it is lost. */
  async press(person: Person, message: InboxMessage, copy: Copy, button: string, values: Values): Promise<Seen> {
    const chosen = choices(message, values);
    const remembered = changeCopy(this.#wecom, person.userid, message.id, (each) => ({ ...each, chosen })) ?? message;
    const selected = Object.entries(chosen).map(([question_key, ids]) => ({ question_key, option_ids: { option_id: ids } }));
    const asked = this.#ask(person, 'card', remembered);
    const pushed = this.#push('aibot_event_callback', asked.id, this.#event(person, 'template_card_event', {
      card_type: copy.template_card.card_type,
      // The corner menu is no event of its own on this connection.
      event_key: button.replace(/^menu:/, ''),
      task_id: copy.task_id,
      ...(selected.length === 0 ? {} : { selected_items: { selected_item: selected } }),
    }));
    const answered = pushed && (await asked.answered);
    const after = this.#wecom.core.inboxes.find('wecom', person.userid, message.id) ?? remembered;
    return answered ? { message: after, replies: asked.arrived } : { message: after, toast: '机器人没有响应' };
  }

  #accept(client: WebSocket): void {
    let subscribed = false;
    client.on('error', () => undefined);
    client.on('close', () => {
      if (this.#live === client) this.#live = undefined;
      this.#wecom.core.events.emit('connection', () => ({ platform: 'wecom', connected: this.connected }));
    });
    client.on('message', (data: Buffer) => {
      const frame = clientFrame.safeParse(parse(data));
      if (!frame.success) return;
      if (frame.data.cmd === 'aibot_subscribe') subscribed = this.#subscribe(client, frame.data);
      else this.#ack(client, frame.data, subscribed ? this.#result(frame.data) : refusals.unsubscribed);
    });
  }

  #subscribe(client: WebSocket, frame: ClientFrame): boolean {
    const body = subscribeBody.safeParse(frame.body);
    const { bot } = this.#wecom.settings;
    const known = body.success && body.data.bot_id === bot.id && body.data.secret === bot.secret;
    this.#ack(client, frame, known ? fine : refusals.secret);
    if (!known) return false;
    const former = this.#live;
    this.#live = client;
    if (former !== undefined && former !== client) this.#kick(former);
    this.#wecom.core.events.emit('connection', () => ({ platform: 'wecom', connected: true }));
    return true;
  }

  #kick(former: WebSocket): void {
    const body = { msgid: opaque('evt', 12), create_time: this.#seconds(), aibotid: this.#wecom.settings.bot.id, msgtype: 'event', event: { eventtype: 'disconnected_event' } };
    former.send(JSON.stringify({ cmd: 'aibot_event_callback', headers: { req_id: opaque('req', 12) }, body }));
    if (!this.#wecom.core.faults.take('wecom', 'disconnectNoClose', ROUTE)) former.close();
  }

  #result(frame: ClientFrame): Result {
    const asked = this.#asked.get(frame.headers.req_id);
    switch (frame.cmd) {
      case 'ping': return fine;
      case 'aibot_respond_msg': return answerMessage(this.#wecom, asked, frame.body, false);
      case 'aibot_respond_welcome_msg': return answerMessage(this.#wecom, asked, frame.body, true);
      case 'aibot_respond_update_msg': return updateCard(this.#wecom, asked, frame.body);
      case 'aibot_send_msg': return sendMessage(this.#wecom, frame.body);
      default: return refusals.type;
    }
  }

  /** Acks carry no `cmd`; they are matched by req_id. */
  #ack(client: WebSocket, frame: ClientFrame, result: Result): void {
    const { faults, clock, calls } = this.#wecom.core;
    if (frame.cmd !== 'ping') calls.add({ at: clock.now(), platform: 'wecom', direction: 'in', route: frame.cmd, status: 200, code: String(result.errcode), ms: 0 });
    if (faults.peek('wecom', 'halfOpenSocket', ROUTE)) return;
    if (faults.take('wecom', 'dropAck', ROUTE)) return;
    client.send(JSON.stringify({ headers: { req_id: frame.headers.req_id }, ...result }));
  }

  #push(cmd: string, reqId: string, body: unknown): boolean {
    const { calls, clock, faults } = this.#wecom.core;
    const live = this.#live;
    const silent = faults.peek('wecom', 'silentStop', ROUTE) ?? faults.peek('wecom', 'halfOpenSocket', ROUTE);
    const sent = live !== undefined && silent === undefined;
    if (sent) live.send(JSON.stringify({ cmd, headers: { req_id: reqId }, body }));
    calls.add({ at: clock.now(), platform: 'wecom', direction: 'out', route: cmd, status: sent ? 200 : 0, code: sent ? 'ok' : 'not connected', ms: 0 });
    return sent;
  }

  #ask(person: Person, kind: Asked['kind'], message?: InboxMessage): Asked & { id: string; answered: Promise<boolean> } {
    const { clock } = this.#wecom.core;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const cancel = clock.after(PATIENCE, () => resolve(false));
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    const asked: Asked = { person, kind, at: clock.now(), streams: new Map(), arrived: [], settled, ...(message === undefined ? {} : { message }) };
    const id = opaque('req', 12);
    this.#asked.set(id, asked);
    const oldest = this.#asked.keys().next();
    if (this.#asked.size > ASKED_KEPT && !oldest.done) this.#asked.delete(oldest.value);
    return { ...asked, id, answered: promise };
  }

  #from(person: Person): object {
    return { msgid: opaque('msg', 18), create_time: this.#seconds(), aibotid: this.#wecom.settings.bot.id, chattype: 'single', from: { userid: person.userid } };
  }

  /** The wire nests what belongs to the event under its type; the SDK's typings show it flat. */
  #event(person: Person, eventtype: string, detail: object): object {
    return { ...this.#from(person), msgtype: 'event', event: { eventtype, [eventtype]: detail } };
  }

  #seconds(): number {
    return Math.floor(this.#wecom.core.clock.now() / 1_000);
  }
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

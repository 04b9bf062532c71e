/** All long connections of the tenant: tickets, who is connected, and pushing to one of them at random (§1.3). */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Fault } from '../core/faults.ts';
import type { Core } from '../core/plug-in.ts';
import { Connection, type Ack, type Pace, type Subscription } from './connection.ts';
import { opaque } from './ids.ts';

export interface Push {
  readonly clientId: string;
  readonly type: 'CALLBACK' | 'EVENT';
  readonly topic: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** `alone`: nobody is connected. `silence`: no acknowledgement in time. */
export type PushResult = Ack | 'alone' | 'silence';

/** One connection, within 90 s. */
const TICKET_LIFE = 90_000;
/** Gap of `duplicate` and `reorder` unless told otherwise, ms. */
const GAP = 200;

const PACE: Pace = { keepAliveMs: 25_000, pingMs: 60_000 };

interface Ticket {
  readonly clientId: string;
  readonly subscriptions: readonly Subscription[];
  readonly expires: number;
}

interface Waiting {
  readonly topic: string;
  readonly settle: (result: PushResult) => void;
}

export class StreamHub {
  readonly #core: Core;
  readonly #pace: Pace;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, Ticket>();
  readonly #connections = new Set<Connection>();
  readonly #waiting = new Map<string, Waiting>();
  /** An app has come (back): what it is owed can go out. */
  onConnected: (clientId: string) => void = () => undefined;

  constructor(core: Core, pace: Partial<Pace> = {}) {
    this.#core = core;
    this.#pace = { ...PACE, ...pace };
    core.faults.watch((fault) => this.#strike(fault));
  }

  ticket(clientId: string, subscriptions: readonly Subscription[]): string {
    const special = this.#core.faults.take('dingtalk', 'ticketSpecialChars', '/v1.0/gateway/connections/open');
    const ticket = special ? `${opaque(8)}+/${opaque(4)}==` : opaque();
    const expires = this.#core.clock.now() + TICKET_LIFE;
    for (const [old, { expires }] of this.#tickets) if (expires < this.#core.clock.now()) this.#tickets.delete(old);
    this.#tickets.set(ticket, { clientId, subscriptions, expires });
    return ticket;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { faults } = this.#core;
    if (faults.take('dingtalk', 'down', '/connect')) return void socket.destroy();
    const refused = faults.take('dingtalk', 'handshake401', '/connect');
    const ticket = refused ? undefined : this.#spend(request.url ?? '');
    if (ticket === undefined) return void socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(this.#core, webSocket, ticket.clientId, ticket.subscriptions, this.#pace);
      this.#adopt(connection);
    });
  }

  /** Sends to one connection chosen at random and waits for its acknowledgement, `patience` ms of virtual time. */
  push(push: Push, patience: number): Promise<PushResult> {
    const connection = this.#choose(push);
    if (connection === undefined) {
      this.#log(push, 0, 'no-connection', performance.now());
      return Promise.resolve('alone');
    }
    const began = performance.now();
    const messageId = opaque();
    const answer = new Promise<PushResult>((resolve) => {
      const cancel = this.#core.clock.after(patience, () => settle('silence'));
      const settle = (result: PushResult): void => {
        cancel();
        this.#waiting.delete(messageId);
        this.#log(push, typeof result === 'object' ? result.code : 0, typeof result === 'object' ? 'ack' : result, began);
        resolve(result);
      };
      this.#waiting.set(messageId, { topic: push.topic, settle });
    });
    this.#send(connection, push, messageId);
    return answer;
  }

  connections(): { clientId: string; id: string }[] {
    return [...this.#connections].map(({ clientId, id }) => ({ clientId, id }));
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.cut();
    for (const { settle } of this.#waiting.values()) settle('silence');
    await new Promise<void>((resolve) => this.#sockets.close(() => resolve()));
  }

  #adopt(connection: Connection): void {
    this.#connections.add(connection);
    connection.onAck = (ack) => this.#acked(ack);
    connection.onClose = () => {
      this.#connections.delete(connection);
      this.#core.events.emit('connection', () => ({ platform: 'dingtalk', connections: this.#connections.size }));
    };
    connection.greet();
    this.#core.events.emit('connection', () => ({ platform: 'dingtalk', connections: this.#connections.size }));
    this.onConnected(connection.clientId);
  }

  /** Node's SDK writes the ticket raw, Python's encodes it; both are taken. */
  #spend(url: string): Ticket | undefined {
    const raw = /[?&]ticket=([^&]*)/.exec(url)?.[1] ?? '';
    const key = [raw, decoded(raw)].find((candidate) => this.#tickets.has(candidate));
    const ticket = key === undefined ? undefined : this.#tickets.get(key);
    if (key !== undefined) this.#tickets.delete(key);
    return ticket && ticket.expires > this.#core.clock.now() ? ticket : undefined;
  }

  #choose({ clientId, type, topic }: Push): Connection | undefined {
    const able = [...this.#connections].filter((connection) => connection.clientId === clientId && connection.takes(type, topic));
    return able[Math.floor(Math.random() * able.length)];
  }

  #send(connection: Connection, push: Push, messageId: string): void {
    const { clock, faults } = this.#core;
    const skew = faults.peek('dingtalk', 'clockSkew', '/connect')?.ms ?? 0;
    const headers = {
      ...push.headers,
      topic: push.topic,
      contentType: 'application/json',
      messageId,
      time: String(clock.now() + skew),
      appId: push.clientId,
      connectionId: connection.id,
    };
    const frame = { specVersion: '1.0', type: push.type, headers, data: JSON.stringify(push.data) };
    const late = faults.take('dingtalk', 'reorder', push.topic);
    if (late) clock.after(late.ms ?? GAP, () => connection.send(frame));
    else connection.send(frame);
    this.#repeat(push);
  }

  /** `duplicate`: comes again although it was acknowledged, with another messageId. */
  #repeat(push: Push): void {
    const fault = this.#core.faults.take('dingtalk', 'duplicate', push.topic);
    if (fault === undefined) return;
    for (let copy = 1; copy <= (fault.times ?? 1); copy += 1) {
      this.#core.clock.after(copy * (fault.ms ?? GAP), () => {
        const connection = this.#choose(push);
        const headers = { ...push.headers, topic: push.topic, contentType: 'application/json', messageId: opaque(), time: String(this.#core.clock.now()) };
        connection?.send({ specVersion: '1.0', type: push.type, headers, data: JSON.stringify(push.data) });
      });
    }
  }

  #acked(ack: Ack): void {
    const waiting = this.#waiting.get(ack.messageId);
    if (waiting === undefined) return;
    if (this.#core.faults.take('dingtalk', 'dropAck', waiting.topic)) return;
    waiting.settle(ack);
  }

  /** Switches that act at once on every open connection. */
  #strike(fault: Fault): void {
    if (fault.platform === 'wecom') return;
    const act: Partial<Record<Fault['kind'], (connection: Connection) => void>> = {
      connectionExpired: (connection) => connection.expire(true),
      disconnectNoClose: (connection) => connection.expire(false),
      halfOpenSocket: (connection) => connection.freeze(),
      nonJsonFrame: (connection) => connection.babble(),
      down: (connection) => connection.cut(),
    };
    const strike = act[fault.kind];
    if (strike === undefined || (fault.route !== undefined && fault.route !== '/connect')) return;
    for (const connection of this.#connections) strike(connection);
  }

  #log(push: Push, status: number, code: string, began: number): void {
    const ms = Math.round((performance.now() - began) * 10) / 10;
    this.#core.calls.add({ at: this.#core.clock.now(), platform: 'dingtalk', direction: 'out', route: push.topic, status, code, ms });
  }
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** One websocket of the stream protocol (§1.3), seen from the platform. */
import { setInterval } from 'node:timers';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Core } from '../core/plug-in.ts';
import { opaque } from './ids.ts';

export interface Subscription {
  readonly type: string;
  readonly topic: string;
}

export interface Ack {
  readonly code: number;
  readonly messageId: string;
  /** Parsed; `undefined` when it was no JSON. */
  readonly data: unknown;
}

/** Transport pace, in real time: a client's watchdog runs in real time too. */
export interface Pace {
  readonly keepAliveMs: number;
  readonly pingMs: number;
}

/** After `disconnect` the server still leaves the socket open this long. */
const FAREWELL = 10_000;
/** Unanswered pings after which the server gives a connection up. */
const MISSED_PINGS = 3;

const ackSchema = z.object({
  code: z.coerce.number(),
  headers: z.object({ messageId: z.string(), topic: z.string().optional() }),
  data: z.string().optional(),
});

export class Connection {
  readonly id = opaque(8);
  readonly clientId: string;
  readonly #subscriptions: readonly Subscription[];
  readonly #core: Core;
  readonly #socket: WebSocket;
  readonly #timers: NodeJS.Timeout[];
  #leaving = false;
  #dead = false;
  #missed = 0;
  onAck: (ack: Ack) => void = () => undefined;
  onClose: () => void = () => undefined;

  constructor(core: Core, socket: WebSocket, clientId: string, subscriptions: readonly Subscription[], pace: Pace) {
    this.#core = core;
    this.#socket = socket;
    this.clientId = clientId;
    this.#subscriptions = subscriptions;
    this.#timers = [setInterval(() => this.#system('KEEPALIVE'), pace.keepAliveMs), setInterval(() => this.#ping(), pace.pingMs)];
    for (const timer of this.#timers) timer.unref();
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#closed());
  }

  greet(): void {
    this.#system('CONNECTED');
    if (!this.#core.faults.take('dingtalk', 'withholdRegistered', '/connect')) this.#system('REGISTERED');
  }

  /** The server still believes in it and may choose it; a half-open one is chosen and loses what it is given. */
  takes(type: string, topic: string): boolean {
    if (this.#leaving || this.#socket.readyState !== this.#socket.OPEN) return false;
    return this.#subscriptions.some((wanted) => wanted.type === type && (wanted.topic === topic || wanted.topic === '*'));
  }

  send(frame: unknown): void {
    if (this.#dead || this.#core.faults.peek('dingtalk', 'silentStop', '/connect')) return;
    this.#write(JSON.stringify(frame));
  }

  /** `connection is expired`: no more pushes, and the socket goes ten seconds later, or never. */
  expire(closes: boolean): void {
    this.#system('disconnect', { reason: 'connection is expired' });
    this.#leaving = true;
    if (closes) this.#core.clock.after(FAREWELL, () => this.close());
  }

  /** The network in between has forgotten the connection: nothing is read or written, nobody hears of it. */
  freeze(): void {
    this.#dead = true;
    this.#socket.pause();
  }

  /** A frame that is no JSON. */
  babble(): void {
    this.#write('<html>502 Bad Gateway</html>');
  }

  close(): void {
    if (this.#dead) this.#socket.terminate();
    else this.#socket.close();
  }

  /** Without a goodbye. */
  cut(): void {
    this.#socket.terminate();
  }

  #ping(): void {
    this.#missed += 1;
    if (this.#missed > MISSED_PINGS) return this.cut();
    this.#system('ping', { opaque: opaque(8) });
  }

  #system(topic: string, data?: unknown): void {
    // A platform that has silently stopped still answers and asks on the level of the transport.
    const silent = this.#dead || (topic !== 'ping' && this.#core.faults.peek('dingtalk', 'silentStop', '/connect'));
    if (silent) return;
    const headers = { topic, contentType: 'application/json', messageId: opaque(), time: String(this.#core.clock.now()), connectionId: this.id };
    this.#write(JSON.stringify({ specVersion: '1.0', type: 'SYSTEM', headers, data: data === undefined ? '' : JSON.stringify(data) }));
  }

  #write(text: string): void {
    if (this.#dead || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text);
  }

  #hear(text: string): void {
    const ack = ackSchema.safeParse(parsed(text));
    if (!ack.success) return;
    const { code, headers, data } = ack.data;
    this.#missed = 0;
    if (headers.topic === 'ping') return;
    this.onAck({ code, messageId: headers.messageId, data: data === undefined ? undefined : parsed(data) });
  }

  #closed(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.onClose();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

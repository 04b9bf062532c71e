/**
 * One long connection, made with the official SDK (`dingtalk-stream` 2.1.5) and kept from its defects: it never
 * reconnects by itself, no frame and no listener can kill the socket, silence is noticed, acknowledgements go to the
 * socket their frame came from. When it ends, somebody else decides what happens (supervisor.ts).
 */
import { DWClient } from 'dingtalk-stream';
import { WebSocket } from 'ws';
import type { BotLog } from '../bot.ts';
import { connectionAddress, subscriptions } from './gateway.ts';
import type { GatewaySettings } from './gateway.ts';
import { frameSchema } from './schema.ts';
import type { Frame } from './schema.ts';

/** Why a connection is no longer good. All but `closed` leave it open until the next one is. */
export type EndReason = 'closed' | 'told-to-leave' | 'half-open' | 'idle';

export interface ConnectionTimes {
  /** For gateway and handshake together. */
  readonly connectMs: number;
  /** Our own ping; the second one unanswered means half-open. */
  readonly pingMs: number;
  /** Pings answered, but no frame at all: deaf. The platform sends a KEEPALIVE every 20 to 30 s. */
  readonly idleMs: number;
}

/** The largest push, a robot message with rich text, is far smaller. */
const FRAME_BYTES = 1024 * 1024;

export const CONNECTION_TIMES: ConnectionTimes = { connectMs: 10_000, pingMs: 15_000, idleMs: 120_000 };

export interface ConnectionHandlers {
  /** Data of the acknowledgement, or `undefined` for none. */
  frame(frame: Frame): Promise<unknown>;
  /** Called once for each reason. */
  ended(reason: EndReason): void;
  readonly log: BotLog;
}

export interface StreamConnection {
  readonly openedAt: number;
  /** At once, or after a while in which it still acknowledges. */
  close(afterMs?: number): void;
}

/** Resolves with an open connection. @throws Failure or Error when there is none within the deadline */
export async function openConnection(
  settings: GatewaySettings,
  handlers: ConnectionHandlers,
  times: ConnectionTimes,
): Promise<StreamConnection> {
  const started = performance.now();
  const address = await connectionAddress(settings, times.connectMs);
  const client = new StreamClient(settings, handlers);
  await client.open(address, Math.max(1, times.connectMs - (performance.now() - started)));
  const watch = client.watch(times);
  return {
    openedAt: performance.now(),
    close(afterMs = 0) {
      watch.stop();
      if (afterMs === 0) client.drop();
      else setTimeout(() => client.drop(), afterMs).unref();
    },
  };
}

/**
 * The SDK's client for frames and acknowledgements. Opening is ours: its `connect()` never rejects, has no deadline and
 * writes to the console.
 */
class StreamClient extends DWClient {
  readonly #handlers: ConnectionHandlers;
  readonly #ended = new Set<EndReason>();
  #socket: WebSocket | undefined;
  #lastFrame = performance.now();

  constructor(settings: GatewaySettings, handlers: ConnectionHandlers) {
    super({ clientId: settings.clientId, clientSecret: settings.clientSecret });
    this.#handlers = handlers;
    // The SDK's default array belongs to all clients of the process.
    this.config.subscriptions = subscriptions();
    // Not in its typings, read at run time.
    Reflect.set(this.config, 'autoReconnect', false);
  }

  async open(address: string, withinMs: number): Promise<void> {
    const socket = new WebSocket(address, { handshakeTimeout: withinMs, maxPayload: FRAME_BYTES });
    this.#socket = socket;
    // Private in the typings; the SDK acknowledges through it.
    Reflect.set(this, 'socket', socket);
    socket.on('message', (data) => this.onDownStream(String(data)));
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      // Stays on: an error without a listener would end the process. What follows it is `close`.
      socket.on('error', (error) => reject(new Error('handshake failed', { cause: error })));
    });
  }

  /** Runs in the receiver of the socket, where anything thrown would end it for good. */
  override onDownStream(data: string): void {
    try {
      this.#receive(data);
    } catch {
      this.#handlers.log.warn({}, 'DingTalk frame that could not be read');
    }
  }

  #receive(text: string): void {
    const frame = frameSchema.parse(JSON.parse(text));
    this.#lastFrame = performance.now();
    if (frame.type === 'SYSTEM') {
      super.onDownStream(text);
      if (frame.headers['topic'] === 'disconnect') this.#end('told-to-leave');
      return;
    }
    void this.#answer(frame);
  }

  async #answer(frame: Frame): Promise<void> {
    const data = await this.#handlers.frame(frame).catch(() => undefined);
    const messageId = frame.headers['messageId'];
    if (data === undefined || messageId === undefined) return;
    if (this.#socket?.readyState === WebSocket.OPEN) this.send(messageId, data);
    else this.#handlers.log.warn({ messageId }, 'DingTalk connection gone before its push was acknowledged');
  }

  watch({ pingMs, idleMs }: ConnectionTimes): { stop(): void } {
    const socket = this.#socket;
    let unanswered = 0;
    const stop = (): void => {
      this.#ended.add('closed');
      clearInterval(timer);
    };
    const timer = setInterval(() => {
      if (unanswered >= 2) this.#end('half-open');
      else if (performance.now() - this.#lastFrame > idleMs) this.#end('idle');
      unanswered += 1;
      if (socket?.readyState === WebSocket.OPEN) socket.ping();
    }, pingMs);
    socket?.on('pong', () => {
      unanswered = 0;
    });
    socket?.on('close', () => {
      this.#end('closed');
      stop();
    });
    return { stop };
  }

  /** Tells each reason once, and nothing after the end. */
  #end(reason: EndReason): void {
    if (this.#ended.has(reason) || this.#ended.has('closed')) return;
    this.#ended.add(reason);
    this.#handlers.ended(reason);
  }

  /** Ends the socket whatever its state; also aborts a handshake. */
  drop(): void {
    this.#socket?.terminate();
  }
}

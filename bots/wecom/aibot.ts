/**
 * The robot's long connection, for conversation (platforms.md §2.9). A second connection of the same robot throws the
 * first one out and the SDK then stays down; so one process leads, by a lease in the shared store, and one that was
 * thrown out although it leads comes back only after a rest. Reconnecting after a broken line is the SDK's own work.
 */
import { randomUUID } from 'node:crypto';
import { WSClient } from '@wecom/aibot-node-sdk';
import type { WsFrameHeaders } from '@wecom/aibot-node-sdk';
import { toWecom } from '../../cards/render/wecom.ts';
import { cutToBytes } from '../../cards/render/limits.ts';
import type { BotContext, Inbound, LineReply } from '../bot.ts';
import { readRobotMessage, readRobotPress } from './aibot-frames.ts';
import { phrases } from './phrases.ts';
import type { WecomSettings } from './settings.ts';

const LEASE_MS = 30_000;
const LOOK_MS = 10_000;
/** Whoever threw us out may be an older process on its way down. */
const REST_MS = 60_000;
const STREAM_BYTES = 20_480;

export interface Robot {
  readonly botId: string;
  readonly botSecret: string;
  readonly botUrl?: string | undefined;
}

export interface RobotTiming {
  readonly leaseMs: number;
  readonly lookMs: number;
  readonly restMs: number;
}

/** The robot of these settings, if there is one. */
export function robotOf(settings: WecomSettings): Robot | undefined {
  const { botId, botSecret, botUrl } = settings;
  return botId === undefined || botSecret === undefined ? undefined : { botId, botSecret, botUrl };
}

export class WecomAibot {
  readonly #robot: Robot;
  readonly #corp: string;
  readonly #context: BotContext;
  readonly #inbound: Inbound;
  readonly #timing: RobotTiming;
  readonly #me = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #client: WSClient | undefined;
  #leads = false;
  #ready = false;
  #restUntil = 0;

  constructor(
    robot: Robot,
    corp: string,
    context: BotContext,
    inbound: Inbound,
    timing: RobotTiming = { leaseMs: LEASE_MS, lookMs: LOOK_MS, restMs: REST_MS },
  ) {
    this.#robot = robot;
    this.#corp = corp;
    this.#context = context;
    this.#inbound = inbound;
    this.#timing = timing;
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.look(), this.#timing.lookMs);
    await this.look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    this.#drop();
    if (this.#leads) await this.#context.store.release(this.#lease, this.#me);
    this.#leads = false;
  }

  health(): { readonly ok: boolean; readonly seen: string } {
    if (!this.#leads) return { ok: true, seen: '机器人由另一个进程连接' };
    return { ok: this.#ready, seen: this.#ready ? '机器人已连接' : '机器人正在重新连接' };
  }

  /** Looks once whether we lead and are connected; looks never overlap. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#lookOnce())
      .catch(() => this.#context.log.warn({}, 'wecom robot: lease could not be checked'));
    return this.#looking;
  }

  get #lease(): string {
    return `wecom:aibot:${this.#robot.botId}`;
  }

  async #lookOnce(): Promise<void> {
    const { store } = this.#context;
    const held = this.#leads && (await store.renew(this.#lease, this.#me, this.#timing.leaseMs));
    this.#leads = held || (await store.claim(this.#lease, this.#me, this.#timing.leaseMs));
    if (!this.#leads) this.#drop();
    else if (!this.#client && this.#context.now() >= this.#restUntil) this.#connect();
  }

  #connect(): void {
    const { botId, botSecret: secret, botUrl } = this.#robot;
    const client = new WSClient({
      botId,
      secret,
      maxReconnectAttempts: -1,
      logger: silent,
      ...(botUrl === undefined ? {} : { wsUrl: botUrl }),
    });
    client.on('authenticated', () => {
      this.#ready = true;
      this.#context.log.info({}, 'wecom robot: connected');
    });
    client.on('disconnected', () => {
      this.#ready = false;
    });
    client.on('error', (error) => this.#failed(client, error));
    client.on('event.disconnected_event', () => this.#thrownOut(client));
    client.on('message', (frame) => void this.#line(client, frame));
    client.on('event.template_card_event', (frame) => void this.#press(client, frame));
    this.#client = client;
    client.connect();
  }

  #thrownOut(client: WSClient): void {
    if (client !== this.#client) return;
    this.#context.log.warn({}, 'wecom robot: another connection took over');
    this.#rest();
  }

  /** With a wrong secret the SDK gives up after a few attempts and stays quiet; a rested retry finds a mended one. */
  #failed(client: WSClient, error: Error): void {
    const exhausted = 'code' in error && error.code === 'WS_AUTH_FAILURE_EXHAUSTED';
    this.#context.log.warn({ error: error.name, exhausted }, 'wecom robot: connection trouble');
    if (exhausted && client === this.#client) this.#rest();
  }

  #rest(): void {
    this.#restUntil = this.#context.now() + this.#timing.restMs;
    this.#drop();
  }

  #drop(): void {
    this.#ready = false;
    this.#client?.disconnect();
    this.#client = undefined;
  }

  async #line(client: WSClient, frame: WsFrameHeaders): Promise<void> {
    const heard = readRobotMessage(frame, this.#corp);
    if (!heard) return;
    try {
      const answer = heard.group ? phrases.groupOnly : heard.line ? await this.#answer(heard.line) : phrases.textOnly;
      if (answer !== undefined) await client.replyStream(frame, randomUUID(), cutToBytes(this.#inMarkdown(answer), STREAM_BYTES), true);
    } catch {
      // The SDK rejects with the frame, which holds what was said.
      this.#context.log.warn({}, 'wecom robot: an answer did not get through');
    }
  }

  #inMarkdown(answer: LineReply): string {
    if (typeof answer === 'string') return answer;
    return [answer.text, ...answer.links.map(({ label, path }) => `[${label.replaceAll(/[[\]]/g, '')}](${this.#context.pages}${path})`)].join('\n\n');
  }

  async #answer(line: Parameters<Inbound['line']>[0]): Promise<LineReply | undefined> {
    try {
      return await this.#inbound.line(line);
    } catch (error) {
      this.#context.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'wecom robot: line failed');
      return phrases.lineFailed;
    }
  }

  /** The only answer there is to a press here: the whole card again, under the same task. */
  async #press(client: WSClient, frame: WsFrameHeaders): Promise<void> {
    const press = readRobotPress(frame, this.#corp);
    if (!press) return;
    try {
      const { card } = await this.#inbound.press(press);
      if (!card) return;
      const template_card = toWecom(card, { task: press.card, pages: this.#context.pages });
      await client.reply(frame, { response_type: 'update_template_card', template_card }, 'aibot_respond_update_msg');
    } catch {
      this.#context.log.error({}, 'wecom robot: press failed');
    }
  }
}

/** The SDK logs whole frames, and with them what people said. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nothing of the SDK's is fit for our log.
}

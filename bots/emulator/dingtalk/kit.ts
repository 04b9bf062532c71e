/** For the DingTalk tests: an emulator with the DingTalk side, REST calls with a token, and the official stream SDK. */
import { DWClient, type DWClientDownStream } from 'dingtalk-stream';
import { WebSocket } from 'ws';
import { toDingtalk } from '../../../cards/render/dingtalk.ts';
import type { Card } from '../../../cards/card.ts';
import { startKit, until, type Kit } from '../core/kit.ts';
import type { EmulatorOptions } from '../core/server.ts';
import { dingtalkTenant } from '../tenant.ts';
import type { Pace } from './connection.ts';
import { dingtalkWith } from './plug-in.ts';

export const ROBOT = '/v1.0/im/bot/messages/get';
export const CARD = '/v1.0/card/instances/callback';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly type: string;
  readonly body: T;
}

export interface DingKit extends Kit {
  /** api.dingtalk.com with the app's token in the header. */
  api<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** oapi.dingtalk.com with the token in the query. */
  oapi<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T>;
  /** Sends a card; `change` overrides parts of the request. */
  card(outTrackId: string, change?: Record<string, unknown>): Promise<Answer>;
  readonly token: string;
}

const { clientId, clientSecret, cardTemplateId } = dingtalkTenant;

/** A card of the shipped template. */
export const testCard: Card = {
  name: 'critical-values.alert',
  tone: 'danger',
  kind: '危急值',
  summary: '12床 王**',
  title: '12床 王** 67岁',
  fact: '血钾 7.1 mmol/L ↑↑',
  fields: [{ label: '上次', value: '4.8 昨 16:20' }],
  state: '等待李医生确认',
  questions: [],
  buttons: [{ id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' }],
  link: { label: '查看详情', path: '/m/critical-values/1' },
};

/** The template's variables of a card. */
export const paramsOf = (change: Partial<Card> = {}, rev = '1'): Record<string, string> => ({
  ...toDingtalk({ ...testCard, ...change }, { pages: 'http://localhost:3000', rev }),
});

export async function startDingtalk(options: EmulatorOptions = {}, pace: Partial<Pace> = {}): Promise<DingKit> {
  const kit = await startKit([dingtalkWith(pace)], options);
  const { accessToken: token } = await kit.post<{ accessToken: string }>('/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret });
  const api = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const headers = { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': token };
    const response = await fetch(kit.origin + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, body: (type.includes('json') ? JSON.parse(text) : { text }) as T };
  };
  return {
    ...kit,
    token,
    api,
    oapi: (path, body = {}) => kit.post(`${path}?access_token=${token}`, body),
    card: (outTrackId, change = {}) => api('POST', '/v1.0/card/instances/createAndDeliver', { ...cardBody(outTrackId), ...change }),
  };
}

/** A whole createAndDeliver request for 李一. */
export const cardBody = (outTrackId: string): Record<string, unknown> => ({
  cardTemplateId,
  outTrackId,
  callbackType: 'STREAM',
  cardData: { cardParamMap: paramsOf() },
  openSpaceId: 'dtv1.card//IM_ROBOT.li.yi',
  imRobotOpenSpaceModel: { lastMessageI18n: { ZH_CN: '12床 王**' }, notification: { alertContent: '危急值' } },
  imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
});

/** The official SDK with its one hard-wired address turned to the emulator. */
export class SdkClient extends DWClient {
  readonly #origin: string;
  readonly frames: DWClientDownStream[] = [];

  constructor(origin: string) {
    // Its default list of subscriptions is shared by all clients of a process, so each brings its own.
    super({ clientId, clientSecret, autoReconnect: false, subscriptions: [{ type: 'EVENT', topic: '*' }] } as { clientId: string; clientSecret: string });
    this.#origin = origin;
  }

  override async getEndpoint(): Promise<this> {
    const { subscriptions } = this.config;
    const response = await fetch(`${this.#origin}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, ua: '', subscriptions }),
    });
    const { endpoint, ticket } = (await response.json()) as { endpoint: string; ticket: string };
    return Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
  }

  /** Keeps every frame of the topic, and answers with what `answer` says; `undefined` leaves it without an answer. */
  hear(topic: string, answer: (data: Record<string, unknown>) => unknown): this {
    return this.registerCallbackListener(topic, (frame) => {
      this.frames.push(frame);
      const response = answer(JSON.parse(frame.data) as Record<string, unknown>);
      if (response !== undefined) this.socketCallBackResponse(frame.headers.messageId, response);
    });
  }

  async ready(): Promise<this> {
    await this.connect();
    await until(() => this.registered);
    return this;
  }
}

/** A bare client of the protocol: every frame as it comes. */
export interface RawClient {
  readonly socket: WebSocket;
  readonly frames: { type: string; headers: Record<string, string>; data: string }[];
  readonly texts: string[];
  readonly pongs: () => number;
  ack(messageId: string, data: unknown): void;
}

/** Opens a ticket and connects; everything from the first frame on is kept. */
export async function rawClient(kit: DingKit, subscriptions = [{ type: 'CALLBACK', topic: ROBOT }, { type: 'CALLBACK', topic: CARD }, { type: 'EVENT', topic: '*' }]): Promise<RawClient> {
  const { endpoint, ticket } = await openTicket(kit, subscriptions);
  const socket = new WebSocket(`${endpoint}?ticket=${encodeURIComponent(ticket)}`);
  const frames: RawClient['frames'] = [];
  const texts: string[] = [];
  let pongs = 0;
  socket.on('pong', () => {
    pongs += 1;
  });
  socket.on('message', (data) => {
    texts.push(String(data));
    if (String(data).startsWith('{')) frames.push(JSON.parse(String(data)) as RawClient['frames'][number]);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const ack = (messageId: string, data: unknown): void =>
    socket.send(JSON.stringify({ code: 200, message: 'OK', headers: { messageId, contentType: 'application/json' }, data: JSON.stringify(data) }));
  return { socket, frames, texts, pongs: () => pongs, ack };
}

export async function openTicket(kit: DingKit, subscriptions: unknown = [], change: Record<string, unknown> = {}): Promise<{ endpoint: string; ticket: string }> {
  const response = await fetch(`${kit.origin}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ clientId, clientSecret, subscriptions, ...change }),
  });
  return (await response.json()) as { endpoint: string; ticket: string };
}

/** Frames of one topic. */
export const ofTopic = (client: RawClient, topic: string): RawClient['frames'] => client.frames.filter(({ headers }) => headers['topic'] === topic);

/** 李一 says a line; the test looks at what the product hears and not at what comes back. */
export function murmur(kit: DingKit, text: string): void {
  // The emulator may be stopped while it still listens for an answer.
  void kit.say('dingtalk', '1001', text).catch(() => undefined);
}

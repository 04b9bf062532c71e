/** For the tests of this folder: a store in memory, a WeCom that answers as told, and callbacks sealed independently. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bot, BotContext, BotStore, CallbackRequest, MessageRef } from '../bot.ts';
import { wecomSettingsSchema } from './settings.ts';
import type { WecomSettings } from './settings.ts';

/** 2023-11-14 22:13:20 UTC, the second of the published vectors. */
export const VECTOR_MS = 1_700_000_000_000;

/** Keys of the published vectors (platforms.md Part 5). */
export function settingsFor(apiBase = 'http://127.0.0.1:9', over: Partial<WecomSettings> = {}): WecomSettings {
  const keys = { corpId: 'wwemu0000000000001', token: 'emuToken01', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };
  return wecomSettingsSchema.parse({ ...keys, secret: 'the-app-secret-of-tests', agentId: '1000002', apiBase, ...over });
}

/** An update brought to its end, as the delivery does it: what is not shown yet is remembered and asked for again. */
export async function updated(bot: Pick<Bot, 'update' | 'isShown'>, ...[user, card, key, before, urgency]: Parameters<Bot['update']>): Promise<MessageRef> {
  const ref = await bot.update(user, card, key, before, urgency);
  return bot.isShown(ref) ? ref : bot.update(user, card, key, ref, urgency);
}

export interface TestContext extends BotContext {
  /** Moves the clock. */
  pass(ms: number): void;
  readonly logged: string[];
}

export function contextFor(startMs = VECTOR_MS, pages = 'https://h5.example.test'): TestContext {
  let at = startMs;
  const now = (): number => at;
  const logged: string[] = [];
  const log = (data: unknown, message: string): void => void logged.push(`${message} ${JSON.stringify(data)}`);
  const counts = new Map<string, number>();
  return {
    now,
    pages,
    logged,
    pass: (ms) => {
      at += ms;
    },
    store: memoryStore(now),
    counters: {
      add: async (name, by) => {
        const count = (counts.get(name) ?? 0) + by;
        counts.set(name, count);
        return count;
      },
      read: async (name) => counts.get(name) ?? 0,
    },
    log: { info: log, warn: log, error: log },
  };
}

function memoryStore(now: () => number): BotStore {
  const held = new Map<string, { readonly value: string; readonly until: number }>();
  const live = (key: string): string | undefined => {
    const entry = held.get(key);
    return entry && entry.until > now() ? entry.value : undefined;
  };
  const put = (key: string, value: string, ttl: number): boolean => {
    held.set(key, { value, until: now() + ttl });
    return true;
  };
  return {
    get: async (key) => live(key),
    set: async (key, value, ttl) => void put(key, value, ttl),
    delete: async (key) => void held.delete(key),
    claim: async (key, value, ttl) => (live(key) === undefined ? put(key, value, ttl) : false),
    renew: async (key, value, ttl) => (live(key) === value ? put(key, value, ttl) : false),
    release: async (key, value) => void (live(key) === value && held.delete(key)),
  };
}

export interface ApiCall {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a call is answered with: JSON, or the wire itself for answers that are no answers. */
export type ApiAnswer = object | ((request: IncomingMessage, response: ServerResponse) => void);

export interface FakeApi {
  readonly base: string;
  readonly calls: ApiCall[];
  /** `gettoken` is answered by itself unless the test takes it. */
  answer: (call: ApiCall) => ApiAnswer | undefined;
  close(): Promise<void>;
}

/** A server that answers like WeCom; each token it hands out is another one. */
export async function fakeApi(): Promise<FakeApi> {
  let tokens = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = callOf(request, Buffer.concat(chunks).toString());
      api.calls.push(call);
      const given = api.answer(call);
      if (typeof given === 'function') return given(request, response);
      if (call.path === 'gettoken') tokens += 1;
      const fallback = call.path === 'gettoken' ? { access_token: `token-${tokens}`, expires_in: 7200 } : {};
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify(given ?? { errcode: 0, errmsg: 'ok', ...fallback }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const api: FakeApi = {
    base: `http://127.0.0.1:${port}`,
    calls: [],
    answer: () => undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
  return api;
}

function callOf(request: IncomingMessage, text: string): ApiCall {
  const url = new URL(request.url ?? '/', 'http://fake');
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  const body = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  return { path: url.pathname.replace('/cgi-bin/', ''), query: url.searchParams, body };
}

/** What a sealed callback is made of; each part can be spoilt. */
export interface Sealing {
  readonly at?: number;
  readonly nonce?: string;
  readonly receiveId?: string;
  readonly token?: string;
}

let nonces = 0;

/** A POST as WeCom sends it, without the help of the library under test. */
export function sealedPost(settings: WecomSettings, xml: string, how: Sealing = {}): CallbackRequest {
  const encrypted = aesEncrypt(settings.aesKey, xml, how.receiveId ?? settings.corpId);
  const outer = `<xml><ToUserName><![CDATA[${settings.corpId}]]></ToUserName><AgentID><![CDATA[${settings.agentId}]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { method: 'POST', query: queryFor(settings, encrypted, how), headers: {}, body: Buffer.from(outer) };
}

export function sealedGet(settings: WecomSettings, echo: string, how: Sealing = {}): CallbackRequest {
  const encrypted = aesEncrypt(settings.aesKey, echo, how.receiveId ?? settings.corpId);
  return { method: 'GET', query: { ...queryFor(settings, encrypted, how), echostr: encrypted }, headers: {}, body: Buffer.alloc(0) };
}

export function queryFor(settings: WecomSettings, encrypted: string, how: Sealing = {}): Record<string, string> {
  nonces += 1;
  const timestamp = String(Math.floor((how.at ?? VECTOR_MS) / 1000));
  const nonce = how.nonce ?? `nonce-${nonces}`;
  return { msg_signature: sha1(how.token ?? settings.token, timestamp, nonce, encrypted), timestamp, nonce };
}

function sha1(...parts: readonly string[]): string {
  return createHash('sha1').update([...parts].sort().join('')).digest('hex');
}

function aesEncrypt(aesKey: string, message: string, receiveId: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([Buffer.from('0123456789abcdef'), length, text, Buffer.from(receiveId)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64');
}

/** Reads a passive reply with Node's own crypto; checks signature and receiver on the way. @throws Error */
export function openReply(settings: WecomSettings, body: string): string {
  const [encrypted = '', signature, nonce = ''] = ['Encrypt', 'MsgSignature', 'Nonce'].map((tag) => cdataOf(body, tag));
  const timestamp = /<TimeStamp>(\d+)<\/TimeStamp>/.exec(body)?.[1] ?? '';
  if (signature !== sha1(settings.token, timestamp, nonce, encrypted)) throw new Error('reply is not signed');
  const key = Buffer.from(`${settings.aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const end = 20 + plain.readUInt32BE(16);
  if (plain.subarray(end).toString() !== settings.corpId) throw new Error('reply is for somebody else');
  return plain.subarray(20, end).toString();
}

function cdataOf(xml: string, tag: string): string {
  return new RegExp(`<${tag}><!\\[CDATA\\[(.*?)\\]\\]></${tag}>`).exec(xml)?.[1] ?? '';
}

/** A press, with what the platform says besides. */
export function pressXml(over: Readonly<Record<string, string>> = {}, extra = ''): string {
  const fields = {
    ToUserName: 'wwemu0000000000001', FromUserName: 'ZhangSan', CreateTime: '1700000000', MsgType: 'event', Event: 'template_card_event',
    EventKey: 'acknowledge', TaskId: 'cv-0199', CardType: 'button_interaction', ResponseCode: 'RC1', AgentID: '1000002', ...over,
  };
  return `<xml>${Object.entries(fields).map(([tag, value]) => `<${tag}><![CDATA[${value}]]></${tag}>`).join('')}${extra}</xml>`;
}

/**
 * The one way to the service: same origin, `{ data }` or `{ error }`, and what a person can do about it when neither
 * comes. Answers are `unknown` until the caller's schema has read them, so a page that is older than the service says so
 * instead of showing half a fact.
 */
// First, and here: schemas decide how they read when they are made, and the bundle makes these before anything of main.ts.
import './reading.ts';
import type { ZodType } from 'zod';
import { type CallAnswer, type CallRequest, NotCalled, createCaller } from './channel.ts';
import { readAnswer } from './reading-ids.ts';
import { presenceHeader } from './presence.ts';
import { heardServerTime } from './server-time.ts';

export type TroubleKind =
  /** A rule said no; the sentence is the service's own. */
  | 'refused'
  | 'signed-out'
  /** Nothing reached the service, or nothing came back. */
  | 'offline'
  /** The service failed, or answered what this page cannot read. */
  | 'broken';

export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly kind: TroubleKind;
  readonly code: string;

  constructor(kind: TroubleKind, code: string, message: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

const patienceMs = 20_000;

const sentences = {
  offline: '没有连上服务器。请检查网络后再试。',
  notSent: '没有发出去：网络断开。您填写的内容还在，恢复网络后请再按一次。',
  unsure: '网络中断，不能确定是否已经办成。请刷新看一眼最新状态，再决定要不要重做。',
  broken: '服务器暂时没有响应，请稍后再试；急事请直接打电话。',
  outdated: '这个页面的版本旧了，请刷新后再看。',
} as const;

type Method = CallRequest['method'];

export function get<T>(path: string, reads: ZodType<T>, signal?: AbortSignal): Promise<T> {
  return call({ method: 'GET', path }, reads, signal);
}

export function post<T>(path: string, body: unknown, reads: ZodType<T>): Promise<T> {
  return call({ method: 'POST', path, body: body ?? {} }, reads);
}

export function put<T>(path: string, body: unknown, reads: ZodType<T>): Promise<T> {
  return call({ method: 'PUT', path, body: body ?? {} }, reads);
}

export function remove<T>(path: string, reads: ZodType<T>): Promise<T> {
  return call({ method: 'DELETE', path, body: {} }, reads);
}

/** One channel for the page; it begins with the first call. */
const caller = createCaller({ origin: '', fetch: (...request) => fetch(...request), now: () => Date.now() });

/** Answers that were asked for before the page that wants them had come: kept a moment, for the first who asks. */
const begun = new Map<string, Promise<CallAnswer>>();
const begunMs = 10_000;

export function beginToGet(path: string): void {
  const forget = (): void => void begun.delete(path);
  const answer = reach({ method: 'GET', path });
  begun.set(path, answer);
  setTimeout(forget, begunMs);
  // What failed is asked for again by the page itself.
  answer.then(({ status }) => status >= 400 && forget(), forget);
}

function begunAnswer({ method, path }: CallRequest): Promise<CallAnswer> | undefined {
  const answer = method === 'GET' ? begun.get(path) : undefined;
  begun.delete(path);
  return answer;
}

async function call<T>(request: CallRequest, reads: ZodType<T>, signal?: AbortSignal): Promise<T> {
  const { status, body, at } = await (begunAnswer(request) ?? reach(request, signal));
  if (at !== undefined) heardServerTime(at.toUTCString());
  if (status >= 400) throw refusalIn(status, body);
  const read = readAnswer(reads, isRecord(body) ? body['data'] : undefined);
  if (read === undefined) throw new Trouble('broken', 'page.outdated', sentences.outdated);
  return read.value;
}

async function reach(request: CallRequest, signal?: AbortSignal): Promise<CallAnswer> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), patienceMs);
  const stop = (): void => timeout.abort();
  signal?.addEventListener('abort', stop);
  try {
    return await caller.call({ ...request, headers: { ...presenceHeader(), ...request.headers } }, timeout.signal);
  } catch (error) {
    throw unreached(request.method, error instanceof NotCalled);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** What we know when no answer came: reading is harmless, a press may have arrived unless it was certainly not sent. */
function unreached(method: Method, isCertain: boolean): Trouble {
  if (method === 'GET') return new Trouble('offline', 'page.offline', sentences.offline);
  return navigator.onLine && !isCertain ? new Trouble('offline', 'page.unsure', sentences.unsure) : new Trouble('offline', 'page.not-sent', sentences.notSent);
}

export function refusalIn(status: number, answer: unknown): Trouble {
  const error = isRecord(answer) && isRecord(answer['error']) ? answer['error'] : {};
  const code = typeof error['code'] === 'string' ? error['code'] : `http.${status}`;
  const message = typeof error['message'] === 'string' && error['message'] !== '' ? error['message'] : sentences.broken;
  // Taken before, by an answer that did not reach us.
  if (code === 'core.repeated-call') return new Trouble('offline', 'page.unsure', sentences.unsure);
  if (status === 401) return new Trouble('signed-out', code, message);
  return new Trouble(status >= 500 ? 'broken' : 'refused', code, message);
}

export function troubleOf(error: unknown): Trouble {
  return error instanceof Trouble ? error : new Trouble('broken', 'page.fault', sentences.broken);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

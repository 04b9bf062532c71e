/**
 * The one way to the service: same origin, `{ data }` or `{ error }`, and what a person can do about it when neither
 * comes. Answers are `unknown` until the caller's schema has read them, so a page that is older than the service says so
 * instead of showing half a fact.
 */
import type { ZodType } from 'zod';
import { readAnswer } from './reading-ids.ts';
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

type Method = 'GET' | 'POST' | 'DELETE';

export function get<T>(path: string, reads: ZodType<T>, signal?: AbortSignal): Promise<T> {
  return call('GET', path, undefined, reads, signal);
}

export function post<T>(path: string, body: unknown, reads: ZodType<T>): Promise<T> {
  return call('POST', path, body, reads);
}

export function remove<T>(path: string, reads: ZodType<T>): Promise<T> {
  return call('DELETE', path, {}, reads);
}

async function call<T>(method: Method, path: string, body: unknown, reads: ZodType<T>, signal?: AbortSignal): Promise<T> {
  const response = await reach(method, path, body, signal);
  heardServerTime(response.headers.get('date'));
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalIn(response.status, answer);
  const read = readAnswer(reads, isRecord(answer) ? answer['data'] : undefined);
  if (read === undefined) throw new Trouble('broken', 'page.outdated', sentences.outdated);
  return read.value;
}

async function reach(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { accept: 'application/json', ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'x-wardline': '1' }) };
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), patienceMs);
  const stop = (): void => timeout.abort();
  signal?.addEventListener('abort', stop);
  try {
    const content = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
    return await fetch(`/api${path}`, { method, headers, credentials: 'same-origin', cache: 'no-store', signal: timeout.signal, ...content });
  } catch {
    throw unreached(method);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** What we know when no answer came: reading is harmless, a press may have arrived unless the phone is plainly offline. */
function unreached(method: Method): Trouble {
  if (method === 'GET') return new Trouble('offline', 'page.offline', sentences.offline);
  return navigator.onLine ? new Trouble('offline', 'page.unsure', sentences.unsure) : new Trouble('offline', 'page.not-sent', sentences.notSent);
}

export function refusalIn(status: number, answer: unknown): Trouble {
  const error = isRecord(answer) && isRecord(answer['error']) ? answer['error'] : {};
  const code = typeof error['code'] === 'string' ? error['code'] : `http.${status}`;
  const message = typeof error['message'] === 'string' && error['message'] !== '' ? error['message'] : sentences.broken;
  if (status === 401) return new Trouble('signed-out', code, message);
  return new Trouble(status >= 500 ? 'broken' : 'refused', code, message);
}

export function troubleOf(error: unknown): Trouble {
  return error instanceof Trouble ? error : new Trouble('broken', 'page.fault', sentences.broken);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

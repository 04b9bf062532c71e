/**
 * WeCom's REST interface, the few calls we need (`@wecom/api` is not published). The token travels in the query by
 * the platform's design, so no address and no fetch error leaves this file.
 */
import type { z } from 'zod';
import { Failure } from '../../services/core/errors.ts';
import type { BotContext } from '../bot.ts';
import { answerFailure, classOfStatus, isStaleToken, networkFailure } from './failures.ts';
import { answerSchema, tokenSchema } from './schema.ts';
import type { WecomSettings } from './settings.ts';
import { lasting } from './token.ts';
import type { Fetched } from './token.ts';

const TIMEOUT_MS = 10_000;

type Query = Readonly<Record<string, string>>;

export interface WecomClient {
  /** @throws Failure */
  get<T>(path: string, query: Query, schema: z.ZodType<T>): Promise<T>;
  /** @throws Failure */
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
}

interface Call<T> {
  readonly path: string;
  readonly query: Query;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
}

export function wecomClient(
  settings: WecomSettings,
  context: Pick<BotContext, 'store' | 'now'>,
  timeoutMs = TIMEOUT_MS,
): WecomClient {
  const { apiBase, corpId, secret, agentId } = settings;

  async function fetchToken(): Promise<Fetched> {
    const query = { corpid: corpId, corpsecret: secret };
    const answer = await request({ path: 'gettoken', query, schema: tokenSchema }, apiBase, timeoutMs);
    return { value: answer.access_token, expiresInSeconds: answer.expires_in };
  }
  const tokens = lasting(`wecom:token:${corpId}:${agentId}`, context, fetchToken);

  async function call<T>(call: Call<T>): Promise<T> {
    const token = await tokens.get();
    try {
      return await request(withToken(call, token), apiBase, timeoutMs);
    } catch (error) {
      if (!(error instanceof Failure) || !isStaleToken(Number(error.vendorCode))) throw error;
      return request(withToken(call, await tokens.renew(token)), apiBase, timeoutMs);
    }
  }

  return {
    get: (path, query, schema) => call({ path, query, schema }),
    post: (path, body, schema) => call({ path, query: {}, body, schema }),
  };
}

function withToken<T>(call: Call<T>, token: string): Call<T> {
  return { ...call, query: { access_token: token, ...call.query } };
}

async function request<T>(call: Call<T>, base: string, timeoutMs: number): Promise<T> {
  const answer = answerSchema.safeParse(await exchange(call, base, timeoutMs));
  if (!answer.success) throw new Failure(`wecom ${call.path}: not an answer`, 'ambiguous', 'malformed');
  if (answer.data.errcode !== 0) throw answerFailure(call.path, answer.data.errcode, answer.data.errmsg);
  const read = call.schema.safeParse(answer.data);
  if (!read.success) throw new Failure(`wecom ${call.path}: unexpected answer`, 'ambiguous', 'malformed');
  return read.data;
}

/** @throws Failure for a network that fails and a status that is not WeCom's; `undefined` for what is not JSON */
async function exchange(call: Call<unknown>, base: string, timeoutMs: number): Promise<unknown> {
  const url = `${base}/cgi-bin/${call.path}?${new URLSearchParams(call.query).toString()}`;
  const init = call.body === undefined ? {} : postInit(call.body);
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Failure(`wecom ${call.path}: HTTP ${response.status}`, classOfStatus(response.status), `http-${response.status}`);
    }
    return parse(await response.text());
  } catch (error) {
    throw error instanceof Failure ? error : networkFailure(call.path, error);
  }
}

function postInit(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

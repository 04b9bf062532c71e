/**
 * DingTalk's two REST hosts behind one door: token, pace, budget and one repeat where the platform asks for it.
 * New API: error = HTTP status with `{code}`. Old API: always HTTP 200 with `errcode`.
 */
import type { z } from 'zod';
import type { BotContext, BotLog, Urgency } from '../bot.ts';
import { failureOf, judgeErrcode, judgeHttp, BANNED } from './failures.ts';
import type { Refused } from './failures.ts';
import { exchange } from './http.ts';
import type { Answer } from './http.ts';
import { pace } from './pace.ts';
import type { Quota } from './quota.ts';
import { apiErrorSchema, oapiHeadSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';
import type { Tokens } from './token.ts';

/** An address that was banned stays away for the whole of it (kb:0012). */
const BAN_MS = 300_000;
/** Pause after a refusal for speed; ddconn's experience. */
const REST_MS = 2000;

export interface Call<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer: Schema;
  /** `free`: not counted in the month's calls (tokens, sign-in, directory reads). */
  readonly urgency: Urgency | 'free';
  /** Making it twice does no harm. */
  readonly repeatable: boolean;
}

export interface DingtalkClient {
  /** @throws Failure */
  api<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.output<Schema>>;
  /** @throws Failure */
  oapi<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.output<Schema>>;
}

interface Parts {
  readonly settings: DingtalkSettings;
  readonly context: Pick<BotContext, 'now'> & { readonly log: BotLog };
  readonly tokens: Tokens;
  readonly quota: Quota;
  readonly deadlineMs?: number | undefined;
  readonly restMs?: number | undefined;
}

type Host = 'api' | 'oapi';

export function dingtalkClient({ settings, context, tokens, quota, deadlineMs, restMs = REST_MS }: Parts): DingtalkClient {
  const paced = pace(settings.callsPerSecond);
  let bannedUntil = 0;

  async function once(host: Host, call: Call<z.ZodType>, token: string): Promise<Answer> {
    const query = new URLSearchParams({ ...call.query, ...(host === 'oapi' ? { access_token: token } : {}) });
    const search = query.size > 0 ? `?${query}` : '';
    return await exchange({
      call: nameOf(call),
      method: call.method,
      url: `${host === 'api' ? settings.apiBase : settings.oapiBase}${call.path}${search}`,
      headers: host === 'api' ? { 'x-acs-dingtalk-access-token': token } : {},
      body: call.body,
      repeatable: call.repeatable,
      deadlineMs,
    });
  }

  /** One call with its booking: a call that never left, or was refused for speed, is given back. */
  async function booked(host: Host, call: Call<z.ZodType>, token: string): Promise<{ answer: Answer; refused: Refused | undefined }> {
    if (context.now() < bannedUntil) throw failureOf(nameOf(call), BANNED);
    await paced.turn(call.path);
    if (call.urgency !== 'free') await quota.spend(call.urgency);
    try {
      const answer = await once(host, call, token);
      const refused = host === 'api' ? refusalOfApi(answer) : refusalOfOapi(answer);
      if (refused?.remedy === 'slow-down' && call.urgency !== 'free') await quota.giveBack();
      return { answer, refused };
    } catch (error) {
      if (isBan(error)) {
        bannedUntil = context.now() + BAN_MS;
        context.log.error({ call: nameOf(call) }, 'DingTalk has banned this address for five minutes');
      }
      if (call.urgency !== 'free' && neverLeft(error)) await quota.giveBack();
      throw error;
    }
  }

  async function perform<Schema extends z.ZodType>(host: Host, call: Call<Schema>): Promise<z.output<Schema>> {
    let token = await tokens.current();
    let result = await booked(host, call, token);
    const remedy = result.refused?.remedy;
    if (remedy === 'refresh-token') token = await tokens.renew(token);
    if (remedy === 'slow-down') paced.rest(call.path, restMs);
    if (remedy === 'refresh-token' || remedy === 'slow-down') result = await booked(host, call, token);
    if (result.refused !== undefined) throw failureOf(nameOf(call), result.refused);
    const read = call.answer.safeParse(result.answer.body);
    if (read.success) return read.data;
    throw failureOf(nameOf(call), { code: 'bad-answer', class: call.repeatable ? 'transient' : 'ambiguous', remedy: 'none' });
  }

  return {
    api: async (call) => await perform('api', call),
    oapi: async (call) => await perform('oapi', call),
  };
}

function refusalOfApi({ status, body }: Answer): Refused | undefined {
  if (status < 300) return undefined;
  const read = apiErrorSchema.safeParse(body);
  const code = read.success && read.data.code !== '' ? read.data.code : `http-${status}`;
  return judgeHttp(status, code);
}

function refusalOfOapi({ status, body }: Answer): Refused | undefined {
  if (status >= 300) return judgeHttp(status, `http-${status}`);
  const head = oapiHeadSchema.safeParse(body);
  if (!head.success) return undefined;
  return head.data.errcode === 0 ? undefined : judgeErrcode(head.data.errcode, head.data.sub_code);
}

function nameOf(call: Call<z.ZodType>): string {
  return `${call.method} ${call.path}`;
}

function isBan(error: unknown): boolean {
  return error instanceof Error && 'vendorCode' in error && error.vendorCode === BANNED.code;
}

function neverLeft(error: unknown): boolean {
  return error instanceof Error && 'class' in error && error.class === 'transient';
}

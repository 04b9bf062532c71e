/** Sign-in of the H5 pages and what they need for DingTalk's browser functions. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BotContext, PlatformUser } from '../bot.ts';
import type { DingtalkClient } from './client.ts';
import { ticketSchema, userInfoSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

const EARLY_MS = 60_000;

const storedSchema = z.object({ ticket: z.string(), until: z.number() });

/** @throws Failure permanent `40078` on a bad or used code */
export async function whoIs(client: DingtalkClient, settings: DingtalkSettings, code: string): Promise<PlatformUser> {
  const path = '/topapi/v2/user/getuserinfo';
  // A code works once: asking again after a cut would only say "used".
  const { result } = await client.oapi({ method: 'POST', path, body: { code }, answer: userInfoSchema, urgency: 'free', repeatable: false });
  return { platform: 'dingtalk', corp: settings.corpId, user: result.userid, ...(result.name ? { name: result.name } : {}) };
}

/** For `dd.requestAuthCode` (corpId, clientId) and `dd.config` (the rest). */
export async function pageConfig(
  client: DingtalkClient,
  settings: DingtalkSettings,
  context: Pick<BotContext, 'now' | 'store'>,
  url: string,
): Promise<Readonly<Record<string, string>>> {
  const ticket = await jsapiTicket(client, settings, context);
  const nonceStr = randomUUID().replaceAll('-', '');
  const timeStamp = String(context.now());
  return {
    corpId: settings.corpId,
    clientId: settings.clientId,
    agentId: settings.agentId ?? '',
    timeStamp,
    nonceStr,
    signature: jsapiSignature({ ticket, nonceStr, timeStamp, url }),
  };
}

/** Hex SHA-256 (WeCom has SHA-1 over the same text, do not share). The page's address without `#` and decoded. */
export function jsapiSignature(parts: { ticket: string; nonceStr: string; timeStamp: string; url: string }): string {
  const url = decoded(parts.url.split('#', 1)[0] ?? '');
  const plain = `jsapi_ticket=${parts.ticket}&noncestr=${parts.nonceStr}&timestamp=${parts.timeStamp}&url=${url}`;
  return createHash('sha256').update(plain).digest('hex');
}

async function jsapiTicket(client: DingtalkClient, settings: DingtalkSettings, context: Pick<BotContext, 'now' | 'store'>): Promise<string> {
  const key = `dingtalk.${settings.clientId}.jsapi-ticket`;
  const text = await context.store.get(key);
  const stored = text === undefined ? undefined : storedSchema.safeParse(JSON.parse(text)).data;
  if (stored !== undefined && stored.until - EARLY_MS > context.now()) return stored.ticket;
  const path = '/v1.0/oauth2/jsapiTickets';
  const fresh = await client.api({ method: 'POST', path, body: {}, answer: ticketSchema, urgency: 'free', repeatable: true });
  const lifeMs = fresh.expireIn * 1000;
  await context.store.set(key, JSON.stringify({ ticket: fresh.jsapiTicket, until: context.now() + lifeMs }), lifeMs);
  return fresh.jsapiTicket;
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

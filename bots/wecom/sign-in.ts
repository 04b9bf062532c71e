/** Sign-in of members in WeCom's browser, and what a page needs for `ww.register` (platforms.md §2.11). */
import { randomBytes } from 'node:crypto';
import { getJsApiSignature } from '@wecom/crypto';
import { Failure, Fault } from '../../services/core/errors.ts';
import type { BotContext, PlatformUser } from '../bot.ts';
import type { WecomClient } from './client.ts';
import { ticketSchema, whoSchema } from './schema.ts';
import type { WecomSettings } from './settings.ts';
import { lasting } from './token.ts';

/** WeCom takes letters and digits only. */
const STATE = /^[0-9A-Za-z]{1,128}$/;

/** `snsapi_base`: who it is and no more, without a question to the person. */
export function authorizeUrl(settings: WecomSettings, pages: string, state: string, returnTo: string): string {
  if (!STATE.test(state)) throw new Fault('wecom: state must be 1–128 letters and digits');
  // Only our own pages: an open redirect would hand sign-in codes to others.
  if (new URL(returnTo).origin !== new URL(pages).origin) throw new Fault('wecom: sign-in returns to our pages only');
  const query = new URLSearchParams({
    appid: settings.corpId,
    redirect_uri: returnTo,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
    agentid: String(settings.agentId),
  });
  return `${settings.oauthBase}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
}

/** @throws Failure permanent on a bad or used code and for people outside the company */
export async function memberBehind(code: string, client: WecomClient, corp: string): Promise<PlatformUser> {
  const { user } = await client.get('auth/getuserinfo', { code }, whoSchema);
  if (user === '') throw new Failure('wecom: not a member of the company', 'permanent', 'outsider');
  return { platform: 'wecom', corp, user };
}

export type PageSigner = (url: string) => Promise<Readonly<Record<string, string>>>;

/** Signs the address of a page for the browser functions; the part after `#` is never signed. */
export function pageSigner(settings: WecomSettings, context: BotContext, client: WecomClient): PageSigner {
  const ticketsOf = (name: string, path: 'get_jsapi_ticket' | 'ticket/get', query: Readonly<Record<string, string>>): ReturnType<typeof lasting> => lasting(`wecom:${name}:${settings.corpId}:${settings.agentId}`, context, async () => {
    const { ticket, expires_in } = await client.get(path, query, ticketSchema);
    return { value: ticket, expiresInSeconds: expires_in };
  });
  // The company's for most functions, the app's own for those that ask for it (opening mini-programs).
  const [company, own] = [ticketsOf('ticket', 'get_jsapi_ticket', {}), ticketsOf('agent-ticket', 'ticket/get', { type: 'agent_config' })];

  return async (url) => {
    const nonceStr = randomBytes(12).toString('hex');
    const timestamp = String(Math.floor(context.now() / 1000));
    const [page = url] = url.split('#');
    const signed = (ticket: string): string => getJsApiSignature({ url: page, ticket, nonceStr, timestamp }).signature;
    return { corpId: settings.corpId, agentId: String(settings.agentId), timestamp, nonceStr, signature: signed(await company.get()), agentSignature: signed(await own.get()) };
  };
}

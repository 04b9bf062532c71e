/** Settings of the WeCom tenant that a tester turns, and what only WeCom has: `/_emu/wecom/*`. */
import { z } from 'zod';
import { personOf, read } from '../core/admin.ts';
import { json } from '../core/http.ts';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import type { Aibot } from './aibot.ts';
import { jsApiSignature } from './crypto.ts';
import { TICKET_MS, TICKET_PATHS } from './directory.ts';
import { verifyCallback } from './callback.ts';
import type { Wecom } from './memory.ts';
import { enterApp, sayToApp } from './press.ts';

const appSchema = z.object({
  secret: z.string(),
  callbackUrl: z.url().nullable(),
  token: z.string(),
  aesKey: z.string().length(43),
  trustedDomains: z.array(z.string()),
  trustedIps: z.array(z.string()).nullable(),
  visible: z.array(z.string()).nullable(),
}).partial();
const userSchema = z.object({ user: z.string(), to: z.enum(['app', 'bot']).default('app') });
/** What a page registers with: `wx.config` by the corp's ticket, `wx.agentConfig` by the app's. */
const pageSchema = z.object({ kind: z.enum(['corp', 'agent']), corp: z.string(), agent: z.string().optional(), timestamp: z.string(), nonceStr: z.string(), signature: z.string(), url: z.url() });
const saySchema = userSchema.extend({ text: z.string().min(1) });

export function adminRoutes(wecom: Wecom, bot: Aibot): readonly Route[] {
  return [
    { method: 'GET', path: '/_emu/wecom', handle: () => json(200, overview(wecom, bot)) },
    { method: 'POST', path: '/_emu/wecom/app', handle: (request) => save(wecom, request) },
    { method: 'POST', path: '/_emu/wecom/page', handle: (request) => json(200, { result: pageResult(wecom, request) }) },
    { method: 'POST', path: '/_emu/wecom/enter', handle: (request) => enter(wecom, bot, request) },
    { method: 'POST', path: '/_emu/wecom/say', handle: (request) => say(wecom, bot, request) },
    { method: 'GET', path: '/_emu/wecom/dropped', handle: () => json(200, { dropped: wecom.memory.dropped.toReversed() }) },
  ];
}

function overview(wecom: Wecom, bot: Aibot): object {
  const { app, corpId, pages } = wecom.settings;
  const { secret: _secret, token: _token, aesKey: _aesKey, ...shown } = app;
  return { corpId, app: shown, pages, callbackVerified: wecom.memory.verifiedUrl === app.callbackUrl, botConnected: bot.connected };
}

/** Saving a callback address checks it at once, as the administration page does. */
async function save(wecom: Wecom, request: EmuRequest): Promise<EmuReply> {
  const { callbackUrl, trustedIps, visible, ...rest } = read(appSchema, request);
  const { app } = wecom.settings;
  Object.assign(app, rest);
  if (trustedIps !== undefined) app.trustedIps = trustedIps ?? undefined;
  if (visible !== undefined) app.visible = visible ?? undefined;
  if (callbackUrl === undefined) return json(200, { ok: true });
  const former = app.callbackUrl;
  app.callbackUrl = callbackUrl ?? undefined;
  wecom.memory.verifiedUrl = undefined;
  if (callbackUrl === null) return json(200, { ok: true });
  const problem = await verifyCallback(wecom);
  if (problem === undefined) return json(200, { ok: true });
  app.callbackUrl = former;
  return json(400, { error: `openapi回调地址请求不通过：${problem}`, code: 'callback-not-verified' });
}

/** As the app says it to the page. */
function pageResult({ core, memory, settings }: Wecom, request: EmuRequest): string {
  const { kind, corp, agent, timestamp, nonceStr, signature, url } = read(pageSchema, request);
  if (corp !== settings.corpId) return 'invalid corpid';
  if (kind === 'agent' && agent !== String(settings.app.agentid)) return 'invalid agentid';
  const path = TICKET_PATHS[kind];
  const ticket = memory.jsTickets.age(path, core.clock.now()) < TICKET_MS ? memory.jsTickets.get(path) : undefined;
  return ticket !== undefined && jsApiSignature(ticket, nonceStr, timestamp, url) === signature ? 'ok' : 'invalid signature';
}

async function enter(wecom: Wecom, bot: Aibot, request: EmuRequest): Promise<EmuReply> {
  const input = read(userSchema, request);
  const person = personOf(wecom.core, { platform: 'wecom', user: input.user });
  return json(200, await (input.to === 'bot' ? bot.enter(person) : enterApp(wecom, person)));
}

async function say(wecom: Wecom, bot: Aibot, request: EmuRequest): Promise<EmuReply> {
  const input = read(saySchema, request);
  const person = personOf(wecom.core, { platform: 'wecom', user: input.user });
  return json(200, await (input.to === 'bot' ? bot.say(person, input.text) : sayToApp(wecom, person, input.text)));
}

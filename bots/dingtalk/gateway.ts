/** Asks DingTalk where to connect: a websocket address and a ticket (90 s, one connection). */
import { Failure } from '../../services/core/errors.ts';
import { failureOf, judgeHttp } from './failures.ts';
import { exchange } from './http.ts';
import { TOPIC } from './inbound.ts';
import { apiErrorSchema, gatewaySchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

export type GatewaySettings = Pick<DingtalkSettings, 'clientId' | 'clientSecret' | 'apiBase'>;

/** What we want to hear. For events the platform allows `*` only. A new array each time: the SDK writes into it. */
export function subscriptions(): { type: string; topic: string }[] {
  return [
    { type: 'EVENT', topic: '*' },
    { type: 'CALLBACK', topic: TOPIC.robot },
    { type: 'CALLBACK', topic: TOPIC.card },
  ];
}

/** The address to open, ticket included. @throws Failure */
export async function connectionAddress(settings: GatewaySettings, deadlineMs?: number): Promise<string> {
  const call = 'POST /v1.0/gateway/connections/open';
  const { clientId, clientSecret, apiBase } = settings;
  const body = { clientId, clientSecret, ua: 'wardline', subscriptions: subscriptions() };
  const answer = await exchange({ call, method: 'POST', url: `${apiBase}/v1.0/gateway/connections/open`, body, repeatable: true, deadlineMs });
  if (answer.status >= 300) {
    const { code } = apiErrorSchema.catch({ code: '' }).parse(answer.body);
    throw failureOf(call, judgeHttp(answer.status, code || `http-${answer.status}`));
  }
  const read = gatewaySchema.safeParse(answer.body);
  if (!read.success) throw failureOf(call, { code: 'bad-answer', class: 'transient', remedy: 'none' });
  const { endpoint, ticket } = read.data;
  if (!expected(new URL(endpoint), new URL(apiBase))) throw new Failure('DingTalk named a stranger to connect to', 'permanent', 'strange-endpoint');
  return `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
}

/** The address comes from an answer, so it is followed only to DingTalk itself or to where we asked. */
function expected(endpoint: URL, asked: URL): boolean {
  if (endpoint.hostname === asked.hostname) return true;
  return endpoint.protocol === 'wss:' && endpoint.hostname.endsWith('.dingtalk.com');
}

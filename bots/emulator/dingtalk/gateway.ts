/** POST /v1.0/gateway/connections/open: a ticket for one long connection (§1.3, step 1). */
import { z } from 'zod';
import { json, type EmuReply, type EmuRequest } from '../core/http.ts';
import { ApiProblem, apiOk, bad } from './answers.ts';
import { body, openApi, type ApiRoute, type Dingtalk } from './api.ts';
import { appWith } from './tokens.ts';

const openSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptions: z.array(z.object({ type: z.enum(['EVENT', 'CALLBACK', 'SYSTEM']), topic: z.string() })).default([]),
});

export function gatewayRoutes(dingtalk: Dingtalk): ApiRoute[] {
  return [openApi('POST', '/v1.0/gateway/connections/open', (request) => open(dingtalk, request))];
}

function open(dingtalk: Dingtalk, request: EmuRequest): EmuReply {
  const input = body(openSchema, request, (issue) => bad('param.invalid', issue));
  // Reported both as 401 and as 400; a switch (errcode with status) gives the other.
  const app = appWith(dingtalk, input.clientId, input.clientSecret);
  if (app === undefined) throw new ApiProblem(401, 'authFailed', '鉴权失败，请检查clientId和clientSecret');
  const wrong = input.subscriptions.find(({ type, topic }) => type === 'EVENT' && topic !== '*');
  if (wrong) throw bad('param.invalid', 'EVENT类型的topic只能是*');
  const ticket = dingtalk.stream.ticket(app.clientId, input.subscriptions);
  const endpoint = `${request.origin.replace('http', 'ws')}/connect`;
  return wantsJson(request) ? apiOk({ endpoint, ticket }) : asXml({ endpoint, ticket });
}

/** Who does not ask for JSON gets XML. */
const wantsJson = (request: EmuRequest): boolean => (request.headers['accept'] ?? '').includes('json');

function asXml({ endpoint, ticket }: { endpoint: string; ticket: string }): EmuReply {
  const { status } = json(200, {});
  const body = `<?xml version="1.0" encoding="UTF-8"?><OpenConnectionResponse><endpoint>${endpoint}</endpoint><ticket>${ticket}</ticket></OpenConnectionResponse>`;
  return { status, headers: { 'content-type': 'application/xml; charset=utf-8' }, body, code: 'ok' };
}

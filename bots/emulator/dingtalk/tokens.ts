/** App tokens and JSAPI tickets (§1.2): two hours, and asking again gives the same one a new life. */
import { z } from 'zod';
import type { Recent } from '../core/recent.ts';
import { ApiProblem, apiOk, bad, OapiProblem, oapiOk } from './answers.ts';
import { api, body, openApi, type ApiRoute, type Dingtalk } from './api.ts';
import type { DingtalkApp } from './app.ts';
import { CORP, opaque } from './ids.ts';
import type { Token } from './memory.ts';

/** Seconds. */
const LIFE = 7_200;

const credentials = z.object({ appKey: z.string(), appSecret: z.string() });
const clientCredentials = z.object({ client_id: z.string(), client_secret: z.string(), grant_type: z.string() });

export function tokenRoutes(dingtalk: Dingtalk): ApiRoute[] {
  return [
    openApi('POST', '/v1.0/oauth2/accessToken', (request) => {
      const { appKey, appSecret } = body(credentials, request, () => bad('MissingappKey', 'appKey or appSecret is mandatory'));
      const app = appWith(dingtalk, appKey, appSecret);
      if (app === undefined) throw bad('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
      return apiOk({ expireIn: LIFE, accessToken: renew(dingtalk, dingtalk.memory.tokens, app) });
    }),
    openApi('GET', '/gettoken', ({ query }) => {
      const app = appWith(dingtalk, query.get('appkey') ?? '', query.get('appsecret') ?? '');
      if (app === undefined) throw new OapiProblem(40089, '不合法的corpid或corpsecret');
      return oapiOk({ access_token: renew(dingtalk, dingtalk.memory.tokens, app), expires_in: LIFE });
    }),
    openApi('POST', '/v1.0/oauth2/:corpId/token', (request) => {
      const input = body(clientCredentials, request, () => bad('invalid.request', 'client_id, client_secret, grant_type'));
      if (input.grant_type !== 'client_credentials') throw bad('unsupported.grant.type', 'grant_type');
      if (request.params['corpId'] !== CORP) throw new ApiProblem(401, 'unauthorized.client', 'corpId');
      const app = appWith(dingtalk, input.client_id, input.client_secret);
      if (app === undefined) throw bad('invalid.client', 'client_id or client_secret');
      return apiOk({ access_token: renew(dingtalk, dingtalk.memory.tokens, app), expires_in: LIFE });
    }),
    api(
      dingtalk,
      'POST',
      '/v1.0/oauth2/jsapiTickets',
      ({ app }) => apiOk({ jsapiTicket: renew(dingtalk, dingtalk.memory.jsTickets, app), expireIn: LIFE }),
      { counted: false },
    ),
  ];
}

/** The app, if the secret is right. */
export function appWith(dingtalk: Dingtalk, clientId: string, clientSecret: string): DingtalkApp | undefined {
  const app = dingtalk.memory.apps.get(clientId);
  return app?.clientSecret === clientSecret ? app : undefined;
}

function renew({ core }: Dingtalk, kind: Recent<Token>, { clientId }: DingtalkApp): string {
  const now = core.clock.now();
  const live = [...kind.values()].find((token) => token.clientId === clientId && token.expires > now);
  const value = live?.value ?? opaque();
  kind.set(value, { clientId, value, expires: now + LIFE * 1000 });
  core.touch();
  return value;
}

/** `expire`: out of time now. `revoke`: unknown from now on. */
export function endTokens({ core, memory }: Dingtalk, how: 'expire' | 'revoke'): number {
  const all = [...memory.tokens.values()];
  for (const token of all) {
    if (how === 'revoke') memory.tokens.delete(token.value);
    else memory.tokens.set(token.value, { ...token, expires: core.clock.now() });
  }
  core.touch();
  return all.length;
}

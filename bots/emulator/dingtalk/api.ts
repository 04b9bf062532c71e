/** What every route of the DingTalk side is made of. */
import type { z } from 'zod';
import type { Core } from '../core/plug-in.ts';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import { ApiProblem, bad, OapiProblem, problemReply } from './answers.ts';
import type { DingtalkApp, Permission } from './app.ts';
import type { Memory } from './memory.ts';
import type { Templates } from './templates.ts';
import type { StreamHub } from './stream.ts';

/** The DingTalk side as a whole, handed to every part of it. */
export interface Dingtalk {
  readonly core: Core;
  readonly memory: Memory;
  readonly templates: Templates;
  readonly stream: StreamHub;
}

/** A route of one of the two hosts and what the platform asks before it runs. */
export interface ApiRoute extends Route {
  readonly host: 'api' | 'oapi';
  /** No app token wanted (token calls, the gateway, session webhooks). */
  readonly open: boolean;
  readonly permission?: Permission;
  /** Against the monthly quota of calls. */
  readonly counted: boolean;
}

/** A call that has passed the guard. */
export interface ApiCall {
  readonly request: EmuRequest;
  readonly app: DingtalkApp;
}

interface Wants {
  readonly permission?: Permission;
  readonly counted?: boolean;
}

/** A call with the app's token. Refusals are thrown. */
export function api(
  dingtalk: Dingtalk,
  method: Route['method'],
  path: string,
  run: (call: ApiCall) => EmuReply | Promise<EmuReply>,
  { permission, counted = true }: Wants = {},
): ApiRoute {
  const host = path.startsWith('/v1.0/') ? 'api' : 'oapi';
  const handle = (request: EmuRequest): Promise<EmuReply> => answered(() => run({ request, app: appOf(dingtalk, host, request) }));
  return { method, path, host, open: false, counted, handle, ...(permission && { permission }) };
}

/** A call without a token. */
export function openApi(method: Route['method'], path: string, run: (request: EmuRequest) => EmuReply | Promise<EmuReply>): ApiRoute {
  const host = path.startsWith('/v1.0/') ? 'api' : 'oapi';
  return { method, path, host, open: true, counted: false, handle: (request) => answered(() => run(request)) };
}

async function answered(run: () => EmuReply | Promise<EmuReply>): Promise<EmuReply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiProblem || error instanceof OapiProblem) return problemReply(error);
    throw error;
  }
}

/** The app whose token this is. @throws ApiProblem, OapiProblem as the host puts it */
export function appOf(dingtalk: Dingtalk, host: 'api' | 'oapi', request: EmuRequest): DingtalkApp {
  const value = host === 'api' ? request.headers['x-acs-dingtalk-access-token'] : request.query.get('access_token');
  const token = dingtalk.memory.tokens.get(value ?? '');
  const app = token && dingtalk.memory.apps.get(token.clientId);
  if (token !== undefined && app !== undefined && token.expires > dingtalk.core.clock.now()) return app;
  if (host === 'api') throw bad('InvalidAuthentication', '不合法的access_token');
  throw token === undefined ? new OapiProblem(40014, '不合法的access_token') : new OapiProblem(42001, 'access_token超时');
}

/** The body as the schema wants it, else the problem `otherwise` names. */
export function body<T extends z.ZodType>(schema: T, request: EmuRequest, otherwise: (issue: string) => Error): z.output<T> {
  const result = schema.safeParse(request.json() ?? formOf(request));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw otherwise(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** The legacy API also takes form bodies. */
function formOf(request: EmuRequest): unknown {
  if (!request.headers['content-type']?.includes('urlencoded')) return undefined;
  return Object.fromEntries(new URLSearchParams(request.body.toString('utf8')));
}

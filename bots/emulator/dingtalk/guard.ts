/** What DingTalk asks of every call, in its order: banned? token? from where? allowed? too fast? quota left? */
import { text, type EmuReply, type EmuRequest } from '../core/http.ts';
import { ApiProblem, OapiProblem, problemReply, bad } from './answers.ts';
import { appOf, type ApiRoute, type Dingtalk } from './api.ts';
import type { DingtalkApp } from './app.ts';
import { requestId } from './ids.ts';
import { monthOf } from './calendar.ts';

/** Undefined lets the call through. */
export function guard(dingtalk: Dingtalk, route: ApiRoute, request: EmuRequest): EmuReply | undefined {
  const huge = dingtalk.core.faults.take('dingtalk', 'hugeBody', route.path);
  if (huge) return text(200, `{"padding":"${'x'.repeat(8 * 1024 * 1024)}"}`, 'application/json');
  if (isBanned(dingtalk, route, request)) return banPage();
  try {
    if (route.open) return failAtWill(dingtalk, route);
    checkTokenFault(dingtalk, route);
    const app = appOf(dingtalk, route.host, request);
    checkPlace(dingtalk, route, request, app);
    const failing = failAtWill(dingtalk, route);
    if (failing !== undefined) return failing;
    checkPermission(dingtalk, route, app);
    checkPace(dingtalk, route, app);
    checkQuota(dingtalk, route);
    return undefined;
  } catch (error) {
    if (error instanceof ApiProblem || error instanceof OapiProblem) return problemReply(error);
    throw error;
  }
}

/** Over 10 000 calls in 20 s from one address: out for five minutes (kb:0012). */
function isBanned(dingtalk: Dingtalk, route: ApiRoute, { remote }: EmuRequest): boolean {
  const { core, memory } = dingtalk;
  if (core.faults.take('dingtalk', 'ipBanned', route.path)) return true;
  const limit = memory.limits.ipCallsPer20s;
  if (limit === null) return false;
  const now = core.clock.now();
  if ((memory.rates.get(`banned ${remote}`) ?? 0) > now) return true;
  if (memory.count('rates', `ip ${remote} ${Math.floor(now / 20_000)}`) <= limit) return false;
  memory.rates.set(`banned ${remote}`, now + 5 * 60_000);
  return true;
}

/** A page for people, in the place of JSON. The status is not documented. */
function banPage(): EmuReply {
  const { headers, body } = text(403, BAN_PAGE.replace('UUID', requestId()), 'text/html; charset=utf-8');
  return { status: 403, headers, body, code: 'ip-banned' };
}

const BAN_PAGE =
  '<!doctype html><html><head><title>punish</title></head><body>亲，访问被拒绝' +
  '<!-- {"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"UUID"} --></body></html>';

/** `tokenExpired`: the token is good, the platform says it is not. */
function checkTokenFault({ core }: Dingtalk, route: ApiRoute): void {
  const fault = core.faults.take('dingtalk', 'tokenExpired', route.path);
  if (fault === undefined) return;
  if (route.host === 'api') throw bad('InvalidAuthentication', '不合法的access_token');
  const code = typeof fault.code === 'number' ? fault.code : 42001;
  const wrapped = code === 88 ? { sub_code: '40014', sub_msg: '不合法的access_token' } : {};
  throw new OapiProblem(code, code === 42001 ? 'access_token超时' : '不合法的access_token', wrapped);
}

function checkPlace({ core }: Dingtalk, route: ApiRoute, { remote }: EmuRequest, app: DingtalkApp): void {
  const listed = app.trustedIps === null || app.trustedIps.includes(remote.replace('::ffff:', ''));
  if (listed && !core.faults.take('dingtalk', 'ipBlocked', route.path)) return;
  const sentence = `访问ip不在白名单之中,请求ip=${remote}`;
  if (route.host === 'api') throw new ApiProblem(403, 'Forbidden.AccessDenied.IpNotInWhiteList', sentence);
  throw new OapiProblem(60020, sentence);
}

/** `errcode`: any refusal a tester wants to see. */
function failAtWill({ core }: Dingtalk, route: ApiRoute): EmuReply | undefined {
  const fault = core.faults.take('dingtalk', 'errcode', route.path);
  if (fault === undefined) return undefined;
  const message = fault.message ?? 'fault switch';
  if (route.host === 'oapi') return problemReply(new OapiProblem(Number(fault.code ?? -1), message));
  return problemReply(new ApiProblem(fault.status ?? 400, String(fault.code ?? 'system.error'), message));
}

function checkPermission({ core }: Dingtalk, route: ApiRoute, app: DingtalkApp): void {
  const { permission } = route;
  if (permission === undefined) return;
  const denied = core.faults.take('dingtalk', 'permissionDenied', route.path) !== undefined;
  if (app.permissions.includes(permission) && !denied) return;
  const sentence = `应用尚未开通所需的权限：[${permission}]，点击链接申请并开通即可`;
  if (route.host === 'oapi') throw new OapiProblem(60011, sentence);
  const more = { accessdenieddetail: { requiredScopes: [permission] } };
  throw new ApiProblem(403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', sentence, more);
}

function checkPace({ core, memory }: Dingtalk, route: ApiRoute, app: DingtalkApp): void {
  if (memory.limits.qps === null) return;
  const second = Math.floor(core.clock.now() / 1000);
  if (memory.count('rates', `qps ${app.clientId} ${route.method} ${route.path} ${second}`) <= memory.limits.qps) return;
  const sentence = '您的请求已被限流，应用调用该接口的QPS超过上限';
  if (route.host === 'oapi') throw new OapiProblem(90018, sentence);
  throw new ApiProblem(403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', sentence);
}

/** Calls refused for speed are not counted (kb:1431); the grace days after the quota are not played. */
function checkQuota({ core, memory }: Dingtalk, route: ApiRoute): void {
  if (!route.counted) return;
  const key = `api ${monthOf(core.clock.now())}`;
  const { apiPerMonth } = memory.limits;
  if (apiPerMonth === null || (memory.counts.get(key) ?? 0) < apiPerMonth) {
    memory.count('counts', key);
    return;
  }
  const sentence = '当前组织的API调用次数已超过本月额度';
  if (route.host === 'oapi') throw new OapiProblem(90020, sentence);
  throw new ApiProblem(403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', sentence);
}

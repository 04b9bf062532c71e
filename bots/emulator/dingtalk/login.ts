/** Who is this? Codes of the H5 page and of the sign-in page, five minutes and once (§1.2, §1.9). */
import { z } from 'zod';
import { redirect, text, type EmuReply } from '../core/http.ts';
import type { Person } from '../core/people.ts';
import { apiOk, bad, OapiProblem, oapiOk } from './answers.ts';
import { api, body, openApi, type ApiRoute, type Dingtalk } from './api.ts';
import { byUnionId, CORP, opaque, unionIdOf } from './ids.ts';
import { appWith } from './tokens.ts';

const CODE_LIFE = 5 * 60_000;
const USER_TOKEN_LIFE = 7_200_000;

const codeSchema = z.object({ code: z.string() });
const userTokenSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  code: z.string().optional(),
  refreshToken: z.string().optional(),
  grantType: z.enum(['authorization_code', 'refresh_token']),
});

/** A code for somebody, as `dd.requestAuthCode` gives it to the page. */
export function mintCode({ core, memory }: Dingtalk, person: Person): string {
  const code = opaque();
  memory.codes.set(code, { userid: person.userid, expires: core.clock.now() + CODE_LIFE });
  core.touch();
  return code;
}

/** Uses the code up. */
function spend({ core, memory }: Dingtalk, code: string): Person | undefined {
  const found = memory.codes.get(code);
  memory.codes.delete(code);
  if (found === undefined || found.expires <= core.clock.now()) return undefined;
  return core.people.byUserid('dingtalk', found.userid);
}

export function loginRoutes(dingtalk: Dingtalk): ApiRoute[] {
  return [
    api(dingtalk, 'POST', '/topapi/v2/user/getuserinfo', ({ request }) => {
      const { code } = body(codeSchema, request, (issue) => new OapiProblem(40035, `不合法的参数 ${issue}`));
      const person = spend(dingtalk, code);
      if (person === undefined) throw new OapiProblem(40078, '不存在的临时授权码');
      const unionid = unionIdOf(person.userid);
      const result = { userid: person.userid, unionid, associated_unionid: unionid, device_id: opaque(), sys: false, sys_level: 0, name: person.name };
      return oapiOk({ result });
    }, { counted: false }),
    openApi('POST', '/v1.0/oauth2/userAccessToken', (request) => {
      const input = body(userTokenSchema, request, (issue) => bad('invalidParameter', issue));
      if (appWith(dingtalk, input.clientId, input.clientSecret) === undefined) throw bad('invalidClientIdOrSecret', 'clientId');
      const person = input.grantType === 'refresh_token' ? owner(dingtalk, input.refreshToken) : spend(dingtalk, input.code ?? '');
      if (person === undefined) throw bad('invalidParameter.authCode.notFound', '不合法的临时授权码');
      return apiOk({ accessToken: userToken(dingtalk, person), refreshToken: userToken(dingtalk, person), expireIn: 7_200, corpId: CORP });
    }),
    openApi('GET', '/v1.0/contact/users/me', ({ headers }) => {
      const person = owner(dingtalk, headers['x-acs-dingtalk-access-token']);
      if (person === undefined) throw bad('InvalidAuthentication', '不合法的access_token');
      return apiOk({ nick: person.name, unionId: unionIdOf(person.userid), openId: unionIdOf(`open ${person.userid}`), stateCode: '86' });
    }),
    api(dingtalk, 'POST', '/topapi/user/getbyunionid', ({ request }) => {
      const { unionid } = body(z.object({ unionid: z.string() }), request, (issue) => new OapiProblem(400002, issue));
      const person = byUnionId(dingtalk.core.people, unionid);
      if (person === undefined) throw new OapiProblem(60121, '找不到该用户');
      return oapiOk({ result: { contact_type: 0, userid: person.userid } });
    }, { counted: false, permission: 'qyapi_get_member' }),
    openApi('GET', '/oauth2/auth', ({ query }) => signInPage(dingtalk, query)),
  ];
}

function userToken({ core, memory }: Dingtalk, person: Person): string {
  const value = opaque();
  memory.userTokens.set(value, { userid: person.userid, expires: core.clock.now() + USER_TOKEN_LIFE });
  return value;
}

function owner({ core, memory }: Dingtalk, value = ''): Person | undefined {
  const found = memory.userTokens.get(value);
  return found && found.expires > core.clock.now() ? core.people.byUserid('dingtalk', found.userid) : undefined;
}

/** login.dingtalk.com/oauth2/auth: whoever holds the phone; `emu_user` picks without a click. */
function signInPage(dingtalk: Dingtalk, query: URLSearchParams): EmuReply {
  const back = query.get('redirect_uri') ?? '';
  if (!dingtalk.memory.apps.has(query.get('client_id') ?? '') || !URL.canParse(back)) return text(400, '参数错误');
  const people = dingtalk.core.people;
  const chosen = people.byNumber('dingtalk', query.get('emu_user') ?? '');
  if (chosen === undefined) return text(200, pickerPage(people.all('dingtalk'), query), 'text/html; charset=utf-8');
  const target = new URL(back);
  target.searchParams.set('authCode', mintCode(dingtalk, chosen));
  target.searchParams.set('state', query.get('state') ?? '');
  return redirect(target.href);
}

function pickerPage(people: readonly Person[], query: URLSearchParams): string {
  const items = people.filter(({ active }) => active).map((person) => {
    const chosen = new URLSearchParams([...query, ['emu_user', person.staffNumber]]);
    return `<li><a href="?${escape(chosen.toString())}">${escape(`${person.name} ${person.departmentName}`)}</a></li>`;
  });
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>钉钉登录</title><h1>用哪个人登录？</h1><ul>${items.join('')}</ul></html>`;
}

const escape = (raw: string): string => raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

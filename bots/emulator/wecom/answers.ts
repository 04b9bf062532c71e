/** WeCom answers everything with HTTP 200; what happened stands in `errcode`. */
import { json } from '../core/http.ts';
import type { EmuReply } from '../core/http.ts';
import type { Problem } from './template-card.ts';

/** Success with what the call gives. */
export function ok(more: object = {}): EmuReply {
  return json(200, { errcode: 0, errmsg: 'ok', ...more }, '0');
}

/** Refusal. `ip` where the real text names the caller (60020 and its like). */
export function no(problem: Problem, ip?: string): EmuReply {
  const hint = ip === undefined ? '' : `, hint: [emu], from ip: ${ip}, more info at https://open.work.weixin.qq.com/devtool/query?e=${problem.errcode}`;
  return json(200, { errcode: problem.errcode, errmsg: `${problem.errmsg}${hint}` }, String(problem.errcode));
}

/** The few problems that several calls share. */
export const problems = {
  tokenMissing: { errcode: 41001, errmsg: 'access_token missing' },
  tokenInvalid: { errcode: 40014, errmsg: 'invalid access_token' },
  tokenExpired: { errcode: 42001, errmsg: 'access_token expired' },
  badSecret: { errcode: 40001, errmsg: 'invalid credential' },
  badCorp: { errcode: 40013, errmsg: 'invalid corpid' },
  badAgent: { errcode: 40056, errmsg: 'invalid agentid' },
  foreignAgent: { errcode: 301002, errmsg: 'not allow operate another agent with this accesstoken' },
  parameter: { errcode: 40058, errmsg: 'invalid Request Parameter' },
  badType: { errcode: 40008, errmsg: 'invalid message type' },
  tooLong: { errcode: 45002, errmsg: 'content size out of limit' },
  empty: { errcode: 44004, errmsg: 'text content is empty' },
  noUser: { errcode: 60111, errmsg: 'userid not found' },
  notPermitted: { errcode: 48002, errmsg: 'api forbidden' },
  noPrivilege: { errcode: 60011, errmsg: 'no privilege to access/modify contact/party/agent' },
  rate: { errcode: 45009, errmsg: 'api freq out of limit' },
  notTrustedIp: { errcode: 60020, errmsg: 'not allow to access from your ip' },
  noReceiver: { errcode: 82001, errmsg: 'touser & toparty & totag are all empty' },
  allInvalid: { errcode: 81013, errmsg: 'user & party & tag all invalid' },
  callbackNeeded: { errcode: 43012, errmsg: 'app callback url is required' },
  taskIdUsed: { errcode: 42014, errmsg: 'task_id already exists' },
  responseCode: { errcode: 60140, errmsg: 'invalid response_code' },
  badCode: { errcode: 40029, errmsg: 'invalid code' },
  codeExpired: { errcode: 42003, errmsg: 'code expired' },
  redirectDomain: { errcode: 50001, errmsg: 'redirect_uri domain is not trusted' },
} as const satisfies Record<string, Problem>;

/** gettoken and the door in front of every other call (§2.2): token, caller's address, rate, fault switches. */
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import { no, ok, problems } from './answers.ts';
import { GROUP_ROBOT_PATH } from './group-robots.ts';
import { opaque } from './memory.ts';
import type { TokenOwner, Wecom } from './memory.ts';
import type { Problem } from './template-card.ts';

/** Validity of an access token, ms. */
const VALID = 7_200_000;

const OPEN = new Set(['/cgi-bin/gettoken', GROUP_ROBOT_PATH]);

export function tokenRoutes(wecom: Wecom): readonly Route[] {
  return [{ method: 'GET', path: '/cgi-bin/gettoken', handle: (request) => getToken(wecom, request) }];
}

function getToken(wecom: Wecom, request: EmuRequest): EmuReply {
  const { core, memory, settings } = wecom;
  if (request.query.get('corpid') !== settings.corpId) return no(problems.badCorp, request.remote);
  const owner = ownerOf(wecom, request.query.get('corpsecret') ?? '');
  if (owner === undefined) return no(problems.badSecret, request.remote);
  const now = core.clock.now();
  // Asked again inside the validity the platform gives the same token.
  const current = memory.tokens.dump().find(([token, entry]) => entry.value === owner && memory.tokens.age(token, now) < VALID);
  const token = current?.[0] ?? opaque('', 48);
  if (current === undefined) memory.tokens.set(token, owner, now);
  core.touch();
  const expires = Math.ceil((VALID - memory.tokens.age(token, now)) / 1_000);
  return ok({ access_token: token, expires_in: expires });
}

function ownerOf(wecom: Wecom, secret: string): TokenOwner | undefined {
  if (secret === wecom.settings.app.secret) return 'app';
  return secret === wecom.settings.contactsSecret ? 'contacts' : undefined;
}

/** Whose token the call carries; `undefined` when it is none. */
export function tokenOwner(wecom: Wecom, request: EmuRequest): TokenOwner | undefined {
  return wecom.memory.tokens.get(request.query.get('access_token') ?? '');
}

/** Refuses before the route is reached. */
export function guard(wecom: Wecom, request: EmuRequest): EmuReply | undefined {
  if (!request.path.startsWith('/cgi-bin/')) return undefined;
  const problem = faultOf(wecom, request.path) ?? (OPEN.has(request.path) ? undefined : tokenProblem(wecom, request));
  if (problem !== undefined) return no(problem, request.remote);
  const admitted = wecom.limits.admitCall(request.path, wecom.core.clock.now());
  return admitted ? undefined : no(problems.rate, request.remote);
}

function tokenProblem(wecom: Wecom, request: EmuRequest): Problem | undefined {
  const { core, memory, settings } = wecom;
  const token = request.query.get('access_token') ?? '';
  if (token === '') return problems.tokenMissing;
  const fault = core.faults.take('wecom', 'tokenExpired', request.path);
  if (fault !== undefined) {
    // The token is really gone, so that only a fresh one helps.
    memory.tokens.take(token);
    return fault.code === 42001 ? problems.tokenExpired : problems.tokenInvalid;
  }
  if (memory.tokens.get(token) === undefined) return problems.tokenInvalid;
  // An expired token is reported as invalid by some servers; the documents say 42001.
  if (memory.tokens.age(token, core.clock.now()) >= VALID) return problems.tokenExpired;
  const { trustedIps } = settings.app;
  const foreign = trustedIps !== undefined && !trustedIps.includes(request.remote.replace(/^::ffff:/, ''));
  return foreign ? problems.notTrustedIp : undefined;
}

function faultOf(wecom: Wecom, path: string): Problem | undefined {
  const { faults } = wecom.core;
  if (!OPEN.has(path) && faults.take('wecom', 'ipBlocked', path)) return problems.notTrustedIp;
  if (faults.take('wecom', 'permissionDenied', path)) return problems.notPermitted;
  const fault = faults.take('wecom', 'errcode', path);
  return fault && { errcode: Number(fault.code ?? -1), errmsg: fault.message ?? 'system busy' };
}

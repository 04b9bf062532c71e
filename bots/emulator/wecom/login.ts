/** Sign-in (§2.11): authorize, scan login, and the exchange of single-use codes. */
import { redirect, text } from '../core/http.ts';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import type { Person } from '../core/people.ts';
import { z } from 'zod';
import { no, ok, problems } from './answers.ts';
import { pickerPage } from './login-page.ts';
import { opaque } from './memory.ts';
import type { LoginCode, Wecom } from './memory.ts';
import { tokenOwner } from './token.ts';

const CODE_VALID = 5 * 60_000;
const TICKET_VALID = 1_800_000;
/** Set by the phone's frame; says who is holding the WeCom phone. */
export const HOLDER_COOKIE = 'emu_hold_wecom';

export function loginRoutes(wecom: Wecom): readonly Route[] {
  const authorize = (request: EmuRequest): EmuReply => begin(wecom, request);
  return [
    { method: 'GET', path: '/connect/oauth2/authorize', handle: authorize },
    { method: 'GET', path: '/wwopen/sso/qrConnect', handle: authorize },
    { method: 'GET', path: '/wwlogin/sso/login', handle: authorize },
    { method: 'GET', path: '/cgi-bin/auth/getuserinfo', handle: (request) => whoIs(wecom, request, newNames) },
    { method: 'GET', path: '/cgi-bin/user/getuserinfo', handle: (request) => whoIs(wecom, request, oldNames) },
    { method: 'POST', path: '/cgi-bin/auth/getuserdetail', handle: (request) => detail(wecom, request) },
  ];
}

interface Asked {
  readonly target: URL;
  readonly state: string;
  readonly scope: LoginCode['scope'];
}

function begin(wecom: Wecom, request: EmuRequest): EmuReply {
  const asked = readAsked(wecom, request);
  if (typeof asked === 'string') return text(400, asked);
  const inPhone = request.path === '/connect/oauth2/authorize' && isPhone(request);
  const picked = request.query.get('emu_user') ?? (inPhone ? cookie(request, HOLDER_COOKIE) : undefined);
  if (picked === undefined) return text(200, pickerPage(wecom, request), 'text/html; charset=utf-8');
  const person = wecom.core.people.byUserid('wecom', picked);
  const trusted = wecom.settings.app.trustedDomains.includes(asked.target.host);
  // The client itself refuses a strange domain; on a desktop the code is given and its exchange fails.
  if (!trusted && inPhone) return text(200, 'redirect_uri 需使用应用可信域名');
  const target = new URL(inPhone ? framed(wecom, asked.target) : asked.target);
  if (request.query.get('emu_user') !== 'denied') target.searchParams.set('code', mint(wecom, { user: person?.active ? person.userid : undefined, scope: asked.scope, trusted }));
  target.searchParams.set('state', asked.state);
  return redirect(target.href);
}

function readAsked(wecom: Wecom, request: EmuRequest): Asked | string {
  const { query } = request;
  if (query.get('appid') !== wecom.settings.corpId) return 'appid 参数错误';
  const raw = query.get('redirect_uri') ?? '';
  if (!URL.canParse(raw)) return 'redirect_uri 参数错误';
  const state = query.get('state') ?? '';
  if (!/^[a-zA-Z0-9]*$/.test(state) || state.length > 128) return 'state 只能是 a-zA-Z0-9，至多 128 字节';
  // agentid is mandatory for private info; without it the platform silently gives the base scope.
  const wantsInfo = query.get('scope') === 'snsapi_privateinfo' && query.get('agentid') === String(wecom.settings.app.agentid);
  return { target: homeOf(wecom, new URL(raw)), state, scope: wantsInfo ? 'snsapi_privateinfo' : 'snsapi_base' };
}

/** A page inside the frame may name the frame's own origin; the tenant knows only the home origin. */
function homeOf(wecom: Wecom, target: URL): URL {
  const { home, frame } = wecom.settings.pages;
  return frame !== undefined && target.origin === frame ? new URL(target.href.slice(frame.length), home) : target;
}

function framed(wecom: Wecom, target: URL): URL {
  const { home, frame } = wecom.settings.pages;
  return frame !== undefined && target.origin === home ? new URL(target.href.slice(home.length), frame) : target;
}

const isPhone = (request: EmuRequest): boolean =>
  request.headers['sec-fetch-dest'] === 'iframe' || /wxwork/i.test(request.headers['user-agent'] ?? '');

function cookie(request: EmuRequest, name: string): string | undefined {
  const pairs = (request.headers['cookie'] ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([key]) => key === name)?.[1];
  return value === undefined || value === '' ? undefined : decodeURIComponent(value);
}

/** A fresh single-use code. */
export function mint(wecom: Wecom, code: LoginCode): string {
  const name = opaque('', 32);
  wecom.memory.loginCodes.set(name, code, wecom.core.clock.now());
  wecom.core.touch();
  return name;
}

type Names = (member: { userid: string; ticket: string | undefined } | { openid: string }) => object;
const newNames: Names = (who) =>
  'openid' in who ? who : { userid: who.userid, ...(who.ticket === undefined ? {} : { user_ticket: who.ticket }) };
const oldNames: Names = (who) =>
  'openid' in who ? { OpenId: who.openid, DeviceId: '' } : { UserId: who.userid, DeviceId: '', ...(who.ticket === undefined ? {} : { user_ticket: who.ticket }) };

function whoIs(wecom: Wecom, request: EmuRequest, names: Names): EmuReply {
  if (tokenOwner(wecom, request) !== 'app') return no(problems.notPermitted, request.remote);
  const { core, memory } = wecom;
  const name = request.query.get('code') ?? '';
  const age = memory.loginCodes.age(name, core.clock.now());
  const code = memory.loginCodes.take(name);
  core.touch();
  if (code === undefined) return no(problems.badCode, request.remote);
  if (age >= CODE_VALID) return no(problems.codeExpired, request.remote);
  if (!code.trusted) return no(problems.redirectDomain, request.remote);
  if (code.user === undefined) return ok(names({ openid: opaque('o', 20) }));
  return ok(names({ userid: code.user, ticket: code.scope === 'snsapi_base' ? undefined : newTicket(wecom, code.user) }));
}

function newTicket(wecom: Wecom, user: string): string {
  const ticket = opaque('', 48);
  wecom.memory.userTickets.set(ticket, user, wecom.core.clock.now());
  return ticket;
}

const detailSchema = z.object({ user_ticket: z.string() });

function detail(wecom: Wecom, request: EmuRequest): EmuReply {
  const body = detailSchema.safeParse(request.json());
  const ticket = body.success ? body.data.user_ticket : '';
  const fresh = wecom.memory.userTickets.age(ticket, wecom.core.clock.now()) < TICKET_VALID;
  const user = wecom.memory.userTickets.get(ticket);
  const person: Person | undefined = user === undefined ? undefined : wecom.core.people.byUserid('wecom', user);
  if (!fresh || person === undefined) return no(problems.badCode, request.remote);
  // Only what the member consented to; the emulator's people have neither telephone nor mail.
  return ok({ userid: person.userid, gender: '0', avatar: '', qr_code: '', mobile: '', email: '', biz_mail: '', address: '' });
}

/** The way of one request through a phone's webview to the product and back. */
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import type { Core } from '../core/plug-in.ts';
import type { Person } from '../core/people.ts';
import type { PlatformName } from '../core/faults.ts';
import { CookieJar } from './jar.ts';
import type { Pages } from './pages.ts';
import { page } from './plain-page.ts';
import { inward, isRewritten, outward, relaxedPolicy, withBridge } from './rewrite.ts';
import type { Origins } from './rewrite.ts';
import { userAgents } from './user-agents.ts';

/** Sign-in pages of the platforms, reached through the frame so that the holder is known. */
const SIGN_IN = ['/connect/oauth2/authorize', '/wwopen/sso/', '/wwlogin/sso/', '/oauth2/auth'];
/** Rewritten bodies are held in memory up to this many bytes; larger ones pass untouched. */
const MOST_REWRITTEN = 8 * 1024 * 1024;
/** Belong to a browser's frame or connection, not to a webview. */
const DROPPED = ['set-cookie', 'x-frame-options', 'connection', 'strict-transport-security', 'cross-origin-opener-policy'];

/** One phone's webview. */
export interface Frame {
  readonly core: Core;
  readonly platform: PlatformName;
  readonly pages: Pages;
  /** By userid. */
  readonly jars: Map<string, CookieJar>;
}

/** The cookie that says who holds this phone. Cookies do not know ports, so the name carries the platform. */
export const holderCookie = (platform: PlatformName): string => `emu_hold_${platform}`;

/** What is called by another name inside the frame. */
export function originsOf(frame: Frame, inside: string): Origins {
  const own = new URL(frame.core.origin());
  const emulator = [own.origin, `http://localhost:${own.port}`, `http://127.0.0.1:${own.port}`];
  return { inside, outside: [...frame.pages.homes, ...emulator.filter((each) => !frame.pages.homes.includes(each))] };
}

function jarOf(frame: Frame, person: Person): CookieJar {
  const jar = frame.jars.get(person.userid) ?? new CookieJar();
  frame.jars.set(person.userid, jar);
  return jar;
}

/** To the product, or to the platform's sign-in page, and back. */
export function forward(frame: Frame, person: Person, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const origins = originsOf(frame, url.origin);
  const signIn = SIGN_IN.some((prefix) => url.pathname.startsWith(prefix));
  const target = new URL(`${url.pathname}${url.search}`, signIn ? frame.core.origin() : frame.pages.base);
  const headers = askedHeaders(frame, person, url, request, signIn ? target.host : new URL(frame.pages.home).host);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const upstream = send(target, { method: request.method ?? 'GET', headers }, (answer) => {
    for (const line of signIn ? [] : (answer.headers['set-cookie'] ?? [])) jarOf(frame, person).store(line, frame.core.clock.now());
    relay(answer, response, origins);
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else page(response, 502, `页面打不开：${frame.pages.home} 没有回应。`);
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

function askedHeaders(frame: Frame, person: Person, url: URL, request: IncomingMessage, host: string): OutgoingHttpHeaders {
  const origins = originsOf(frame, url.origin);
  const headers: OutgoingHttpHeaders = { ...request.headers, host, 'user-agent': userAgents[frame.platform], 'accept-encoding': 'identity' };
  delete headers['connection'];
  const own = jarOf(frame, person).header(url.pathname, frame.core.clock.now());
  const holder = `${holderCookie(frame.platform)}=${encodeURIComponent(person.userid)}`;
  // The product sees the person's own cookies; the platform's sign-in page sees who holds the phone.
  headers['cookie'] = host === new URL(frame.pages.home).host ? own : holder;
  if (headers['cookie'] === '') delete headers['cookie'];
  for (const name of ['origin', 'referer'] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = outward(value, origins);
  }
  if (headers['sec-fetch-dest'] === 'iframe') headers['sec-fetch-dest'] = 'document';
  return headers;
}

/** Streams through, except texts that hold addresses: those are read whole and turned inward. */
function relay(answer: IncomingMessage, response: ServerResponse, origins: Origins): void {
  const headers = givenHeaders(answer, origins);
  const type = answer.headers['content-type'] ?? '';
  const size = Number(answer.headers['content-length'] ?? 0);
  if (isRewritten(type) && size <= MOST_REWRITTEN) return void rewritten(answer, response, origins, headers);
  response.writeHead(answer.statusCode ?? 502, headers);
  response.flushHeaders();
  pipeline(answer, response, () => undefined);
}

function givenHeaders(answer: IncomingMessage, origins: Origins): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { ...answer.headers };
  for (const name of DROPPED) delete headers[name];
  if (typeof headers.location === 'string') headers.location = inward(headers.location, origins);
  const policy = headers['content-security-policy'];
  if (typeof policy === 'string') headers['content-security-policy'] = relaxedPolicy(policy);
  return headers;
}

async function rewritten(answer: IncomingMessage, response: ServerResponse, origins: Origins, headers: OutgoingHttpHeaders): Promise<void> {
  for (const name of ['content-length', 'transfer-encoding', 'etag']) delete headers[name];
  try {
    const turned = inward(await readAll(answer), origins);
    response.writeHead(answer.statusCode ?? 502, headers);
    response.end(/^text\/html/i.test(answer.headers['content-type'] ?? '') ? withBridge(turned) : turned);
  } catch {
    response.destroy();
  }
}

async function readAll(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}


/**
 * The webview of one phone: a listener of its own that forwards everything to the product as the platform's browser
 * would, with the cookies and the identity of whoever holds the phone. The product cannot tell it from the real one.
 */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Core } from '../core/plug-in.ts';
import type { Person } from '../core/people.ts';
import type { PlatformName } from '../core/faults.ts';
import { authCode } from './auth-code.ts';
import { bridgeScript } from './bridge.ts';
import { forward, holderCookie, originsOf } from './forward.ts';
import type { Frame } from './forward.ts';
import type { Pages } from './pages.ts';
import { page } from './plain-page.ts';
import { inward } from './rewrite.ts';

export interface Webview {
  readonly origin: string;
  stop(): Promise<void>;
}

export interface WebviewOptions {
  readonly core: Core;
  readonly platform: PlatformName;
  readonly pages: Pages;
  readonly port: number;
}

/** Listens on `port`, or on any when that one is taken. */
export async function startWebview(options: WebviewOptions): Promise<Webview> {
  const frame: Frame = { ...options, jars: new Map() };
  const server = createServer((request, response) => void serve(frame, request, response));
  const port = await listen(server, options.port).catch(() => listen(server, 0));
  if (port !== options.port && options.port !== 0) options.core.log(`phones: port ${options.port} is taken, the ${options.platform} webview is on ${port}`);
  return {
    origin: `http://localhost:${port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function serve(frame: Frame, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  if (url.pathname === '/__hold') return hold(frame, url, response);
  if (url.pathname === '/__bridge.js') return script(response, await bridgeScript(frame.platform));
  const person = holderOf(frame, request.headers);
  if (person === undefined) return page(response, 400, '请先在手机页面上选择持有人。');
  if (url.pathname === '/__auth-code' && request.method === 'POST') return code(frame, person, response);
  if (url.pathname === '/__page' && request.method === 'POST') return registered(frame, request, response);
  forward(frame, person, url, request, response);
}

/** The phone changes hands; then on to the page that was asked for. */
function hold(frame: Frame, url: URL, response: ServerResponse): void {
  const user = url.searchParams.get('user') ?? '';
  const person = frame.core.people.byUserid(frame.platform, user);
  if (person === undefined) return page(response, 404, '通讯录里没有这个人。');
  const to = inward(url.searchParams.get('to') ?? '/', originsOf(frame, url.origin));
  const target = new URL(to, url.origin);
  const safe = target.origin === url.origin ? target.href : `${url.origin}/`;
  response.writeHead(302, {
    'location': safe,
    'set-cookie': `${holderCookie(frame.platform)}=${encodeURIComponent(person.userid)}; Path=/; SameSite=Lax`,
    // Another hand, another phone memory: what pages kept in this frame goes.
    ...(url.searchParams.get('fresh') === '1' ? { 'clear-site-data': '"storage"' } : {}),
  });
  response.end();
}

async function code(frame: Frame, person: Person, response: ServerResponse): Promise<void> {
  const made = await authCode(frame.core, person);
  response.writeHead(made === undefined ? 502 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ code: made ?? '' }));
}

/** A page registers for the app's functions; the platform says whether its signature holds. */
async function registered(frame: Frame, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const answer = await fetch(`${frame.core.origin()}/_emu/wecom/page`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.concat(chunks) });
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(await answer.text());
}

function holderOf(frame: Frame, headers: IncomingHttpHeaders): Person | undefined {
  const name = `${holderCookie(frame.platform)}=`;
  const pair = (headers.cookie ?? '').split(';').map((each) => each.trim()).find((each) => each.startsWith(name));
  return pair === undefined ? undefined : frame.core.people.byUserid(frame.platform, decodeURIComponent(pair.slice(name.length)));
}

function script(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' });
  response.end(body);
}

/** A DingTalk of a few lines that does what a test tells it to; the faithful one is the emulator. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string;
  // What the adapter sent, read freely by tests.
  readonly body: Record<string, unknown>;
}

/** What a route does: an answer, or anything with the raw response (cut it, hang). */
export type Route = (call: SeenCall, response: ServerResponse) => unknown;

export interface FakeDingtalk {
  readonly base: string;
  readonly calls: SeenCall[];
  readonly sockets: WebSocket[];
  /** Acknowledgements and everything else clients said, as JSON. */
  readonly said: Record<string, unknown>[];
  route(path: string, route: Route): void;
  called(path: string): SeenCall[];
  push(frame: unknown, socket?: WebSocket): void;
  close(): Promise<void>;
}

/** An answer with another status than 200. */
export const status = (code: number, body: unknown): { status: number; body: unknown } => ({ status: code, body });

/** Breaks the connection after the request came in. */
export const cut: Route = (_call, response) => {
  response.destroy();
  return HANDLED;
};

/** Never answers. */
export const hang: Route = () => HANDLED;

const HANDLED = Symbol('handled');

export async function fakeDingtalk(): Promise<FakeDingtalk> {
  const calls: SeenCall[] = [];
  const sockets: WebSocket[] = [];
  const said: Record<string, unknown>[] = [];
  const routes = new Map<string, Route>();
  const server = createServer((request, response) => void answer(request, response));
  const wss = new WebSocketServer({ server, path: '/connect' });
  wss.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => said.push(JSON.parse(String(data)) as Record<string, unknown>));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await callOf(request);
    calls.push(call);
    const route = routes.get(call.path);
    const result: unknown = route === undefined ? status(404, { code: 'no.route', message: call.path }) : await route(call, response);
    if (result === HANDLED) return;
    const { code, body } = statusOf(result);
    response.writeHead(code, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  let tickets = 0;
  routes.set('/v1.0/oauth2/accessToken', () => ({ accessToken: 'token-1', expireIn: 7200 }));
  routes.set('/v1.0/gateway/connections/open', () => ({ endpoint: `ws://127.0.0.1:${port}/connect`, ticket: `t+/=${(tickets += 1)}` }));

  return {
    base,
    calls,
    sockets,
    said,
    route: (path, route) => void routes.set(path, route),
    called: (path) => calls.filter((call) => call.path === path),
    push: (frame, socket = sockets.at(-1)) => socket?.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async close() {
      for (const socket of sockets) socket.terminate();
      wss.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function callOf(request: IncomingMessage): Promise<SeenCall> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const url = new URL(request.url ?? '/', 'http://fake');
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    token: String(request.headers['x-acs-dingtalk-access-token'] ?? url.searchParams.get('access_token') ?? ''),
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

function statusOf(result: unknown): { code: number; body: unknown } {
  if (typeof result === 'object' && result !== null && 'status' in result && 'body' in result) return { code: Number(result.status), body: result.body };
  return { code: 200, body: result };
}

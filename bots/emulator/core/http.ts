/** A tiny router over node:http: raw bodies, a body limit, JSON helpers, nothing a platform could not also do. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface EmuRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Parts of the path named in the route (`/a/:id`). */
  readonly params: Readonly<Record<string, string>>;
  readonly remote: string;
  /** `http://host:port` as the caller wrote it, for addresses that must lead back here. */
  readonly origin: string;
  /** The body as JSON; `undefined` when it is none. */
  json(): unknown;
}

export interface EmuReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** For the call log: the platform's own result code, never a secret. */
  readonly code?: string;
}

/** A reply the handler writes itself (server-sent events). */
export type StreamReply = (response: ServerResponse) => void;

export type Handler = (request: EmuRequest) => EmuReply | StreamReply | Promise<EmuReply | StreamReply>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly handle: Handler;
}

/** JSON reply. */
export function json(status: number, value: unknown, code?: string): EmuReply {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(value), ...(code === undefined ? {} : { code }) };
}

/** Text or page reply. */
export function text(status: number, body: string, contentType = 'text/plain; charset=utf-8'): EmuReply {
  return { status, headers: { 'content-type': contentType }, body };
}

/** 302 to another address. */
export function redirect(location: string): EmuReply {
  return { status: 302, headers: { location }, body: '' };
}

/** What the admin API says when it cannot do what was asked. */
export class AdminError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, sentence: string) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

export class BodyTooLarge extends Error {}

/** Reads the request whole; past the limit nothing more is kept. */
export async function readRequest(incoming: IncomingMessage, limit: number): Promise<EmuRequest> {
  const host = incoming.headers.host ?? '127.0.0.1';
  const url = new URL(incoming.url ?? '/', `http://${host}`);
  const body = await readBody(incoming, limit);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: flatHeaders(incoming),
    body,
    params: {},
    remote: incoming.socket.remoteAddress ?? '',
    origin: url.origin,
    json: () => parseJson(body),
  };
}

async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk as Uint8Array);
    size += part.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(pairs);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Finds the route: fixed paths by one look-up, paths with `:names` one after another. */
export class Router {
  readonly #fixed = new Map<string, Route>();
  readonly #open: { route: Route; parts: readonly string[] }[] = [];

  add(routes: readonly Route[]): void {
    for (const route of routes) {
      if (route.path.includes('/:')) this.#open.push({ route, parts: route.path.split('/') });
      else this.#fixed.set(`${route.method} ${route.path}`, route);
    }
  }

  find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    const fixed = this.#fixed.get(`${method} ${path}`);
    if (fixed !== undefined) return { route: fixed, params: {} };
    const asked = path.split('/');
    for (const { route, parts } of this.#open) {
      const params = route.method === method ? match(parts, asked) : undefined;
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

function match(parts: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== asked.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const given = asked[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given);
    else if (part !== given) return undefined;
  }
  return params;
}

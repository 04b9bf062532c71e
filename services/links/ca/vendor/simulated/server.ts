/**
 * A vendor's cloud CA on this machine: speaks the contract of README.md over real HTTP with a CA of its own, so that the
 * adapter is tried against a server and not against a mock. Also serves a demonstration without a vendor.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { KeyKind } from '../../local/keys.ts';
import { answerTo, settle, type Answer } from './answers.ts';
import { openVendor, type Vendor } from './people.ts';

export interface SimulatedVendor {
  readonly baseUrl: string;
  readonly root: string;
  /** What the next requests meet instead of an answer, in order. */
  readonly faults: Fault[];
  /** Method and path of everything asked, for tests. */
  readonly asked: string[];
  /** Their bodies. */
  readonly bodies: string[];
  /** Orders that wait for their doctor. */
  waiting(): readonly string[];
  /** The doctor's press; also calls back, where the order named a place. */
  confirm(orderId: string, state?: 'signed' | 'declined' | 'expired'): Promise<void>;
  stop(): Promise<void>;
}

/** A status with an HTML page, an answer of wrong form, a cut connection, or silence. */
export type Fault = 429 | 500 | 502 | 503 | 'nonsense' | 'cut' | 'silent';

export interface VendorOptions {
  readonly appId: string;
  readonly secret: string;
  readonly kind: KeyKind;
  readonly now: () => number;
}

export async function simulatedVendor(options: VendorOptions): Promise<SimulatedVendor> {
  const vendor = await openVendor(options.kind, options.now);
  const faults: Fault[] = [];
  const asked: string[] = [];
  const bodies: string[] = [];
  const nonces = new Set<string>();
  const server = createServer((request, response) => {
    void handle({ vendor, options, faults, asked, bodies, nonces }, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    baseUrl: `http://127.0.0.1:${port ?? 0}`,
    root: vendor.root,
    faults,
    asked,
    bodies,
    waiting: () => [...vendor.orders.values()].filter((each) => each.state === 'waiting').map((each) => each.orderId),
    confirm: async (orderId, state = 'signed') => {
      settle(vendor, orderId, state);
      await callBack(options, vendor.orders.get(orderId)?.callback, orderId);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Inside {
  readonly vendor: Vendor;
  readonly options: VendorOptions;
  readonly faults: Fault[];
  readonly asked: string[];
  readonly bodies: string[];
  readonly nonces: Set<string>;
}

async function handle(inside: Inside, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  const method = request.method ?? '';
  const body = await textOf(request);
  inside.asked.push(`${method} ${path}`);
  inside.bodies.push(body);
  const fault = inside.faults.shift();
  if (fault === 'silent') return;
  if (fault === 'cut') return void request.socket.destroy();
  if (fault === 'nonsense') return reply(response, { status: 200, body: { surprise: true } });
  if (fault !== undefined) return void response.writeHead(fault, { 'content-type': 'text/html' }).end('<h1>gateway</h1>');
  if (!admitted(inside, request, { method, path, body })) return reply(response, { status: 401, body: { code: 'BAD_SIGNATURE' } });
  reply(response, await answerTo(inside.vendor, method, path, body === '' ? {} : JSON.parse(body)));
}

/** Spelled out here again rather than taken from `auth.ts`: two readings of the contract judge each other. */
function admitted(inside: Inside, request: IncomingMessage, message: { method: string; path: string; body: string }): boolean {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const { options, nonces } = inside;
  const nonce = header('x-ca-nonce');
  const fresh = Math.abs(Number(header('x-ca-time')) - options.now()) <= 60_000 && !nonces.has(nonce);
  nonces.add(nonce);
  const right = header('x-ca-signature') === sign(options.secret, message, header('x-ca-time'), nonce);
  return fresh && right && header('x-ca-app') === options.appId;
}

function sign(secret: string, message: { method: string; path: string; body: string }, time: string, nonce: string): string {
  const hash = createHash('sha256').update(message.body).digest('hex');
  return createHmac('sha256', secret).update(`${message.method}\n${message.path}\n${time}\n${nonce}\n${hash}`).digest('hex');
}

async function callBack(options: VendorOptions, callback: string | undefined, orderId: string): Promise<void> {
  if (callback === undefined) return;
  const url = new URL(callback);
  const message = { method: 'POST', path: url.pathname + url.search, body: JSON.stringify({ orderId }) };
  const time = String(options.now());
  const nonce = randomBytes(16).toString('hex');
  const signature = sign(options.secret, message, time, nonce);
  const headers = { 'x-ca-app': options.appId, 'x-ca-time': time, 'x-ca-nonce': nonce, 'x-ca-signature': signature };
  await fetch(url, { method: 'POST', headers, body: message.body });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

function reply(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
}

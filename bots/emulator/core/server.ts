/** Brings the emulator up: one HTTP port, the admin door, and the plug-ins mounted on it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { adminRoutes, newsOf } from './admin.ts';
import { Calls } from './calls.ts';
import { Clock } from './clock.ts';
import { EmuEvents } from './events.ts';
import { faultInput, Faults } from './faults.ts';
import { AdminError, BodyTooLarge, json, readRequest, Router, type EmuReply, type EmuRequest, type StreamReply } from './http.ts';
import { Inboxes, type InboxMessage } from './inbox.ts';
import { People, personSchema } from './people.ts';
import { isPlatform, type Core, type PlatformPlugIn, type PlugIn, type PlugInFactory } from './plug-in.ts';
import { StateFile } from './state.ts';

export interface EmulatorOptions {
  readonly port?: number;
  readonly host?: string;
  /** Where the state is kept; absent: in memory only. */
  readonly dataDir?: string;
  /** Real time behind the virtual clock. */
  readonly now?: () => number;
  readonly log?: (line: string) => void;
}

export interface Emulator {
  readonly port: number;
  readonly origin: string;
  /** For tests in the same process; everybody else uses `/_emu`. */
  readonly core: Core;
  stop(): Promise<void>;
}

const BODY_LIMIT = 1024 * 1024;

export async function startServer(options: EmulatorOptions, factories: readonly PlugInFactory[]): Promise<Emulator> {
  const state = new StateFile(options.dataDir === undefined ? undefined : join(options.dataDir, 'emulator.json'));
  let origin = '';
  const core = buildCore(options, state, () => origin);
  const plugIns = factories.map((factory) => factory(core));
  const platforms = plugIns.filter((plugIn): plugIn is PlatformPlugIn => isPlatform(plugIn));
  for (const plugIn of platforms) state.keep(plugIn.name, plugIn);
  await state.restore();

  const router = new Router();
  router.add(adminRoutes(core, () => platforms, () => resetAll(core, platforms)));
  for (const plugIn of plugIns) router.add(plugIn.routes);
  const server = createServer((request, response) => void serve({ core, platforms, router }, request, response));
  server.on('upgrade', (request, socket, head) => {
    const path = new URL(request.url ?? '/', 'http://emulator').pathname;
    if (!platforms.some((plugIn) => plugIn.upgrade?.(path, request, socket, head) === true)) socket.destroy();
  });
  // A busy client would write into a connection that was closed a moment before: they end with the client or with us.
  server.keepAliveTimeout = 0;
  const address = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  origin = `http://${address.address.includes(':') ? `[${address.address}]` : address.address}:${address.port}`;
  for (const plugIn of plugIns) await plugIn.start?.();
  return { port: address.port, origin, core, stop: () => stop(core, state, server, plugIns) };
}

function buildCore(options: EmulatorOptions, state: StateFile, origin: () => string): Core {
  const clock = new Clock(options.now);
  const core: Core = {
    clock,
    faults: new Faults(clock),
    people: new People(),
    inboxes: new Inboxes(),
    calls: new Calls(),
    events: new EmuEvents(),
    origin,
    touch: () => state.touch(),
    log: options.log ?? (() => undefined),
  };
  keepCore(core, state);
  core.inboxes.onChange = (event, message) => {
    core.touch();
    core.events.emit(event, () => newsOf(core, message));
  };
  core.people.onChange = () => changed(core, 'people');
  core.faults.onChange = () => changed(core, 'faults');
  return core;
}

function changed(core: Core, what: 'people' | 'faults'): void {
  core.touch();
  core.events.emit(what, () => ({}));
}

function keepCore(core: Core, state: StateFile): void {
  state.keep('clock', { dump: () => core.clock.offset, load: (offset) => core.clock.restore(z.number().catch(0).parse(offset)) });
  state.keep('people', { dump: () => core.people.all(), load: (people) => core.people.seed(z.array(personSchema).catch([]).parse(people)) });
  // Written by this same program and only looked at as a whole, so its shape is taken on trust.
  state.keep('inboxes', { dump: () => core.inboxes.dump(), load: (messages) => core.inboxes.load(messages as InboxMessage[]) });
  state.keep('faults', { dump: () => core.faults.list(), load: (faults) => restoreFaults(core, faults) });
}

/** A platform that was down stays down over a restart; what was counted or timed goes on with what was left of it. */
function restoreFaults(core: Core, faults: unknown): void {
  const kept = z.array(faultInput.extend({ left: z.number().nullable(), until: z.number().nullable() })).catch([]).parse(faults);
  for (const { left, until, ...fault } of kept) {
    const forMs = until === null ? undefined : until - core.clock.now();
    if (forMs !== undefined && forMs <= 0) continue;
    const { count: _count, forMs: _forMs, ...rest } = fault;
    core.faults.set({ ...rest, ...(left === null ? {} : { count: left }), ...(forMs === undefined ? {} : { forMs }) });
  }
}

function resetAll(core: Core, platforms: readonly PlatformPlugIn[]): void {
  core.faults.clear();
  core.inboxes.reset();
  core.calls.reset();
  for (const plugIn of platforms) plugIn.reset();
  core.touch();
  core.events.emit('reset', () => ({}));
}

interface Serving {
  readonly core: Core;
  readonly platforms: readonly PlatformPlugIn[];
  readonly router: Router;
}

async function serve(serving: Serving, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { core, platforms } = serving;
  const path = new URL(incoming.url ?? '/', 'http://emulator').pathname;
  const platform = platforms.find((plugIn) => plugIn.owns(path));
  const began = performance.now();
  try {
    if (platform && core.faults.take(platform.name, 'down', path)) {
      incoming.socket.destroy();
      log(core, platform, path, began, 0, 'down');
      return;
    }
    const request = await readRequest(incoming, BODY_LIMIT);
    const reply = platform ? await asPlatform(serving, platform, request) : await asPage(serving, request);
    if (platform && typeof reply !== 'function') {
      log(core, platform, path, began, reply.status, reply.code ?? '');
      // The work was done and the answer is lost on the way: the caller cannot know.
      if (core.faults.take(platform.name, 'cutAfter', path)) return void incoming.socket.destroy();
    }
    send(reply, response);
  } catch (error) {
    send(errorReply(core, error), response);
  }
}

async function asPlatform(serving: Serving, platform: PlatformPlugIn, request: EmuRequest): Promise<EmuReply | StreamReply> {
  const { faults, clock } = serving.core;
  const latency = faults.take(platform.name, 'latency', request.path);
  if (latency) await clock.wait(latency.ms ?? 0);
  const broken = faults.take(platform.name, 'http', request.path);
  if (broken) {
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    return { status: broken.status ?? 502, headers, body: broken.body ?? '<html>Bad Gateway</html>', code: 'fault' };
  }
  const found = serving.router.find(request.method, request.path);
  if (found === undefined) return platform.unknownRoute(request);
  const whole = { ...request, params: found.params };
  return platform.guard?.(whole, found.route) ?? found.route.handle(whole);
}

async function asPage(serving: Serving, request: EmuRequest): Promise<EmuReply | StreamReply> {
  const found = serving.router.find(request.method, request.path);
  if (found === undefined) throw new AdminError(404, 'not-found', `这里没有 ${request.method} ${request.path}。`);
  return found.route.handle({ ...request, params: found.params });
}

function errorReply(core: Core, error: unknown): EmuReply {
  if (error instanceof AdminError) return json(error.status, { error: error.message, code: error.code });
  if (error instanceof BodyTooLarge) return json(413, { error: '请求太大。', code: 'too-large' });
  core.log(`emulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return json(500, { error: '模拟器内部出错，见它的日志。', code: 'internal' });
}

function send(reply: EmuReply | StreamReply, response: ServerResponse): void {
  if (response.destroyed) return;
  if (typeof reply === 'function') return reply(response);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

function log(core: Core, platform: PlatformPlugIn, route: string, began: number, status: number, code: string): void {
  const ms = Math.round((performance.now() - began) * 10) / 10;
  core.calls.add({ at: core.clock.now(), platform: platform.name, direction: 'in', route, status, code, ms });
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address);
      else reject(new Error('the emulator has no address'));
    });
  });
}

async function stop(core: Core, state: StateFile, server: Server, plugIns: readonly PlugIn[]): Promise<void> {
  core.events.stop();
  for (const plugIn of plugIns) await plugIn.stop?.();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  await state.flush();
  core.clock.stop();
}

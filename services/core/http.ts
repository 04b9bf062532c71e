/**
 * The http door: a readable column for every route: limit → who → input → action or query → output. Answers are
 * `{ data }` or `{ error: { code, message } }`, the message being what a person reads.
 */
import { bodyParser } from '@koa/bodyparser';
import { Router, type RouterContext } from '@koa/router';
import Koa from 'koa';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { ActorSession, StaffActor } from './access.ts';
import { Refusal } from './errors.ts';
import type { ForeignDoor } from './foreign-door.ts';
import { foreignNames, inTheirLanguage, mountForeign } from './foreign.ts';
import { type Machines, machineGate, mountMachines, rawForMachines } from './machine.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './module.ts';
import type { Say } from './phrases.ts';
import { type CarryParts, carryOut } from './carry-out.ts';
import { deviceOf } from './device.ts';
import { type EnvelopeParts, channelDoor, envelope, guardPlain, usualBytes } from './envelope.ts';
import { type Screens, mountForScreen, screenCookie, screenCookieMs } from './screens.ts';
import type { Session, Sessions } from './session.ts';
import { type TakerLimits, type Takers, createTakers, untilGone } from './takers.ts';

export interface HttpParts extends CarryParts {
  readonly routes: readonly Route[];
  readonly sessions: Sessions;
  readonly machines: Machines;
  /** Screens on walls. */
  readonly screens?: Screens;
  /** Doors of machines with a language of their own. */
  readonly foreign?: readonly ForeignDoor[];
  readonly calls: CallParts;
  /** How much of answers may wait to be taken; the usual when absent. */
  readonly takers?: TakerLimits;
  /** The person behind a session as they are today; a Refusal when they left. */
  readonly actorOf: (staff: string, origin: string, session: ActorSession) => Promise<StaffActor>;
  readonly say: Say;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Ready to serve? Sentences of what is not. */
  readonly readiness: () => Promise<readonly string[]>;
  /** Fills the figures that are counted only when somebody looks. */
  readonly measure: () => Promise<void>;
  /** Doors that read the body themselves, byte for byte: callbacks of platforms. */
  readonly raw: readonly ((router: Router) => void)[];
  /** Doors that are not actions: sign-in, demonstration. Mounted before the pages. */
  readonly extra: readonly ((router: Router) => void)[];
  /** Last: the built pages. */
  readonly pages?: Koa.Middleware | undefined;
}

/** How pages talk to us. */
export interface CallParts extends Pick<EnvelopeParts, 'channels' | 'replays' | 'suites'> {
  /** Routes taken without an envelope, `GET /api/…`, each with its reason. */
  readonly plain: Readonly<Record<string, string>>;
  /** Development only: all routes are. */
  readonly allowPlain: boolean;
}

export const cookieName = 'wardline';

/** A person at a phone never needs more; a script at a stolen phone does. */
const perMinute = 600;

/** A waiting hall of visitors stands behind one gateway's address. */
const visitorsPerMinute = 3_000;

export function createHttp(parts: HttpParts): Koa {
  const app = new Koa();
  app.proxy = false;
  app.on('error', (error: unknown) => parts.log.warn({ error }, 'http connection failed'));
  const rawDoors = new Router();
  for (const mount of parts.raw) mount(rawDoors);
  const router = new Router();
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  const takers = createTakers(parts.takers);
  const { calls, corridor, foreign = [] } = parts;
  // What a machine may send, a page may not.
  const [largest, largestOfMachines] = [largestOf(parts.routes.filter((route) => !isForMachines(route))), largestOf(parts.routes.filter(isForMachines))];
  const isSignedIn = (ctx: Koa.Context): Promise<boolean> => sessionOf(ctx, parts).then(() => true, () => false);
  const sealing: EnvelopeParts = { ...calls, say: parts.say, now: () => corridor.now(), largest, isSignedIn };
  mountHealth(router, parts);
  channelDoor(sealing)(router);
  for (const mount of parts.extra) mount(router);
  const [forMachines, forPeople] = [parts.routes.filter(isForMachines), parts.routes.filter((route) => !isForMachines(route))];
  const visitors = new RateLimiterMemory({ points: visitorsPerMinute, duration: 60 });
  for (const route of forPeople) {
    if (route.forScreens === true) mountForScreen(router, route, parts, keepScreen);
    else if (route.forAnybody === true) mountForAnybody(router, route, parts, visitors);
    else mountRoute(router, route, parts, { limiter, takers });
  }
  const gate = machineGate({ ...parts, replays: calls.replays });
  mountMachines(router, forMachines, { ...parts, replays: calls.replays }, gate);
  mountForeign(router, foreign, gate);
  const signed = [...forMachines.map(({ method, path }) => `${method} /api${path}`), ...foreignNames(foreign)];
  guardPlain(router, { ...calls.plain, ...Object.fromEntries(signed.map((name) => [name, 'signed by the machine'])) }, calls.allowPlain);
  app.use(safeHeaders);
  app.use(takers.counted);
  app.use(answerErrors(parts));
  app.use(rawDoors.routes());
  app.use(envelope(sealing));
  // What goes wrong inside an envelope is answered inside it.
  app.use(answerErrors(parts));
  app.use(inTheirLanguage(foreign, parts));
  app.use(rawForMachines((path) => Math.max(largestOfMachines, ...foreign.filter(({ name }) => path.startsWith(`/api/machine/${name}`)).map(({ maxBytes }) => maxBytes))));
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: calls.allowPlain ? largest : usualBytes, parsedMethods: ['POST', 'PUT', 'DELETE'], onError: refuseBody }));
  app.use(router.routes());
  app.use(async (ctx, next) => (/^\/+api(\/|$)/i.test(ctx.path) ? nowhere(ctx, calls) : next()));
  if (parts.pages !== undefined) app.use(parts.pages);
  return app;
}

function refuseBody(error: Error): never {
  if ('status' in error && error.status === 413) throw new Refusal('core.too-large', {}, 413);
  throw new Refusal('core.bad-input', { where: 'body' }, 400);
}

const largestOf = (routes: readonly Route[]): number => Math.max(usualBytes, ...routes.map(({ maxBytes = 0 }) => maxBytes));

const isForMachines = ({ machine }: Route): boolean => machine !== undefined;

/** A stranger at the plain door does not learn which routes there are. */
function nowhere(ctx: Koa.Context, { allowPlain }: CallParts): never {
  if (ctx.state['sealed'] !== true && !allowPlain) throw new Refusal('core.plain-call', {}, 426);
  return notFound();
}

function notFound(): never {
  throw new Refusal('core.not-found', {}, 404);
}

const safeHeaders: Koa.Middleware = async (ctx, next) => {
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Referrer-Policy', 'same-origin');
  if (ctx.path.startsWith('/api/')) ctx.set('Cache-Control', 'no-store');
  await next();
};

/** Refusals become their sentence; anything else is a fault: logged, and told without its inside. */
function answerErrors(parts: HttpParts): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : undefined;
      if (refusal === undefined) parts.log.error({ error, method: ctx.method, route: String(ctx.state['route'] ?? 'none') }, 'request failed');
      ctx.status = refusal?.status ?? 500;
      ctx.body = { error: { code: refusal?.code ?? 'core.fault', message: parts.say(refusal?.code ?? 'core.fault', refusal?.facts) } };
    }
  };
}

function mountHealth(router: Router, parts: HttpParts): void {
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true };
  });
  router.get('/readyz', async (ctx) => {
    const missing = await parts.readiness();
    ctx.status = missing.length === 0 ? 200 : 503;
    const warnings = parts.calls.allowPlain ? ['calls are taken without encryption (CALLS_ALLOW_PLAIN)'] : [];
    ctx.body = { ok: missing.length === 0, missing, warnings };
  });
  router.get('/metrics', async (ctx) => {
    await parts.measure();
    ctx.type = 'text/plain; version=0.0.4';
    ctx.body = await parts.metrics.registry.metrics();
  });
}

function mountRoute(router: Router, route: Route, parts: HttpParts, { limiter, takers }: { readonly limiter: RateLimiterMemory; readonly takers: Takers }): void {
  router.register(`/api${route.path}`, [route.method], async (ctx: RouterContext) => {
    const actor = await signedIn(ctx, parts);
    await limiter.consume(actor.id).catch(() => Promise.reject(new Refusal('core.too-many', {}, 429)));
    takers.begin(ctx, actor.id);
    if (route.method !== 'GET') requireOwnPage(ctx);
    if (Number(ctx.state['bodyBytes'] ?? 0) > (route.maxBytes ?? usualBytes)) throw new Refusal('core.too-large', {}, 413);
    ctx.body = { data: await carryOut(parts, actor, route, inputOf(ctx), untilGone(ctx)) };
  });
}

function keepScreen(ctx: Koa.Context, cookie: string, { secure }: Screens): void {
  setOwnCookie(ctx, screenCookie, cookie, screenCookieMs, secure);
}

/** The same for everybody: a cookie is not looked at, nobody is named, nothing is on record. */
function mountForAnybody(router: Router, route: Route, parts: HttpParts, limiter: RateLimiterMemory): void {
  router.register(`/api${route.path}`, [route.method], async (ctx: RouterContext) => {
    await limiter.consume(ctx.ip).catch(() => Promise.reject(new Refusal('core.too-many', {}, 429)));
    ctx.body = { data: await carryOut(parts, { kind: 'visitor', id: 'anybody', door: 'http', address: ctx.ip }, route, inputOf(ctx)) };
  });
}

/** What changes something comes in the body: an address, with a PIN in it perhaps, stands in every log on the way. */
function inputOf(ctx: RouterContext): unknown {
  if (ctx.method === 'GET') return { ...ctx.query, ...ctx.params };
  return { ...(isRecord(ctx.request.body) ? ctx.request.body : {}), ...ctx.params };
}

/** The person of the cookie, as they are today. */
export async function signedIn(ctx: Koa.Context, parts: Pick<HttpParts, 'sessions' | 'actorOf' | 'corridor'>): Promise<StaffActor> {
  const { id, staff, terminal, steppedUpAt } = await sessionOf(ctx, parts);
  return parts.actorOf(staff, `${terminal}:${id.slice(0, 12)}`, { id, terminal, address: ctx.ip, steppedUpAt });
}

/** @throws Refusal 401 with what ended the session, as far as it is known */
async function sessionOf(ctx: Koa.Context, { sessions, corridor }: Pick<HttpParts, 'sessions' | 'corridor'>): Promise<Session> {
  const cookie = ctx.cookies.get(cookieName);
  if (cookie === undefined) throw new Refusal('core.sign-in-first', {}, 401);
  const now = corridor.now();
  const session = await sessions.find(cookie, now, { device: deviceOf(ctx.get('user-agent')), isPresent: ctx.get('x-wardline-present') !== '0' });
  if (session === undefined) throw new Refusal(await sessions.whyEnded(cookie, now), {}, 401);
  return session;
}

/** Another site can make a browser send our cookie, but not this header. */
export function requireOwnPage(ctx: Koa.Context): void {
  if (ctx.get('x-wardline') !== '1') throw new Refusal('core.not-allowed', {}, 403);
}

/** `secure`: our pages are https, whatever the gateway before us speaks with us. */
export function setOwnCookie(ctx: Koa.Context, name: string, value: string, maxAgeMs: number, secure: boolean): void {
  ctx.cookies.secure = secure;
  ctx.cookies.set(name, value, { httpOnly: true, sameSite: 'lax', secure, maxAge: maxAgeMs, overwrite: true });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

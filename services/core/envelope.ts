/**
 * Every call of a page in one sealed envelope: `POST /api/call` with a JWE that holds method, address and body, answered
 * by a JWE that holds status and body. Whoever logs the traffic on the way, behind the TLS gateway too, sees neither an
 * address nor a parameter. Inside, the routes are the usual ones.
 *
 * Protected header: `kid` (channel), `iat` (seconds), `jti` (the call's number). The answer carries the call's `jti` and
 * is sealed with the other direction's key, so that it answers this call and no other.
 *
 * What this is not: a defence against somebody who can change our page on its way. That is TLS’s task (docs/adrs/0011).
 */
import type { Router } from '@koa/router';
import type Koa from 'koa';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import { readBody } from './body.ts';
import { type Channel, type Channels } from './channels.ts';
import { type SuiteName, headerOf, open, seal, suiteNames, suites } from './channel-suites.ts';
import { Fault, Refusal } from './errors.ts';
import type { Say } from './phrases.ts';
import type { Replays } from './replays.ts';

export interface EnvelopeParts {
  readonly channels: Channels;
  readonly replays: Replays;
  /** Taken from pages; the first is what they are asked to use. */
  readonly suites: readonly [SuiteName, ...SuiteName[]];
  readonly say: Say;
  readonly now: () => Date;
  /** Largest call of all, in bytes; taken only from who is signed in. */
  readonly largest: number;
  readonly isSignedIn: (ctx: Koa.Context) => Promise<boolean>;
}

/** Bytes of an ordinary call. */
export const usualBytes = 256 * 1024;

/** A device may be this far from the hospital's time; the refusal tells the time, and the page corrects itself. */
export const skewMs = 120_000;

/** Answers grow in steps, so that their length tells little. */
const step = 256;

/** A whole shift opens its pages behind one gateway's address. */
const agreementsPerMinute = 3_000;

const asking = z.object({ suite: z.enum(suiteNames), key: z.string().max(200) });
const calling = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  /** Below `/api`. */
  path: z.string().max(8_192).regex(/^\/[\x21-\x7e]*$/),
  body: z.unknown().optional(),
});
const stamp = z.object({ kid: z.uuid(), iat: z.number(), jti: z.string().regex(/^[\w-]{22}$/) });

/** Sealed calls are opened for the doors below, and their answers are sealed. */
export function envelope(parts: EnvelopeParts): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/api/call' || ctx.method !== 'POST') return next();
    const compact = (await readCompact(ctx, parts)).toString('latin1');
    const header = stamp.safeParse(headerOf(compact));
    const channel = header.success ? await parts.channels.find(header.data.kid, parts.now()) : undefined;
    if (!header.success || channel === undefined) throw new Refusal('core.channel-unknown', {}, 409);
    const plain = open(suites[channel.suite], channel.keys.request, compact);
    if (plain === undefined) throw new Refusal('core.channel-unknown', {}, 409);
    const answer = { channel, jti: header.data.jti };
    if (Math.abs(header.data.iat * 1000 - parts.now().getTime()) > skewMs) return write(ctx, parts, answer, refusedBy(parts, 'core.clock-skew'));
    if (!(await parts.replays.first(answer.jti))) return write(ctx, parts, answer, refusedBy(parts, 'core.repeated-call'));
    const call = calling.safeParse(parsed(plain));
    if (!call.success) throw new Refusal('core.bad-input', { where: 'call' }, 400);
    ctx.state['sealed'] = true;
    ctx.state['bodyBytes'] = plain.length;
    ctx.req.method = call.data.method;
    ctx.req.url = `/api${call.data.path}`;
    // Never absent: the body is read already, and the parser behind would look for another.
    ctx.request.body = call.data.body ?? null;
    await next();
    if (ctx.body instanceof Buffer || (typeof ctx.body === 'object' && ctx.body !== null && 'pipe' in ctx.body)) throw new Fault('A sealed answer is JSON.');
    write(ctx, parts, answer, { status: ctx.status, body: ctx.body ?? null });
  };
}

interface Answering {
  readonly channel: Channel;
  readonly jti: string;
}

const refusedBy = ({ say }: EnvelopeParts, code: string) => ({ status: 409, body: { error: { code, message: say(code) } } });

/** base64url is a third longer than what it says; some room for header and tag. */
const inBase64 = (bytes: number): number => Math.ceil((bytes * 4) / 3) + 2_048;

async function readCompact(ctx: Koa.Context, parts: EnvelopeParts): Promise<Buffer> {
  if (ctx.request.is('application/jose') === false) throw new Refusal('core.plain-call', {}, 415);
  const isLarge = Number(ctx.get('content-length')) > inBase64(usualBytes);
  const most = isLarge && (await parts.isSignedIn(ctx)) ? parts.largest : usualBytes;
  const body = await readBody(ctx.req, inBase64(most));
  if (body === undefined) throw new Refusal('core.too-large', {}, 413);
  return body;
}

function parsed(plain: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch {
    return undefined;
  }
}

function write(ctx: Koa.Context, { now }: EnvelopeParts, { channel, jti }: Answering, said: { readonly status: number; readonly body: unknown }): void {
  const text = Buffer.from(JSON.stringify(said));
  const padded = Buffer.concat([text, Buffer.alloc((step - (text.length % step)) % step, ' ')]);
  const header = { kid: channel.id, jti, iat: now().getTime() / 1000 };
  ctx.status = said.status === 204 ? 200 : said.status;
  ctx.body = seal(suites[channel.suite], channel.keys.response, header, padded);
  ctx.type = 'application/jose';
}

/** `POST /api/channel`: a page's ephemeral key against ours. */
export function channelDoor(parts: EnvelopeParts): (router: Router) => void {
  const limiter = new RateLimiterMemory({ points: agreementsPerMinute, duration: 60 });
  return (router) => {
    router.post('/api/channel', async (ctx) => {
      await limiter.consume(ctx.ip).catch(() => Promise.reject(new Refusal('core.too-many', {}, 429)));
      const asked = asking.safeParse(ctx.request.body);
      if (!asked.success) throw new Refusal('core.bad-input', { where: 'channel' }, 400);
      const now = parts.now();
      const { suite, key } = asked.data;
      if (!parts.suites.includes(suite)) {
        ctx.body = { data: { suite: parts.suites[0] } };
        return;
      }
      const agreed = await parts.channels.agree(suite, key, now);
      if (agreed === undefined) throw new Refusal('core.bad-input', { where: 'key' }, 400);
      ctx.body = { data: { suite, id: agreed.id, key: agreed.answer, now: now.toISOString(), expiresAt: agreed.expiresAt.toISOString() } };
    });
  };
}

/** Every door below `/api` wants a sealed call, but those in the table. Stands in each route itself: no trick with an address passes by it. */
export function guardPlain(router: Router, plain: Readonly<Record<string, string>>, isAllowed: boolean): void {
  for (const layer of router.stack) {
    const path = String(layer.path);
    if (layer.methods.length === 0 || !path.startsWith('/api/')) continue;
    layer.stack.unshift((async (ctx: Koa.Context, next: Koa.Next) => {
      // For the log: the route's pattern, never what somebody put into it.
      ctx.state['route'] = path;
      const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
      if (ctx.state['sealed'] !== true && !isAllowed && plain[`${method} ${path}`] === undefined) throw new Refusal('core.plain-call', {}, 426);
      await next();
    }) as (typeof layer.stack)[number]);
  }
}

/**
 * The door for machines: `/api/machine/<door>/…`. A request is signed with one of the client's keys
 * (`machine-signature.ts`), within five minutes of its time, and taken once. Whatever is wrong with it, the answer is the
 * same bare 401, with the reason in the audit only.
 *
 * Parameters may travel sealed: a body, or the query parameter `q`, as JWE (`application/jose`, `alg: dir`) under a key
 * derived from the client's own; the answer is sealed then too.
 */
import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Router, type RouterContext } from '@koa/router';
import type Koa from 'koa';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { MachineActor } from './access.ts';
import { readBody } from './body.ts';
import { type CarryParts, carryOut } from './carry-out.ts';
import { open, seal, suites } from './channel-suites.ts';
import { usualBytes } from './envelope.ts';
import { Refusal } from './errors.ts';
import { type MachineAlgorithm, type SignedRequest, isSignedBy, readSignature } from './machine-signature.ts';
import type { Route } from './module.ts';
import type { Replays } from './replays.ts';

export interface MachineKey {
  readonly id: string;
  /** `bearer`: a token that is shown as it is, for doors that take one. */
  readonly algorithm: MachineAlgorithm | 'bearer';
  /** Of a token its SHA-256. */
  readonly secret: Buffer;
  readonly client: string;
  /** Doors it may use. */
  readonly doors: readonly string[];
  /** May it call from this address? */
  mayCallFrom(address: string): boolean;
}

/** What the door must be told; the clients' module knows it. */
export interface Machines {
  /** A key that holds now, of a client that is active. */
  find(keyId: string, now: Date): Promise<MachineKey | undefined>;
  noteUse(keyId: string, now: Date): Promise<void>;
  noteRefusal(refused: { readonly keyId: string; readonly reason: string; readonly address: string }, now: Date): Promise<void>;
}

export interface MachineParts extends CarryParts {
  readonly machines: Machines;
  /** Of nonces, for `windowMs` at least. */
  readonly replays: Replays;
}

export const windowMs = 5 * 60_000;

/** A push of 20,000 people in parts of a hundred is two hundred calls. */
const callsPerMinute = 3_000;
const refusalsPerMinute = 120;

/** Reads the body as it came: the signature is over its bytes. Before anything parses it. */
export function rawForMachines(largestAt: (path: string) => number): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.state['sealed'] !== true && ctx.path.startsWith('/api/machine/')) {
      const body = await readBody(ctx.req, largestAt(ctx.path));
      if (body === undefined) throw new Refusal('core.too-large', {}, 413);
      ctx.state['raw'] = body;
      ctx.request.body = {};
    }
    await next();
  };
}

const tooMany = (): Promise<never> => Promise.reject(new Refusal('core.too-many', {}, 429));

/** Who calls, when he may. @throws Refusal */
export type Gate = (ctx: Koa.Context, door: string, takesBearer?: boolean) => Promise<MachineKey>;

export function machineGate(parts: MachineParts): Gate {
  const calls = new RateLimiterMemory({ points: callsPerMinute, duration: 60 });
  const refusals = new RateLimiterMemory({ points: refusalsPerMinute, duration: 60 });
  return async (ctx, door, takesBearer = false) => {
    if (((await refusals.get(ctx.ip))?.remainingPoints ?? 1) <= 0) await tooMany();
    const key = await keyOf(ctx, door, takesBearer, parts).catch(async (error: unknown) => {
      await refusals.consume(ctx.ip).catch(() => undefined);
      throw error;
    });
    await calls.consume(key.client).catch(tooMany);
    return key;
  };
}

export function mountMachines(router: Router, routes: readonly Route[], parts: MachineParts, gate: Gate): void {
  for (const route of routes) {
    router.register(`/api${route.path}`, [route.method], async (ctx: RouterContext) => {
      const key = await gate(ctx, route.machine ?? '');
      const body = rawOf(ctx);
      if (body.length > (route.maxBytes ?? usualBytes)) throw new Refusal('core.too-large', {}, 413);
      const actor: MachineActor = { kind: 'link', id: key.client, door: 'http', address: ctx.ip, doors: key.doors };
      const sealing = sealingOf(key);
      const { sent, isSealed } = sentIn(ctx, body, sealing);
      const answer = { data: await carryOut(parts, actor, route, { ...sent, ...ctx.params }) };
      ctx.body = isSealed ? seal(sealing.suite, sealing.response, { kid: key.id }, Buffer.from(JSON.stringify(answer))) : answer;
      if (isSealed) ctx.type = 'application/jose';
    });
  }
}

export const rawOf = (ctx: Koa.Context): Buffer => (ctx.state['raw'] instanceof Buffer ? ctx.state['raw'] : Buffer.alloc(0));

/** @throws Refusal the same for everything that is wrong; why stands in the audit */
async function keyOf(ctx: Koa.Context, door: string, takesBearer: boolean, { machines, replays, corridor }: MachineParts): Promise<MachineKey> {
  const now = corridor.now();
  if (takesBearer && ctx.get('authorization') !== '') return bearerOf(ctx, door, machines, now);
  const parts = readSignature(ctx.headers);
  const key = parts === undefined ? undefined : await machines.find(parts.keyId, now);
  const reason = await ((): Promise<string | undefined> | string => {
    if (parts === undefined) return 'unsigned';
    if (key === undefined) return 'unknown-key';
    if (ctx.state['raw'] === undefined || key.algorithm !== parts.algorithm || !isSignedBy(key.secret, parts, requestOf(ctx))) return 'bad-signature';
    if (!key.mayCallFrom(ctx.ip)) return 'wrong-address';
    if (!key.doors.includes(door)) return 'wrong-door';
    if (Math.abs(parts.created.getTime() - now.getTime()) > windowMs) return 'wrong-time';
    return replays.first(`machine:${key.id}:${parts.nonce}`).then((isFirst) => (isFirst ? undefined : 'repeated'));
  })();
  return decided(machines, ctx, now, { key, reason, keyId: parts?.keyId ?? '' });
}

async function decided(machines: Machines, ctx: Koa.Context, now: Date, { key, reason, keyId }: { readonly key: MachineKey | undefined; readonly reason: string | undefined; readonly keyId: string }): Promise<MachineKey> {
  if (reason !== undefined || key === undefined) {
    await machines.noteRefusal({ keyId, reason: reason ?? 'unknown-key', address: ctx.ip }, now);
    throw new Refusal('core.machine-refused', {}, 401);
  }
  await machines.noteUse(key.id, now);
  return key;
}

/** `Authorization: Bearer <key>.<secret>`, for senders that cannot sign; kept as a hash, and taken over TLS only. */
async function bearerOf(ctx: Koa.Context, door: string, machines: Machines, now: Date): Promise<MachineKey> {
  const [, keyId = '', secret = ''] = /^Bearer (k-[\da-f]{1,40})\.([\w-]{43})$/i.exec(ctx.get('authorization')) ?? [];
  const key = keyId === '' ? undefined : await machines.find(keyId, now);
  const given = createHash('sha256').update(secret).digest();
  const reason = ((): string | undefined => {
    if (keyId === '') return 'unsigned';
    if (key === undefined) return 'unknown-key';
    if (key.algorithm !== 'bearer' || key.secret.length !== given.length || !timingSafeEqual(key.secret, given)) return 'bad-signature';
    if (!isEncrypted(ctx)) return 'not-encrypted';
    if (!key.mayCallFrom(ctx.ip)) return 'wrong-address';
    return key.doors.includes(door) ? undefined : 'wrong-door';
  })();
  return decided(machines, ctx, now, { key, reason, keyId });
}

/** TLS of our own or of the gateway before us; a sender on this very machine needs none. */
function isEncrypted(ctx: Koa.Context): boolean {
  const forwarded = ctx.get('x-forwarded-proto');
  return 'encrypted' in ctx.req.socket || forwarded === 'https' || (forwarded === '' && /^(::ffff:)?127\.|^::1$/.test(ctx.ip));
}

function requestOf(ctx: Koa.Context): SignedRequest {
  const [path = '', ...rest] = (ctx.req.url ?? '').split('?');
  return { method: ctx.method, path, query: `?${rest.join('?')}`, body: rawOf(ctx) };
}

interface Sealing {
  readonly suite: (typeof suites)[keyof typeof suites];
  readonly request: Buffer;
  readonly response: Buffer;
}

/** SM3 clients seal with SM4-GCM, the others with A256GCM. */
function sealingOf({ algorithm, secret }: MachineKey): Sealing {
  const suite = suites[algorithm === 'hmac-sm3' ? 'sm2-sm4gcm' : 'ecdh-a256gcm'];
  const derive = (way: string): Buffer => Buffer.from(hkdfSync(algorithm === 'hmac-sm3' ? 'sm3' : 'sha256', secret, Buffer.alloc(0), `wardline machine ${way}`, suite.keyBytes));
  return { suite, request: derive('request'), response: derive('response') };
}

function sentIn(ctx: Koa.Context, body: Buffer, { suite, request }: Sealing): { sent: Record<string, unknown>; isSealed: boolean } {
  const { q, ...query } = ctx.query;
  const isJose = (ctx.headers['content-type'] ?? '').startsWith('application/jose');
  const compact = ctx.method === 'GET' ? (typeof q === 'string' ? q : undefined) : isJose ? body.toString('latin1') : undefined;
  if (compact !== undefined) return { sent: recordIn(open(suite, request, compact)), isSealed: true };
  return { sent: ctx.method === 'GET' ? query : recordIn(body), isSealed: false };
}

function recordIn(plain: Buffer | undefined): Record<string, unknown> {
  const value: unknown = plain === undefined ? undefined : parsed(plain);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('core.bad-input', { where: 'body' }, 400);
  return value as Record<string, unknown>;
}

function parsed(plain: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch {
    return undefined;
  }
}

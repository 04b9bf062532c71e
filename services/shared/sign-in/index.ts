/**
 * Signing in to the pages with the chat platform's word for who somebody is. The code is single use and is exchanged
 * here; the state is bound to the browser; nobody is sent anywhere but to our own pages.
 */
import { randomBytes } from 'node:crypto';
import type { Router } from '@koa/router';
import type Koa from 'koa';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Bot, PlatformUser } from '../../../bots/bot.ts';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AuditTrail } from '../../core/audit.ts';
import { deviceOf } from '../../core/device.ts';
import { Failure, Refusal } from '../../core/errors.ts';
import { cookieName, requireOwnPage, setOwnCookie } from '../../core/http.ts';
import type { Log } from '../../core/log.ts';
import type { Sessions } from '../../core/session.ts';
import { actorOfAccount, findPerson } from '../directory/index.ts';
import { me } from '../directory/schema.ts';

export interface SignInParts {
  readonly prisma: PrismaClient;
  readonly audit: AuditTrail;
  readonly bots: readonly Bot[];
  readonly sessions: Sessions;
  readonly now: () => Date;
  readonly log: Log;
  readonly pagesUrl: string;
  readonly demo: boolean;
}

const stateCookie = 'wardline_state';
const stateMs = 10 * 60_000;
/** Longer than any page of ours; a cookie of more than 4 KB is dropped by the browser. */
const longestReturn = 512;
/** Each bad code costs a call to the platform. Good ones are free: a whole shift signs in behind one gateway's address. */
const badCodesPerMinute = 120;

interface Door extends SignInParts {
  readonly badCodes: RateLimiterMemory;
}
const code = z.object({ code: z.string().min(1).max(512) });

export function signIn(given: SignInParts): (router: Router) => void {
  const parts: Door = { ...given, badCodes: new RateLimiterMemory({ points: badCodesPerMinute, duration: 60 }) };
  return (router) => {
    router.get('/api/sign-in/options', (ctx) => {
      ctx.body = { data: options(parts) };
    });
    router.post('/api/sign-in/:platform', async (ctx) => {
      requireOwnPage(ctx);
      const read = code.safeParse(ctx.request.body);
      if (!read.success) throw new Refusal('core.bad-code', {}, 400);
      ctx.body = { data: await enter(parts, ctx, botOf(parts, ctx.params['platform']), read.data.code) };
    });
    router.get('/api/sign-in/:platform/start', (ctx) => begin(parts, ctx, botOf(parts, ctx.params['platform'])));
    router.get('/api/sign-in/:platform/return', (ctx) => comeBack(parts, ctx, botOf(parts, ctx.params['platform'])));
    router.delete('/api/session', async (ctx) => {
      requireOwnPage(ctx);
      const cookie = ctx.cookies.get(cookieName);
      if (cookie !== undefined) await parts.sessions.end(cookie, parts.now());
      setOwnCookie(ctx, cookieName, '', 0, isSecure(parts));
      ctx.body = { data: null };
    });
  };
}

function botOf(parts: SignInParts, platform: string | undefined): Bot {
  const bot = parts.bots.find((candidate) => candidate.platform === platform);
  if (bot === undefined) throw new Refusal('core.not-found', {}, 404);
  return bot;
}

const isSecure = ({ pagesUrl }: SignInParts) => pagesUrl.startsWith('https:');

/** What the sign-in page may know before anybody signed in. */
function options({ bots, demo }: SignInParts): unknown {
  return { demo, platforms: bots.map(({ platform, corp, clientId }) => ({ platform, corp, ...(clientId === undefined ? {} : { clientId }) })) };
}

/** The state lives in the browser that began; the platform only carries it. */
function begin(parts: SignInParts, ctx: Koa.Context, bot: Bot): void {
  const state = randomBytes(16).toString('hex');
  const returnTo = ownPath(String(ctx.query['returnTo'] ?? '/m'));
  const url = bot.signInUrl(state, `${parts.pagesUrl}/api/sign-in/${bot.platform}/return`);
  if (url === undefined) throw new Refusal('core.not-found', {}, 404);
  setOwnCookie(ctx, stateCookie, `${state}.${Buffer.from(returnTo).toString('base64url')}`, stateMs, isSecure(parts));
  ctx.redirect(url);
}

async function comeBack(parts: Door, ctx: Koa.Context, bot: Bot): Promise<void> {
  const [state, back = ''] = (ctx.cookies.get(stateCookie) ?? '').split('.');
  setOwnCookie(ctx, stateCookie, '', 0, isSecure(parts));
  const given = code.safeParse(ctx.query);
  if (state === undefined || state === '' || ctx.query['state'] !== state || !given.success) return ctx.redirect('/m/sign-in?error=expired');
  try {
    await enter(parts, ctx, bot, given.data.code);
    ctx.redirect(ownPath(Buffer.from(back, 'base64url').toString()));
  } catch (error) {
    // A person who came by a link reads a page, not our error format.
    if (!(error instanceof Refusal)) parts.log.error({ error, platform: bot.platform }, 'sign-in failed');
    ctx.redirect(`/m/sign-in?error=${encodeURIComponent(error instanceof Refusal ? error.code : 'core.fault')}`);
  }
}

/** A path of ours and nothing else: `//evil` and `https:` are somebody else's, and browsers skip control characters. */
function ownPath(path: string): string {
  return path.length <= longestReturn && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : '/m';
}

async function enter(parts: Door, ctx: Koa.Context, bot: Bot, given: string): Promise<unknown> {
  const { prisma, sessions, now } = parts;
  const user = await exchange(parts, ctx.ip, bot, given);
  try {
    const actor = await actorOfAccount(prisma, user, 'http');
    const device = deviceOf(ctx.get('user-agent'));
    const cookie = await sessions.begin(actor.id, bot.platform, now(), { device, address: ctx.ip, before: ctx.cookies.get(cookieName) });
    await parts.audit.write(prisma, now(), actor, { act: 'sign-in', outcome: 'allowed', reason: bot.platform });
    setOwnCookie(ctx, cookieName, cookie, sessions.longestMs(device), isSecure(parts));
    parts.log.info({ staff: actor.id, platform: bot.platform }, 'signed in');
    return me.parse(await findPerson(prisma, actor.id));
  } catch (error) {
    if (error instanceof Refusal) await parts.audit.stranger(prisma, now(), { act: 'sign-in', door: 'http', origin: `${user.platform}:${user.corp}:${user.user}`, reason: error.code });
    throw error;
  }
}

async function exchange(parts: Door, address: string, bot: Bot, given: string): Promise<PlatformUser> {
  const { badCodes, prisma, now, log } = parts;
  if (((await badCodes.get(address))?.remainingPoints ?? 1) <= 0) throw new Refusal('core.too-many', {}, 429);
  try {
    return await bot.whoIs(given);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.class !== 'permanent') {
      log.warn({ error, platform: bot.platform }, 'sign-in: platform away');
      throw new Refusal('core.platform-away', {}, 503);
    }
    await badCodes.consume(address).catch(() => undefined);
    await parts.audit.stranger(prisma, now(), { act: 'sign-in', door: 'http', origin: `${bot.platform}:${bot.corp}`, reason: 'core.bad-code' });
    throw new Refusal('core.bad-code', {}, 401);
  }
}

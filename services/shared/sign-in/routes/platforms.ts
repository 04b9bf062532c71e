/**
 * Signing in with the chat platform's word for who somebody is. The code is single use and is exchanged here; the state
 * is bound to the browser; nobody is sent anywhere but to our own pages.
 */
import { randomBytes } from 'node:crypto';
import type { Router } from '@koa/router';
import type Koa from 'koa';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Bot, PlatformUser } from '../../../../bots/bot.ts';
import { Failure, Refusal } from '../../../core/errors.ts';
import { requireOwnPage, setOwnCookie } from '../../../core/http.ts';
import { actorOfAccount } from '../../directory/index.ts';
import type { Me } from '../../directory/schema.ts';
import { type DoorParts, auditTurnedAway, enter, isSecure } from './door.ts';

const stateCookie = 'wardline_state';
const stateMs = 10 * 60_000;
/** Longer than any page of ours; a cookie of more than 4 KB is dropped by the browser. */
const longestReturn = 512;
/** Each bad code costs a call to the platform. Good ones are free: a whole shift signs in behind one gateway's address. */
const badCodesPerMinute = 120;

interface Door extends DoorParts {
  readonly badCodes: RateLimiterMemory;
}
const code = z.object({ code: z.string().min(1).max(512) });

export function mountPlatforms(router: Router, given: DoorParts): void {
  const parts: Door = { ...given, badCodes: new RateLimiterMemory({ points: badCodesPerMinute, duration: 60 }) };
  router.get('/api/sign-in/options', (ctx) => {
    ctx.body = { data: options(parts) };
  });
  for (const bot of parts.bots) {
    const path = `/api/sign-in/${bot.platform}`;
    router.post(path, async (ctx) => {
      requireOwnPage(ctx);
      const read = code.safeParse(ctx.request.body);
      if (!read.success) throw new Refusal('core.bad-code', {}, 400);
      ctx.body = { data: await enterByCode(parts, ctx, bot, read.data.code) };
    });
    router.get(`${path}/start`, (ctx) => begin(parts, ctx, bot));
    router.get(`${path}/return`, (ctx) => comeBack(parts, ctx, bot));
  }
}

/** What the sign-in page may know before anybody signed in. */
function options({ bots, demo }: DoorParts): unknown {
  return { demo, platforms: bots.map(({ platform, corp, clientId }) => ({ platform, corp, ...(clientId === undefined ? {} : { clientId }) })) };
}

/** The state lives in the browser that began; the platform only carries it. */
function begin(parts: DoorParts, ctx: Koa.Context, bot: Bot): void {
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
    await enterByCode(parts, ctx, bot, given.data.code);
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

async function enterByCode(parts: Door, ctx: Koa.Context, bot: Bot, given: string): Promise<Me> {
  const user = await exchange(parts, ctx.ip, bot, given);
  try {
    const actor = await actorOfAccount(parts.kit.prisma, user, 'http');
    return await enter(parts, ctx, actor, { terminal: bot.platform, by: bot.platform });
  } catch (error) {
    if (error instanceof Refusal) await auditTurnedAway(parts, { terminal: bot.platform, origin: `${user.platform}:${user.corp}:${user.user}`, address: ctx.ip }, error.code);
    throw error;
  }
}

async function exchange(parts: Door, address: string, bot: Bot, given: string): Promise<PlatformUser> {
  const { badCodes, log } = parts;
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
    await auditTurnedAway(parts, { terminal: bot.platform, origin: `${bot.platform}:${bot.corp}`, address }, 'core.bad-code');
    throw new Refusal('core.bad-code', {}, 401);
  }
}

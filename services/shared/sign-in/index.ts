/**
 * Signing in to the pages with the chat platform's word for who somebody is. The code is single use and is exchanged
 * here; the state is bound to the browser; nobody is sent anywhere but to our own pages.
 */
import { randomBytes } from 'node:crypto';
import type { Router } from '@koa/router';
import type Koa from 'koa';
import { z } from 'zod';
import type { Bot, PlatformUser } from '../../../bots/bot.ts';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { auditStranger } from '../../core/audit.ts';
import { Failure, Refusal } from '../../core/errors.ts';
import { cookieName, requireOwnPage, setSessionCookie } from '../../core/http.ts';
import type { Log } from '../../core/log.ts';
import type { Sessions } from '../../core/session.ts';
import { actorOfAccount, findPerson } from '../directory/index.ts';
import { me } from '../directory/schema.ts';

export interface SignInParts {
  readonly prisma: PrismaClient;
  readonly bots: readonly Bot[];
  readonly sessions: Sessions;
  readonly now: () => Date;
  readonly log: Log;
  readonly sessionMs: number;
  readonly pagesUrl: string;
  readonly demo: boolean;
}

const stateCookie = 'wardline_state';
const stateMs = 10 * 60_000;
const code = z.object({ code: z.string().min(1).max(512) });

export function signIn(parts: SignInParts): (router: Router) => void {
  return (router) => {
    router.get('/api/sign-in/options', async (ctx) => {
      ctx.body = { data: await options(parts) };
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
      setSessionCookie(ctx, '', 0);
      ctx.body = { data: null };
    });
  };
}

function botOf(parts: SignInParts, platform: string | undefined): Bot {
  const bot = parts.bots.find((candidate) => candidate.platform === platform);
  if (bot === undefined) throw new Refusal('core.not-found', {}, 404);
  return bot;
}

/** What the sign-in page may know before anybody signed in. */
async function options(parts: SignInParts): Promise<unknown> {
  const platforms = await Promise.all(
    parts.bots.map(async (bot) => ({
      platform: bot.platform,
      corp: bot.corp,
      ...(bot.platform === 'dingtalk' ? { clientId: (await bot.pageConfig(parts.pagesUrl).catch(() => ({ clientId: '' })))['clientId'] } : {}),
    })),
  );
  return { demo: parts.demo, platforms };
}

/** The state lives in the browser that began; the platform only carries it. */
function begin(parts: SignInParts, ctx: Koa.Context, bot: Bot): void {
  const state = randomBytes(16).toString('hex');
  const returnTo = ownPath(String(ctx.query['returnTo'] ?? '/m'));
  const url = bot.signInUrl(state, `${parts.pagesUrl}/api/sign-in/${bot.platform}/return`);
  if (url === undefined) throw new Refusal('core.not-found', {}, 404);
  ctx.cookies.set(stateCookie, `${state}.${Buffer.from(returnTo).toString('base64url')}`, { httpOnly: true, sameSite: 'lax', maxAge: stateMs, overwrite: true });
  ctx.redirect(url);
}

async function comeBack(parts: SignInParts, ctx: Koa.Context, bot: Bot): Promise<void> {
  const [state, back = ''] = (ctx.cookies.get(stateCookie) ?? '').split('.');
  ctx.cookies.set(stateCookie, '', { maxAge: 0, overwrite: true });
  const given = code.safeParse(ctx.query);
  if (state === undefined || state === '' || ctx.query['state'] !== state || !given.success) return ctx.redirect('/m/sign-in?error=expired');
  try {
    await enter(parts, ctx, bot, given.data.code);
    ctx.redirect(ownPath(Buffer.from(back, 'base64url').toString()));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    ctx.redirect(`/m/sign-in?error=${encodeURIComponent(error.code)}`);
  }
}

/** A path of ours and nothing else: `//evil` and `https:` are somebody else's. */
function ownPath(path: string): string {
  return /^\/(?![/\\])[^\\]*$/.test(path) ? path : '/m';
}

async function enter(parts: SignInParts, ctx: Koa.Context, bot: Bot, given: string): Promise<unknown> {
  const user = await exchange(bot, given);
  const origin = `${user.platform}:${user.corp}:${user.user}`;
  try {
    const actor = await actorOfAccount(parts.prisma, user, 'http');
    setSessionCookie(ctx, await parts.sessions.begin(actor.id, bot.platform, parts.now()), parts.sessionMs);
    parts.log.info({ staff: actor.id, platform: bot.platform }, 'signed in');
    return me.parse(await findPerson(parts.prisma, actor.id));
  } catch (error) {
    if (error instanceof Refusal) await auditStranger(parts.prisma, parts.now(), 'sign-in', origin, error.code);
    throw error;
  }
}

async function exchange(bot: Bot, given: string): Promise<PlatformUser> {
  try {
    return await bot.whoIs(given);
  } catch (error) {
    if (error instanceof Failure && error.class === 'permanent') throw new Refusal('core.bad-code', {}, 401);
    throw error;
  }
}

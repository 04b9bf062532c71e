/**
 * Screens on walls: let in once by a code, known by a cookie of their own, and opening nothing but routes that say
 * `forScreens`. No person is behind one, so it is a caller of its own in the audit.
 */
import type { Router, RouterContext } from '@koa/router';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Actor, MachineActor } from './access.ts';
import { type CarryParts, carryOut } from './carry-out.ts';
import { Refusal } from './errors.ts';
import type { Route } from './module.ts';

export const screenCookie = 'wardline_screen';
/** As long as browsers keep any; each answer begins it anew. */
export const screenCookieMs = 400 * 86_400_000;

export interface Screens {
  /** Id of the screen a cookie belongs to; `undefined`: none, or ended. */
  find(cookie: string, now: Date): Promise<string | undefined>;
  /** Our pages are https, whatever the gateway before us speaks with us. */
  readonly secure: boolean;
}

const [door, prefix] = ['screen', 'screen-'];
const perMinute = 120;

const actorOf = (id: string, address: string): MachineActor => ({ kind: 'link', id: `${prefix}${id}`, door: 'http', address, doors: [door] });

export const isScreen = (actor: Actor): actor is MachineActor => actor.kind === 'link' && actor.door === 'http' && actor.doors?.includes(door) === true && actor.id.startsWith(prefix);
export const screenIdOf = (actor: Actor): string => actor.id.slice(prefix.length);

export function mountForScreen(router: Router, route: Route, parts: CarryParts & { readonly screens?: Screens }, keep: (ctx: RouterContext, cookie: string, screens: Screens) => void): void {
  const { screens } = parts;
  if (screens === undefined) return;
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  router.register(`/api${route.path}`, [route.method], async (ctx: RouterContext) => {
    const cookie = ctx.cookies.get(screenCookie);
    const id = cookie === undefined ? undefined : await screens.find(cookie, parts.corridor.now());
    if (cookie === undefined || id === undefined) throw new Refusal('ward-screens.pair-first', {}, 401);
    await limiter.consume(id).catch(() => Promise.reject(new Refusal('core.too-many', {}, 429)));
    keep(ctx, cookie, screens);
    ctx.body = { data: await carryOut(parts, actorOf(id, ctx.ip), route, { ...ctx.query, ...ctx.params }) };
  });
}

/** Screens of nurse stations: who puts them up, the door that lets them in, and what they show. */
import type { Router } from '@koa/router';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { systemActor } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { requireOwnPage, setOwnCookie } from '../../core/http.ts';
import { type Module, defineModule } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import { type Screens, screenCookie, screenCookieMs } from '../../core/screens.ts';
import { endScreen, openScreen, pairScreen } from './actions.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { actNames, phrases } from './phrases.ts';
import { type WaitingInWard, listScreens, showBoard } from './queries.ts';
import { pairing } from './schema.ts';
import { newCookie, screenOf } from './store.ts';
import { faceOf, watchScreens } from './watch.ts';

export { type WaitingInWard, type WardValue } from './queries.ts';

/** `began`: when this process did. */
export function wardScreens(waiting: WaitingInWard, began: Date): { readonly module: Module; readonly face: CardFace } {
  const [show, watch] = [showBoard(waiting), watchScreens(waiting, began)];
  const module = defineModule({
    name: 'ward-screens',
    actions: [openScreen, endScreen, pairScreen, watch],
    queries: [listScreens, show],
    ticks: [{ name: 'ward-screens.watch', cron: '* * * * *', body: ({ run }) => run(watch, {}) }],
    routes: [
      { method: 'GET', path: '/ward-screens', does: listScreens },
      { method: 'POST', path: '/ward-screens', does: openScreen },
      { method: 'POST', path: '/ward-screens/end', does: endScreen },
      { method: 'GET', path: '/ward-screen', does: show, forScreens: true },
    ],
    phrases,
    acts: actNames,
  });
  return { module, face: faceOf(waiting) };
}

/** Which screen a cookie belongs to, for the http door. */
export const screens = (prisma: PrismaClient, secure: boolean): Screens => ({ secure, find: (cookie, now) => screenOf(prisma, cookie, now) });

/** A code of eight letters holds ten minutes: nobody finds it at ten tries a minute. */
const triesPerMinute = 10;

/** The door that lets a screen in. It sets a cookie, which an action cannot. */
export function pairingDoor({ corridor, secure }: { readonly corridor: Pick<Corridor, 'run'>; readonly secure: boolean }): (router: Router) => void {
  const limiter = new RateLimiterMemory({ points: triesPerMinute, duration: 60 });
  return (router) => {
    router.post('/api/ward-screen/pair', async (ctx) => {
      requireOwnPage(ctx);
      await limiter.consume(ctx.ip).catch(() => Promise.reject(new Refusal('core.too-many', {}, 429)));
      const { data: asked } = pairing.safeParse(ctx.request.body ?? {});
      if (asked === undefined) throw new Refusal('core.bad-input', { where: 'code' }, 400);
      const cookie = newCookie();
      await corridor.run(systemActor, pairScreen, { code: asked.code, cookie, address: ctx.ip });
      setOwnCookie(ctx, screenCookie, cookie, screenCookieMs, secure);
      ctx.body = { data: null };
    });
  };
}

/** The door of signing in: from the chat platform's word or a password with a second factor to a session of our pages. */
import type { Router } from '@koa/router';
import { cookieName, requireOwnPage, setOwnCookie } from '../../core/http.ts';
import { type Module, defineModule } from '../../core/module.ts';
import { actorOf } from '../directory/index.ts';
import { accountActions, accountFlows, accountRoutes } from './actions/accounts.ts';
import { appointAdministrator, appointFirst, dismissAdministrator, dutyRoutes, giveFunction, takeFunction } from './actions/duties.ts';
import { lists } from './actions/lists.ts';
import { noteLocked } from './actions/locked.ts';
import { ownProofs } from './actions/own.ts';
import { ownSessions } from './actions/sessions.ts';
import { appointed, functionGiven, locked } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { type DoorParts, isSecure } from './routes/door.ts';
import { mountDesk } from './routes/desk.ts';
import { mountPlatforms } from './routes/platforms.ts';
import type { SignInKit } from './settings.ts';
import { sweepGuard } from './store/guard.ts';
import { sealedTotp } from './store/totp.ts';

export { appointFirst } from './actions/duties.ts';
export { rightToEnrol } from './actions/own.ts';
export { dutyNames } from './model.ts';
export { type SignInKit, signInRules, signInSettings } from './settings.ts';
export { relyingParty } from './store/passkeys.ts';
export { findPassword, hashPassword, initialPassword, savePassword } from './store/passwords.ts';
export { codeAt, draftTotp, saveTotp } from './store/totp.ts';
export { type DoorParts } from './routes/door.ts';

export function signInModule(kit: SignInKit): Module {
  const own = ownProofs(kit);
  const sessions = ownSessions(kit.rules);
  const seen = lists(kit.rules);
  return defineModule({
    name: 'sign-in',
    events: [locked, appointed, functionGiven],
    actions: [noteLocked, appointFirst, appointAdministrator, dismissAdministrator, giveFunction, takeFunction, ...own.actions, ...sessions.actions, ...accountActions],
    queries: [...sessions.queries, ...seen.queries],
    flows: [...own.flows, ...accountFlows],
    ticks: [{ name: 'sign-in.sweep-guard', cron: '47 3 * * *', body: async ({ now }) => void (await sweepGuard(kit.prisma, now)) }],
    routes: [...own.routes, ...sessions.routes, ...seen.routes, ...accountRoutes, ...dutyRoutes],
    sealed: [sealedTotp],
    phrases,
    acts: actNames,
  });
}

/** The doors that begin and end sessions. */
export function signIn(parts: DoorParts): (router: Router) => void {
  return (router) => {
    mountDesk(router, parts);
    mountPlatforms(router, parts);
    router.delete('/api/session', async (ctx) => {
      requireOwnPage(ctx);
      const cookie = ctx.cookies.get(cookieName);
      if (cookie !== undefined) await signOut(parts, cookie);
      setOwnCookie(ctx, cookieName, '', 0, isSecure(parts));
      ctx.body = { data: null };
    });
  };
}

/** On record with the person; somebody who left meanwhile has no session any more. */
async function signOut({ sessions, kit, now }: DoorParts, cookie: string): Promise<void> {
  const session = await sessions.find(cookie, now());
  await sessions.end(cookie, now());
  if (session === undefined) return;
  const actor = await actorOf(kit.prisma, session.staff, 'http', `${session.terminal}:${session.id.slice(0, 12)}`).catch(() => undefined);
  if (actor !== undefined) await kit.audit.write(kit.prisma, now(), actor, { act: 'sign-out', outcome: 'allowed', reason: session.terminal });
}

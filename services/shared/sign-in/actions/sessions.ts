/** Where I am signed in, and ending it. */
import { z } from 'zod';
import { type Actor, byAnyStaff } from '../../../core/access.ts';
import { type AnyQuery, defineAction, defineQuery } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { endOwnSession, handleOf, openSessions } from '../../../core/session.ts';
import { phrases } from '../phrases.ts';
import { mySessions } from '../schema.ts';
import type { SignInRules } from '../settings.ts';

const refuse = refusals(phrases);

const end = defineAction({
  name: 'sign-in.end-session',
  input: z.object({ handle: z.string().min(1).max(64) }),
  output: z.void(),
  policy: byAnyStaff,
  subject: ({ handle }) => handle,
  body: async ({ tx, now, actor }, { handle }) => {
    if (!(await endOwnSession(tx, actor.id, handle, now))) throw refuse('sign-in.session-over', {}, 404);
  },
});

function mine(rules: SignInRules): AnyQuery {
  return defineQuery({
    name: 'sign-in.my-sessions',
    input: z.object({}),
    output: mySessions,
    policy: byAnyStaff,
    audited: false,
    body: async ({ tx, now, actor }) => {
      const open = await openSessions(tx, actor.id, now, rules.sessions);
      return { sessions: open.map(({ id, device, address, ...rest }) => ({ ...rest, handle: handleOf(id), device: device ?? null, address: address === undefined ? null : maskAddress(address), isThis: isThis(actor, id) })) };
    },
  });
}

const isThis = (actor: Actor, id: string): boolean => actor.kind === 'staff' && actor.session?.id === id;

/** Enough to know one's own network again, no more. */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.replace(/\.\d+$/, '.*');
  return `${plain.split(':').slice(0, 3).join(':')}:*`;
}

export function ownSessions(rules: SignInRules) {
  const list = mine(rules);
  return {
    actions: [end],
    queries: [list],
    routes: [
      { method: 'GET', path: '/sign-in/sessions', does: list },
      { method: 'DELETE', path: '/sign-in/sessions/:handle', does: end },
    ] as const,
  };
}

/** Leaving and coming back: whoever left opens nothing from the moment it is known. */
import { z } from 'zod';
import { byAdmin, bySystem } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { endSessions } from '../../../core/session.ts';
import { changed, left, restored } from '../events.ts';
import { phrases } from '../phrases.ts';
import { findPerson, markLeft, staffOfAccount } from '../store.ts';

const refuse = refusals(phrases);

/** `said`: who says so: a chat platform, `his`, `hand`. Gives those who were still there. */
export async function leaveAll({ tx, now, emit }: Pick<ActionContext, 'tx' | 'now' | 'emit'>, numbers: readonly string[], said: string): Promise<string[]> {
  const gone: string[] = [];
  for (const number of new Set(numbers)) {
    await endSessions(tx, number, now);
    if (!(await markLeft(tx, number, now))) continue;
    emit(left, number, { platform: said });
    gone.push(number);
  }
  return gone;
}

/** The platform says that somebody left: their accounts and sessions open nothing from this moment. */
export const noteLeft = defineAction({
  name: 'directory.note-left',
  input: z.object({ platform: z.string(), corp: z.string(), users: z.array(z.string()) }),
  output: z.object({ left: z.array(z.string()) }),
  policy: bySystem,
  body: async (context, { platform, corp, users }) => {
    const numbers = (await Promise.all(users.map((user) => staffOfAccount(context.tx, platform, corp, user)))).filter((number) => number !== undefined);
    return { left: await leaveAll(context, numbers, platform) };
  },
});

/** An administrator writes down that somebody has left. */
export const leave = defineAction({
  name: 'directory.leave',
  input: z.object({ number: z.string() }),
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ number }) => number,
  body: async (context, { number }) => {
    const person = await findPerson(context.tx, number);
    if (person === undefined) throw new Refusal('core.not-found', {}, 404);
    if (!person.active) throw refuse('directory.already-left');
    if (context.actor.id === number) throw refuse('directory.himself');
    if (person.adminRole === 'system' && (await context.tx.staff.count({ where: { adminRole: 'system', active: true } })) < 2) throw refuse('directory.last-admin');
    await leaveAll(context, [number], 'hand');
  },
});

/** Somebody is back. No duty of an administrator comes back with them: that is appointed anew. */
export const restore = defineAction({
  name: 'directory.restore',
  input: z.object({ number: z.string(), reason: z.string().trim().min(1).max(200) }),
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ number }) => number,
  body: async (context, { number, reason }) => {
    const person = await findPerson(context.tx, number);
    if (person === undefined) throw new Refusal('core.not-found', {}, 404);
    if (person.active) throw refuse('directory.not-left');
    await bringBack(context, number, reason);
  },
});

export async function bringBack({ tx, emit }: Pick<ActionContext, 'tx' | 'emit'>, number: string, reason: string): Promise<void> {
  await tx.staff.update({ where: { number }, data: { active: true, leftAt: null, adminRole: null, functions: [] } });
  emit(restored, number, { reason });
}

/** Away for a while: still staff, but not to be asked. */
export const setLeave = defineAction({
  name: 'directory.set-leave',
  input: z.object({ number: z.string(), until: z.coerce.date().nullable() }),
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ number }) => number,
  body: async ({ tx, emit }, { number, until }) => {
    const { count } = await tx.staff.updateMany({ where: { number, active: true }, data: { onLeaveUntil: until } });
    if (count === 0) throw refuse('directory.no-person', { code: number });
    emit(changed, `staff:${number}`, { how: 'changed', fields: ['onLeaveUntil'], source: 'hand' });
  },
});

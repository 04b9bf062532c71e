/** The directory's door: departments, wards, staff and their accounts on the chat platforms. */
import { z } from 'zod';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { type ActorSession, type Door, type StaffActor, byAnyStaff, bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { defineAction, defineModule, defineQuery } from '../../core/module.ts';
import { endSessions } from '../../core/session.ts';
import { left } from './events.ts';
import { findPerson, markLeft, staffOfAccount } from './store.ts';
import { me } from './schema.ts';

export { type Account, type Person, type Place, accountsOf, findPeople, findPerson, findPlace, wardNames } from './store.ts';
export { administrators, lockDuties, searchPeople, setAdminRole } from './store.duties.ts';

/** The person as an actor, as they are today. @throws Refusal `core.unknown-person`, `core.left` */
export async function actorOf(prisma: PrismaClient, number: string, door: Door, origin: string, session?: ActorSession): Promise<StaffActor> {
  const person = await findPerson(prisma, number);
  if (person === undefined) throw new Refusal('core.unknown-person', {}, 403);
  if (!person.active) throw new Refusal('core.left', {}, 403);
  const { name, role, adminRole, departmentCode, wardCode } = person;
  return { kind: 'staff', id: number, name, role, adminRole, departmentCode, wardCode, door, origin, session };
}

/** The person behind a platform account. @throws Refusal `core.unknown-person`, `core.left` */
export async function actorOfAccount(prisma: PrismaClient, account: { platform: string; corp: string; user: string }, door: Door): Promise<StaffActor> {
  const number = await staffOfAccount(prisma, account.platform, account.corp, account.user);
  if (number === undefined) throw new Refusal('core.unknown-person', {}, 403);
  return actorOf(prisma, number, door, `${account.platform}:${account.corp}:${account.user}`);
}

/** Who am I: for the head of every page and the watermark. */
export const whoAmI = defineQuery({
  name: 'directory.who-am-i',
  input: z.object({}),
  output: me,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx, actor }) => {
    const person = await findPerson(tx, actor.id);
    if (person === undefined) throw new Refusal('core.unknown-person', {}, 403);
    return person;
  },
});

/** The platform or HIS says that somebody left: their accounts and sessions open nothing from this moment. */
export const noteLeft = defineAction({
  name: 'directory.note-left',
  input: z.object({ platform: z.string(), corp: z.string(), users: z.array(z.string()) }),
  output: z.object({ left: z.array(z.string()) }),
  policy: bySystem,
  body: async ({ tx, now, emit }, { platform, corp, users }) => {
    const numbers = (await Promise.all(users.map((user) => staffOfAccount(tx, platform, corp, user)))).filter((number) => number !== undefined);
    const gone: string[] = [];
    for (const number of new Set(numbers)) {
      await endSessions(tx, number, now);
      if (!(await markLeft(tx, number, now))) continue;
      emit(left, number, { platform });
      gone.push(number);
    }
    return { left: gone };
  },
});

export const directory = defineModule({
  name: 'directory',
  events: [left],
  actions: [noteLeft],
  queries: [whoAmI],
  routes: [{ method: 'GET', path: '/me', does: whoAmI }],
});


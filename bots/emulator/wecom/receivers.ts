/** Who gets a message: members, departments, everybody; the app's visible range; unknown ones reported lower-cased. */
import type { Person } from '../core/people.ts';
import { problems } from './answers.ts';
import type { Wecom } from './memory.ts';
import type { Problem } from './template-card.ts';

const MOST_USERS = 1_000;
const MOST_PARTIES = 100;

export interface Addressed {
  readonly touser?: string | undefined;
  readonly toparty?: string | undefined;
  readonly totag?: string | undefined;
}

const parts = (list: string | undefined): string[] => (list ?? '').split('|').map((each) => each.trim()).filter((each) => each !== '');

/** Everybody the app may reach. */
export function visiblePeople(wecom: Wecom): Person[] {
  const range = wecom.settings.app.visible?.map((user) => user.toLowerCase());
  const active = wecom.core.people.all('wecom').filter((person) => person.active);
  return range === undefined ? active : active.filter((person) => range.includes(person.userid.toLowerCase()));
}

/** May the app reach this member? */
export function isVisible(wecom: Wecom, person: Person): boolean {
  const range = wecom.settings.app.visible;
  return person.active && (range === undefined || range.some((user) => user.toLowerCase() === person.userid.toLowerCase()));
}

/** All valid receivers once each, or the problem when there is none. */
export function receiversOf(wecom: Wecom, to: Addressed): { people: Person[]; invaliduser: string[] } | Problem {
  const users = parts(to.touser);
  const parties = parts(to.toparty);
  if (users.length + parties.length + parts(to.totag).length === 0) return problems.noReceiver;
  if (users.length > MOST_USERS || parties.length > MOST_PARTIES) return problems.parameter;
  if (users.includes('@all')) return { people: visiblePeople(wecom), invaliduser: [] };
  const found = new Map<string, Person>();
  const invaliduser: string[] = [];
  for (const user of users) {
    const person = wecom.core.people.byUserid('wecom', user);
    if (person !== undefined && isVisible(wecom, person)) found.set(person.userid, person);
    else invaliduser.push(user.toLowerCase());
  }
  for (const person of membersOf(wecom, parties)) found.set(person.userid, person);
  return found.size === 0 ? problems.allInvalid : { people: [...found.values()], invaliduser };
}

function membersOf(wecom: Wecom, parties: readonly string[]): Person[] {
  if (parties.length === 0) return [];
  const { people } = wecom.core;
  return visiblePeople(wecom).filter((person) => parties.includes('1') || parties.includes(String(people.departmentOf(person)?.id)));
}

/** The address book, department by department: one answer for all would be too big for a hospital (45029). */
import { z } from 'zod';
import type { AddressBookPage, PlatformPerson } from '../bot.ts';
import type { WecomClient } from './client.ts';
import { departmentsSchema, membersSchema } from './schema.ts';
import type { Member } from './schema.ts';
import type { WecomSettings } from './settings.ts';

/** The whole corporation; it is no department of the hospital. */
const TOP = 1;
/** Departments asked for one page. */
const DEPARTMENTS = 10;

const place = z.array(z.int()).min(1);

/** First the departments, then their members in the app's visible range; somebody in two departments is told by both. @throws Failure */
export async function addressBook(client: WecomClient, settings: WecomSettings, from: string | undefined): Promise<AddressBookPage> {
  if (from === undefined) {
    const { department } = await client.get('department/list', {}, departmentsSchema);
    const departments = department.filter(({ id }) => id !== TOP).map(({ id, name, parentid }) => ({ id: String(id), name, ...(parentid <= TOP ? {} : { parent: String(parentid) }) }));
    return { departments, people: [], next: restOf(department.map(({ id }) => id)) };
  }
  const waiting = place.parse(JSON.parse(from));
  const people: PlatformPerson[] = [];
  for (const id of waiting.slice(0, DEPARTMENTS)) {
    const { userlist } = await client.get('user/list', { department_id: String(id), fetch_child: '0' }, membersSchema);
    people.push(...userlist.map((member) => personOf(member, settings)));
  }
  return { departments: [], people, next: restOf(waiting.slice(DEPARTMENTS)) };
}

const restOf = (ids: readonly number[]): string | undefined => (ids.length === 0 ? undefined : JSON.stringify(ids));

function personOf(member: Member, settings: WecomSettings): PlatformPerson {
  return {
    platform: 'wecom',
    corp: settings.corpId,
    user: member.userid,
    name: member.name,
    staffNumber: numberOf(member, settings).trim(),
    departments: member.department.map(String),
    active: member.status === 1,
  };
}

/** Where this hospital keeps the staff number; empty there is empty, never another field. */
function numberOf(member: Member, { staffNumberFrom, staffNumberField }: WecomSettings): string {
  if (staffNumberFrom === 'userid') return member.userid;
  if (staffNumberFrom === 'alias') return member.alias;
  const attribute = member.extattr.attrs.find(({ name }) => name === staffNumberField);
  return attribute?.text?.value ?? attribute?.value ?? '';
}

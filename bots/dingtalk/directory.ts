/** The address book the app may see, department by department, page by page (kb listsub, user/list). */
import { z } from 'zod';
import type { AddressBookPage, PlatformDepartment, PlatformPerson } from '../bot.ts';
import type { DingtalkClient } from './client.ts';
import { departmentsSchema, usersSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

/** The department at the top always has this number (kb listsub). */
const TOP = 1;
const PAGE = 100;

/** Departments still to be read, and how far the first of them is. */
const place = z.object({ waiting: z.array(z.int()).min(1), cursor: z.int() });

/** One page of one department's members; with its first page the departments below it. Somebody in three departments is told by each. */
export async function addressBook(client: DingtalkClient, { corpId }: DingtalkSettings, from: string | undefined): Promise<AddressBookPage> {
  const { waiting, cursor } = from === undefined ? { waiting: [TOP], cursor: 0 } : place.parse(JSON.parse(from));
  const [department = TOP, ...others] = waiting;
  const departments = cursor === 0 ? await departmentsBelow(client, department) : [];
  const { result } = await members(client, department, cursor);
  const people = result.list.map((each): PlatformPerson => ({
    platform: 'dingtalk',
    corp: corpId,
    user: each.userid,
    name: each.name,
    staffNumber: each.job_number?.trim() ?? '',
    ...(each.unionid === undefined ? {} : { unionId: each.unionid }),
    departments: (each.dept_id_list ?? [department]).map(String),
    active: each.active ?? true,
  }));
  const more = result.has_more ? (result.next_cursor ?? undefined) : undefined;
  const left = [...(more === undefined ? [] : [department]), ...others, ...departments.map(({ id }) => Number(id))];
  return { departments, people, next: left.length === 0 ? undefined : JSON.stringify({ waiting: left, cursor: more ?? 0 }) };
}

async function departmentsBelow(client: DingtalkClient, department: number): Promise<PlatformDepartment[]> {
  const path = '/topapi/v2/department/listsub';
  const body = { dept_id: department };
  const { result } = await client.oapi({ method: 'POST', path, body, answer: departmentsSchema, urgency: 'free', repeatable: true });
  return result.map(({ dept_id: id, name, parent_id: parent = department }) => ({ id: String(id), name, ...(parent === TOP ? {} : { parent: String(parent) }) }));
}

async function members(client: DingtalkClient, department: number, cursor: number): Promise<z.infer<typeof usersSchema>> {
  const path = '/topapi/v2/user/list';
  const body: unknown = { dept_id: department, cursor, size: PAGE };
  return client.oapi({ method: 'POST', path, body, answer: usersSchema, urgency: 'free', repeatable: true });
}

/** Everybody in the address book the app may see: department by department, page by page. */
import type { z } from 'zod';
import type { PlatformPerson } from '../bot.ts';
import type { DingtalkClient } from './client.ts';
import { departmentsSchema, usersSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

/** The department at the top always has this number (kb listsub). */
const TOP = 1;
const PAGE = 100;

/** Somebody in three departments is listed by each of them and told once. */
export async function* people(client: DingtalkClient, settings: DingtalkSettings): AsyncGenerator<PlatformPerson> {
  const told = new Set<string>();
  const waiting = [TOP];
  for (let department = waiting.shift(); department !== undefined; department = waiting.shift()) {
    for await (const person of members(client, settings, department)) {
      if (told.has(person.user)) continue;
      told.add(person.user);
      yield person;
    }
    waiting.push(...(await departmentsBelow(client, department)));
  }
}

async function departmentsBelow(client: DingtalkClient, department: number): Promise<readonly number[]> {
  const path = '/topapi/v2/department/listsub';
  const body = { dept_id: department };
  const { result } = await client.oapi({ method: 'POST', path, body, answer: departmentsSchema, urgency: 'free', repeatable: true });
  return result.map((each) => each.dept_id);
}

async function* members(client: DingtalkClient, settings: DingtalkSettings, department: number): AsyncGenerator<PlatformPerson> {
  let cursor: number | undefined = 0;
  while (cursor !== undefined) {
    const path = '/topapi/v2/user/list';
    const body: unknown = { dept_id: department, cursor, size: PAGE };
    const { result }: z.infer<typeof usersSchema> = await client.oapi({ method: 'POST', path, body, answer: usersSchema, urgency: 'free', repeatable: true });
    for (const each of result.list) {
      yield {
        platform: 'dingtalk',
        corp: settings.corpId,
        user: each.userid,
        name: each.name,
        staffNumber: each.job_number ?? '',
        departments: (each.dept_id_list ?? [department]).map(String),
        active: each.active ?? true,
      };
    }
    cursor = result.has_more ? (result.next_cursor ?? undefined) : undefined;
  }
}

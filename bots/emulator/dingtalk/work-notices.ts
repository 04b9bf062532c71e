/** Work notices of the legacy API (§1.8). Over a limit they say "ok" and are dropped: that is the point of this file. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EmuReply } from '../core/http.ts';
import type { InboxMessage } from '../core/inbox.ts';
import { OapiProblem, oapiOk } from './answers.ts';
import { api, body, type ApiCall, type ApiRoute, type Dingtalk } from './api.ts';
import { dayOf } from './calendar.ts';
import { personBy } from './ids.ts';
import type { Task } from './memory.ts';
import { noticePicture } from './notice-schema.ts';

const MOST_USERS = 100;
const MOST_BYTES = 2_048;
const PER_USER_AND_DAY = 500;
const PER_MINUTE = 5_000;
const DAY = 24 * 3_600_000;

/** Reasons a receiver got nothing (kb:0769). */
const TOO_FAST = 143103;
const TOO_MANY = 143105;
const SAME_CONTENT = 143106;

const sendSchema = z.object({
  agent_id: z.coerce.string(),
  userid_list: z.string().optional(),
  dept_id_list: z.string().optional(),
  to_all_user: z.coerce.string().optional(),
  msg: z.union([z.string(), z.looseObject({ msgtype: z.string() })]),
});
const taskSchema = z.object({ agent_id: z.coerce.string(), task_id: z.coerce.number() });
const recallSchema = z.object({ agent_id: z.coerce.string(), msg_task_id: z.coerce.number() });
const wrong = (issue: string): OapiProblem => new OapiProblem(40035, `不合法的参数 ${issue}`);
const BASE = '/topapi/message/corpconversation';

export function workNoticeRoutes(dingtalk: Dingtalk): ApiRoute[] {
  return [
    api(dingtalk, 'POST', `${BASE}/asyncsend_v2`, (call) => send(dingtalk, call)),
    api(dingtalk, 'POST', `${BASE}/getsendprogress`, ({ request }) => {
      taskOf(dingtalk, body(taskSchema, request, wrong).task_id);
      return oapiOk({ progress: { progress_in_percent: 100, status: 2 } });
    }),
    api(dingtalk, 'POST', `${BASE}/getsendresult`, ({ request }) => {
      const task = taskOf(dingtalk, body(taskSchema, request, wrong).task_id);
      return oapiOk({ send_result: resultOf(dingtalk, task) });
    }),
    api(dingtalk, 'POST', `${BASE}/recall`, ({ request }) => {
      const task = taskOf(dingtalk, body(recallSchema, request, wrong).msg_task_id);
      for (const user of task.users) dingtalk.core.inboxes.change('dingtalk', user, messageId(task), { recalled: true, unread: false });
      return oapiOk();
    }),
  ];
}

function send(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(sendSchema, request, wrong);
  if (input.agent_id !== app.agentId) throw new OapiProblem(40056, '不合法的agentid');
  const msg = typeof input.msg === 'string' ? z.looseObject({ msgtype: z.string() }).safeParse(parsed(input.msg)).data : input.msg;
  const picture = msg && noticePicture(msg);
  if (msg === undefined || picture === undefined) throw new OapiProblem(40035, '不合法的参数 msg');
  const content = JSON.stringify(msg);
  if (Buffer.byteLength(content) > MOST_BYTES) throw new OapiProblem(40035, '消息长度超过2048字节');
  const { users, invalid } = receivers(dingtalk, input);
  const { core, memory } = dingtalk;
  const dropped = users.flatMap((userid) => dropOf(dingtalk, userid, content));
  const shown = users.filter((userid) => !dropped.some((drop) => drop.userid === userid));
  const id = 1_000_000 + memory.count('counts', 'task');
  const task: Task = { id, agentId: app.agentId, at: core.clock.now(), users: shown, invalid, dropped };
  memory.tasks.set(String(id), task);
  for (const user of shown) {
    core.inboxes.add({ id: messageId(task), at: task.at, platform: 'dingtalk', user, from: `工作通知：${app.name}`, raw: msg, ...picture });
  }
  core.touch();
  return oapiOk({ task_id: id });
}

const messageId = (task: Task): string => `notice:${task.id}`;

interface Receivers {
  readonly users: readonly string[];
  readonly invalid: readonly string[];
}

function receivers(dingtalk: Dingtalk, input: z.infer<typeof sendSchema>): Receivers {
  const { people } = dingtalk.core;
  const everybody = people.all('dingtalk').filter(({ active }) => active);
  if (input.to_all_user === 'true') return { users: everybody.map(({ userid }) => userid), invalid: [] };
  const named = split(input.userid_list);
  const departments = new Set(split(input.dept_id_list).map(Number));
  if (named.length === 0 && departments.size === 0) throw new OapiProblem(40035, '接收人不能为空');
  if (named.length > MOST_USERS) throw new OapiProblem(40035, 'userid_list超过100');
  const members = everybody.filter((person) => departments.has(people.departmentOf(person)?.id ?? 0)).map(({ userid }) => userid);
  const known = named.filter((userid) => personBy(people, userid, 1) !== undefined);
  return { users: [...new Set([...known, ...members])], invalid: named.filter((userid) => !known.includes(userid)) };
}

const split = (list = ''): string[] => list.split(',').map((part) => part.trim()).filter((part) => part !== '');

/** Why this receiver gets nothing, though the answer says ok. */
function dropOf(dingtalk: Dingtalk, userid: string, content: string): Task['dropped'] {
  const { core, memory } = dingtalk;
  const now = core.clock.now();
  if (core.faults.take('dingtalk', 'dropMessages', `${BASE}/asyncsend_v2`)) return [{ userid, code: TOO_FAST }];
  if (core.faults.peek('dingtalk', 'partialDelivery')?.users?.includes(userid)) return [{ userid, code: TOO_FAST }];
  const print = createHash('sha256').update(content).digest('base64url').slice(0, 16);
  if (memory.count('rates', `same ${dayOf(now)} ${userid} ${print}`) > 1) return [{ userid, code: SAME_CONTENT }];
  if (memory.count('rates', `day ${dayOf(now)} ${userid}`) > PER_USER_AND_DAY) return [{ userid, code: TOO_MANY }];
  if (memory.count('rates', `minute ${Math.floor(now / 60_000)}`) > PER_MINUTE) return [{ userid, code: TOO_FAST }];
  return [];
}

/** @throws OapiProblem when it is unknown or older than a day */
function taskOf({ core, memory }: Dingtalk, id: number): Task {
  const task = memory.tasks.get(String(id));
  if (task === undefined || task.at + DAY < core.clock.now()) throw new OapiProblem(40035, '不合法的参数 task_id');
  return task;
}

const isRead = (message: InboxMessage | undefined): boolean => message?.unread === false;

function resultOf({ core }: Dingtalk, task: Task): Record<string, unknown> {
  const held = task.users.map((user) => ({ user, message: core.inboxes.find('dingtalk', user, messageId(task)) }));
  return {
    invalid_user_id_list: task.invalid,
    forbidden_user_id_list: task.dropped.map(({ userid }) => userid),
    failed_user_id_list: [],
    read_user_id_list: held.filter(({ message }) => isRead(message)).map(({ user }) => user),
    unread_user_id_list: held.filter(({ message }) => !isRead(message)).map(({ user }) => user),
    invalid_dept_id_list: [],
    forbidden_list: task.dropped.map(({ userid, code }) => ({ userid, code: String(code), count: 1 })),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

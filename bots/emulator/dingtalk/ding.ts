/**
 * DING: wakes people in the app, by text message or by telephone. Paths and fields are those of the official SDK
 * (`@alicloud/dingtalk` robot_1_0: robotSendDing, robotRecallDing); what it answers to faults is recalled from memory.
 */
import { z } from 'zod';
import type { EmuReply } from '../core/http.ts';
import { apiOk, bad, type ApiProblem } from './answers.ts';
import { api, body, type ApiCall, type ApiRoute, type Dingtalk } from './api.ts';
import { opaque, personBy } from './ids.ts';

const MEANS = { 1: '应用内', 2: '短信', 3: '电话' } as const;
const MOST_USERS = 200;

const sendSchema = z.object({
  robotCode: z.string(),
  remindType: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  receiverUserIdList: z.array(z.string()).min(1).max(MOST_USERS),
  content: z.string().min(1),
});
const recallSchema = z.object({ robotCode: z.string(), openDingId: z.string() });
const invalid = (issue: string): ApiProblem => bad('invalidParameter', issue);

export function dingRoutes(dingtalk: Dingtalk): ApiRoute[] {
  const permission = { permission: 'qyapi_robot_ding' } as const;
  return [
    api(dingtalk, 'POST', '/v1.0/robot/ding/send', (call) => send(dingtalk, call), permission),
    api(dingtalk, 'POST', '/v1.0/robot/ding/recall', (call) => recall(dingtalk, call), permission),
  ];
}

function send(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const { core, memory } = dingtalk;
  const input = body(sendSchema, request, invalid);
  if (input.robotCode !== app.robotCode) throw bad('invalidParameter.robotCode', '机器人不存在');
  const held = core.faults.take('dingtalk', 'partialDelivery', request.path)?.users ?? [];
  const isReached = (id: string): boolean => personBy(core.people, id, 1) !== undefined && !held.includes(id);
  const users = input.receiverUserIdList.filter(isReached);
  const id = opaque();
  const at = core.clock.now();
  memory.dings.set(id, { id, clientId: app.clientId, at, users });
  const means = MEANS[input.remindType];
  const look = { means, remindType: String(input.remindType) };
  for (const user of users) {
    core.inboxes.add({ id: `ding:${id}`, at, platform: 'dingtalk', user, kind: 'urgent', from: app.name, title: `DING（${means}）`, text: input.content, summary: input.content, look, raw: input });
  }
  core.touch();
  const failedList = Object.fromEntries(input.receiverUserIdList.filter((user) => !isReached(user)).map((user) => [user, '用户不存在']));
  return apiOk({ openDingId: id, failedList });
}

function recall(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const { openDingId } = body(recallSchema, request, invalid);
  const ding = dingtalk.memory.dings.get(openDingId);
  if (ding === undefined || ding.clientId !== app.clientId) throw bad('invalidParameter.openDingId', 'DING不存在');
  for (const user of ding.users) dingtalk.core.inboxes.change('dingtalk', user, `ding:${ding.id}`, { recalled: true, unread: false });
  return apiOk({ openDingId });
}

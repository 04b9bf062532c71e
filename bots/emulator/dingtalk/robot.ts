/** The robot speaks: one to one, in groups; read state and recall (§1.7). */
import { z } from 'zod';
import type { EmuReply } from '../core/http.ts';
import { apiOk, bad, type ApiProblem } from './answers.ts';
import { api, body, type ApiCall, type ApiRoute, type Dingtalk } from './api.ts';
import type { DingtalkApp } from './app.ts';
import { opaque, personBy } from './ids.ts';
import type { Sent } from './memory.ts';
import { readRobotMessage, type Picture } from './robot-schema.ts';

/** The field's text says 20, its error 100; the smaller is played (kb:0714). */
const MOST_USERS = 20;
const MOST_BYTES = 15_000;
/** Read state and recall are for a day. */
const DAY = 24 * 3_600_000;

const batchSchema = z.object({ robotCode: z.string(), userIds: z.array(z.string()), msgKey: z.string(), msgParam: z.string() });
const groupSchema = z.object({ robotCode: z.string(), openConversationId: z.string(), msgKey: z.string(), msgParam: z.string() });
const recallSchema = z.object({ robotCode: z.string(), openConversationId: z.string().optional(), processQueryKeys: z.array(z.string()).min(1).max(MOST_USERS) });
const querySchema = z.object({ robotCode: z.string(), processQueryKey: z.string() });
const invalid = (issue: string): ApiProblem => bad('invalidParameter', issue);

export function robotRoutes(dingtalk: Dingtalk): ApiRoute[] {
  const send = { permission: 'qyapi_robot_sendmsg' } as const;
  return [
    api(dingtalk, 'POST', '/v1.0/robot/oToMessages/batchSend', (call) => batchSend(dingtalk, call), send),
    api(dingtalk, 'POST', '/v1.0/robot/groupMessages/send', (call) => groupSend(dingtalk, call), send),
    api(dingtalk, 'GET', '/v1.0/robot/oToMessages/readStatus', ({ request, app }) => {
      checkRobot(app, request.query.get('robotCode') ?? '');
      return apiOk(readStatus(dingtalk, sentOf(dingtalk, request.query.get('processQueryKey') ?? '')));
    }, send),
    api(dingtalk, 'POST', '/v1.0/robot/groupMessages/query', ({ request, app }) => {
      const input = body(querySchema, request, invalid);
      checkRobot(app, input.robotCode);
      const sent = sentOf(dingtalk, input.processQueryKey);
      return apiOk({ sendStatus: statusOf(dingtalk, sent), readUserIds: readers(dingtalk, sent), hasMore: false });
    }, send),
    api(dingtalk, 'POST', '/v1.0/robot/otoMessages/batchRecall', (call) => recall(dingtalk, call), send),
    api(dingtalk, 'POST', '/v1.0/robot/groupMessages/recall', (call) => recall(dingtalk, call), send),
  ];
}

function batchSend(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(batchSchema, request, invalid);
  checkRobot(app, input.robotCode);
  if (input.userIds.length === 0) throw bad('invalidParameter.userIds.empty', 'userIds不能为空');
  if (input.userIds.length > MOST_USERS) throw bad('invalidParameter.userIds.overMax', 'userIds超过上限');
  const picture = pictureOf(input);
  const people = dingtalk.core.people;
  const known = input.userIds.filter((id) => personBy(people, id, 1) !== undefined);
  const held = dingtalk.core.faults.take('dingtalk', 'partialDelivery', request.path)?.users ?? [];
  const users = known.filter((id) => !held.includes(id));
  if (known.length === 0) throw bad('staffId.notExisted', '用户不存在');
  const processQueryKey = send(dingtalk, app, users, picture, input);
  return apiOk({
    processQueryKey,
    invalidStaffIdList: input.userIds.filter((id) => !known.includes(id)),
    flowControlledStaffIdList: known.filter((id) => held.includes(id)),
  });
}

function groupSend(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(groupSchema, request, invalid);
  checkRobot(app, input.robotCode);
  const group = dingtalk.memory.groups.get(input.openConversationId);
  if (group === undefined) throw bad('invalidParameter.openConversationId', '群不存在');
  return apiOk({ processQueryKey: send(dingtalk, app, group.users, pictureOf(input), input, group.id) });
}

function pictureOf(input: { msgKey: string; msgParam: string }): Picture {
  if (Buffer.byteLength(input.msgParam) > MOST_BYTES) throw bad('invalidParameter.msgParam.tooLong', 'msgParam 超出长度限制');
  return readRobotMessage(input.msgKey, input.msgParam);
}

function send(dingtalk: Dingtalk, app: DingtalkApp, users: readonly string[], picture: Picture, raw: unknown, group?: string): string {
  const key = opaque();
  const at = dingtalk.core.clock.now();
  const dropped = dingtalk.core.faults.take('dingtalk', 'dropMessages', '/v1.0/robot/oToMessages/batchSend');
  dingtalk.memory.sent.set(key, { key, clientId: app.clientId, at, users, messageId: key, ...(group && { group }) });
  for (const user of dropped ? [] : users) {
    dingtalk.core.inboxes.add({ id: key, at, platform: 'dingtalk', user, from: app.name, raw, look: group ? { group } : {}, ...picture });
  }
  dingtalk.core.touch();
  return key;
}

function checkRobot(app: DingtalkApp, robotCode: string): void {
  if (robotCode !== app.robotCode) throw bad('robot.oto.notExist', '机器人不存在');
}

/** @throws ApiProblem when it is unknown or older than a day */
function sentOf({ core, memory }: Dingtalk, key: string): Sent {
  const sent = memory.sent.get(key);
  if (sent === undefined || sent.at + DAY < core.clock.now()) throw bad('invalidParameter.processQueryKey', 'processQueryKey 无效或已过期');
  return sent;
}

function readStatus(dingtalk: Dingtalk, sent: Sent): Record<string, unknown> {
  const read = new Set(readers(dingtalk, sent));
  const messageReadInfoList = sent.users.map((userId) => ({
    name: dingtalk.core.people.byUserid('dingtalk', userId)?.name ?? '',
    userId,
    readStatus: read.has(userId) ? 'READ' : 'UNREAD',
    readTimestamp: 0,
  }));
  return { sendStatus: statusOf(dingtalk, sent), messageReadInfoList };
}

function readers({ core }: Dingtalk, sent: Sent): string[] {
  return sent.users.filter((user) => core.inboxes.find('dingtalk', user, sent.messageId)?.unread === false);
}

function statusOf({ core }: Dingtalk, sent: Sent): string {
  const recalled = sent.users.some((user) => core.inboxes.find('dingtalk', user, sent.messageId)?.recalled === true);
  return recalled ? 'RECALLED' : 'SUCCESS';
}

function recall(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(recallSchema, request, invalid);
  checkRobot(app, input.robotCode);
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const key of input.processQueryKeys) {
    const sent = dingtalk.memory.sent.get(key);
    if (sent === undefined || sent.clientId !== app.clientId) failedResult[key] = '消息不存在';
    else if (sent.at + DAY < dingtalk.core.clock.now()) failedResult[key] = '超过24小时，不能撤回';
    else {
      for (const user of sent.users) dingtalk.core.inboxes.change('dingtalk', user, sent.messageId, { recalled: true, unread: false });
      successResult.push(key);
    }
  }
  return apiOk({ successResult, failedResult });
}

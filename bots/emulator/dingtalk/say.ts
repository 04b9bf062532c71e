/** A person says a line to the robot, and the robot answers through the session webhook (§1.5). */
import { setTimeout as moment } from 'node:timers/promises';
import type { EmuReply, EmuRequest } from '../core/http.ts';
import type { InboxMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import type { Seen } from '../core/plug-in.ts';
import { OapiProblem, oapiOk } from './answers.ts';
import { openApi, type ApiRoute, type Dingtalk } from './api.ts';
import type { DingtalkApp } from './app.ts';
import { conversationOf, CORP, opaque, openSenderId, unionIdOf } from './ids.ts';
import type { Group } from './memory.ts';
import type { Debts } from './owed.ts';
import { readReply } from './robot-schema.ts';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

/** In every live sample. */
const SESSION_LIFE = 90 * 60_000;
/** How long the tester's call waits for the robot's answer, real ms. */
const LISTENING = 1_500;

/** Says the line and waits a moment for what comes back. */
export async function sayLine(dingtalk: Dingtalk, debts: Debts, person: Person, text: string, group?: Group): Promise<Seen> {
  const { core, memory } = dingtalk;
  const app = memory.apps.values().next().value;
  if (app === undefined) return { toast: '没有可以对话的机器人' };
  const at = core.clock.now();
  const msgId = `msg${opaque()}`;
  const look: Record<string, string> = group ? { group: group.id } : {};
  const message = core.inboxes.add({ id: msgId, at, platform: 'dingtalk', user: person.userid, kind: 'mine', from: person.name, title: text, text, unread: false, look, raw: { msgtype: 'text', text: { content: text } } });
  const debt = { id: msgId, clientId: app.clientId, type: 'CALLBACK', topic: ROBOT_TOPIC, headers: {} } as const;
  const taken = debts.owe({ ...debt, data: robotData(dingtalk, app, person, { msgId, text, at, group }) });
  const replies = await listen(dingtalk, person, msgId, taken);
  return { message, ...(replies.length > 0 && { replies }) };
}

interface Line {
  readonly msgId: string;
  readonly text: string;
  readonly at: number;
  readonly group?: Group | undefined;
}

function robotData(dingtalk: Dingtalk, app: DingtalkApp, person: Person, { msgId, text, at, group }: Line): Record<string, unknown> {
  const { core, memory } = dingtalk;
  const skew = core.faults.peek('dingtalk', 'clockSkew', ROBOT_TOPIC)?.ms ?? 0;
  const session = opaque();
  memory.sessions.set(session, { clientId: app.clientId, userid: person.userid, group: group?.id ?? '', expires: at + SESSION_LIFE });
  return {
    conversationId: group?.id ?? conversationOf(app.clientId, person.userid),
    conversationType: group ? '2' : '1',
    ...(group && { conversationTitle: group.title, isInAtList: true, atUsers: [{ dingtalkId: openSenderId(app.robotCode) }] }),
    msgId,
    createAt: at + skew,
    msgtype: 'text',
    text: { content: group ? ` ${text}` : text },
    senderId: openSenderId(person.userid),
    senderNick: person.name,
    ...(app.published && { senderStaffId: person.userid }),
    senderUnionId: unionIdOf(person.userid),
    senderCorpId: CORP,
    senderPlatform: 'Android',
    isAdmin: false,
    chatbotUserId: openSenderId(app.robotCode),
    chatbotCorpId: CORP,
    robotCode: app.robotCode,
    sessionWebhook: `${core.origin()}/robot/sendBySession?session=${session}`,
    sessionWebhookExpiredTime: at + skew + SESSION_LIFE,
  };
}

/** What arrives after the person's own line; not waited for when nobody took the line. */
async function listen({ core }: Dingtalk, person: Person, msgId: string, taken: Promise<boolean>): Promise<InboxMessage[]> {
  const arrived = (): InboxMessage[] => {
    const list = core.inboxes.list('dingtalk', person.userid, 20);
    return list.slice(0, Math.max(0, list.findIndex(({ id }) => id === msgId))).reverse();
  };
  const end = performance.now() + LISTENING;
  const heard = await Promise.race([taken, moment(LISTENING, true)]);
  if (!heard) return arrived();
  while (arrived().length === 0 && performance.now() < end) await moment(10, true);
  return arrived();
}

export function sessionRoutes(dingtalk: Dingtalk): ApiRoute[] {
  return [openApi('POST', '/robot/sendBySession', (request) => reply(dingtalk, request))];
}

/** No token: whoever holds the address may answer, for 90 minutes. */
function reply({ core, memory }: Dingtalk, request: EmuRequest): EmuReply {
  const session = memory.sessions.get(request.query.get('session') ?? '');
  if (session === undefined || session.expires <= core.clock.now()) throw new OapiProblem(300001, 'session 不存在或已过期');
  const raw = request.json();
  const picture = readReply(raw);
  if (picture === undefined) throw new OapiProblem(400402, '消息格式不正确');
  const users = session.group === '' ? [session.userid] : (memory.groups.get(session.group)?.users ?? []);
  const from = memory.apps.get(session.clientId)?.name ?? '';
  const id = opaque();
  for (const user of users) core.inboxes.add({ id, at: core.clock.now(), platform: 'dingtalk', user, from, raw, ...picture });
  return oapiOk();
}

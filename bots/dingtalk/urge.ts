/** Stronger means than a card: DING (in the app, by text message, by telephone) and the work notice. */
import { Failure } from '../../services/core/errors.ts';
import type { UrgentMeans } from '../bot.ts';
import type { DingtalkClient } from './client.ts';
import { dingSentSchema, noticeSentSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

const REMIND = { app: 1, sms: 2, phone: 3 } as const satisfies Record<UrgentMeans, number>;
/** Receivers of one DING (robot-sends-nail-message page). */
const AT_ONCE = { app: 200, sms: 20, phone: 20 } as const satisfies Record<UrgentMeans, number>;
/** Receivers of one work notice (kb:0769). */
const NOTICE_AT_ONCE = 100;

/** @throws Failure; permanent when some could not be reached, as a repeat would wake the others again */
export async function ding(
  client: DingtalkClient,
  settings: DingtalkSettings,
  users: readonly string[],
  text: string,
  means: UrgentMeans,
): Promise<void> {
  let missed = 0;
  for (const receivers of chunks(users, AT_ONCE[means])) {
    const body = { robotCode: settings.robotCode, remindType: REMIND[means], receiverUserIdList: receivers, content: text };
    const path = '/v1.0/robot/ding/send';
    const sent = await client.api({ method: 'POST', path, body, answer: dingSentSchema, urgency: 'critical', repeatable: false });
    missed += Object.values(sent.failedList ?? {}).flat().length;
  }
  if (missed > 0) throw new Failure(`DING did not reach ${missed} of ${users.length}`, 'permanent', 'ding-partial');
}

/** A line in 工作通知, for people who do not follow the robot. The same text to the same person goes once a day. */
export async function workNotice(client: DingtalkClient, settings: DingtalkSettings, users: readonly string[], text: string): Promise<void> {
  if (settings.agentId === undefined) throw new Failure('work notices need DINGTALK_AGENT_ID', 'permanent', 'no-agent-id');
  for (const receivers of chunks(users, NOTICE_AT_ONCE)) {
    await client.oapi({
      method: 'POST',
      path: '/topapi/message/corpconversation/asyncsend_v2',
      body: { agent_id: settings.agentId, userid_list: receivers.join(','), msg: { msgtype: 'text', text: { content: text } } },
      answer: noticeSentSchema,
      urgency: 'critical',
      repeatable: false,
    });
  }
}

function chunks(users: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(users.length / size) }, (_, n) => users.slice(n * size, (n + 1) * size));
}

/** Frames of the intelligent robot's long connection (§2.9). */
import { z } from 'zod';

/** What a client may send; the body is read by the command. */
export const clientFrame = z.object({
  cmd: z.string(),
  headers: z.object({ req_id: z.string() }),
  body: z.unknown().optional(),
});
export type ClientFrame = z.infer<typeof clientFrame>;

export const subscribeBody = z.object({ bot_id: z.string(), secret: z.string() });

const stream = z.object({ id: z.string(), content: z.string().optional(), finish: z.boolean().optional() });
/** What may be sent or answered. `chatid` only in `aibot_send_msg`. */
export const messageBody = z.object({
  chatid: z.string().optional(),
  msgtype: z.string(),
  stream: stream.optional(),
  text: z.object({ content: z.string() }).optional(),
  markdown: z.object({ content: z.string() }).optional(),
  template_card: z.unknown().optional(),
});
export type MessageBody = z.infer<typeof messageBody>;

export const updateBody = z.object({
  response_type: z.literal('update_template_card'),
  userids: z.array(z.string()).optional(),
  template_card: z.unknown(),
});

export interface Result {
  readonly errcode: number;
  readonly errmsg: string;
}

export const fine: Result = { errcode: 0, errmsg: 'ok' };
export const refusals = {
  secret: { errcode: 40001, errmsg: 'invalid secret' },
  reqId: { errcode: 846605, errmsg: 'invalid req_id' },
  expired: { errcode: 846608, errmsg: 'stream message update expired' },
  chat: { errcode: 93006, errmsg: 'invalid chatid' },
  type: { errcode: 40008, errmsg: 'invalid message type' },
  body: { errcode: 40058, errmsg: 'invalid Request Parameter' },
  long: { errcode: 45002, errmsg: 'content size out of limit' },
  unsubscribed: { errcode: 40014, errmsg: 'not subscribed' },
} as const satisfies Record<string, Result>;

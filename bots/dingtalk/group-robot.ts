/** A custom robot of one group: its webhook's token and, by its security setting, a sign over the time. Knows no app. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { GroupRobot } from '../bot.ts';
import { Failure } from '../../services/core/errors.ts';
import { judgeErrcode } from './failures.ts';
import { exchange } from './http.ts';

const answer = z.object({ errcode: z.number(), errmsg: z.string().default('') });

/** More than 20 a minute, and the platform takes nothing of this robot for ten minutes. */
const TOO_FAST = new Set([130101, 410100, 90030]);

export function dingtalkSign(secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

export function dingtalkGroupRobot(oapiBase: string, now: () => number): GroupRobot {
  return {
    platform: 'dingtalk',
    perMinute: 20,
    restMs: 10 * 60_000,
    say: async ({ token, secret }, text) => {
      const at = now();
      const query = new URLSearchParams({ access_token: token, ...(secret !== undefined && { timestamp: String(at), sign: dingtalkSign(secret, at) }) });
      const { body } = await exchange({ call: 'POST /robot/send', method: 'POST', url: `${oapiBase}/robot/send?${query.toString()}`, body: { msgtype: 'text', text: { content: text } }, repeatable: false });
      const { data: read } = answer.safeParse(body);
      if (read === undefined) throw new Failure('DingTalk answered POST /robot/send with something else', 'ambiguous', 'malformed');
      if (read.errcode === 0) return;
      if (TOO_FAST.has(read.errcode)) throw new Failure(`DingTalk rests POST /robot/send: ${read.errcode}`, 'transient', 'too-fast');
      throw new Failure(`DingTalk refused POST /robot/send: ${read.errcode}`, judgeErrcode(read.errcode).class, String(read.errcode));
    },
  };
}

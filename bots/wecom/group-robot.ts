/** A robot of one group chat: its webhook's key is all there is to it. */
import type { GroupRobot } from '../bot.ts';
import { Failure } from '../../services/core/errors.ts';
import { answerFailure, classOfStatus, networkFailure } from './failures.ts';
import { answerSchema } from './schema.ts';

const TIMEOUT_MS = 10_000;
const CALL = 'webhook/send';
const TOO_FAST = 45009;

export function wecomGroupRobot(apiBase: string, timeoutMs = TIMEOUT_MS): GroupRobot {
  return {
    platform: 'wecom',
    perMinute: 20,
    restMs: 60_000,
    say: async ({ token }, text) => {
      const { errcode, errmsg } = await send(`${apiBase}/cgi-bin/${CALL}?${new URLSearchParams({ key: token }).toString()}`, text, timeoutMs);
      if (errcode === TOO_FAST) throw new Failure(`wecom ${CALL}: ${errcode}`, 'transient', 'too-fast');
      if (errcode !== 0) throw answerFailure(CALL, errcode, errmsg);
    },
  };
}

/** @throws Failure that never holds the address, which is the key */
async function send(url: string, text: string, timeoutMs: number): Promise<{ errcode: number; errmsg: string }> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ msgtype: 'text', text: { content: text } }), redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Failure(`wecom ${CALL}: HTTP ${response.status}`, classOfStatus(response.status), `http-${response.status}`);
    const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) throw new Failure(`wecom ${CALL}: not an answer`, 'ambiguous', 'malformed');
    return { errcode: answer.data.errcode, errmsg: answer.data.errmsg };
  } catch (error) {
    throw error instanceof Failure ? error : networkFailure(CALL, error);
  }
}

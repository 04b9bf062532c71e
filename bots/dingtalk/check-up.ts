/** Looks at the organisation's settings as the platform sees them and says what to do, in plain words. Never throws. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../services/core/errors.ts';
import type { Finding } from '../bot.ts';
import type { DingtalkClient } from './client.ts';
import { connectionAddress } from './gateway.ts';
import { CHECK, MEND, MEND_OTHER } from './phrases.ts';
import type { Quota } from './quota.ts';
import { doneSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';
import { requestToken } from './token.ts';

interface Parts {
  readonly settings: DingtalkSettings;
  readonly client: DingtalkClient;
  readonly quota: Quota;
}

/** Codes that only say "no such thing": the question was allowed, which is what was to be found out. */
const REACHED = {
  robot: ['invalidParameter', 'param', 'invalid', 'miss', 'processQueryKey', 'resource.not.found', 'http-404'],
  directory: ['60121', '60003', '33012', '400002'],
} as const;

export async function checkUp({ settings, client, quota }: Parts): Promise<readonly Finding[]> {
  const secret = await finding(CHECK.secret, async () => {
    await requestToken(settings);
  });
  // Without a token everything else would only say the same again.
  if (!secret.ok) return [secret];
  return [
    secret,
    await finding(CHECK.card, () => tryTemplate(settings, client)),
    await finding(CHECK.robot, () => tryRobot(settings, client)),
    await finding(CHECK.directory, () => tryDirectory(client)),
    await finding(CHECK.stream, async () => {
      await connectionAddress(settings);
    }),
    await quotaFinding(quota),
    agentFinding(settings),
  ];
}

/** A card that is made and delivered to nobody: tells template and permission at once. */
async function tryTemplate(settings: DingtalkSettings, client: DingtalkClient): Promise<void> {
  const body = {
    cardTemplateId: settings.templateId,
    outTrackId: `check-up-${randomUUID()}`,
    callbackType: 'STREAM',
    cardData: { cardParamMap: { title: CHECK.fine } },
    imRobotOpenSpaceModel: { supportForward: false },
  };
  await client.api({ method: 'POST', path: '/v1.0/card/instances', body, answer: doneSchema, urgency: 'normal', repeatable: true });
}

/** Asks whether a message that never was has been read. */
async function tryRobot(settings: DingtalkSettings, client: DingtalkClient): Promise<void> {
  const query = { robotCode: settings.robotCode, processQueryKey: 'check-up' };
  const path = '/v1.0/robot/oToMessages/readStatus';
  const ask = client.api({ method: 'GET', path, query, answer: z.unknown(), urgency: 'normal', repeatable: true });
  await ask.catch((error: unknown) => unlessReached(error, REACHED.robot));
}

/** Asks for a person who is not there. */
async function tryDirectory(client: DingtalkClient): Promise<void> {
  const call = { method: 'POST', path: '/topapi/v2/user/get', body: { userid: 'check-up-nobody' } } as const;
  const ask = client.oapi({ ...call, answer: z.unknown(), urgency: 'free', repeatable: true });
  await ask.catch((error: unknown) => unlessReached(error, REACHED.directory));
}

function unlessReached(error: unknown, reached: readonly string[]): void {
  const known = error instanceof Failure && MEND[error.vendorCode] === undefined;
  if (known && reached.some((start) => error.vendorCode.startsWith(start))) return;
  throw error;
}

async function finding(what: string, look: () => Promise<void>): Promise<Finding> {
  try {
    await look();
    return { ok: true, what, seen: CHECK.fine, mend: '' };
  } catch (error) {
    const code = error instanceof Failure ? error.vendorCode : 'unknown';
    return { ok: false, what, seen: code, mend: mendOf(error, code) };
  }
}

function mendOf(error: unknown, code: string): string {
  const known = MEND[code];
  if (known !== undefined) return known;
  const silent = error instanceof Failure && error.message.includes('did not answer');
  return silent ? MEND_OTHER.unreachable : MEND_OTHER.unknown(code);
}

async function quotaFinding(quota: Quota): Promise<Finding> {
  try {
    const { calls, callsAllowed, reserve } = await quota.figures();
    const ok = calls <= callsAllowed - reserve;
    const seen = `已用 ${calls} / ${callsAllowed}，其中 ${reserve} 次留给危急值`;
    return { ok, what: CHECK.quota, seen, mend: ok ? '' : MEND_OTHER.quota };
  } catch {
    return { ok: false, what: CHECK.quota, seen: '读不到', mend: MEND_OTHER.unknown('counters') };
  }
}

function agentFinding(settings: DingtalkSettings): Finding {
  const ok = settings.agentId !== undefined;
  // Work notices are a second way only: a missing number is worth a word, not an alarm.
  return { ok: true, what: CHECK.agent, seen: ok ? CHECK.fine : `未启用：${MEND_OTHER.agent}`, mend: '' };
}

/** The HTTP door, for organisations that use HTTP callbacks instead of the long connection. */
import type { CallbackReply, CallbackRequest } from '../bot.ts';
import type { Ears } from './inbound.ts';
import type { DingtalkSettings } from './settings.ts';
import { cardSign, robotSign, verified } from './verify.ts';

/** The largest robot message with rich text is far smaller. */
const BODY_BYTES = 64 * 1024;

/** One answer for every failed check: no hint which. */
const REFUSED: CallbackReply = { status: 401, contentType: 'application/json', body: '{}' };

export async function callback(
  request: CallbackRequest,
  settings: DingtalkSettings,
  now: number,
  ears: Ears | undefined,
): Promise<CallbackReply> {
  const kind = kindOf(request, settings, now);
  if (kind === undefined || ears === undefined || request.method !== 'POST' || request.body.length > BODY_BYTES) return REFUSED;
  const data = parsed(request.body);
  if (kind === 'card') return answer(200, await ears.card(data));
  // Anything but 200 makes the platform tell us again.
  return (await ears.robot(data)) ? answer(200, {}) : answer(500, {});
}

function kindOf({ headers }: CallbackRequest, settings: DingtalkSettings, now: number): 'card' | 'robot' | undefined {
  const cardTime = headers['x-ddpaas-signature-timestamp'];
  if (cardTime !== undefined && settings.callbackSecret !== undefined) {
    return verified(cardSign(settings.callbackSecret, cardTime), headers['x-ddpaas-signature'], cardTime, now) ? 'card' : undefined;
  }
  const { timestamp } = headers;
  if (timestamp === undefined) return undefined;
  return verified(robotSign(settings.clientSecret, timestamp), headers['sign'], timestamp, now) ? 'robot' : undefined;
}

function answer(status: number, body: unknown): CallbackReply {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

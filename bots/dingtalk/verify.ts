/** Signatures of DingTalk's HTTP callbacks. The long connection needs none of this: it is opened with the secret. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** DingTalk's own rule for robot messages: more than an hour off is refused. */
const WINDOW_MS = 3_600_000;

/** Robot: base64(HMAC-SHA256(appSecret, timestamp + "\n" + appSecret)), headers `timestamp` and `sign`. */
export function robotSign(appSecret: string, timestamp: string): string {
  return createHmac('sha256', appSecret).update(`${timestamp}\n${appSecret}`).digest('base64');
}

/** Card: base64(HMAC-SHA256(apiSecret, timestamp)), headers `x-ddpaas-signature-timestamp` and `x-ddpaas-signature`. */
export function cardSign(apiSecret: string, timestamp: string): string {
  return createHmac('sha256', apiSecret).update(timestamp).digest('base64');
}

/** Compared in constant time, and only within the window around `now` (ms). */
export function verified(expected: string, given: string | undefined, timestamp: string | undefined, now: number): boolean {
  if (given === undefined || timestamp === undefined || !/^\d{13}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp)) > WINDOW_MS) return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

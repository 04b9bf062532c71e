/** HMAC-SHA256 over method, path, time, nonce and body: who asks, that nothing was changed, and that it is not old. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { HEADERS, TIME_WINDOW } from './contract.ts';

export interface Credentials {
  readonly appId: string;
  readonly secret: string;
}

export interface Message {
  readonly method: string;
  /** With the query, without the host. */
  readonly path: string;
  readonly body: string;
}

export function signedHeaders(message: Message, credentials: Credentials, now: number): Record<string, string> {
  const time = String(now);
  const nonce = randomBytes(16).toString('hex');
  return {
    [HEADERS.app]: credentials.appId,
    [HEADERS.time]: time,
    [HEADERS.nonce]: nonce,
    [HEADERS.signature]: mac(message, time, nonce, credentials.secret),
  };
}

/** Right app, right signature, fresh. Who remembers nonces is the caller. */
export function isAuthentic(
  message: Message,
  headers: Readonly<Record<string, string | undefined>>,
  credentials: Credentials,
  now: number,
): boolean {
  const time = headers[HEADERS.time] ?? '';
  const nonce = headers[HEADERS.nonce] ?? '';
  const given = Buffer.from(headers[HEADERS.signature] ?? '');
  const expected = Buffer.from(mac(message, time, nonce, credentials.secret));
  const right = given.length === expected.length && timingSafeEqual(given, expected);
  const fresh = /^\d{13}$/.test(time) && Math.abs(Number(time) - now) <= TIME_WINDOW;
  return right && fresh && /^[0-9a-f]{32}$/.test(nonce) && headers[HEADERS.app] === credentials.appId;
}

function mac(message: Message, time: string, nonce: string, secret: string): string {
  const bodyHash = createHash('sha256').update(message.body).digest('hex');
  const lines = [message.method, message.path, time, nonce, bodyHash];
  return createHmac('sha256', secret).update(lines.join('\n')).digest('hex');
}

/** Both sides prove who they are: HMAC-SHA256 over what was asked, and over what was answered to exactly that question. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const header = { client: 'x-wardline-client', time: 'x-wardline-time', nonce: 'x-wardline-nonce', signature: 'x-wardline-signature' } as const;

/** Clocks of two machines may differ by this. */
export const skewSeconds = 300;

const digest = (body: string) => createHash('sha256').update(body).digest('hex');

/** `time` in whole seconds; `target` is path and query as sent. */
export function signRequest(secret: string, request: { method: string; target: string; client: string; time: string; nonce: string }): string {
  const { method, target, client, time, nonce } = request;
  return createHmac('sha256', secret).update([method, target, client, time, nonce].join('\n')).digest('hex');
}

/** Bound to the nonce of the question: an old answer cannot be played back. */
export function signAnswer(secret: string, nonce: string, body: string): string {
  return createHmac('sha256', secret).update(['answer', nonce, digest(body)].join('\n')).digest('hex');
}

export function sameSignature(given: string | null | undefined, right: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

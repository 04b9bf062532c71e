/**
 * A gateway of the hospital's own, for whatever it stands before: signed HTTP.
 *
 *     POST <url>/messages             {"key","to","means":"sms|voice","kind":"urgent|code","text","params"} → {"accepted":true,"ref"} or {"accepted":false,"code"}
 *     GET  <url>/messages/<ref>       → {"state":"arrived|not-arrived|waiting","code"}
 *
 * `X-Client`, `X-Time` (seconds), `X-Nonce`, `X-Signature`: hex HMAC-SHA256 under the secret of
 * method, path, time, nonce and hex SHA-256 of the body, a line each. The same `key` is the same message: said once.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../core/errors.ts';
import { callVendor } from './call.ts';
import { textOf } from './phrases.ts';
import type { Means, TelephoneLink } from './port.ts';
import type { SmsSettings } from './settings.ts';

const taken = z.discriminatedUnion('accepted', [z.object({ accepted: z.literal(true), ref: z.string().min(1).max(200) }), z.object({ accepted: z.literal(false), code: z.string().max(100) })]);
const became = z.object({ state: z.enum(['arrived', 'not-arrived', 'waiting']), code: z.string().max(100).default('') });

export function gatewaySignature(secret: string, { method, path, time, nonce, body }: Readonly<Record<'method' | 'path' | 'time' | 'nonce' | 'body', string>>): string {
  return createHmac('sha256', secret).update([method, path, time, nonce, createHash('sha256').update(body).digest('hex')].join('\n')).digest('hex');
}

export function gateway(means: Means, { url = '', keyId, secret, timeoutMs }: Pick<SmsSettings, 'url' | 'keyId' | 'secret' | 'timeoutMs'>, now: () => number): TelephoneLink {
  async function ask<T>(method: string, below: string, body: string, reads: z.ZodType<T>): Promise<T> {
    const address = new URL(url + below);
    const [time, nonce] = [String(Math.floor(now() / 1000)), randomBytes(16).toString('hex')];
    const signature = gatewaySignature(secret, { method, path: address.pathname, time, nonce, body });
    const { status, body: said } = await callVendor(address.href, { method, headers: { 'content-type': 'application/json', 'x-client': keyId, 'x-time': time, 'x-nonce': nonce, 'x-signature': signature }, ...(method === 'POST' && { body }) }, timeoutMs);
    if (status >= 500 || status === 429) throw new Failure(`the gateway answered ${status}`, 'transient', String(status));
    if (status >= 400) throw new Failure(`the gateway answered ${status}`, 'permanent', String(status));
    const read = reads.safeParse(said);
    if (!read.success) throw new Failure('the gateway answered in another shape', 'ambiguous', 'shape');
    return read.data;
  }
  return {
    means,
    vendor: 'gateway',
    send: async (to, message, key) => {
      const params = message.kind === 'code' ? { code: message.code } : { app: message.app };
      const answer = await ask('POST', '/messages', JSON.stringify({ key, to, means, kind: message.kind, text: textOf(message), params }), taken);
      if (!answer.accepted) throw new Failure('the gateway refused', 'permanent', answer.code);
      return { ref: answer.ref };
    },
    receipt: async (ref) => ask('GET', `/messages/${encodeURIComponent(ref)}`, '', became),
  };
}

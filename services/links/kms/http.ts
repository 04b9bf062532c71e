/**
 * The adapter over HTTP: two calls, as most key management systems have them under their own names.
 *
 *     POST <url>/v1/keys/<key id>/data-keys  {"bytes":32,"context":"wardline"}             → {"ciphertext":"…"}
 *     POST <url>/v1/keys/<key id>/unwrap     {"ciphertext":"…","context":"wardline"}       → {"plaintext":"base64"}
 *
 * `Authorization: Bearer <token>`. 4xx says no for good, everything else may be tried again. No vendor's system was at
 * hand: for one with other names a small gateway, or an adapter beside this one that passes the same contract.
 */
import { z } from 'zod';
import { Failure } from '../../core/errors.ts';
import type { KeyManagement } from './port.ts';

export interface KmsSettings {
  readonly url: string;
  readonly keyId: string;
  readonly token: string;
  readonly timeoutMs: number;
}

const dataKey = z.object({ ciphertext: z.string().regex(/^[\w+/=.:-]{1,4096}$/) });
const opened = z.object({ plaintext: z.base64() });
const context = 'wardline';

export function httpKeyManagement(settings: KmsSettings): KeyManagement {
  return {
    generate: async () => ({ wrapped: (await call(settings, 'data-keys', { bytes: 32, context }, dataKey)).ciphertext }),
    unwrap: async (wrapped) => Buffer.from((await call(settings, 'unwrap', { ciphertext: wrapped, context }, opened)).plaintext, 'base64'),
  };
}

async function call<T>({ url, keyId, token, timeoutMs }: KmsSettings, what: string, body: object, reads: z.ZodType<T>): Promise<T> {
  const answer = await fetch(`${url}/v1/keys/${encodeURIComponent(keyId)}/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'authorization': `Bearer ${token}` },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  if (answer === undefined) throw new Failure('the key management system does not answer', 'transient', 'unreachable');
  if (!answer.ok) throw new Failure('the key management system refused', answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? 'permanent' : 'transient', String(answer.status));
  const read = reads.safeParse(await answer.json().catch(() => undefined));
  if (!read.success) throw new Failure('the key management system answered something else', 'permanent', 'unreadable');
  return read.data;
}

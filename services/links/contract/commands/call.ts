/** One signed call to the hospital's side of the command port, as it stands on the wire: for the adapter and the checks. */
import { randomBytes } from 'node:crypto';
import { signRequest } from '../../../core/machine-signature.ts';
import type { SharedKey } from '../signing.ts';

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Of the request: answers are bound to it. */
  readonly signature: string;
}

export interface Calling {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: string | undefined;
  readonly key: SharedKey;
  readonly now: Date;
  readonly timeoutMs: number;
  readonly nonce?: string | undefined;
  /** What is sent in place of what was signed: for checks alone. */
  readonly instead?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } | undefined;
}

/** Longer answers are not read. */
const mostBytes = 64 * 1024;

/** @throws what `fetch` throws */
export async function call({ method, url, body = '', key, now, timeoutMs, nonce = randomBytes(12).toString('hex'), instead }: Calling): Promise<Called> {
  const { pathname } = new URL(url);
  const signed = { ...signRequest(key, { method, path: pathname, query: '?', body: Buffer.from(body) }, now, nonce), ...instead?.headers };
  const answer = await fetch(url, {
    method,
    headers: { ...signed, ...(method === 'POST' && { 'content-type': 'application/json' }), accept: 'application/json' },
    ...(method === 'POST' && { body: instead?.body ?? body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: answer.status, headers: answer.headers, body: await bytesOf(answer), signature: signed.signature };
}

async function bytesOf({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostBytes) break;
  }
  return Buffer.concat(chunks);
}

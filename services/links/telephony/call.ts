/** One call of a vendor: what failed, and what is known of it then. Neither key nor telephone number stands in an error. */
import { Failure } from '../../core/errors.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** It never left: nothing was sent twice by trying again. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** @throws Failure transient where nothing was sent, ambiguous where it may have been */
export async function callVendor(url: string, init: RequestInit, timeoutMs: number): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const code = String(((error as { cause?: { code?: unknown } }).cause?.code) ?? (error as Error).name);
    throw new Failure('the telephone vendor did not answer', neverLeft.has(code) ? 'transient' : 'ambiguous', code);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (body === undefined) throw new Failure('the telephone vendor answered nothing readable', response.status === 429 || response.status === 503 ? 'transient' : 'ambiguous', `http-${response.status}`);
  return { status: response.status, body };
}

/** The vendor's callback: checked, then only a hint to look sooner. A lost or repeated one changes nothing. */
import { isAuthentic } from './auth.ts';
import { callbackSchema } from './contract.ts';
import type { VendorCa } from './vendor-ca.ts';

export interface CallbackIn {
  readonly method: string;
  /** With the query, without the host. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export function readCallback(ca: VendorCa): (request: CallbackIn) => number {
  return (request) => {
    if (!isAuthentic(request, request.headers, ca, ca.now())) return 403;
    const read = callbackSchema.safeParse(parse(request.body));
    if (!read.success) return 403;
    ca.wakes.wake(read.data.orderId);
    return 204;
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What WeCom's answers mean for trying again (platforms.md §2.14), and errors that give nothing away. */
import { Failure } from '../../services/core/errors.ts';
import type { FailureClass } from '../../services/core/errors.ts';

/** The token was withdrawn or has expired; 40001 is also said for a wrong secret, so it earns one refresh, no more. */
const STALE_TOKEN = new Set([40001, 40014, 42001]);

/** Nothing happened and later it will: busy, write conflict, per minute, per app, concurrency. */
const LATER = new Set([-1, 6000, 45009, 45011, 45033]);

export function isStaleToken(errcode: number): boolean {
  return STALE_TOKEN.has(errcode);
}

/** An error code is a clear no: it did not happen. Only time decides whether it is worth repeating. */
export function classOf(errcode: number): FailureClass {
  if (LATER.has(errcode)) return 'transient';
  // Still stale after a fresh token: the platform has not caught up with itself. A wrong secret fails at gettoken.
  return errcode === 40014 || errcode === 42001 ? 'transient' : 'permanent';
}

/** WeCom answers 200 to everything it understood; anything else comes from a gateway in between. */
export function classOfStatus(status: number): FailureClass {
  if (status === 429 || status === 503) return 'transient';
  return status >= 500 ? 'ambiguous' : 'permanent';
}

/** Codes of Node's fetch that say the request never left. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** fetch's own error: its text may hold the address and with it the token, so only its code is kept. */
export function networkFailure(call: string, error: unknown): Failure {
  const code = networkCode(error);
  return new Failure(`wecom ${call}: ${code}`, NOT_SENT.has(code) ? 'transient' : 'ambiguous', code);
}

export function answerFailure(call: string, errcode: number, errmsg: string): Failure {
  return new Failure(`wecom ${call}: ${errcode} ${scrub(errmsg)}`.trim(), classOf(errcode), String(errcode));
}

/** `from ip: a.b.c.d` stays, that is what an administrator needs; long runs are tokens, codes and hints. */
export function scrub(text: string): string {
  return text.replaceAll(/[\w+/=-]{16,}/g, '…').slice(0, 200);
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'network';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Happy eyeballs: Node tries IPv4 and IPv6 and reports both failures together.
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  return error.cause === undefined ? 'network' : networkCode(error.cause);
}

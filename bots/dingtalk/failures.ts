/** What DingTalk's refusals mean for trying again (error pages kb:0013, 0012, 0783, 0714, 1433). */
import { Failure } from '../../services/core/errors.ts';
import type { FailureClass } from '../../services/core/errors.ts';

/** What the client itself does about a refusal before anybody else hears of it. */
export type Remedy = 'refresh-token' | 'slow-down' | 'stay-away' | 'none';

/** A refusal, read. `detail` is the platform's own text, cleaned. */
export interface Refused {
  readonly code: string;
  readonly class: FailureClass;
  readonly remedy: Remedy;
}

/** New API codes and old numbers, exact. What is not listed is judged by HTTP status. */
const KNOWN: ReadonlyMap<string, readonly [FailureClass, Remedy]> = new Map([
  ['InvalidAuthentication', ['transient', 'refresh-token']],
  ['40014', ['transient', 'refresh-token']],
  ['42001', ['transient', 'refresh-token']],
  ['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', ['transient', 'slow-down']],
  ['Forbidden.AccessDenied.QpsLimitForApi', ['transient', 'slow-down']],
  ['Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', ['transient', 'slow-down']],
  ['90018', ['transient', 'slow-down']],
  ['90002', ['transient', 'slow-down']],
  ['send.too.fast', ['transient', 'slow-down']],
  ['toomuch.msg', ['transient', 'slow-down']],
  // Used up until the month ends: the ladder must look for another way at once instead of waiting.
  ['Forbidden.AccessDenied.ApiCountLimitForOrg', ['permanent', 'none']],
  ['90020', ['permanent', 'none']],
  ['system.busy', ['transient', 'none']],
  ['-1', ['transient', 'none']],
  // errcode 15: the old gateway lost sight of the service behind it after it had passed the call on.
  ['15', ['ambiguous', 'none']],
  ['isp.top-remote-connection-timeout', ['ambiguous', 'none']],
] as const);

/** Judges an error answer of the new API (`{code, message, requestid}` with HTTP 4xx or 5xx). */
export function judgeHttp(status: number, code: string): Refused {
  const known = KNOWN.get(code);
  if (known !== undefined) return { code, class: known[0], remedy: known[1] };
  if (status === 401) return { code, class: 'transient', remedy: 'refresh-token' };
  if (status === 429) return { code, class: 'transient', remedy: 'slow-down' };
  if (status === 503) return { code, class: 'transient', remedy: 'none' };
  // 500, 502 and 504 (gateway gives up after 3 s): the call may have been carried out.
  return { code, class: status >= 500 ? 'ambiguous' : 'permanent', remedy: 'none' };
}

/** Judges an `errcode` of the old API; 88 wraps the real reason in `sub_code`. */
export function judgeErrcode(errcode: number, subCode = ''): Refused {
  const code = errcode === 88 && subCode !== '' ? subCode : String(errcode);
  const [failureClass, remedy] = KNOWN.get(code) ?? KNOWN.get(subCode) ?? (['permanent', 'none'] as const);
  return { code, class: failureClass, remedy };
}

/** HTML instead of JSON below HTTP 500, or `status: 1111`: this address is banned for five minutes (kb:0012). */
export const BANNED: Refused = { code: 'ip-banned', class: 'transient', remedy: 'stay-away' };

/** The error everybody else sees: which call, which code, never an address with a token or a body in it. */
export function failureOf(call: string, refused: Refused): Failure {
  return new Failure(`DingTalk refused ${call}: ${refused.code}`, refused.class, refused.code);
}

/** Codes of undici and the system that say the call never left. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * What a failed connection means. `repeatable` calls (reads, tokens) may simply be made again; for the others a cut
 * after sending leaves open whether the platform acted. The cause is not attached: it may hold the address.
 */
export function connectionFailure(call: string, error: unknown, repeatable: boolean): Failure {
  const code = systemCode(error);
  const failureClass = repeatable || NEVER_LEFT.has(code) ? 'transient' : 'ambiguous';
  return new Failure(`DingTalk did not answer ${call}: ${code}`, failureClass, code);
}

function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout';
  const { cause } = error;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' ? code : 'connection-lost';
}

/** The adapter over HTTP: signed JSON to the hospital's endpoint, and what is known after it failed. */
import { Failure } from '../../../core/errors.ts';
import { checkUpWords } from '../phrases.ts';
import type { HospitalCommands } from '../port.ts';
import { type CommandAnswer, commandAnswer, commandError } from '../schema.commands.ts';
import { type HospitalCommandsSettings } from '../settings.ts';
import { type SharedKey, answerTrouble } from '../signing.ts';
import { type Called, call } from './call.ts';

/** Before a byte of the request was sent. */
const notSent = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The same thing by its several names: which one it is hangs on a moment. */
const cutOff = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Said by the contract to mean that nothing was done. */
const notDone = new Set([429, 503]);

export function httpCommands({ url, client, secret, algorithm, timeoutMs }: HospitalCommandsSettings, now: () => Date): HospitalCommands {
  const key: SharedKey = { id: client, algorithm, secret: Buffer.from(secret, 'base64url') };
  const ask = (method: 'GET' | 'POST', path: string, body?: string): Promise<Called> => call({ method, url: `${url}/commands${path}`, body, key, now: now(), timeoutMs }).catch(unreached);
  const status = async (asked: string): Promise<CommandAnswer | undefined> => {
    const called = await ask('GET', `/${encodeURIComponent(asked)}`);
    if (called.status === 404 && errorIn(called) === 'unknown-key') return undefined;
    return answerIn(called, key, asked);
  };
  return {
    send: async (command) => answerIn(await ask('POST', '', JSON.stringify(command)), key, command.key),
    status,
    checkUp: async () => {
      try {
        await status('wardline:check-up');
        return { ok: true, detail: checkUpWords.reachable(url) };
      } catch (error) {
        return { ok: false, detail: checkUpWords.trouble(url, error instanceof Failure ? error.vendorCode : 'error') };
      }
    },
  };
}

function unreached(error: unknown): never {
  const code = codeOf(error);
  throw new Failure('the hospital did not answer', notSent.has(code) ? 'transient' : 'ambiguous', code, { cause: error });
}

/** `fetch` hides the reason one level down; a time-out is its own error. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  if (error.name === 'TimeoutError') return 'timeout';
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'closed';
  return cutOff.has(code) ? 'closed' : code;
}

function answerIn(called: Called, key: SharedKey, asked: string): CommandAnswer {
  const { status, headers, body, signature } = called;
  if (status !== 200 && status !== 202) throw refused(called);
  // It may well have been done: asked for again by key.
  const trouble = answerTrouble(key, { status, body, requestSignature: signature }, headers);
  if (trouble !== undefined) throw new Failure('the answer is not signed by the hospital', 'ambiguous', `answer-${trouble}`);
  const read = commandAnswer.safeParse(jsonIn(body));
  if (!read.success || read.data.key !== asked) throw new Failure('the hospital answered something else', 'ambiguous', 'unreadable');
  return read.data;
}

function refused(called: Called): Failure {
  const { status } = called;
  const code = errorIn(called) ?? String(status);
  if (notDone.has(status)) return new Failure('the hospital cannot take it now', 'transient', code);
  if (status >= 500) return new Failure('the hospital failed', 'ambiguous', code);
  return new Failure('the hospital does not take it', 'permanent', code);
}

function errorIn({ body }: Called): string | undefined {
  const read = commandError.safeParse(jsonIn(body));
  return read.success ? read.data.error.code : undefined;
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

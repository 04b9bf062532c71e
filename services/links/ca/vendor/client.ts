/** HTTP to the vendor: signed requests, a time limit, and every failure with what is known about it. */
import type { z } from 'zod';
import { Failure, Refusal } from '../../../core/errors.ts';
import { signedHeaders, type Credentials } from './auth.ts';
import { problemSchema } from './contract.ts';

export interface ClientSettings extends Credentials {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly now: () => number;
}

export type Call = <T>(method: 'GET' | 'POST', path: string, answer: z.ZodType<T>, body?: unknown) => Promise<T>;

export function vendorClient(settings: ClientSettings): Call {
  return async (method, path, answer, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const response = await reach(settings, method, path, text);
    const heard = await readJson(response, method);
    if (!response.ok) throw problem(response.status, heard, method);
    const read = answer.safeParse(heard);
    if (!read.success) throw new Failure('the vendor CA answered in an unknown form', 'permanent', String(response.status));
    return read.data;
  };
}

/** Codes of the vendor that are a rule saying no, and what they are with us. */
const REFUSALS: Readonly<Record<string, string>> = {
  PIN_WRONG: 'signatures.wrong-pin',
  PIN_LOCKED: 'signatures.pin-locked',
  PIN_WEAK: 'signatures.weak-pin',
  USER_NOT_FOUND: 'signatures.not-enrolled',
  USER_EXISTS: 'signatures.already-enrolled',
  CERT_ENDED: 'signatures.certificate-ended',
  CERT_NOT_FOUND: 'signatures.no-such-certificate',
};

/** Error codes of a connection that never stood: nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

async function reach(settings: ClientSettings, method: string, path: string, body: string): Promise<Response> {
  const url = new URL(settings.baseUrl + path);
  const message = { method, path: url.pathname + url.search, body };
  const headers = { ...signedHeaders(message, settings, settings.now()), 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(settings.timeoutMs);
  try {
    // A redirect would carry the PIN to somebody else.
    return await fetch(url, { method, headers, signal, redirect: 'error', ...(body === '' ? {} : { body }) });
  } catch (cause) {
    throw cutOff(cause, method);
  }
}

async function readJson(response: Response, method: string): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw cutOff(cause, method);
  }
  try {
    return JSON.parse(text);
  } catch {
    // A gateway's HTML page, for example: the status alone is judged.
    return {};
  }
}

function cutOff(cause: unknown, method: string): Failure {
  const code = codeOf(cause);
  const harmless = NOT_SENT.has(code) || method === 'GET';
  return new Failure('the vendor CA did not answer', harmless ? 'transient' : 'ambiguous', code, { cause });
}

function codeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code;
  return inner instanceof Error ? inner.name : '';
}

function problem(status: number, heard: unknown, method: string): Refusal | Failure {
  const { code = '', left, minutes } = problemSchema.partial().safeParse(heard).data ?? {};
  const refusal = REFUSALS[code];
  const facts = { ...(left === undefined ? {} : { left }), ...(minutes === undefined ? {} : { minutes }) };
  if (refusal !== undefined) return new Refusal(refusal, { ...PIN_LENGTHS, ...facts }, status);
  const vendorCode = code === '' ? String(status) : code;
  if (status === 429 || status === 503) return new Failure('the vendor CA is busy', 'transient', vendorCode);
  if (status >= 500) return new Failure('the vendor CA failed', method === 'GET' ? 'transient' : 'ambiguous', vendorCode);
  return new Failure('the vendor CA does not accept the request', 'permanent', vendorCode);
}

/** For the sentence about weak PINs; a vendor may ask for more. */
const PIN_LENGTHS = { shortest: 6, longest: 32 };

/**
 * Calls in sealed envelopes. The page agrees on keys with the service when it first needs them, again when they run out
 * or the service does not know them any more, and keeps them in memory only.
 */
import { z } from 'zod';
import type { Offer, PageKeys } from './channel-suite.ts';

export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The service's time as it stands in the answer. */
  readonly at: Date | undefined;
}

/** No channel: the call was certainly not made. */
export class NotCalled extends Error {
  override readonly name = 'NotCalled';
}

export interface Caller {
  /** @throws NotCalled, and what `fetch` throws when nothing came back */
  call(request: CallRequest, signal: AbortSignal): Promise<CallAnswer>;
}

export interface CallerParts {
  /** Of the service; empty where the page comes from it. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** This device's time, in milliseconds. */
  readonly now: () => number;
  readonly offer?: ((wanted: string | undefined) => Promise<Offer>) | undefined;
}

interface Agreed {
  readonly id: string;
  readonly keys: PageKeys;
  /** By this device's clock. */
  readonly until: number;
}

const agreement = z.object({ data: z.union([z.object({ id: z.uuid(), key: z.string(), now: z.coerce.date(), expiresAt: z.coerce.date() }), z.object({ suite: z.string() })]) });
const sealedAnswer = z.object({ status: z.int(), body: z.unknown() });
const trouble = z.object({ error: z.object({ code: z.string() }) });

/** Asked for again a little before it runs out. */
const marginMs = 60_000;

/** Once for keys that are not known any more, once for a device that is minutes off. */
const tries = 3;

export function createCaller(parts: CallerParts): Caller {
  let agreed: Promise<Agreed> | undefined;
  let wanted: string | undefined;
  /** Service's time less this device's. */
  let offsetMs = 0;

  const agree = async (signal: AbortSignal): Promise<Agreed> => {
    const offer = await (parts.offer ?? offerOf)(wanted);
    const response = await parts.fetch(`${parts.origin}/api/channel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ suite: offer.suite, key: offer.key }), credentials: 'same-origin', cache: 'no-store', signal });
    const read = agreement.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !read.success) throw new Error(`no channel: ${response.status}`);
    const { data } = read.data;
    if (!('id' in data)) {
      if (wanted === data.suite) throw new Error('no suite in common');
      wanted = data.suite;
      return agree(signal);
    }
    offsetMs = data.now.getTime() - parts.now();
    return { id: data.id, keys: await offer.accept(data.key), until: data.expiresAt.getTime() - offsetMs - marginMs };
  };

  /** One agreement for all calls that wait for it; a failed one is not kept. */
  const current = async (signal: AbortSignal): Promise<Agreed> => {
    const known = await agreed?.catch(() => undefined);
    if (known !== undefined && known.until > parts.now()) return known;
    const asked = agree(signal);
    agreed = asked;
    try {
      return await asked;
    } catch (error) {
      if (agreed === asked) agreed = undefined;
      throw new NotCalled('no channel', { cause: error });
    }
  };

  const attempt = async (request: CallRequest, jti: string, signal: AbortSignal): Promise<CallAnswer | 'again'> => {
    const channel = await current(signal);
    const { method, path, body } = request;
    const plain = new TextEncoder().encode(JSON.stringify({ method, path, ...(body === undefined ? {} : { body }) }));
    const sealed = await channel.keys.seal({ kid: channel.id, iat: (parts.now() + offsetMs) / 1000, jti }, plain);
    const headers = { ...request.headers, accept: 'application/jose, application/json', 'content-type': 'application/jose', 'x-wardline': '1' };
    const response = await parts.fetch(`${parts.origin}/api/call`, { method: 'POST', headers, body: sealed, credentials: 'same-origin', cache: 'no-store', signal });
    const text = await response.text();
    if (!(response.headers.get('content-type') ?? '').startsWith('application/jose')) return outside(response.status, text, () => (agreed = undefined));
    const { header, plain: said } = await channel.keys.open(text);
    if (header['jti'] !== jti || header['kid'] !== channel.id) throw new Error('the answer to another call');
    const at = new Date(Number(header['iat']) * 1000);
    const answer = sealedAnswer.parse(JSON.parse(new TextDecoder().decode(said)));
    if (codeIn(answer.body) !== 'core.clock-skew') return { ...answer, at };
    offsetMs = at.getTime() - parts.now();
    return 'again';
  };

  return {
    call: async (request, signal) => {
      // One number for one call, however often it has to be sent: the service takes it once.
      const jti = callNumber();
      let answer: CallAnswer | 'again' = 'again';
      for (let sent = 0; answer === 'again' && sent < tries; sent++) answer = await attempt(request, jti, signal);
      return answer === 'again' ? { status: 503, body: undefined, at: undefined } : answer;
    },
  };
}

/** An answer that is not sealed comes from a door on the way, or from ours before it knew the channel; it is never data. */
function outside(status: number, text: string, forget: () => void): CallAnswer | 'again' {
  const body = parsed(text);
  if (codeIn(body) !== 'core.channel-unknown') return { status: status >= 400 ? status : 502, body, at: undefined };
  forget();
  return 'again';
}

async function offerOf(wanted: string | undefined): Promise<Offer> {
  const hasWebCrypto = (globalThis.crypto as Partial<typeof globalThis.crypto> | undefined)?.subtle !== undefined;
  if (wanted === 'sm2-sm4gcm' || !hasWebCrypto) return (await import('./channel-sm.ts')).offerSm();
  return (await import('./channel-ecdh.ts')).offerEcdh();
}

/** 128 random bits, base64url. */
function callNumber(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function codeIn(body: unknown): string | undefined {
  const read = trouble.safeParse(body);
  return read.success ? read.data.error.code : undefined;
}

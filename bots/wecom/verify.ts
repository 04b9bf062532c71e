/**
 * Callbacks before any trust. Order matters: size, shape, time, signature, then decryption, then whom it was meant for,
 * and the nonce last, so that nobody without our token can burn nonces. Every failure looks the same from outside.
 */
import { z } from 'zod';
import type { BotContext, CallbackRequest } from '../bot.ts';
import { isSignedBy, open } from './envelope.ts';
import type { Signed } from './envelope.ts';
import type { WecomSettings } from './settings.ts';
import { readXml } from './xml.ts';

const BODY_BYTES = 64 * 1024;
/** Clocks differ and the platform waits; what is older was kept by somebody. */
const WINDOW_SECONDS = 5 * 60;
/** The documents promise a nonce to be unique that long (101033). Retries of the platform bring fresh ones. */
const NONCE_MS = 2 * 60 * 60_000;

const querySchema = z.object({
  msg_signature: z.string().regex(/^[0-9a-f]{40}$/),
  timestamp: z.string().regex(/^\d{1,12}$/),
  nonce: z.string().min(1).max(64),
});
const echoSchema = querySchema.extend({ echostr: z.string().min(1).max(BODY_BYTES) });
const outerSchema = z.object({ Encrypt: z.string().min(1) });
const innerSchema = z.looseObject({
  ToUserName: z.string(),
  AgentID: z.string().optional(),
  Event: z.string().optional(),
});

export type Verdict =
  /** The platform checks our address: the text goes back as it is. */
  | { readonly kind: 'echo'; readonly text: string }
  /** `forget` gives the nonce back when we failed: should the platform repeat the very same request, it is welcome. */
  | { readonly kind: 'message'; readonly message: unknown; forget(): Promise<void> };

/** `undefined` whatever is wrong; the caller has nothing to tell. */
export async function verifyCallback(
  request: CallbackRequest,
  settings: WecomSettings,
  context: Pick<BotContext, 'store' | 'now'>,
): Promise<Verdict | undefined> {
  const signed = signedOf(request);
  if (!signed || !isTimely(signed, context.now()) || !isSignedBy(settings, signed)) return undefined;
  const text = open(settings, signed.encrypted);
  if (text === undefined) return undefined;
  const verdict = request.method === 'GET' ? echoOf(text) : messageOf(text, settings);
  if (verdict === undefined) return undefined;

  const key = `wecom:nonce:${settings.corpId}:${settings.agentId}:${signed.nonce}`;
  if (!(await context.store.claim(key, signed.timestamp, NONCE_MS))) return undefined;
  return verdict.kind === 'echo' ? verdict : { ...verdict, forget: () => context.store.release(key, signed.timestamp) };
}

function signedOf(request: CallbackRequest): Signed | undefined {
  if (request.method === 'GET') {
    const query = echoSchema.safeParse(request.query);
    return query.success ? signedWith(query.data, query.data.echostr) : undefined;
  }
  if (request.method !== 'POST' || request.body.length > BODY_BYTES) return undefined;
  const query = querySchema.safeParse(request.query);
  const outer = outerSchema.safeParse(readXml(request.body.toString('utf8')));
  return query.success && outer.success ? signedWith(query.data, outer.data.Encrypt) : undefined;
}

function signedWith(query: z.infer<typeof querySchema>, encrypted: string): Signed {
  return { signature: query.msg_signature, timestamp: query.timestamp, nonce: query.nonce, encrypted };
}

function isTimely(signed: Signed, nowMs: number): boolean {
  return Math.abs(nowMs / 1000 - Number(signed.timestamp)) <= WINDOW_SECONDS;
}

/** A message kept back and sent as `echostr` would be read out to its sender: only what is no message is echoed. */
function echoOf(text: string): Verdict | undefined {
  return text.includes('<') ? undefined : { kind: 'echo', text };
}

function messageOf(text: string, settings: WecomSettings): { kind: 'message'; message: unknown } | undefined {
  const inner = innerSchema.safeParse(readXml(text));
  if (!inner.success || inner.data.ToUserName !== settings.corpId) return undefined;
  const { AgentID, Event } = inner.data;
  // Changes of the address book belong to the company, not to an app.
  const ours = AgentID === undefined ? Event === 'change_contact' : AgentID === String(settings.agentId);
  return ours ? { kind: 'message', message: inner.data } : undefined;
}

/** The encrypted HTTP request of a callback, with the faults that may spoil it (§2.6, 3.4). */
import { randomInt } from 'node:crypto';
import { seal, signatureOf } from './crypto.ts';
import type { Wecom } from './memory.ts';
import { xmlOf } from './xml.ts';

/** Route name of callbacks in fault switches and in the call log. */
export const CALLBACK = 'callback';
/** What `hugeBody` sends, bytes. */
const HUGE = 2 * 1024 * 1024;

export interface Signed {
  readonly url: string;
  readonly body: string;
}

/** Fresh nonce, timestamp and signature each time; the plain text is the caller's. */
export function signedPost(wecom: Wecom, callbackUrl: string, plain: string): Signed {
  const { faults } = wecom.core;
  const { app, corpId } = wecom.settings;
  const receiveId = faults.take('wecom', 'wrongReceiveId', CALLBACK) ? 'wwsomebodyelse0001' : corpId;
  const encrypted = seal(app.aesKey, plain, receiveId);
  const whole = xmlOf({ ToUserName: corpId, AgentID: String(app.agentid), Encrypt: encrypted });
  return { url: signedUrl(wecom, callbackUrl, encrypted), body: spoiled(wecom, whole) };
}

/** The address check of the receive-message settings: a GET that must be answered with the plain text. */
export function signedEcho(wecom: Wecom, callbackUrl: string, echo: string): string {
  const encrypted = seal(wecom.settings.app.aesKey, echo, wecom.settings.corpId);
  const url = new URL(signedUrl(wecom, callbackUrl, encrypted));
  url.searchParams.set('echostr', encrypted);
  return url.href;
}

function signedUrl(wecom: Wecom, callbackUrl: string, encrypted: string): string {
  const { clock, faults } = wecom.core;
  const skew = faults.take('wecom', 'clockSkew', CALLBACK)?.ms ?? 0;
  const timestamp = String(Math.floor((clock.now() + skew) / 1_000));
  const nonce = String(randomInt(1_000_000_000, 9_999_999_999));
  const signature = signatureOf(wecom.settings.app.token, timestamp, nonce, encrypted);
  const wrong = faults.take('wecom', 'badSignature', CALLBACK) !== undefined;
  const url = new URL(callbackUrl);
  url.searchParams.set('msg_signature', wrong ? signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) : signature);
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  return url.href;
}

function spoiled(wecom: Wecom, body: string): string {
  const { faults } = wecom.core;
  if (faults.take('wecom', 'malformedXml', CALLBACK)) return body.slice(0, -20);
  return faults.take('wecom', 'hugeBody', CALLBACK) ? body.padEnd(HUGE, ' ') : body;
}

/** The encrypted envelope of callbacks and of our replies to them (platforms.md §2.6). */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import type { XmlNode } from '../../cards/render/wecom/passive.ts';
import type { WecomSettings } from './settings.ts';
import { writeXml } from './xml.ts';

type Keys = Pick<WecomSettings, 'corpId' | 'token' | 'aesKey'>;

export interface Signed {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly encrypted: string;
}

/** Compared in constant time and before anything is decrypted: the padding of a forged text must tell nothing. */
export function isSignedBy(keys: Keys, signed: Signed): boolean {
  const expected = Buffer.from(getSignature(keys.token, signed.timestamp, signed.nonce, signed.encrypted));
  const given = Buffer.from(signed.signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The plain text, if it can be read and was meant for our company; `@wecom/crypto` leaves that check to us. */
export function open(keys: Keys, encrypted: string): string | undefined {
  try {
    const { message, id } = decrypt(keys.aesKey, encrypted);
    return id === keys.corpId ? message : undefined;
  } catch {
    return undefined;
  }
}

/** A passive reply, sealed. `TimeStamp` is spelled as in document 90241. */
export function seal(keys: Keys, message: XmlNode, nowMs: number): string {
  const encrypted = encrypt(keys.aesKey, writeXml(message), keys.corpId);
  const timestamp = Math.floor(nowMs / 1000);
  const nonce = String(randomInt(1e9, 1e10));
  const signature = getSignature(keys.token, timestamp, nonce, encrypted);
  return writeXml({ Encrypt: encrypted, MsgSignature: signature, TimeStamp: timestamp, Nonce: nonce });
}

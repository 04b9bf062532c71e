/**
 * Callback crypto of WeCom, written apart from `@wecom/crypto` so that the emulator judges instead of agreeing:
 * AES-256-CBC, IV = first half of the key, PKCS#7 to 32 bytes, 16 random bytes + length + message + receiveId.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const BLOCK = 32;
const HEAD = 20;

/** Hex SHA-1 over the sorted parts (token, timestamp, nonce, cipher text). */
export function signatureOf(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
}

function keyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== BLOCK) throw new Error('EncodingAESKey must be 43 characters');
  return key;
}

/** Encrypts for `receiveId`; `random` only for test vectors. */
export function seal(encodingAesKey: string, message: string, receiveId: string, random = randomBytes(16)): string {
  const key = keyOf(encodingAesKey);
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random, length, body, Buffer.from(receiveId)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString('base64');
}

export interface Unsealed {
  readonly message: string;
  readonly receiveId: string;
}

/** Decrypts with every check the platform's own libraries make. @throws Error on any damage */
export function unseal(encodingAesKey: string, encrypted: string): Unsealed {
  const key = keyOf(encodingAesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || padded.length < HEAD + pad) throw new Error('bad padding');
  if (!padded.subarray(padded.length - pad).every((byte) => byte === pad)) throw new Error('bad padding');
  const plain = padded.subarray(0, padded.length - pad);
  const end = HEAD + plain.readUInt32BE(16);
  if (end > plain.length) throw new Error('bad length');
  return { message: plain.subarray(HEAD, end).toString('utf8'), receiveId: plain.subarray(end).toString('utf8') };
}

/** `wx.config` signature: hex SHA-1, the url without its fragment. DingTalk's is SHA-256; the two are not shared. */
export function jsApiSignature(ticket: string, nonce: string, timestamp: string, url: string): string {
  const text = `jsapi_ticket=${ticket}&noncestr=${nonce}&timestamp=${timestamp}&url=${url.split('#')[0] ?? ''}`;
  return createHash('sha1').update(text).digest('hex');
}

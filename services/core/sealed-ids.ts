/**
 * Ids as they leave the http door: AES-SIV (RFC 5297) tokens, the same for the same person every time, so that pages
 * can compare and link them, and worthless to anybody else. Nothing can be counted up or guessed from one, and a
 * changed character opens nothing.
 *
 * `i<version>_` and 43 characters of base64url: 16 bytes synthetic IV, which is also the proof, and the 16 of the UUID.
 */
import { hkdfSync } from 'node:crypto';
import { aessiv } from '@noble/ciphers/aes.js';
import { Refusal } from './errors.ts';

export interface IdKey {
  /** Digits and small letters, at most three; stands in each token. */
  readonly version: string;
  /** 32 bytes. */
  readonly key: Buffer;
  /** A replaced key still opens links in old cards until then; without it, for good. */
  readonly until?: Date | undefined;
}

export interface SealedIds {
  /** Every UUID in a text, sealed for the holder (`staff:1001`). */
  seal(text: string, holder: string): string;
  /**
   * Every token in a text, opened for its holder.
   * @throws Refusal `core.not-found` 404 for somebody else's, a changed one, or a plain UUID; `core.link-expired` 410
   * for one of a key past its time
   */
  open(text: string, holder: string, now: Date): string;
}

const uuid = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/gi;
const token = /(?<![\w.~-])i([0-9a-z]{1,3})_([\w-]{43})(?![\w-])/g;
/** One word that holds a UUID: an id somebody brought along. In a sentence it is only text. */
const plainId = /^[\x21-\x7e]*(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])[\x21-\x7e]*$/i;

const purpose = Buffer.from('wardline id');

interface Opener {
  readonly key: Uint8Array;
  readonly until: Date | undefined;
}

/** @param keys the one in use first, then earlier ones */
export function createSealedIds(keys: readonly [IdKey, ...IdKey[]]): SealedIds {
  const openers = new Map(keys.map(({ version, key, until }): [string, Opener] => [version, { key: derive(key), until }]));
  const [{ version, key }] = keys;
  const current = derive(key);
  return {
    seal: (text, holder) => text.replaceAll(uuid, (id) => `i${version}_${close(current, id, holder)}`),
    open: (text, holder, now) => {
      if (plainId.test(text)) throw notFound();
      return text.replaceAll(token, (_whole, version: string, sealed: string) => {
        const opener = openers.get(version);
        const id = opener === undefined ? undefined : tryOpen(opener.key, sealed, holder);
        // A key that was let go of says no more than that it is gone.
        if (opener === undefined && Number(version) < Number(keys[0].version)) throw new Refusal('core.link-expired', {}, 410);
        if (id === undefined) throw notFound();
        if (opener?.until !== undefined && opener.until <= now) throw new Refusal('core.link-expired', {}, 410);
        return id;
      });
    },
  };
}

const notFound = (): Refusal => new Refusal('core.not-found', {}, 404);

/** AES-256-SIV takes two keys of 32 bytes. */
function derive(key: Buffer): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, Buffer.alloc(0), 'wardline sealed ids', 64));
}

function close(key: Uint8Array, id: string, holder: string): string {
  const plain = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.from(aessiv(key, purpose, Buffer.from(holder)).encrypt(plain)).toString('base64url');
}

function tryOpen(key: Uint8Array, sealed: string, holder: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // The last character carries two bits that decoding drops: only the one way of writing it counts.
  if (bytes.toString('base64url') !== sealed) return undefined;
  try {
    const hex = Buffer.from(aessiv(key, purpose, Buffer.from(holder)).decrypt(bytes)).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  } catch {
    return undefined;
  }
}

/**
 * The value with each of its texts and keys changed, as JSON will write it. `exact`: outermost fields that stay as they
 * are.
 */
export function eachText(value: unknown, change: (text: string) => string, exact: readonly string[] = []): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return eachText(value.toJSON(), change);
  if (Array.isArray(value)) return value.map((each) => eachText(each, change));
  // `fromEntries` defines own fields, `__proto__` too.
  return Object.fromEntries(Object.entries(value).map(([key, each]) => (exact.includes(key) ? [key, each] : [change(key), eachText(each, change)])));
}

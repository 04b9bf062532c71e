/**
 * Half-filled forms kept on this device until they are sent: a doctor is called away in the middle of a sentence. They
 * hold clinical text, so the device has them encrypted (AES-256-GCM), under a key that it gets from the service while
 * the person is signed in and keeps in memory only, where no script can read it out. They end with sign-out, with
 * another person's sign-in, and after the hours of a shift.
 */
import { z } from 'zod';
import { draftKey } from '../../../services/operations/keys/schema.ts';
import { get } from '../app/api.ts';

const prefix = 'wardline:draft:';
const keptMs = 12 * 60 * 60_000;

/** Base64url of nonce and body, and when it was written. */
const envelope = z.object({ at: z.number(), sealed: z.string() });

export interface DraftBox {
  read(name: string, now: Date): Promise<unknown>;
  /** The last one kept is the one that stays, however long each takes. */
  keep(name: string, value: unknown, now: Date): Promise<void>;
  drop(name: string): void;
}

/** @param owner staff number: part of the entry's name, so that another person's sign-in finds what to remove */
export function createDraftBox(owner: string, keyOf: () => Promise<CryptoKey | undefined>, store = storage()): DraftBox {
  const place = (name: string) => `${prefix}${owner}:${name}`;
  const turns = new Map<string, number>();
  const nextTurn = (name: string): number => {
    const turn = (turns.get(name) ?? 0) + 1;
    turns.set(name, turn);
    return turn;
  };
  return {
    read: async (name, now) => {
      const text = store?.getItem(place(name)) ?? null;
      const found = text === null ? undefined : envelope.safeParse(parsed(text));
      if (found === undefined) return undefined;
      const fresh = found.success && now.getTime() - found.data.at < keptMs;
      const value = fresh ? await open(await keyOf(), found.data.sealed, place(name)) : undefined;
      // Too old, cut off, or under a key that is gone: as good as none.
      if (value === undefined) store?.removeItem(place(name));
      return value;
    },
    keep: async (name, value, now) => {
      const turn = nextTurn(name);
      const key = await keyOf();
      // Without a key nothing is kept: clinical text never lies on a device in the clear.
      if (key === undefined) return;
      const sealed = await close(key, value, place(name));
      if (turns.get(name) !== turn) return;
      try {
        store?.setItem(place(name), JSON.stringify({ at: now.getTime(), sealed }));
      } catch {
        // Full or forbidden storage costs the draft, never the form.
      }
    },
    drop: (name) => {
      nextTurn(name);
      store?.removeItem(place(name));
    },
  };
}

let held: { readonly owner: string; readonly box: DraftBox; readonly key: { promise?: Promise<CryptoKey | undefined> } } | undefined;

/** The signed-in person's. The key is asked for once, when something is to be read or kept. */
export function draftsOf(owner: string): DraftBox {
  if (held?.owner === owner) return held.box;
  const key: { promise?: Promise<CryptoKey | undefined> } = {};
  const box = createDraftBox(owner, () => (key.promise ??= fetchKey().catch(() => void delete key.promise)));
  held = { owner, box, key };
  return box;
}

/** At sign-out: everybody's are gone, and the key too. */
export function forgetDrafts(store = storage()): void {
  held = undefined;
  removeWhere(() => true, store);
}

/** At sign-in: what somebody else left on this device, and what is past its hours. */
export function forgetOthersDrafts(owner: string, now: Date, store = storage()): void {
  if (held?.owner !== owner) held = undefined;
  removeWhere((name, text) => {
    const found = envelope.safeParse(parsed(text));
    return !name.startsWith(`${prefix}${owner}:`) || !found.success || now.getTime() - found.data.at >= keptMs;
  }, store);
}

function removeWhere(goes: (name: string, text: string) => boolean, store: Storage | undefined): void {
  for (const name of Object.keys(store ?? {})) if (name.startsWith(prefix) && goes(name, store?.getItem(name) ?? '')) store?.removeItem(name);
}

/** `undefined` where the browser has no cryptography: plain http in a test, an ancient web view. */
async function fetchKey(): Promise<CryptoKey | undefined> {
  if (globalThis.crypto?.subtle === undefined) return undefined;
  const { key } = await get('/me/draft-key', draftKey);
  return importKey(bytesOf(key));
}

export function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

const nonceLength = 12;

async function close(key: CryptoKey, value: unknown, bound: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
  const words = new TextEncoder();
  const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: words.encode(bound) }, key, words.encode(JSON.stringify(value)));
  return textOf(new Uint8Array([...iv, ...new Uint8Array(body)]));
}

async function open(key: CryptoKey | undefined, sealed: string, bound: string): Promise<unknown> {
  if (key === undefined) return undefined;
  try {
    const all = bytesOf(sealed);
    const params = { name: 'AES-GCM', iv: all.subarray(0, nonceLength), additionalData: new TextEncoder().encode(bound) };
    return parsed(new TextDecoder().decode(await crypto.subtle.decrypt(params, key, all.subarray(nonceLength))));
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

/** Some in-app browsers throw on the mere mention of storage. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/**
 * What is kept beyond memory, sealed here and nowhere else: a folder or a server that several machines share sees names
 * and bytes that say nothing to it.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';

/** Room for sealed things, bounded by whoever gives it. What fails in it costs the thing kept there, never a page. */
export interface Shelf {
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
  readonly has: (name: string) => Promise<boolean>;
  readonly put: (name: string, sealed: Uint8Array) => Promise<void>;
  readonly forget: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ShelfOptions {
  readonly shelf: Shelf;
  /** 32 bytes that all who share the shelf have, and the shelf has not. */
  readonly key: Uint8Array;
  /** Which key, and what made the pages; in the clear before each name, so that what another one left is not looked for. */
  readonly version: string;
  /** Milliseconds after which nothing is shown any more, however often it was used. */
  readonly mostAge: number;
  /** Told of what was there and could not be opened: cut off, changed, moved. */
  readonly spoilt?: () => void;
  readonly now?: () => number;
}

/** Things by their inner names; nothing in it rejects. */
export interface SealedShelf {
  readonly get: (name: string) => Promise<unknown>;
  readonly has: (name: string) => Promise<boolean>;
  readonly put: (name: string, thing: object) => Promise<void>;
  readonly close: () => Promise<void>;
}

const [form, headBytes, nonceBytes, tagBytes] = [1, 7, 12, 16];
const [shorten, lengthen] = [promisify(zstdCompress), promisify(zstdDecompress)];
/** Of a page of text a seventh is left, in half a millisecond. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function sealedShelf({ shelf, key, version, mostAge, spoilt = () => undefined, now = Date.now }: ShelfOptions): SealedShelf {
  const own = (label: string): Buffer => Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `prepared pages: ${label}`, 32));
  const [nameKey, sealKey] = [own('names'), own('seals')];
  const outward = (name: string): string => `${version}.${createHmac('sha256', nameKey).update(name).digest('base64url')}`;
  // A key for each name: however much is sealed in years, no nonce comes twice under one key.
  const keyOf = (name: string): Buffer => createHmac('sha256', sealKey).update(name).digest();

  /** Form and time in the clear, nonce, tag, body; bound to its name, so that nothing stands in for another. */
  async function seal(thing: object, name: string): Promise<Buffer> {
    const head = Buffer.alloc(headBytes, form);
    head.writeUIntBE(now(), 1, 6);
    const [plain, nonce] = [await shorten(serialize(thing), level), randomBytes(nonceBytes)];
    const cipher = createCipheriv('aes-256-gcm', keyOf(name), nonce).setAAD(Buffer.concat([head, Buffer.from(name)]));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
  }

  /** `undefined` when it is too old. @throws Error when it is not what was sealed under this name */
  async function open(sealed: Uint8Array, name: string): Promise<unknown> {
    const all = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
    const [head, nonce, tag, body] = [0, headBytes, headBytes + nonceBytes, headBytes + nonceBytes + tagBytes].map((from, at, begins) => all.subarray(from, begins[at + 1])) as [Buffer, Buffer, Buffer, Buffer];
    if (all.length < headBytes + nonceBytes + tagBytes || head[0] !== form) throw new Error('cut off, or of another form');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(name), nonce, { authTagLength: tagBytes }).setAAD(Buffer.concat([head, Buffer.from(name)])).setAuthTag(tag);
    const plain = Buffer.concat([decipher.update(body), decipher.final()]);
    return now() - head.readUIntBE(1, 6) > mostAge ? undefined : (deserialize(await lengthen(plain)) as unknown);
  }

  return {
    get: async (inner) => {
      const name = outward(inner);
      const sealed = await shelf.get(name).catch(() => undefined);
      if (sealed === undefined) return undefined;
      const thing = await open(sealed, name).catch(() => void spoilt());
      if (thing === undefined) await shelf.forget(name).catch(() => undefined);
      return thing;
    },
    has: (name) => shelf.has(outward(name)).catch(() => false),
    put: async (inner, thing) => {
      const name = outward(inner);
      await seal(thing, name).then((sealed) => shelf.put(name, sealed)).catch(() => undefined);
    },
    close: async () => {
      await shelf.close().catch(() => undefined);
      for (const each of [nameKey, sealKey]) each.fill(0);
    },
  };
}

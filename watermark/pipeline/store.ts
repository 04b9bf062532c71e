/**
 * Prepared pages, bounded: in memory the latest used, and on disk, where a folder is given, encrypted with a key that only
 * this process has: what is left after it is noise.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type Kept, share, sizeOf, unshare } from './shared.ts';

export interface StoreLimits {
  readonly memoryBytes: number;
  readonly folder?: string;
  readonly diskBytes?: number;
  /** Told of what leaves the memory: nobody else should hold it either. */
  readonly left?: (name: string) => void;
}

export interface PageStore {
  readonly get: (name: string) => Promise<Kept | undefined>;
  readonly has: (name: string) => boolean;
  /** In memory, where others may hold it too. */
  readonly holds: (name: string) => boolean;
  /** Resolves when it is kept. A disk that fails costs only the copy on it. */
  readonly put: <K extends Kept>(name: string, page: K) => Promise<K>;
  readonly memoryBytes: () => number;
  readonly close: () => Promise<void>;
}

export async function openStore({ memoryBytes, folder, diskBytes = 0, left = () => undefined }: StoreLimits): Promise<PageStore> {
  const memory = new Map<string, Kept>();
  let held = 0;
  const disk = folder === undefined ? undefined : await openDisk(folder, diskBytes);

  function keep(name: string, page: Kept): void {
    const before = memory.get(name);
    if (before !== undefined && before !== page) letGo(name, before);
    else if (before !== undefined) memory.delete(name);
    if (before !== page) held += sizeOf(page);
    memory.set(name, page);
    for (const [oldest, old] of memory) {
      if (held <= memoryBytes || oldest === name) break;
      letGo(oldest, old);
    }
  }

  function letGo(name: string, page: Kept): void {
    memory.delete(name);
    held -= sizeOf(page);
    left(name);
  }

  return {
    get: async (name) => {
      const page = memory.get(name) ?? (await disk?.get(name));
      if (page === undefined) return undefined;
      const used = memory.has(name) ? page : share(page);
      keep(name, used);
      return used;
    },
    has: (name) => memory.has(name) || disk?.has(name) === true,
    holds: (name) => memory.has(name),
    put: async (name, page) => {
      const used = share(page);
      keep(name, used);
      await disk?.put(name, used);
      return used;
    },
    memoryBytes: () => held,
    close: async () => {
      memory.clear();
      held = 0;
      await disk?.close();
    },
  };
}

interface Disk {
  readonly has: (name: string) => boolean;
  readonly get: (name: string) => Promise<Kept | undefined>;
  readonly put: (name: string, page: Kept) => Promise<void>;
  readonly close: () => Promise<void>;
}

const [nonceBytes, tagBytes] = [12, 16];

async function openDisk(folder: string, most: number): Promise<Disk> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // What another process left cannot be read any more.
  await Promise.all((await readdir(folder)).filter((file) => file.endsWith('.page')).map((file) => rm(join(folder, file))));
  const key = randomBytes(32);
  const sizes = new Map<string, number>();
  const fileOf = (name: string): string => join(folder, `${createHash('sha256').update(name).digest('hex')}.page`);

  async function forget(name: string): Promise<void> {
    sizes.delete(name);
    await rm(fileOf(name), { force: true });
  }

  return {
    has: (name) => sizes.has(name),
    get: async (name) => {
      if (!sizes.has(name)) return undefined;
      try {
        return open(await readFile(fileOf(name)), key, name);
      } catch {
        await forget(name);
        return undefined;
      }
    },
    put: async (name, page) => {
      const sealed = seal(page, key, name);
      if (sealed.length > most) return;
      try {
        await writeFile(fileOf(name), sealed, { mode: 0o600 });
        sizes.set(name, sealed.length);
      } catch {
        await forget(name).catch(() => undefined);
      }
      let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      for (const [oldest, size] of sizes) {
        if (total <= most) break;
        total -= size;
        await forget(oldest);
      }
    },
    close: async () => {
      key.fill(0);
      await Promise.all([...sizes.keys()].map(forget));
    },
  };
}

/** Nonce, tag, page; bound to its name, so that no file stands in for another. */
function seal(page: Kept, key: Buffer, name: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(serialize(unshare(page))), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function open(sealed: Buffer, key: Buffer, name: string): Kept {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return deserialize(Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()])) as Kept;
}

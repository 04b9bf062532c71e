/**
 * A folder as a shelf. Processes of one machine may share it and find it again after a restart: what is in it is asked of
 * the folder, and a file's time is when it was used last.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shelf } from './shelf.ts';

export interface DiskLimits {
  readonly mostBytes: number;
  /** Milliseconds after which what nobody used goes. */
  readonly mostAge: number;
  /** Told when nothing can be written any more; once, until something could again. */
  readonly trouble?: (error: unknown) => void;
}

const [ending, draft] = ['.page', '.part'];
/** Made room for at once, so that not each page looks through the folder. */
const roomLeft = 0.9;
/** What is larger than this part of the bound is not kept: it would drive out too much. */
const mostPart = 8;
const hour = 3_600_000;

/** @throws Error of the file system where the folder cannot be made or read */
export async function openDisk(folder: string, { mostBytes, mostAge, trouble = () => undefined }: DiskLimits): Promise<Shelf> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = (name: string): string => join(folder, `${name}${ending}`);
  let [total, drafts, told] = [0, 0, false];
  let sweeping: Promise<void> | undefined;

  async function sweep(): Promise<void> {
    const files = (await Promise.all((await readdir(folder)).filter((file) => file.endsWith(ending) || file.endsWith(draft)).map(async (file) => {
      const path = join(folder, file);
      // Another process may have been faster.
      const found = await stat(path).catch(() => undefined);
      return found === undefined ? [] : [{ path, size: found.size, used: found.mtimeMs, isDraft: file.endsWith(draft) }];
    }))).flat().toSorted((one, other) => other.used - one.used);
    const now = Date.now();
    const room = files.reduce((sum, { size }) => sum + size, 0) > mostBytes ? mostBytes * roomLeft : mostBytes;
    total = 0;
    for (const { path, size, used, isDraft } of files) {
      if (total + size <= room && now - used <= (isDraft ? Math.min(mostAge, hour) : mostAge)) total += size;
      else await rm(path, { force: true });
    }
  }

  function swept(): Promise<void> {
    sweeping ??= sweep().finally(() => { sweeping = undefined; });
    return sweeping;
  }

  await swept();
  // Also where nobody looks at anything any more.
  const clock = setInterval(() => void swept().catch(() => undefined), Math.min(mostAge, hour)).unref();

  return {
    get: async (name) => {
      const bytes = await readFile(fileOf(name)).catch(() => undefined);
      const now = new Date();
      if (bytes !== undefined) await utimes(fileOf(name), now, now).catch(() => undefined);
      return bytes;
    },
    has: (name) => stat(fileOf(name)).then(() => true, () => false),
    put: async (name, sealed) => {
      if (sealed.length > mostBytes / mostPart) return;
      const path = join(folder, `${process.pid}-${drafts++}${draft}`);
      try {
        // Whoever reads meanwhile reads the one before.
        await writeFile(path, sealed, { mode: 0o600 });
        await rename(path, fileOf(name));
      } catch (error) {
        if (!told) trouble(error);
        told = true;
        await rm(path, { force: true }).catch(() => undefined);
        return;
      }
      told = false;
      total += sealed.length;
      if (total > mostBytes) await swept().catch(() => undefined);
    },
    forget: (name) => rm(fileOf(name), { force: true }),
    close: async () => {
      clearInterval(clock);
      await sweeping?.catch(() => undefined);
    },
  };
}

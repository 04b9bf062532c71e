/** Where prepared pages lie beyond memory, by the hospital's settings: a folder of this machine, or the Redis of all of them. */
import { createHash, hkdfSync, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shelf, ShelfOptions } from '../watermark/pipeline.ts';
import type { Log } from './core/log.ts';
import { openRedisShelf } from './core/redis-shelf.ts';
import type { KeyRing } from './core/seal.ts';
import type { Settings } from './settings.ts';

type ShelfSettings = Pick<Settings, 'viewing' | 'service'>;

export interface ShelfParts {
  readonly seal: Pick<KeyRing, 'key' | 'version'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

const hour = 3_600_000;
const root = join(import.meta.dirname, '..');

export function shelfFolder({ viewing, service }: ShelfSettings): string {
  return viewing.storeFolder ?? join(service.dataDir, 'pages');
}

/** Why what was asked for cannot be used, named by its setting; `undefined` when it can. Makes the folder. */
export async function shelfTrouble(settings: ShelfSettings): Promise<string | undefined> {
  const { viewing, service } = settings;
  if (viewing.store === 'redis' && service.redisUrl === undefined) return 'VIEWING_STORE: 填了 redis，但没有填 REDIS_URL；请填 Redis 地址，或改为 disk、memory';
  if (viewing.store !== 'disk') return undefined;
  const folder = shelfFolder(settings);
  const probe = join(folder, `.try-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(probe, 'ok');
    await rm(probe);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `VIEWING_STORE_FOLDER: ${folder} 不能写（${code}）；请检查路径、运行服务的用户有没有写权限、磁盘有没有满，或改为 VIEWING_STORE=memory`;
  }
}

/** Opened when the first document is; `undefined` where pages stay in memory alone. */
export async function shelfFor(settings: ShelfSettings, { seal, log }: ShelfParts): Promise<ShelfOptions | undefined> {
  const { viewing } = settings;
  const mostAge = viewing.storeHours * hour;
  const shelf = await openShelf(settings, mostAge, log);
  return shelf && {
    shelf,
    key: shelfKey(seal),
    version: `${seal.version}.${await maker()}`,
    mostAge,
    spoilt: () => log.warn({ store: viewing.store }, 'a prepared page was not what was sealed; it is made again'),
  };
}

/** Of the key that seals, for nothing else; whoever changes the sealing key finds none of what lay there before. */
export function shelfKey(seal: ShelfParts['seal']): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seal.key(seal.version), Buffer.alloc(0), 'wardline prepared pages', 32));
}

async function openShelf(settings: ShelfSettings, mostAge: number, log: ShelfParts['log']): Promise<Shelf | undefined> {
  const { viewing, service } = settings;
  const mostBytes = viewing.storeMb * 2 ** 20;
  const away = 'prepared pages are not kept beyond memory for now; they are made again';
  if (viewing.store === 'redis') {
    return openRedisShelf({
      url: service.redisUrl ?? '',
      prefix: service.redisPrefix,
      mostBytes,
      mostAgeMs: Math.round(mostAge),
      trouble: (error, doing) => log.warn({ error, doing, store: 'redis' }, away),
      well: (doing) => log.info({ doing, store: 'redis' }, 'prepared pages are kept beyond memory again'),
    });
  }
  if (viewing.store === 'memory') return undefined;
  const trouble = (error: unknown): void => log.warn({ error, store: 'disk' }, away);
  const { openDisk } = await import('../watermark/pipeline/disk.ts');
  // Good at the start, gone since.
  return openDisk(shelfFolder(settings), { mostBytes, mostAge, trouble }).catch((error: unknown) => {
    trouble(error);
    return undefined;
  });
}

/**
 * What makes pages, in eight characters: our own code and the packages beside it. Another release does not take what this one made; two
 * machines with the same files do.
 */
async function maker(): Promise<string> {
  const folder = join(root, 'watermark');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^(trial|detect|measure|cli)\W/.test(file)).toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(join(folder, file)));
  hash.update(await readFile(join(root, 'package-lock.json')).catch(() => ''));
  return hash.digest('hex').slice(0, 8);
}

/** What may be lost: platform tokens, rendered pages. In the process, or in Redis when `REDIS_URL` is set. */
import { Redis } from 'ioredis';

export interface Cache {
  readonly engine: 'process' | 'redis';
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** `true` when the key was not there; also when that cannot be known, because the cache is away. */
  add(key: string, value: string, ttlMs: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}

export async function openCache(url: string | undefined, prefix = 'wardline:'): Promise<Cache> {
  return url === undefined ? processCache() : redisCache(url, prefix);
}

/** Bounded: the oldest entry goes first. */
const capacity = 10_000;

function processCache(now: () => number = () => performance.now()): Cache {
  const entries = new Map<string, { value: string; until: number }>();
  const get = (key: string): string | undefined => {
    const entry = entries.get(key);
    if (entry !== undefined && entry.until > now()) return entry.value;
    entries.delete(key);
    return undefined;
  };
  const set = (key: string, value: string, ttlMs: number): void => {
    const oldest = entries.keys().next().value;
    if (entries.size >= capacity && oldest !== undefined) entries.delete(oldest);
    entries.set(key, { value, until: now() + ttlMs });
  };
  return {
    engine: 'process',
    get: async (key) => get(key),
    set: async (key, value, ttlMs) => set(key, value, ttlMs),
    add: async (key, value, ttlMs) => {
      if (get(key) !== undefined) return false;
      set(key, value, ttlMs);
      return true;
    },
    delete: async (key) => void entries.delete(key),
    close: async () => entries.clear(),
  };
}

const quietly = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

/** A cache that is away answers "not known": nothing here is the only copy. */
async function redisCache(url: string, prefix: string): Promise<Cache> {
  const redis = new Redis(url, { keyPrefix: prefix, maxRetriesPerRequest: 1, lazyConnect: true, commandTimeout: 1000 });
  redis.on('error', () => undefined);
  await redis.connect().catch(() => undefined);
  return {
    engine: 'redis',
    get: async (key) => (await quietly(redis.get(key))) ?? undefined,
    set: async (key, value, ttlMs) => void (await quietly(redis.set(key, value, 'PX', Math.max(1, Math.round(ttlMs))))),
    add: async (key, value, ttlMs) => (await quietly(redis.set(key, value, 'PX', Math.max(1, Math.round(ttlMs)), 'NX'))) !== null,
    delete: async (key) => void (await quietly(redis.del(key))),
    close: async () => redis.disconnect(),
  };
}

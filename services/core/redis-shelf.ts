/**
 * Bytes by names in the group's Redis: bounded by bytes over all machines, the least lately used going first, and by age.
 * Nothing here is the only copy: a Redis that is away, slow or talks nonsense is an empty shelf, asked again after a pause.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';

/** Structurally the watermark's shelf. */
export interface BytesShelf {
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
  readonly has: (name: string) => Promise<boolean>;
  readonly put: (name: string, bytes: Uint8Array) => Promise<void>;
  readonly forget: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface RedisShelfOptions {
  readonly url: string;
  /** What all names here begin with; the shelf's own part comes behind it. */
  readonly prefix: string;
  readonly mostBytes: number;
  readonly mostAgeMs: number;
  /** Told when it fails after it was well, and when it is well after that was told; not for each name. */
  readonly trouble?: (error: unknown, doing: Doing) => void;
  readonly well?: (doing: Doing) => void;
  /** Before it is given up: somebody waits for what is read, nobody for what is written. */
  readonly limitMs?: Readonly<Record<Doing, number>>;
  /** Not asked for so long after a failure. */
  readonly pauseMs?: number;
}

export type Doing = 'read' | 'write';

/** A page is made in less than half a second. */
const usualLimits: Readonly<Record<Doing, number>> = { read: 500, write: 2000 };
/** A larger part of the bound is not kept: it would drive out too much, and keep others waiting on the wire. */
const mostPart = 8;
/** Trouble that comes and goes is told once in so long. */
const toldEveryMs = 600_000;

/**
 * KEYS: value, names by their last use, sizes. What Redis itself counts for a name beside its bytes is counted too. Where one of the
 * two lists was lost (Redis evicts by rules of its own) nobody knows any more what lies there, so all of it goes.
 */
const head = `
local base = string.sub(KEYS[1], 1, #KEYS[1] - #ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function uncount(name)
  local size = tonumber(redis.call('HGET', KEYS[3], name) or '0')
  redis.call('ZREM', KEYS[2], name)
  redis.call('HDEL', KEYS[3], name)
  if size > 0 then redis.call('HINCRBY', KEYS[3], 'total', -size) end
  return size
end
local function drop(name)
  redis.call('UNLINK', base .. name)
  return uncount(name)
end
`;
/** The value first: a full Redis refuses what a script writes first, and lets pass what it writes after. */
const putScript = `${head}
local most, age = tonumber(ARGV[3]), tonumber(ARGV[4])
local size = #ARGV[2] + 2 * #KEYS[1] + 2 * #ARGV[1] + 150
redis.call('SET', KEYS[1], ARGV[2], 'PX', age)
if redis.call('EXISTS', KEYS[2]) + redis.call('EXISTS', KEYS[3]) == 1 then
  for _, name in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    if name ~= ARGV[1] then redis.call('UNLINK', base .. name) end
  end
  redis.call('UNLINK', KEYS[2], KEYS[3])
end
uncount(ARGV[1])
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - age, 'LIMIT', 0, 1000)) do drop(name) end
local total = tonumber(redis.call('HGET', KEYS[3], 'total') or '0') + size
while total > most do
  local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not oldest then break end
  total = total - drop(oldest)
end
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], size)
redis.call('HINCRBY', KEYS[3], 'total', size)
redis.call('PEXPIRE', KEYS[2], 2 * age)
redis.call('PEXPIRE', KEYS[3], 2 * age)
`;
/** What ran out meanwhile is no longer counted. */
const usedScript = `${head}
if redis.call('EXISTS', KEYS[1]) == 0 then uncount(ARGV[1]) elseif redis.call('ZSCORE', KEYS[2], ARGV[1]) then redis.call('ZADD', KEYS[2], now, ARGV[1]) end
`;
const forgetScript = `${head}
drop(ARGV[1])
`;

type Keys = [value: string, uses: string, sizes: string];

/** What `scripts` below adds to a client. */
interface Scripted {
  shelfPut(...given: [...Keys, name: string, bytes: Buffer, most: number, age: number]): Promise<unknown>;
  shelfUsed(...given: [...Keys, name: string]): Promise<unknown>;
  shelfForget(...given: [...Keys, name: string]): Promise<unknown>;
}

const scripts: RedisOptions['scripts'] = { shelfPut: { lua: putScript, numberOfKeys: 3 }, shelfUsed: { lua: usedScript, numberOfKeys: 3 }, shelfForget: { lua: forgetScript, numberOfKeys: 3 } };

/** Waits for the connection, but not longer than for a page. */
export async function openRedisShelf({ url, prefix, mostBytes, mostAgeMs, trouble = () => undefined, well = () => undefined, limitMs = usualLimits, pauseMs = 5000 }: RedisShelfOptions): Promise<BytesShelf> {
  // A connection of its own: tokens and nonces do not wait behind pages. What is lost with a connection is not sent again.
  const redis = new Redis(url, { lazyConnect: true, enableOfflineQueue: false, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0, connectTimeout: limitMs.write, retryStrategy: (times) => Math.min(times * 200, 5000), scripts }) as Redis & Scripted;
  redis.on('error', () => undefined);
  const keysOf = (name: string): Keys => [`${prefix}pages:${name}`, `${prefix}pages:uses`, `${prefix}pages:sizes`];
  const asked = (doing: Doing) => patient({ limitMs: limitMs[doing], pauseMs, trouble: (error) => trouble(error, doing), well: () => well(doing), late: () => redis.disconnect(true) });
  const [reading, writing] = [asked('read'), asked('write')];
  await Promise.race([redis.connect().catch(() => undefined), wait(limitMs.read, undefined, { ref: false })]);

  return {
    get: async (name) => {
      const found = await reading(async () => {
        const value = redis.getBuffer(keysOf(name)[0]);
        // On the same way; a Redis that only reads (full, or a replica) still gives what it has.
        redis.shelfUsed(...keysOf(name), name).catch(() => undefined);
        return value;
      });
      return found ?? undefined;
    },
    has: async (name) => (await reading(() => redis.exists(keysOf(name)[0]))) === 1,
    put: async (name, bytes) => {
      if (bytes.length > mostBytes / mostPart) return;
      await writing(() => redis.shelfPut(...keysOf(name), name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), mostBytes, mostAgeMs));
    },
    forget: async (name) => void (await writing(() => redis.shelfForget(...keysOf(name), name))),
    close: async () => redis.disconnect(),
  };
}

interface Patience {
  readonly limitMs: number;
  readonly pauseMs: number;
  readonly trouble: (error: unknown) => void;
  readonly well: () => void;
  /** Told of what took too long: what it holds must not pile up. */
  readonly late: () => void;
}

/** Asks within a limit, and after a failure not at all for a while: many pages do not each wait for what does not answer. */
function patient({ limitMs, pauseMs, trouble, well, late }: Patience): <T>(ask: () => Promise<T>) => Promise<T | undefined> {
  let [until, told, toldAt, failures] = [0, false, -Infinity, 0];
  return async (ask) => {
    if (performance.now() < until) return undefined;
    const before = failures;
    const limit = Promise.withResolvers<never>();
    const timer = setTimeout(() => limit.reject(new Late(`no answer within ${limitMs} ms`)), limitMs);
    try {
      const answer = await Promise.race([ask(), limit.promise]);
      if (told) well();
      told = false;
      return answer;
    } catch (error) {
      // Of many asked together one tells, and one gives up the connection.
      if (failures !== before) return undefined;
      failures += 1;
      until = performance.now() + pauseMs;
      if (error instanceof Late) late();
      if (!told && performance.now() - toldAt > toldEveryMs) {
        [told, toldAt] = [true, performance.now()];
        trouble(error);
      }
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
}

class Late extends Error {
  override readonly name = 'Late';
}

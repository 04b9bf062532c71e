/** What a bot is given, in memory, for the adapter's own tests. */
import type { BotContext, BotStore, Counters } from '../../bot.ts';
import type { DingtalkSettings } from '../settings.ts';
import { dingtalkSettingsSchema } from '../settings.ts';

export const SECRET = 'a-secret-that-must-not-be-seen';

/** A store of one process or of a whole cluster, whoever shares it. Its time is the machine's. */
export function memoryStore(): BotStore {
  const kept = new Map<string, { value: string; until: number }>();
  const live = (key: string): string | undefined => {
    const found = kept.get(key);
    return found !== undefined && found.until > performance.now() ? found.value : undefined;
  };
  const put = (key: string, value: string, ttlMs: number): void => void kept.set(key, { value, until: performance.now() + ttlMs });
  return {
    get: async (key) => live(key),
    set: async (key, value, ttlMs) => put(key, value, ttlMs),
    delete: async (key) => void kept.delete(key),
    async claim(key, value, ttlMs) {
      if (live(key) !== undefined) return false;
      put(key, value, ttlMs);
      return true;
    },
    async renew(key, value, ttlMs) {
      if (live(key) !== value) return false;
      put(key, value, ttlMs);
      return true;
    },
    release: async (key, value) => void (live(key) === value && kept.delete(key)),
  };
}

export function memoryCounters(): Counters {
  const counts = new Map<string, number>();
  return {
    async add(name, by) {
      counts.set(name, (counts.get(name) ?? 0) + by);
      return counts.get(name) ?? 0;
    },
    read: async (name) => counts.get(name) ?? 0,
  };
}

export interface TestContext extends BotContext {
  /** Every line logged, as text. */
  readonly lines: string[];
  /** Sets the clock forward. */
  pass(ms: number): void;
}

export function testContext(shared: Partial<BotContext> = {}): TestContext {
  let time = 1_700_000_000_000;
  const lines: string[] = [];
  const note = (data: unknown, message: string): void => void lines.push(`${message} ${JSON.stringify(data)}`);
  return {
    now: () => time,
    store: memoryStore(),
    counters: memoryCounters(),
    log: { info: note, warn: note, error: note },
    pages: 'https://h5.example.test',
    lines,
    pass: (ms) => {
      time += ms;
    },
    ...shared,
  };
}

export function testSettings(base: string, more: Record<string, unknown> = {}): DingtalkSettings {
  return dingtalkSettingsSchema.parse({
    clientId: 'ding-client',
    clientSecret: SECRET,
    corpId: 'corp-1',
    templateId: 'template-1.schema',
    agentId: '101',
    apiBase: base,
    oapiBase: base,
    callsPerSecond: 10_000,
    ...more,
  });
}

/** Waits until `holds`, looking often; fails the test through its time-out. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

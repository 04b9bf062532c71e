/** For administrators: is each chat platform heard, how much of the month's quota is used, what waits and what lies dead. */
import { z } from 'zod';
import type { Bot } from '../../../bots/bot.ts';
import { byFunction } from '../../core/access.ts';
import type { QueueCensus } from '../../core/jobs.ts';
import { type Module, defineFlow, defineModule } from '../../core/module.ts';
import { checkUp, platformsView, retried } from './schema.ts';

export interface PlatformParts {
  readonly bots: readonly Bot[];
  readonly census: () => Promise<readonly QueueCensus[]>;
  readonly retryDead: (queue: string) => Promise<number>;
  readonly month: () => string;
}

export function platforms(parts: PlatformParts): Module {
  const overview = defineFlow({
    name: 'platforms.overview',
    input: z.object({}),
    output: platformsView,
    policy: byFunction('platforms'),
    audited: false,
    body: async () => ({ platforms: await Promise.all(parts.bots.map((bot) => stateOf(parts, bot))), queues: [...(await parts.census())] }),
  });
  const check = defineFlow({
    name: 'platforms.check-up',
    input: z.object({}),
    output: checkUp,
    policy: byFunction('platforms'),
    audited: true,
    body: async () => ({ findings: (await Promise.all(parts.bots.map((bot) => bot.checkUp()))).flat() }),
  });
  const retry = defineFlow({
    name: 'platforms.retry-dead',
    input: z.object({ queue: z.string().min(1).max(100).regex(/^[\w.-]+$/) }),
    output: retried,
    policy: byFunction('platforms'),
    audited: true,
    subject: ({ queue }) => queue,
    body: async (_context, { queue }) => ({ retried: await parts.retryDead(queue) }),
  });
  return defineModule({
    name: 'platforms',
    flows: [overview, check, retry],
    acts: { 'platforms.overview': '查看平台与额度', 'platforms.check-up': '平台体检', 'platforms.retry-dead': '重新执行失败的任务' },
    routes: [
      { method: 'GET', path: '/operations/platforms', does: overview },
      { method: 'POST', path: '/operations/check-up', does: check },
      { method: 'POST', path: '/operations/retry-dead', does: retry },
    ],
  });
}

async function stateOf({ month }: PlatformParts, bot: Bot): Promise<z.infer<typeof platformsView>['platforms'][number]> {
  const { ok, seen } = bot.health();
  const budget = await bot.budget?.();
  return { platform: bot.platform, corp: bot.corp, healthy: ok, seen, month: month(), used: budget?.used ?? 0, limit: budget?.limit ?? null, reserve: budget?.reserve ?? null };
}

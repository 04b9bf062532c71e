/** The bots of the platforms that are set, and what they are given; also for `npm run doctor`. */
import type { Bot, BotContext, GroupRobot } from '../bots/bot.ts';
import { dingtalkBot, dingtalkGroupRobot } from '../bots/dingtalk/index.ts';
import { wecomBot, wecomGroupRobot } from '../bots/wecom/index.ts';
import type { Cache } from './core/cache.ts';
import type { MonthlyCounters } from './core/counters.ts';
import type { Database } from './core/db.ts';
import { createLeases } from './core/leases.ts';
import type { Log } from './core/log.ts';
import type { Settings } from './settings.ts';

/** What bots remember with. */
export interface BotParts {
  readonly cache: Cache;
  readonly database: Database;
  readonly counters: MonthlyCounters;
  readonly now: () => Date;
  readonly log: Log;
}

/** Claims live in the database: two machines without Redis must still agree on one leader and on spent nonces. */
export function botContext({ service }: Settings, { cache, database, counters, now, log }: BotParts): BotContext {
  const leases = createLeases(database.prisma);
  const store = {
    get: cache.get,
    set: cache.set,
    delete: cache.delete,
    claim: leases.claim,
    claimBriefly: leases.claimBriefly,
    renew: leases.renew,
    release: leases.release,
  };
  return { now: () => now().getTime(), store, counters, log, pages: service.pagesUrl };
}

/** Robots of groups need no app of ours: their platforms' addresses are enough, also where no bot is set. */
export function groupRobotsOf({ dingtalk, wecom }: Settings, now: () => Date): { dingtalk: GroupRobot; wecom: GroupRobot } {
  return { dingtalk: dingtalkGroupRobot(dingtalk?.oapiBase ?? 'https://oapi.dingtalk.com', () => now().getTime()), wecom: wecomGroupRobot(wecom?.apiBase ?? 'https://qyapi.weixin.qq.com') };
}

/** One bot for each platform that is set. `patienceMs`: instead of the platforms' own deadlines, for tests. */
export function createBots({ dingtalk, wecom }: Settings, context: BotContext, patienceMs?: number): Bot[] {
  const [deadlineMs, pressMs, lineMs, timeoutMs] = [patienceMs, patienceMs, patienceMs, patienceMs];
  return [
    ...(dingtalk === undefined ? [] : [dingtalkBot(dingtalk, context, { deadlineMs, pressMs, lineMs })]),
    ...(wecom === undefined ? [] : [wecomBot(wecom, context, { timeoutMs, deadlineMs })]),
  ];
}

/** DingTalk as a bot: everything the rest of the product may know about it. */
import type { Bot, BotContext } from '../bot.ts';
import { callback } from './callback.ts';
import { checkUp } from './check-up.ts';
import { dingtalkClient } from './client.ts';
import { addressBook } from './directory.ts';
import { ears } from './inbound.ts';
import type { Ears } from './inbound.ts';
import { outbound } from './outbound.ts';
import { quota } from './quota.ts';
import type { QuotaFigures } from './quota.ts';
import type { DingtalkSettings } from './settings.ts';
import { pageConfig, whoIs } from './sign-in.ts';
import { StreamSupervisor } from './supervisor.ts';
import type { SupervisorTimes } from './supervisor.ts';
import { tokens } from './token.ts';
import { ding, workNotice } from './urge.ts';

export { dingtalkGroupRobot } from './group-robot.ts';
export { DINGTALK_ENV, dingtalkSettingsSchema } from './settings.ts';
export type { DingtalkSettings } from './settings.ts';
export type { QuotaFigures } from './quota.ts';

/** The contract, and what only DingTalk has. */
export interface DingtalkBot extends Bot {
  /** Calls and pushes of this month, for the operations page. */
  quota(): Promise<QuotaFigures>;
  /** A line in 工作通知, for people who do not follow the robot. @throws Failure */
  workNotice(users: readonly string[], text: string): Promise<void>;
}

/** Tests change these; nobody else sets them. */
export interface DingtalkOptions {
  readonly times?: Partial<SupervisorTimes>;
  readonly deadlineMs?: number | undefined;
  readonly restMs?: number;
  readonly pressMs?: number | undefined;
  readonly lineMs?: number | undefined;
  readonly wallClock?: () => number;
}

export function dingtalkBot(settings: DingtalkSettings, context: BotContext, options: DingtalkOptions = {}): DingtalkBot {
  const { corpId } = settings;
  const budget = quota(context.counters, corpId, settings);
  const { deadlineMs, restMs, pressMs, lineMs } = options;
  const client = dingtalkClient({ settings, context, tokens: tokens(settings, context), quota: budget, deadlineMs, restMs });
  const out = outbound({ settings, client, pages: context.pages });
  let hearing: Ears | undefined;

  const supervisor = new StreamSupervisor({
    settings,
    store: context.store,
    log: context.log,
    frame: async (frame) => await hearing?.frame(frame),
    ...(options.times === undefined ? {} : { times: options.times }),
    ...(options.wallClock === undefined ? {} : { wallClock: options.wallClock }),
  });

  return {
    platform: 'dingtalk',
    clientId: settings.clientId,
    corp: corpId,
    // Cards can be updated as long as they exist; a year stands for that.
    abilities: { readState: true, urgent: ['app', 'sms', 'phone'], recallHours: 24, updateHours: 365 * 24, updatesByKey: true },

    async start(inbound) {
      hearing = ears({ corp: corpId, inbound, outbound: out, quota: budget, log: context.log, pressMs, lineMs });
      supervisor.start();
    },
    async stop() {
      await supervisor.stop();
    },
    health: () => supervisor.health(),
    callback: async (request) => await callback(request, settings, context.now(), hearing),

    send: out.send,
    update: async (user, card, key, ref, urgency) => await out.update(user, card, { outTrackId: key, ...ref }, urgency),
    isShown: () => true,
    say: out.say,
    urge: async (users, text, means) => await ding(client, settings, users, text, means),
    workNotice: async (users, text) => await workNotice(client, settings, users, text),
    recall: out.recall,
    readState: out.readState,

    // The page asks DingTalk itself for the code (`dd.requestAuthCode`).
    signInUrl: () => undefined,
    whoIs: async (code) => await whoIs(client, settings, code),
    pageConfig: async (url) => await pageConfig(client, settings, context, url),
    addressBook: async (cursor) => await addressBook(client, settings, cursor),

    checkUp: async () => await checkUp({ settings, client, quota: budget }),
    quota: async () => await budget.figures(),
    budget: async () => {
      const { calls: used, callsAllowed: limit, reserve } = await budget.figures();
      return { used, limit, reserve };
    },
  };
}

/** The WeCom bot: everything of `bots/bot.ts` over one self-built app, and a chat robot where one is set. */
import type { Abilities, Bot, BotContext, CallbackReply, CallbackRequest, Inbound, LineReply } from '../bot.ts';
import { robotOf, WecomAibot } from './aibot.ts';
import { wecomCheckUp } from './check-up.ts';
import { wecomClient } from './client.ts';
import { CODE_HOURS, RECALL_HOURS } from './codes.ts';
import { callbackDoor } from './door.ts';
import { wecomHearing } from './inbound.ts';
import { wecomOutbound } from './outbound.ts';
import { addressBook } from './people.ts';
import { wecomRinging } from './ringing.ts';
import { authorizeUrl, memberBehind, pageSigner } from './sign-in.ts';
import type { WecomSettings } from './settings.ts';

export { wecomGroupRobot } from './group-robot.ts';
export { WECOM_CALLBACK_PATH, WECOM_PREFIX, wecomSettingsSchema } from './settings.ts';
export type { WecomSettings } from './settings.ts';

/** No read receipts and no DING. It can ring a telephone (`ringing.ts`), where that is paid for. */
const ABILITIES: Abilities = { readState: false, urgent: [], recallHours: RECALL_HOURS, updateHours: CODE_HOURS, updatesByKey: false };

/** The callback door is always there. */
export type WecomBot = Bot & { callback(request: CallbackRequest): Promise<CallbackReply> };

/** Tests lengthen these; nobody else sets them. */
export interface WecomOptions {
  /** Of a call to the platform. */
  readonly timeoutMs?: number | undefined;
  /** Of our answer to a callback. */
  readonly deadlineMs?: number | undefined;
}

export function wecomBot(settings: WecomSettings, context: BotContext, { timeoutMs, deadlineMs }: WecomOptions = {}): WecomBot {
  const client = wecomClient(settings, context, timeoutMs);
  const outbound = wecomOutbound(settings, context, client);
  const door = callbackDoor(settings, context);
  const signPage = pageSigner(settings, context, client);
  const robot = robotOf(settings);
  let line: WecomAibot | undefined;

  async function start(inbound: Inbound): Promise<void> {
    const say = async (user: string, text: LineReply): Promise<void> => void (await outbound.say(user, text, 'normal'));
    door.open(wecomHearing(settings, context, inbound, { show: outbound.show, say }, deadlineMs));
    if (!robot) return;
    line = new WecomAibot(robot, settings.corpId, context, inbound);
    await line.start();
  }

  return {
    platform: 'wecom',
    corp: settings.corpId,
    abilities: ABILITIES,
    start,
    stop: async () => {
      door.close();
      await line?.stop();
    },
    health: () => {
      const called = door.health();
      const connected = line?.health();
      return connected ? { ok: called.ok && connected.ok, seen: `${called.seen}；${connected.seen}` } : called;
    },
    callback: door.receive,
    send: outbound.send,
    update: outbound.update,
    isShown: outbound.isShown,
    say: outbound.say,
    // WeCom has no stronger means; who asks for one all the same gets the plain line.
    urge: (users, text) => outbound.shout(users, text),
    ...(settings.urgentCalls && { ringing: wecomRinging(client) }),
    recall: outbound.recall,
    readState: async () => 'unknown',
    signInUrl: (state, returnTo) => authorizeUrl(settings, context.pages, state, returnTo),
    whoIs: (code) => memberBehind(code, client, settings.corpId),
    pageConfig: signPage,
    addressBook: (cursor) => addressBook(client, settings, cursor),
    checkUp: () => wecomCheckUp(settings, context, client),
  };
}

/** The WeCom side of the emulator: `/cgi-bin/*`, sign-in pages, callbacks to the product, `ws /aibot`. */
import type { EmuReply, EmuRequest } from '../core/http.ts';
import type { InboxMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import type { Core, PlatformPlugIn, Quotas, Seen, Values } from '../core/plug-in.ts';
import { adminRoutes } from './admin.ts';
import { Aibot } from './aibot.ts';
import { no } from './answers.ts';
import { deliver } from './callback.ts';
import { urgentCalls } from './calls.ts';
import { copyOf } from './copy.ts';
import { directoryRoutes } from './directory.ts';
import { contactXml } from './events.ts';
import { defaultLimits } from './limits.ts';
import type { LimitSettings } from './limits.ts';
import { groupRobots } from './group-robots.ts';
import { loginRoutes } from './login.ts';
import { createMemory } from './memory.ts';
import type { Wecom } from './memory.ts';
import { headOf, pressApp, sayToApp } from './press.ts';
import { sendRoutes } from './send.ts';
import { defaultSettings } from './settings.ts';
import type { WecomSettings } from './settings.ts';
import { guard, tokenRoutes } from './token.ts';
import { updateRoutes } from './update.ts';

const PATHS = ['/cgi-bin/', '/connect/oauth2/', '/wwopen/sso/', '/wwlogin/sso/'];

/** A platform plug-in for one tenant. */
export function createWecom(settings: WecomSettings = defaultSettings()): (core: Core) => PlatformPlugIn {
  return (core) => {
    const wecom = createMemory(core, settings);
    const bot = new Aibot(wecom);
    const robots = groupRobots(wecom);
    const calls = urgentCalls(wecom);
    return {
      name: 'wecom',
      routes: [
        ...tokenRoutes(wecom), ...sendRoutes(wecom), ...updateRoutes(wecom), ...directoryRoutes(wecom),
        ...loginRoutes(wecom), ...adminRoutes(wecom, bot), ...robots.routes, ...calls.routes,
      ],
      owns: (path) => PATHS.some((prefix) => path.startsWith(prefix)),
      unknownRoute: (request) => unknownRoute(request),
      guard: (request) => guard(wecom, request),
      upgrade: (path, request, socket, head) => {
        if (path !== '/aibot') return false;
        bot.upgrade(request, socket, head);
        return true;
      },
      press: (person, message, button, values) => press(wecom, bot, person, message, button, values),
      // Lines go to the robot while it is connected, else to the app.
      say: (person, text) => (bot.connected ? bot.say(person, text) : sayToApp(wecom, person, text)),
      quotas: () => quotas(wecom),
      setQuotas: (limits) => setQuotas(wecom, limits),
      personChanged: (before, after) => void personChanged(wecom, before, after),
      reset: () => {
        wecom.memory.clear();
        robots.clear();
        calls.clear();
        wecom.limits.reset();
      },
      dump: () => wecom.memory.dump(),
      load: (state) => wecom.memory.load(state),
      stop: async () => bot.stop(),
    };
  };
}

function unknownRoute(request: EmuRequest): EmuReply {
  return no({ errcode: 404, errmsg: `uri not found: ${request.method} ${request.path}` }, request.remote);
}

async function press(wecom: Wecom, bot: Aibot, person: Person, message: InboxMessage, button: string, values: Values): Promise<Seen> {
  const copy = copyOf(message);
  if (copy === undefined) return { message };
  return copy.source === 'bot' ? bot.press(person, message, copy, button, values) : pressApp(wecom, person, message, copy, button, values);
}

function quotas(wecom: Wecom): Quotas {
  const { limits, core, memory } = wecom;
  const now = core.clock.now();
  const { apiPerMinute, apiPerHour, memberPerMinute, memberPerHour } = limits.settings;
  const calls = limits.usedCalls(now);
  const messages = limits.usedMessages(now);
  return {
    apiPerMinute: { limit: apiPerMinute, used: calls.minute },
    apiPerHour: { limit: apiPerHour, used: calls.hour },
    memberPerMinute: { limit: memberPerMinute, used: messages.minute },
    memberPerHour: { limit: memberPerHour, used: messages.hour },
    dropped: { limit: null, used: memory.dropped.length },
  };
}

function setQuotas(wecom: Wecom, wanted: Readonly<Record<string, number | null>>): void {
  for (const name of Object.keys(defaultLimits) as (keyof LimitSettings)[]) {
    const limit = wanted[name];
    if (limit !== undefined) wecom.limits.settings[name] = limit;
  }
}

/** change_contact, told by `sys`. */
async function personChanged(wecom: Wecom, before: Person | undefined, after: Person): Promise<void> {
  const left = before?.active === true && !after.active;
  const joined = after.active && before?.active !== true;
  const change = left ? 'delete_user' : joined ? 'create_user' : 'update_user';
  const department = wecom.core.people.departmentOf(after)?.id;
  const about = { name: after.name, departments: department === undefined ? [] : [department], position: after.title ?? '', alias: after.staffNumber };
  const head = { ...headOf(wecom, after), from: 'sys' };
  await deliver(wecom, contactXml(head, { change, userid: after.userid, ...(left ? {} : about) }), after.userid);
}

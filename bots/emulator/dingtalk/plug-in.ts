/** DingTalk as a plug-in of the emulator: api.dingtalk.com, oapi.dingtalk.com and the stream on one port. */
import type { Core, PlatformPlugIn, PlugInFactory, Quotas } from '../core/plug-in.ts';
import { OapiProblem, ApiProblem, problemReply } from './answers.ts';
import type { ApiRoute, Dingtalk } from './api.ts';
import { dingtalkAdminRoutes } from './admin.ts';
import { monthOf } from './calendar.ts';
import { pressCard } from './card-press.ts';
import { cardRoutes } from './cards.ts';
import { tellContactChange } from './contact-events.ts';
import type { Pace } from './connection.ts';
import { dingRoutes } from './ding.ts';
import { directoryRoutes } from './directory.ts';
import { gatewayRoutes } from './gateway.ts';
import { groupRobots } from './group-robots.ts';
import { guard } from './guard.ts';
import { loginRoutes } from './login.ts';
import { Memory, type Limits } from './memory.ts';
import { Debts } from './owed.ts';
import { robotRoutes } from './robot.ts';
import { sayLine, sessionRoutes } from './say.ts';
import { StreamHub } from './stream.ts';
import { Templates } from './templates.ts';
import { tokenRoutes } from './tokens.ts';
import { workNoticeRoutes } from './work-notices.ts';

const FAMILIES = [tokenRoutes, loginRoutes, gatewayRoutes, cardRoutes, robotRoutes, sessionRoutes, workNoticeRoutes, dingRoutes, directoryRoutes];

/** `pace` is for tests that cannot wait for a heartbeat. */
export const dingtalkWith = (pace: Partial<Pace>): PlugInFactory => (core) => build(core, pace);

export const dingtalk: PlugInFactory = (core) => build(core, {});

function build(core: Core, pace: Partial<Pace>): PlatformPlugIn {
  const memory = new Memory();
  const whole: Dingtalk = { core, memory, templates: new Templates(memory), stream: new StreamHub(core, pace) };
  const debts = new Debts(whole);
  const robots = groupRobots(whole);
  const routes = [...FAMILIES.flatMap((family) => family(whole)), ...robots.routes];
  const byKey = new Map<unknown, ApiRoute>(routes.map((route) => [route, route]));
  return {
    name: 'dingtalk',
    routes: [...routes, ...dingtalkAdminRoutes(whole, debts), ...robots.admin],
    owns,
    unknownRoute: ({ path }) =>
      problemReply(path.startsWith('/v1.0/') ? new ApiProblem(404, 'InvalidAction.NotFound', 'Specified api is not found') : new OapiProblem(22, '接口不存在')),
    guard: (request, route) => {
      const own = byKey.get(route);
      return own && guard(whole, own, request);
    },
    upgrade: (path, request, socket, head) => {
      if (path !== '/connect') return false;
      whole.stream.upgrade(request, socket, head);
      return true;
    },
    press: async (person, message, button, values) => {
      if (message.kind !== 'card') return { message };
      return pressCard(whole, person, message, button, values);
    },
    say: (person, text) => sayLine(whole, debts, person, text),
    personChanged: (before, after) => tellContactChange(whole, debts, before, after),
    quotas: () => quotasOf(whole),
    setQuotas: (limits) => setLimits(memory, limits),
    dump: () => memory.dump(),
    load: (state) => memory.load(state),
    reset: () => {
      memory.clear();
      robots.clear();
    },
    stop: () => whole.stream.stop(),
  };
}

const owns = (path: string): boolean =>
  path.startsWith('/v1.0/') || path.startsWith('/topapi/') || path === '/gettoken' || path === '/robot/sendBySession' || path === '/robot/send' || path === '/oauth2/auth';

function quotasOf({ core, memory }: Dingtalk): Quotas {
  const month = monthOf(core.clock.now());
  const { apiPerMonth, pushesPerMonth, qps, ipCallsPer20s } = memory.limits;
  return {
    apiPerMonth: { limit: apiPerMonth, used: memory.counts.get(`api ${month}`) ?? 0 },
    pushesPerMonth: { limit: pushesPerMonth, used: memory.counts.get(`push ${month}`) ?? 0 },
    qps: { limit: qps, used: 0 },
    ipCallsPer20s: { limit: ipCallsPer20s, used: 0 },
  };
}

function setLimits(memory: Memory, limits: Readonly<Record<string, number | null>>): void {
  const names = Object.keys(memory.limits) as (keyof Limits)[];
  for (const name of names) {
    const given = limits[name];
    if (given !== undefined) memory.limits[name] = given;
  }
}

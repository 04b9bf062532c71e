/** The admin door `/_emu/*`: seed, look, press, say, break things, move time. JSON in, JSON out. */
import { z } from 'zod';
import { faultInput } from './faults.ts';
import { AdminError, json, type EmuRequest, type Route } from './http.ts';
import type { InboxMessage } from './inbox.ts';
import { personSchema, type Person } from './people.ts';
import type { Core, PlatformPlugIn, Seen } from './plug-in.ts';

const platform = z.enum(['dingtalk', 'wecom']);
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({});
const pressInput = z.object({
  platform,
  user: z.string(),
  message: z.string(),
  button: z.string(),
  values,
  /** Presses although the button is no longer shown: a phone that has not heard of the change yet. */
  stale: z.boolean().default(false),
});
const sayInput = z.object({ platform, user: z.string(), text: z.string().min(1) });
const readInput = z.object({ platform, user: z.string(), message: z.string().optional() });
const inboxQuery = z.object({ platform, user: z.string(), limit: z.coerce.number().int().min(1).max(5_000).default(50) });
const clockInput = z.object({ advance: z.number().min(0).optional(), set: z.number().optional() });
const faultsInput = z.union([
  z.object({ clear: z.union([z.literal(true), z.object({ id: z.string(), kind: z.string(), platform }).partial()]) }),
  z.object({ set: z.array(faultInput) }),
  faultInput,
]);
const peopleInput = z.union([z.object({ people: z.array(personSchema) }), z.array(personSchema), personSchema]);
const quotaInput = z.object({ platform, limits: z.record(z.string(), z.number().min(0).nullable()) });
const callsQuery = z.object({
  platform: platform.optional(),
  route: z.string().optional(),
  since: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(100),
});

/** Everything below `/_emu/`. */
export function adminRoutes(core: Core, platforms: () => readonly PlatformPlugIn[], resetAll: () => void): Route[] {
  return [
    { method: 'GET', path: '/_emu/health', handle: () => json(200, { ok: true }) },
    { method: 'GET', path: '/_emu/events', handle: () => core.events.subscribe() },
    ...peopleRoutes(core, platforms),
    ...inboxRoutes(core, platforms),
    ...switchRoutes(core),
    ...countRoutes(core, platforms),
    {
      method: 'POST',
      path: '/_emu/reset',
      handle: () => {
        resetAll();
        return json(200, { ok: true });
      },
    },
  ];
}

function peopleRoutes(core: Core, platforms: () => readonly PlatformPlugIn[]): Route[] {
  const list = (): unknown =>
    core.people.all().map((person) => ({ ...person, unread: core.inboxes.unread(person.platform, person.userid) }));
  const put = (person: Person): void => {
    const before = core.people.byUserid(person.platform, person.userid);
    core.people.put(person);
    for (const plugIn of platforms()) if (plugIn.name === person.platform) plugIn.personChanged?.(before, person);
  };
  return [
    { method: 'GET', path: '/_emu/people', handle: () => json(200, { people: list() }) },
    {
      method: 'POST',
      path: '/_emu/people',
      handle: (request) => {
        const input = read(peopleInput, request);
        if (Array.isArray(input)) core.people.seed(input);
        else if ('people' in input) core.people.seed(input.people);
        else put(input);
        return json(200, { people: list() });
      },
    },
  ];
}

function inboxRoutes(core: Core, platforms: () => readonly PlatformPlugIn[]): Route[] {
  return [
    {
      method: 'GET',
      path: '/_emu/inbox',
      handle: ({ query }) => {
        const asked = check(inboxQuery, Object.fromEntries(query));
        const person = personOf(core, asked);
        return json(200, {
          user: person,
          unread: core.inboxes.unread(person.platform, person.userid),
          messages: core.inboxes.list(person.platform, person.userid, asked.limit),
        });
      },
    },
    { method: 'POST', path: '/_emu/press', handle: async (request) => json(200, await press(core, platforms(), request)) },
    { method: 'POST', path: '/_emu/say', handle: async (request) => json(200, await say(core, platforms(), request)) },
    {
      method: 'POST',
      path: '/_emu/read',
      handle: (request) => {
        const input = read(readInput, request);
        const person = personOf(core, input);
        const messages = core.inboxes.read(person.platform, person.userid, input.message);
        plugInOf(platforms(), person).messagesRead?.(messages);
        return json(200, { read: messages.length });
      },
    },
  ];
}

async function press(core: Core, platforms: readonly PlatformPlugIn[], request: EmuRequest): Promise<Seen> {
  const input = read(pressInput, request);
  const person = personOf(core, input);
  const message = core.inboxes.find(person.platform, person.userid, input.message);
  if (message === undefined) throw new AdminError(404, 'no-such-message', `${person.name} 的消息列表里没有这条消息。`);
  const button = message.buttons.find(({ id }) => id === input.button) ?? message.buttons.find(({ label }) => label === input.button);
  if (!input.stale && (button === undefined || button.disabled || message.recalled)) {
    return { message, toast: message.recalled ? '消息已撤回' : '按钮已失效，请看卡片现在的内容' };
  }
  core.inboxes.read(person.platform, person.userid, message.id);
  const chosen = Object.entries(input.values).map(([id, value]) => [id, [value].flat()] as const);
  const seen = await plugInOf(platforms, person).press(person, message, button?.id ?? input.button, Object.fromEntries(chosen));
  if (seen.toast !== undefined) toast(core, person, seen.toast);
  return { ...seen, message: core.inboxes.find(person.platform, person.userid, message.id) };
}

async function say(core: Core, platforms: readonly PlatformPlugIn[], request: EmuRequest): Promise<Seen> {
  const input = read(sayInput, request);
  const person = personOf(core, input);
  const seen = await plugInOf(platforms, person).say(person, input.text);
  if (seen.toast !== undefined) toast(core, person, seen.toast);
  return seen;
}

function switchRoutes(core: Core): Route[] {
  const clock = (): unknown => ({ now: core.clock.now(), iso: new Date(core.clock.now()).toISOString(), offset: core.clock.offset });
  return [
    { method: 'GET', path: '/_emu/faults', handle: () => json(200, { faults: core.faults.list() }) },
    {
      method: 'POST',
      path: '/_emu/faults',
      handle: (request) => {
        const input = read(faultsInput, request);
        if ('clear' in input) core.faults.clear(input.clear === true ? {} : input.clear);
        else for (const fault of 'set' in input ? input.set : [input]) core.faults.set(fault);
        return json(200, { faults: core.faults.list() });
      },
    },
    { method: 'GET', path: '/_emu/clock', handle: () => json(200, clock()) },
    {
      method: 'POST',
      path: '/_emu/clock',
      handle: async (request) => {
        const input = read(clockInput, request);
        if (input.set !== undefined) await core.clock.set(input.set);
        if (input.advance !== undefined) await core.clock.advance(input.advance);
        core.touch();
        core.events.emit('clock', clock);
        return json(200, clock());
      },
    },
  ];
}

function countRoutes(core: Core, platforms: () => readonly PlatformPlugIn[]): Route[] {
  const quotas = (): unknown => Object.fromEntries(platforms().map((plugIn) => [plugIn.name, plugIn.quotas()]));
  return [
    {
      method: 'GET',
      path: '/_emu/calls',
      handle: ({ query }) => {
        const { platform, route, since, limit } = check(callsQuery, Object.fromEntries(query));
        const filter = { ...(platform && { platform }), ...(route && { route }), ...(since && { since }), limit };
        return json(200, { totals: core.calls.totals(), calls: core.calls.list(filter) });
      },
    },
    { method: 'GET', path: '/_emu/quotas', handle: () => json(200, quotas()) },
    {
      method: 'POST',
      path: '/_emu/quotas',
      handle: (request) => {
        const input = read(quotaInput, request);
        for (const plugIn of platforms()) if (plugIn.name === input.platform) plugIn.setQuotas(input.limits);
        core.touch();
        return json(200, quotas());
      },
    },
  ];
}

/** Says a short line on the person's phone. */
export function toast(core: Core, person: Person, line: string): void {
  core.events.emit('toast', () => ({ platform: person.platform, user: person.userid, staffNumber: person.staffNumber, text: line }));
}

/** What the phones page is told about a message. */
export function newsOf(core: Core, message: InboxMessage): unknown {
  const person = core.people.byUserid(message.platform, message.user);
  return { platform: message.platform, user: message.user, staffNumber: person?.staffNumber, message };
}

/** `user` is a staff number. A platform userid is taken too where no staff number is the same. */
export function personOf(core: Core, asked: { platform: 'dingtalk' | 'wecom'; user: string }): Person {
  const found = core.people.byNumber(asked.platform, asked.user) ?? core.people.byUserid(asked.platform, asked.user);
  if (found !== undefined) return found;
  throw new AdminError(404, 'no-such-person', `${asked.platform === 'dingtalk' ? '钉钉' : '企业微信'}里没有工号为 ${asked.user} 的人。`);
}

function plugInOf(platforms: readonly PlatformPlugIn[], person: Person): PlatformPlugIn {
  const found = platforms.find(({ name }) => name === person.platform);
  if (found === undefined) throw new AdminError(503, 'platform-not-mounted', '这个平台没有启动。');
  return found;
}

/** The JSON body as the schema wants it. @throws AdminError 400 naming what is wrong */
export function read<T extends z.ZodType>(schema: T, request: EmuRequest): z.output<T> {
  const body = request.json();
  if (body === undefined) throw new AdminError(400, 'not-json', '请求的内容不是 JSON。');
  return check(schema, body);
}

/** @throws AdminError 400 naming what is wrong */
export function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AdminError(400, 'bad-request', `请求的内容不对：${z.prettifyError(result.error).replaceAll('\n', ' ')}`);
}

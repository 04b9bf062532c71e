/** What a tenant's administrator would do in the console, and what a phone does for its page: `/_emu/dingtalk/*`. */
import { z } from 'zod';
import { check, personOf, read } from '../core/admin.ts';
import { AdminError, json, type EmuReply, type EmuRequest, type Route } from '../core/http.ts';
import type { Dingtalk } from './api.ts';
import { appSchema, defaultApp } from './app.ts';
import { conversationOf, opaque, unionIdOf } from './ids.ts';
import { mintCode } from './login.ts';
import type { Debts } from './owed.ts';
import { sayLine } from './say.ts';
import { endTokens } from './tokens.ts';

const codeInput = z.object({ user: z.string() });
const tokenInput = z.object({ action: z.enum(['expire', 'revoke']) });
const groupInput = z.object({ id: z.string().optional(), title: z.string(), members: z.array(z.string()) });
const groupSayInput = z.object({ group: z.string(), user: z.string(), text: z.string().min(1) });
const templateInput = z.object({ id: z.string().min(1), file: z.unknown().optional(), published: z.boolean().default(true) });

export function dingtalkAdminRoutes(dingtalk: Dingtalk, debts: Debts): Route[] {
  const { core, memory, stream, templates } = dingtalk;
  const secretless = (): unknown => [...memory.apps.values()].map(({ clientSecret: _secret, ...app }) => app);
  return [
    { method: 'POST', path: '/_emu/dingtalk/login-code', handle: (request) => loginCode(dingtalk, request) },
    { method: 'POST', path: '/_emu/dingtalk/tokens', handle: (request) => json(200, { ended: endTokens(dingtalk, read(tokenInput, request).action) }) },
    { method: 'GET', path: '/_emu/dingtalk/connections', handle: () => json(200, { connections: stream.connections() }) },
    { method: 'GET', path: '/_emu/dingtalk/apps', handle: () => json(200, { apps: secretless() }) },
    {
      method: 'POST',
      path: '/_emu/dingtalk/apps',
      handle: (request) => {
        const change = read(appSchema.partial(), request);
        const known = memory.apps.get(change.clientId ?? defaultApp.clientId) ?? defaultApp;
        const app = appSchema.parse({ ...known, ...change });
        memory.apps.set(app.clientId, app);
        core.touch();
        return json(200, { apps: secretless() });
      },
    },
    { method: 'GET', path: '/_emu/dingtalk/templates', handle: () => json(200, { templates: templates.list() }) },
    { method: 'POST', path: '/_emu/dingtalk/templates', handle: (request) => importTemplate(dingtalk, request) },
    { method: 'GET', path: '/_emu/dingtalk/groups', handle: () => json(200, { groups: [...memory.groups.values()] }) },
    { method: 'POST', path: '/_emu/dingtalk/groups', handle: (request) => makeGroup(dingtalk, request) },
    {
      method: 'POST',
      path: '/_emu/dingtalk/say-in-group',
      handle: async (request) => {
        const input = read(groupSayInput, request);
        const group = memory.groups.get(input.group);
        if (group === undefined) throw new AdminError(404, 'no-such-group', '没有这个群。');
        return json(200, await sayLine(dingtalk, debts, personOf(core, { platform: 'dingtalk', user: input.user }), input.text, group));
      },
    },
  ];
}

/** The phone's `dd.requestAuthCode`. */
function loginCode(dingtalk: Dingtalk, request: EmuRequest): EmuReply {
  const person = personOf(dingtalk.core, { platform: 'dingtalk', ...read(codeInput, request) });
  const app = dingtalk.memory.apps.values().next().value ?? defaultApp;
  const conversation = conversationOf(app.clientId, person.userid);
  return json(200, { code: mintCode(dingtalk, person), userid: person.userid, unionid: unionIdOf(person.userid), conversation });
}

function importTemplate(dingtalk: Dingtalk, request: EmuRequest): EmuReply {
  const input = read(templateInput, request);
  try {
    dingtalk.templates.import(input.id, input.file, input.published);
  } catch (error) {
    throw new AdminError(400, 'template-unreadable', `模板文件读不懂：${error instanceof Error ? error.message : ''}`);
  }
  dingtalk.core.touch();
  return json(200, { templates: dingtalk.templates.list() });
}

function makeGroup(dingtalk: Dingtalk, request: EmuRequest): EmuReply {
  const input = check(groupInput, request.json());
  const users = input.members.map((user) => personOf(dingtalk.core, { platform: 'dingtalk', user }).userid);
  const group = { id: input.id ?? `cid${opaque()}==`, title: input.title, users };
  dingtalk.memory.groups.set(group.id, group);
  dingtalk.core.touch();
  return json(200, { group });
}

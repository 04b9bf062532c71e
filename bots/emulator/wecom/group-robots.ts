/** Robots of group chats: `POST /cgi-bin/webhook/send?key=`, 20 a minute, no token. */
import { z } from 'zod';
import { json } from '../core/http.ts';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import { no, ok, problems } from './answers.ts';
import type { Wecom } from './memory.ts';

export const GROUP_ROBOT_PATH = '/cgi-bin/webhook/send';
const PER_MINUTE = 20;
/** Bytes of a text message. */
const MOST = 2048;
const draft = z.object({ key: z.string().min(1) });
const message = z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) });

export interface GroupRobots {
  readonly routes: readonly Route[];
  clear(): void;
}

export function groupRobots(wecom: Wecom): GroupRobots {
  const robots = new Map<string, { readonly at: number; readonly text: string }[]>();
  return {
    routes: [
      { method: 'POST', path: GROUP_ROBOT_PATH, handle: (request) => send(wecom, robots.get(request.query.get('key') ?? ''), request) },
      { method: 'POST', path: '/_emu/wecom/group-robots', handle: (request) => {
        robots.set(draft.parse(request.json()).key, []);
        return json(200, { ok: true });
      } },
      { method: 'GET', path: '/_emu/wecom/group-robots', handle: () => json(200, { robots: [...robots].map(([key, messages]) => ({ key, messages })) }) },
    ],
    clear: () => robots.clear(),
  };
}

function send({ core }: Wecom, messages: { readonly at: number; readonly text: string }[] | undefined, request: EmuRequest): EmuReply {
  if (messages === undefined) return no({ errcode: 93000, errmsg: 'invalid webhook url' }, request.remote);
  const { data: said } = message.safeParse(request.json());
  if (said === undefined) return no(problems.badType, request.remote);
  const { content } = said.text;
  if (content === '') return no(problems.empty, request.remote);
  if (Buffer.byteLength(content) > MOST) return no(problems.tooLong, request.remote);
  const now = core.clock.now();
  if (messages.filter(({ at }) => now - at < 60_000).length >= PER_MINUTE) return no(problems.rate, request.remote);
  messages.push({ at: now, text: content });
  return ok();
}

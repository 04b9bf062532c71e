/** Custom robots of groups: `POST /robot/send`, signed where the robot wants it, 20 a minute and then ten minutes of rest. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { json, type EmuRequest, type Route } from '../core/http.ts';
import { OapiProblem, oapiOk } from './answers.ts';
import { body, openApi, type ApiRoute, type Dingtalk } from './api.ts';

interface Robot {
  readonly secret: string | undefined;
  readonly messages: { readonly at: number; readonly text: string }[];
  restsUntil: number;
}

export interface GroupRobots {
  readonly routes: readonly ApiRoute[];
  readonly admin: readonly Route[];
  clear(): void;
}

const PER_MINUTE = 20;
const REST = 10 * 60_000;
/** The timestamp may be an hour off. */
const SKEW = 3_600_000;
const draft = z.object({ token: z.string().min(1), secret: z.string().min(1).optional() });
const message = z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string().min(1) }) });

export function groupRobots(dingtalk: Dingtalk): GroupRobots {
  const robots = new Map<string, Robot>();
  return {
    routes: [openApi('POST', '/robot/send', (request) => {
      const robot = robots.get(request.query.get('access_token') ?? '');
      if (robot === undefined) throw new OapiProblem(300001, 'token is not exist');
      const { text } = body(message, request, () => new OapiProblem(400105, '不支持的消息类型'));
      const now = dingtalk.core.clock.now();
      checkSign(robot, request, now);
      checkPace(robot, now);
      robot.messages.push({ at: now, text: text.content });
      return oapiOk();
    })],
    admin: [
      { method: 'POST', path: '/_emu/dingtalk/group-robots', handle: (request) => {
        const { token, secret } = draft.parse(request.json());
        robots.set(token, { secret, messages: [], restsUntil: 0 });
        return json(200, { ok: true });
      } },
      { method: 'GET', path: '/_emu/dingtalk/group-robots', handle: () => json(200, { robots: [...robots].map(([token, { messages }]) => ({ token, messages })) }) },
    ],
    clear: () => robots.clear(),
  };
}

function checkSign({ secret }: Robot, { query }: EmuRequest, now: number): void {
  if (secret === undefined) return;
  const timestamp = query.get('timestamp') ?? '';
  if (Math.abs(Number(timestamp) - now) > SKEW || timestamp === '') throw new OapiProblem(310000, 'invalid timestamp');
  if (query.get('sign') !== createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')) throw new OapiProblem(310000, 'sign not match');
}

function checkPace(robot: Robot, now: number): void {
  const recent = robot.messages.filter(({ at }) => now - at < 60_000).length;
  if (recent >= PER_MINUTE) robot.restsUntil = now + REST;
  if (now < robot.restsUntil) throw new OapiProblem(130101, 'send too fast, exceed 20 times per minute');
}

/** Voice calls of the 紧急通知应用: `POST /cgi-bin/pstncc/call` and `/pstncc/getstates`, with their refusals. */
import { z } from 'zod';
import { json } from '../core/http.ts';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import { no, ok, problems } from './answers.ts';
import type { Wecom } from './memory.ts';

const notLinked = { errcode: 301049, errmsg: 'app is not allowed to call' };
const closed = { errcode: 301050, errmsg: 'emergency notice is not enabled' };
const noMoney = { errcode: 301051, errmsg: 'emergency notice balance is not enough' };
/** A call can be asked about for a week. */
const KEPT = 7 * 86_400_000;

const callBody = z.object({ callee_userid: z.array(z.string()).min(1) });
const statesBody = z.object({ callee_userid: z.string().min(1), callid: z.string().min(1) });
/** `linked`: the app is on the list of callers; `balance`: calls that are paid for; `reason`: how the next calls end, 0 answered. */
const switches = z.object({ linked: z.boolean(), open: z.boolean(), balance: z.int(), reason: z.int() });
type Switches = z.infer<typeof switches>;

interface Call {
  readonly callid: string;
  readonly user: string;
  readonly at: number;
  readonly reason: number;
}

export interface Calls {
  readonly routes: readonly Route[];
  clear(): void;
}

export function urgentCalls(wecom: Wecom): Calls {
  const calls: Call[] = [];
  const begin: Switches = { linked: true, open: true, balance: 1000, reason: 0 };
  let set: Switches = begin;

  function call(request: EmuRequest): EmuReply {
    const body = callBody.safeParse(request.json());
    if (!body.success) return no(problems.parameter, request.remote);
    if (!set.open) return no(closed, request.remote);
    if (!set.linked) return no(notLinked, request.remote);
    if (set.balance < body.data.callee_userid.length) return no(noMoney, request.remote);
    const states = body.data.callee_userid.map((userid) => {
      const person = wecom.core.people.byUserid('wecom', userid);
      if (person?.active !== true) return { code: 1, callid: '', userid };
      const callid = `6-${wecom.core.clock.now()}-${calls.length}-out`;
      calls.push({ callid, user: userid, at: wecom.core.clock.now(), reason: set.reason });
      set = { ...set, balance: set.balance - 1 };
      return { code: 0, callid, userid };
    });
    return ok({ states });
  }

  function statesOf(request: EmuRequest): EmuReply {
    const body = statesBody.safeParse(request.json());
    if (!body.success) return no(problems.parameter, request.remote);
    const found = calls.find(({ callid, user }) => callid === body.data.callid && user.toLowerCase() === body.data.callee_userid.toLowerCase());
    if (found === undefined || wecom.core.clock.now() - found.at > KEPT) return no(problems.parameter, request.remote);
    return ok({ istalked: found.reason === 0 ? 1 : 0, calltime: Math.floor(found.at / 1000), talktime: found.reason === 0 ? 6 : 0, reason: found.reason });
  }

  return {
    routes: [
      { method: 'POST', path: '/cgi-bin/pstncc/call', handle: call },
      { method: 'POST', path: '/cgi-bin/pstncc/getstates', handle: statesOf },
      { method: 'POST', path: '/_emu/wecom/calls', handle: (request) => {
        set = switches.parse({ ...set, ...z.record(z.string(), z.unknown()).parse(request.json()) });
        return json(200, { ok: true });
      } },
      { method: 'GET', path: '/_emu/wecom/calls', handle: () => json(200, { calls }) },
    ],
    clear: () => {
      calls.length = 0;
      set = begin;
    },
  };
}

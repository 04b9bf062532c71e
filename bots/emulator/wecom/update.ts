/** message/update_template_card (§2.5): one use of a response_code, 72 h, everybody or some of the receivers. */
import { z } from 'zod';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import { no, ok, problems } from './answers.ts';
import { withCard } from './copy.ts';
import type { Copy } from './copy.ts';
import type { SentMessage, Wecom } from './memory.ts';
import { agentProblem } from './send.ts';
import { changeCopy } from './show.ts';
import { isInteractive, isProblem, readTemplateCard } from './template-card.ts';
import type { Problem } from './template-card.ts';

/** Validity of a response_code, ms. */
const VALID = 72 * 3_600_000;

const schema = z.object({
  userids: z.array(z.string()).max(1_000).optional(),
  partyids: z.array(z.number()).max(100).optional(),
  tagids: z.array(z.number()).max(100).optional(),
  atall: z.literal([0, 1]).optional(),
  agentid: z.coerce.number().int(),
  response_code: z.string(),
  button: z.object({ replace_name: z.string() }).optional(),
  template_card: z.unknown().optional(),
});
type Update = z.infer<typeof schema>;

export function updateRoutes(wecom: Wecom): readonly Route[] {
  return [{ method: 'POST', path: '/cgi-bin/message/update_template_card', handle: (request) => update(wecom, request) }];
}

function update(wecom: Wecom, request: EmuRequest): EmuReply {
  const body = schema.safeParse(request.json());
  if (!body.success) return no(problems.parameter, request.remote);
  const refusal = agentProblem(wecom, request, body.data.agentid);
  if (refusal !== undefined) return no(refusal, request.remote);
  const change = changeOf(body.data);
  if (typeof change !== 'function') return no(change, request.remote);
  if (!someone(body.data)) return no(problems.parameter, request.remote);
  // Whatever else was wrong is said before the code is used up.
  const sent = takeCode(wecom, body.data.response_code);
  if (sent === undefined) return no(problems.responseCode, request.remote);
  const { users, invaliduser } = chosen(wecom, body.data, sent);
  for (const user of users) changeCopy(wecom, user, sent.msgid, change);
  wecom.core.touch();
  return ok({ invaliduser, invalidparty: [], invalidtag: [] });
}

const someone = (body: Update): boolean =>
  body.atall === 1 || [body.userids, body.partyids, body.tagids].some((list) => (list?.length ?? 0) > 0);

function changeOf(body: Update): ((copy: Copy) => Copy) | Problem {
  const name = body.button?.replace_name;
  if (name !== undefined) {
    return (copy) => (isInteractive(copy.template_card) ? { ...copy, replaced: name } : copy);
  }
  const card = readTemplateCard(body.template_card, 'update');
  return isProblem(card) ? card : (copy) => withCard(copy, card);
}

function takeCode(wecom: Wecom, code: string): SentMessage | undefined {
  const { core, memory } = wecom;
  const fresh = memory.responseCodes.age(code, core.clock.now()) < VALID;
  const msgid = memory.responseCodes.take(code);
  return fresh && msgid !== undefined ? memory.messages.get(msgid) : undefined;
}

function chosen(wecom: Wecom, body: Update, sent: SentMessage): { users: readonly string[]; invaliduser: string[] } {
  if (body.atall === 1) return { users: sent.users, invaliduser: [] };
  const { people } = wecom.core;
  const receivers = new Map(sent.users.map((user) => [user.toLowerCase(), user]));
  const users = new Set<string>();
  const invaliduser: string[] = [];
  for (const asked of body.userids ?? []) {
    const user = receivers.get(asked.toLowerCase());
    if (user === undefined) invaliduser.push(asked.toLowerCase());
    else users.add(user);
  }
  for (const user of sent.users) {
    const person = people.byUserid('wecom', user);
    const party = person && people.departmentOf(person)?.id;
    if (party !== undefined && (body.partyids ?? []).includes(party)) users.add(user);
  }
  return { users: [...users], invaliduser };
}

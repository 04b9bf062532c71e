/** message/send and message/recall (§2.3). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import type { Person } from '../core/people.ts';
import { no, ok, problems } from './answers.ts';
import { newCopy } from './copy.ts';
import { opaque } from './memory.ts';
import type { Wecom } from './memory.ts';
import { envelopeSchema, readBody } from './message-body.ts';
import type { Body, Envelope } from './message-body.ts';
import { receiversOf } from './receivers.ts';
import { showBody, showCard } from './show.ts';
import { adviceOn } from './template-card-advice.ts';
import { callsBack, isInteractive, isProblem } from './template-card.ts';
import type { Problem } from './template-card.ts';
import { tokenOwner } from './token.ts';

/** Recall is possible this long, ms. */
const RECALL = 24 * 3_600_000;
const recallSchema = z.object({ msgid: z.string() });

export function sendRoutes(wecom: Wecom): readonly Route[] {
  return [
    { method: 'POST', path: '/cgi-bin/message/send', handle: (request) => send(wecom, request) },
    { method: 'POST', path: '/cgi-bin/message/recall', handle: (request) => recall(wecom, request) },
  ];
}

function send(wecom: Wecom, request: EmuRequest): EmuReply {
  const envelope = envelopeSchema.safeParse(request.json());
  if (!envelope.success) return no(problems.parameter, request.remote);
  const refusal = agentProblem(wecom, request, envelope.data.agentid);
  if (refusal !== undefined) return no(refusal, request.remote);
  const body = readBody(envelope.data.msgtype, request.json());
  if (isProblem(body)) return no(body, request.remote);
  const card = cardProblem(wecom, body);
  if (card !== undefined) return no(card, request.remote);
  const receivers = receiversOf(wecom, envelope.data);
  if (isProblem(receivers)) return no(receivers, request.remote);
  return accept(wecom, envelope.data, body, receivers, request.json());
}

/** Is the token the app's, and does the app have this agentid? */
export function agentProblem(wecom: Wecom, request: EmuRequest, agentid: number): Problem | undefined {
  if (tokenOwner(wecom, request) !== 'app') return problems.foreignAgent;
  if (agentid === wecom.settings.app.agentid) return undefined;
  return agentid > 0 ? problems.foreignAgent : problems.badAgent;
}

function cardProblem(wecom: Wecom, body: Body): Problem | undefined {
  if (body.kind !== 'card' || !callsBack(body.card)) return undefined;
  const { app } = wecom.settings;
  if (!app.callbackUrl && isInteractive(body.card)) return problems.callbackNeeded;
  const used = wecom.memory.taskIds.get(`${app.agentid}:${body.card.task_id ?? ''}`);
  return used === undefined ? undefined : problems.taskIdUsed;
}

interface Receivers {
  readonly people: readonly Person[];
  readonly invaliduser: readonly string[];
}

function accept(wecom: Wecom, envelope: Envelope, body: Body, receivers: Receivers, raw: unknown): EmuReply {
  const { core, memory, settings } = wecom;
  const now = core.clock.now();
  const msgid = opaque('msg', 24);
  const users = receivers.people.map((person) => person.userid);
  memory.messages.set(msgid, { msgid, at: now, agentid: settings.app.agentid, users }, now);
  if (body.kind === 'card' && body.card.task_id) memory.taskIds.set(`${settings.app.agentid}:${body.card.task_id}`, msgid, now);
  for (const person of receivers.people) deliver(wecom, envelope, body, msgid, person, raw);
  core.touch();
  const invalid = receivers.invaliduser.join('|');
  const code = body.kind === 'card' && callsBack(body.card) ? { response_code: newResponseCode(wecom, msgid) } : {};
  return ok({ invaliduser: invalid, invalidparty: '', invalidtag: '', unlicenseduser: '', msgid, ...code });
}

/** A one-time key to change the card, for 72 h. */
export function newResponseCode(wecom: Wecom, msgid: string): string {
  const code = opaque('rc', 36);
  wecom.memory.responseCodes.set(code, msgid, wecom.core.clock.now());
  return code;
}

function deliver(wecom: Wecom, envelope: Envelope, body: Body, msgid: string, person: Person, raw: unknown): void {
  const why = dropReason(wecom, envelope, body, msgid, person);
  if (why !== undefined) return wecom.memory.drop({ at: wecom.core.clock.now(), user: person.userid, msgid, why });
  const arrival = { msgid, person, from: wecom.settings.app.name, chat: 'app' as const };
  if (body.kind !== 'card') return void showBody(wecom, arrival, body, raw);
  const known = { msgid, agentid: wecom.settings.app.agentid, source: 'app' as const, warnings: [...adviceOn(body.card)] };
  showCard(wecom, arrival, newCopy(known, body.card));
}

/** What the platform drops without a word. */
function dropReason(wecom: Wecom, envelope: Envelope, body: Body, msgid: string, person: Person): string | undefined {
  const { core, limits, memory } = wecom;
  if (core.faults.take('wecom', 'dropMessages', '/cgi-bin/message/send')) return 'fault switch dropMessages';
  const partial = core.faults.peek('wecom', 'partialDelivery', '/cgi-bin/message/send');
  if (partial?.users?.some((user) => user.toLowerCase() === person.userid.toLowerCase())) return 'fault switch partialDelivery';
  if (envelope.enable_duplicate_check === 1) {
    const key = createHash('sha256').update(`${person.userid}\n${JSON.stringify(body)}`).digest('hex');
    const window = (envelope.duplicate_check_interval ?? 1_800) * 1_000;
    if (memory.recent.age(key, core.clock.now()) < window) return 'same content within duplicate_check_interval';
    memory.recent.set(key, msgid, core.clock.now());
  }
  return limits.admitMessage(person.userid, core.clock.now()) ? undefined : 'more than 30 in a minute or 1000 in an hour';
}

function recall(wecom: Wecom, request: EmuRequest): EmuReply {
  const body = recallSchema.safeParse(request.json());
  const sent = body.success ? wecom.memory.messages.get(body.data.msgid) : undefined;
  const fresh = sent !== undefined && wecom.core.clock.now() - sent.at < RECALL;
  if (sent === undefined || !fresh || tokenOwner(wecom, request) !== 'app') return no(problems.parameter, request.remote);
  for (const user of sent.users) wecom.core.inboxes.change('wecom', user, sent.msgid, { recalled: true, changedAt: wecom.core.clock.now() });
  return ok();
}

/** What the robot says over its long connection, judged and shown (§2.9). */
import type { InboxMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import { fine, messageBody, refusals, updateBody } from './aibot-frames.ts';
import type { MessageBody, Result } from './aibot-frames.ts';
import { newCopy, withCard } from './copy.ts';
import { opaque } from './memory.ts';
import type { Wecom } from './memory.ts';
import { changeCopy, showBody, showCard } from './show.ts';
import { adviceOn } from './template-card-advice.ts';
import { isProblem, readTemplateCard } from './template-card.ts';

/** An open question to the robot: the callback's req_id and what came of it. */
export interface Asked {
  readonly person: Person;
  readonly kind: 'message' | 'card' | 'enter';
  readonly at: number;
  /** The card that was pressed. */
  readonly message?: InboxMessage;
  /** Stream id to the message it fills. */
  readonly streams: Map<string, string>;
  readonly arrived: InboxMessage[];
  /** Somebody waits for the first answer. */
  settled: () => void;
}

/** Card events and welcomes must be answered in this time, ms; streams end after six minutes. */
const EVENT_WINDOW = 5_000;
const STREAM_WINDOW = 6 * 60_000;
const STREAM_BYTES = 20_480;

/** `aibot_respond_msg` and `aibot_respond_welcome_msg`. */
export function answerMessage(wecom: Wecom, asked: Asked | undefined, input: unknown, welcome: boolean): Result {
  const body = messageBody.safeParse(input);
  if (!body.success) return refusals.body;
  if (asked === undefined || (welcome ? asked.kind !== 'enter' : asked.kind !== 'message')) return refusals.reqId;
  const age = wecom.core.clock.now() - asked.at;
  if (age > (welcome ? EVENT_WINDOW : STREAM_WINDOW)) return welcome ? refusals.reqId : refusals.expired;
  const result = shown(wecom, asked.person, body.data, asked);
  if (result.errcode === 0 && (body.data.stream?.finish ?? true)) asked.settled();
  return result;
}

/** `aibot_send_msg`: to a member, or to a group we do not have. */
export function sendMessage(wecom: Wecom, input: unknown): Result {
  const body = messageBody.safeParse(input);
  if (!body.success) return refusals.body;
  const person = wecom.core.people.byUserid('wecom', body.data.chatid ?? '');
  // chatid is case sensitive although userid is not.
  if (person === undefined || person.userid !== body.data.chatid || !person.active) return refusals.chat;
  return body.data.stream === undefined ? shown(wecom, person, body.data) : refusals.type;
}

/** `aibot_respond_update_msg`: the whole card, same task id, within 5 s of the press. */
export function updateCard(wecom: Wecom, asked: Asked | undefined, input: unknown): Result {
  const body = updateBody.safeParse(input);
  if (!body.success) return refusals.body;
  if (asked?.kind !== 'card' || asked.message === undefined) return refusals.reqId;
  if (wecom.core.clock.now() - asked.at > EVENT_WINDOW) return refusals.reqId;
  const card = readTemplateCard(body.data.template_card, 'aibot');
  if (isProblem(card)) return card;
  const changed = changeCopy(wecom, asked.person.userid, asked.message.id, (copy) =>
    // The robot cannot grey buttons out: replace_text is dropped.
    ({ ...withCard(copy, card), replaced: undefined }));
  if (changed === undefined) return refusals.reqId;
  asked.settled();
  return fine;
}

function shown(wecom: Wecom, person: Person, body: MessageBody, asked?: Asked): Result {
  if (body.stream !== undefined) {
    if (asked === undefined) return refusals.reqId;
    if (Buffer.byteLength(body.stream.content ?? '') > STREAM_BYTES) return refusals.long;
    fill(wecom, person, asked, body.stream.id, body.stream.content ?? '');
    return body.template_card === undefined ? fine : card(wecom, person, body.template_card, asked);
  }
  if (body.template_card !== undefined) return card(wecom, person, body.template_card, asked);
  const content = body.markdown?.content ?? body.text?.content;
  if (content === undefined || content === '') return refusals.type;
  if (Buffer.byteLength(content) > STREAM_BYTES) return refusals.long;
  const arrival = { msgid: opaque('bot', 18), person, from: wecom.settings.bot.name, chat: 'bot' as const };
  const kind = body.markdown === undefined ? ('text' as const) : ('markdown' as const);
  const message = showBody(wecom, arrival, { kind, content }, body);
  asked?.arrived.push(message);
  return fine;
}

/** A stream's content is cumulative: the message is rewritten each time. */
function fill(wecom: Wecom, person: Person, asked: Asked, stream: string, content: string): void {
  const known = asked.streams.get(stream);
  if (known !== undefined) {
    const title = content.split('\n')[0] ?? '';
    wecom.core.inboxes.change('wecom', person.userid, known, { text: content, title, summary: title });
    return;
  }
  const msgid = opaque('bot', 18);
  asked.streams.set(stream, msgid);
  const arrival = { msgid, person, from: wecom.settings.bot.name, chat: 'bot' as const };
  asked.arrived.push(showBody(wecom, arrival, { kind: 'markdown', content }, { stream }));
}

function card(wecom: Wecom, person: Person, input: unknown, asked?: Asked): Result {
  const read = readTemplateCard(input, 'aibot');
  if (isProblem(read)) return read;
  const { memory, settings, core } = wecom;
  const key = `${settings.bot.id}:${read.task_id ?? ''}`;
  if (read.task_id !== undefined && memory.taskIds.get(key) !== undefined) return { errcode: 42014, errmsg: 'task_id already exists' };
  const msgid = opaque('bot', 18);
  if (read.task_id !== undefined) memory.taskIds.set(key, msgid, core.clock.now());
  const arrival = { msgid, person, from: settings.bot.name, chat: 'bot' as const };
  const copy = newCopy({ msgid, agentid: 0, source: 'bot', warnings: [...adviceOn(read)] }, read);
  const message = showCard(wecom, arrival, copy);
  asked?.arrived.push(message);
  return fine;
}

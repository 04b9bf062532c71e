/** Cards and lines to members, and cards brought up to date (platforms.md §2.3, §2.5). */
import type { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import { cutToBytes } from '../../cards/render/limits.ts';
import { toWecom } from '../../cards/render/wecom.ts';
import type { TemplateCard } from '../../cards/render/wecom.ts';
import { Failure, failureClassOf } from '../../services/core/errors.ts';
import type { Bot, BotContext, LineReply, LinkedReply, MessageRef, Urgency } from '../bot.ts';
import type { WecomClient } from './client.ts';
import { RECALL_HOURS, sentRef, usableCodes, withoutClicks, withoutCodes } from './codes.ts';
import type { Code } from './codes.ts';
import { followUpTask } from './messages.ts';
import { memberPace } from './pace.ts';
import { isAmong } from './recipients.ts';
import { replaceWith } from './replace.ts';
import { doneSchema, sentSchema } from './schema.ts';
import type { WecomSettings } from './settings.ts';

type Sent = z.infer<typeof sentSchema>;

/** A slot of what is remembered: a message of its own is about to be sent, and the older taken back. */
const UNSHOWN = 'unshown';
const KEY = /^[0-9A-Za-z_@-]{1,128}$/;
const TEXT_BYTES = 2048;
/** WeCom drops the same content to the same member within that time. */
const DUPLICATE_SECONDS = 1800;

export interface WecomOutbound extends Pick<Bot, 'isShown'> {
  send(user: string, card: Card, key: string, urgency: Urgency): Promise<MessageRef>;
  update(user: string, card: Card, key: string, ref: MessageRef, urgency: Urgency): Promise<MessageRef>;
  /** Replaces the copy of the person who pressed, with the code of that press. */
  show(user: string, card: TemplateCard, code: string): Promise<void>;
  say(user: string, text: LineReply, urgency: Urgency): Promise<MessageRef>;
  /** One line to many; members WeCom does not know are logged, the others have it. */
  shout(users: readonly string[], text: string): Promise<void>;
  recall(ref: MessageRef): Promise<void>;
}

export function wecomOutbound(settings: Pick<WecomSettings, 'agentId' | 'corpId'>, context: BotContext, client: WecomClient): WecomOutbound {
  const { agentId: agentid } = settings;
  const pace = memberPace(settings.corpId, context.store, context.now);
  const replace = replaceWith(agentid, context, client);

  async function send(user: string, card: Card, task: string, urgency: Urgency): Promise<MessageRef> {
    if (!KEY.test(task)) throw new Failure('wecom: a card key of the wrong shape', 'permanent', 'bad-key');
    const message = {
      touser: user,
      msgtype: 'template_card',
      agentid,
      template_card: toWecom(card, { task, pages: context.pages }),
      enable_duplicate_check: 1,
      duplicate_check_interval: DUPLICATE_SECONDS,
    };
    const answer = await inTime(user, urgency, () => unlessThere(client.post('message/send', message, sentSchema)));
    mustHaveReached(user, answer);
    return sentRef(task, context.now(), answer);
  }

  /** Within what the platform takes for one member. What certainly did not leave has not used its place up. */
  async function inTime(user: string, urgency: Urgency, call: () => Promise<Sent>): Promise<Sent> {
    const place = await pace(user, urgency);
    try {
      return await call();
    } catch (error) {
      if (failureClassOf(error) === 'transient') await place.giveBack();
      throw error;
    }
  }

  async function update(user: string, card: Card, key: string, ref: MessageRef, urgency: Urgency): Promise<MessageRef> {
    if (!isShown(ref)) return followUp(user, card, key, ref, urgency);
    const task = ref['task'] ?? key;
    const template = toWecom(card, { task, pages: context.pages });
    const tried: Code[] = [];
    for (const code of usableCodes({ ...ref, task }, context.now())) {
      const outcome = await replace(user, template, code.value);
      tried.push(code);
      if (outcome === 'shown') return withoutCodes(ref, tried);
    }
    if (wasAnswerLost(ref) && card.buttons.length > 0) return ref;
    return { ...withoutCodes(ref, tried), [UNSHOWN]: key };
  }

  /**
   * No way left to the card they have: the new state comes as a message of its own, and is what we update from now on.
   * The old one is taken back where it still can be, so that nobody is left with two cards of which one lies.
   */
  async function followUp(user: string, card: Card, key: string, ref: MessageRef, urgency: Urgency): Promise<MessageRef> {
    const n = Number(ref['n'] ?? '1') + 1;
    const sent = await send(user, card, followUpTask(key, n), urgency);
    await takeBack(ref);
    const { [UNSHOWN]: _sent, ...kept } = withoutClicks(ref);
    return { ...kept, ...sent, n: String(n) };
  }

  async function takeBack(ref: MessageRef): Promise<void> {
    const age = context.now() - Number(ref['sentAt'] ?? '0');
    if (!ref['msgid'] || age >= RECALL_HOURS * 3_600_000) return;
    try {
      await client.post('message/recall', { msgid: ref['msgid'] }, doneSchema);
    } catch (error) {
      context.log.warn({ code: error instanceof Failure ? error.vendorCode : 'unknown' }, 'wecom: an outdated card stays');
    }
  }

  function text(touser: string, reply: LineReply): Promise<Sent> {
    const content = typeof reply === 'string' ? cutToBytes(plain(reply), TEXT_BYTES) : linked(reply, context.pages);
    const message = { touser, msgtype: 'text', agentid, text: { content } };
    return client.post('message/send', message, sentSchema);
  }

  return {
    send,
    update,
    isShown,
    show: async (user, card, code) => {
      const outcome = await replace(user, card, code);
      if (outcome === 'spent') throw new Failure('wecom: the press was answered too late', 'permanent', '60140');
    },
    say: async (user, content, urgency) => {
      const answer = await inTime(user, urgency, () => text(user, content));
      mustHaveReached(user, answer);
      return { msgid: answer.msgid ?? '' };
    },
    shout: async (users, content) => {
      if (users.length === 0) return;
      const answer = await text(users.join('|'), content);
      const missed = users.filter((user) => isAmong(user, answer.invaliduser));
      if (missed.length > 0) context.log.warn({ missed: missed.length, of: users.length }, 'wecom: members not reached');
    },
    recall: async (ref) => {
      if (!ref['msgid']) throw new Failure('wecom: the message has no id to recall it by', 'permanent', 'no-msgid');
      await client.post('message/recall', { msgid: ref['msgid'] }, doneSchema);
    },
  };
}

const isShown = (ref: MessageRef): boolean => ref[UNSHOWN] === undefined;

/**
 * The card is there, but the process that heard its code and its id is gone. While it still asks the same person it
 * stays: a press draws it as it is now, and a second card beside it would be a second question.
 */
function wasAnswerLost(ref: MessageRef): boolean {
  return ref['task'] !== undefined && !ref['msgid'];
}

/** With errcode 0 the only sign that nobody got it. @throws Failure */
function mustHaveReached(user: string, answer: Sent): void {
  if (!isAmong(user, answer.invaliduser) && !isAmong(user, answer.unlicenseduser)) return;
  throw new Failure('wecom message/send: no such member', 'permanent', '81013');
}

/** Keys are ours and well-formed, so a refused task id is one that is taken: the first sending arrived after all. */
async function unlessThere(sending: Promise<Sent>): Promise<Sent> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof Failure && error.vendorCode === '42014') return {};
    throw error;
  }
}

/** A cut link would lead nowhere: what does not fit whole is left out. */
function linked({ text, links }: LinkedReply, pages: string): string {
  let content = cutToBytes(plain(text), TEXT_BYTES / 2);
  for (const { label, path } of links) {
    const line = `\n<a href="${pages}${path}">${plain(label)}</a>`;
    if (Buffer.byteLength(content + line) <= TEXT_BYTES) content += line;
  }
  return content;
}

/** Text messages take links (`<a href>`); what people wrote must not become one. */
function plain(text: string): string {
  return text.replaceAll(/<(?=\/?a\b)/gi, '＜');
}

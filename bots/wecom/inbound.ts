/**
 * What the callback door does with a verified message. WeCom waits 5 s and then sends again: we answer within 4 s, with
 * the card as it stands now, and bring what is later over the ordinary way. A failure of ours is not answered with
 * success, so that the platform's retries get another chance.
 */
import { passiveTemplateCard } from '../../cards/render/wecom/passive.ts';
import type { XmlNode } from '../../cards/render/wecom/passive.ts';
import { cutToBytes } from '../../cards/render/limits.ts';
import { REFRESH, toWecom } from '../../cards/render/wecom.ts';
import type { TemplateCard } from '../../cards/render/wecom.ts';
import type { BotContext, Inbound, Line, LineReply, Press, PressReply } from '../bot.ts';
import { codeOfPress } from './codes.ts';
import type { Heard } from './messages.ts';
import { phrases } from './phrases.ts';
import type { WecomSettings } from './settings.ts';

const DEADLINE_MS = 4000;
const TEXT_BYTES = 2048;
const LATE = Symbol('late');

/** The ordinary way, for what comes after the deadline or has no place in a passive reply. */
export interface Afterwards {
  /** Replaces the copy of the person who pressed, with the code of that press. */
  show(user: string, card: TemplateCard, code: string): Promise<void>;
  say(user: string, text: LineReply): Promise<void>;
}

export interface Hearing {
  /** The passive reply, or nothing to say. @throws what the service threw */
  hear(heard: Heard): Promise<XmlNode | undefined>;
}

export function wecomHearing(
  settings: Pick<WecomSettings, 'corpId'>,
  context: BotContext,
  inbound: Inbound,
  afterwards: Afterwards,
  deadlineMs = DEADLINE_MS,
): Hearing {
  const reply = (user: string, type: string, body: XmlNode): XmlNode => ({
    ToUserName: user,
    FromUserName: settings.corpId,
    CreateTime: Math.floor(context.now() / 1000),
    MsgType: type,
    ...body,
  });

  /** Nobody waits any more: trouble is logged, and the person is told. */
  function later(user: string, work: Promise<void>, sorry: string): void {
    work
      .catch(async (error: unknown) => {
        context.log.error({ error: nameOf(error) }, 'wecom: late reply failed');
        await afterwards.say(user, sorry);
      })
      .catch((error: unknown) => context.log.warn({ error: nameOf(error) }, 'wecom: could not say so either'));
  }

  function cardFor(task: string, answer: PressReply): TemplateCard | undefined {
    if (!answer.card) return undefined;
    const note = answer.toast === undefined ? {} : { note: answer.toast };
    return toWecom(answer.card, { task, pages: context.pages, ...note });
  }

  async function tellAfterwards(press: Press, task: string, answer: PressReply): Promise<void> {
    const card = cardFor(task, answer);
    const code = codeOfPress(press.ref);
    if (card && code !== undefined) await afterwards.show(press.user, card, code);
    const rest = unsaid(answer, card);
    if (rest !== undefined) await afterwards.say(press.user, rest);
  }

  async function hearPress(press: Press, task: string): Promise<XmlNode | undefined> {
    const work = inbound.press(press).then((answer) => (press.button === REFRESH ? cardAlone(answer) : answer));
    const answer = await within(work, deadlineMs);
    if (answer === LATE) {
      later(press.user, work.then((late) => tellAfterwards(press, task, late)), phrases.pressFailed);
      return undefined;
    }
    const card = cardFor(task, answer);
    const rest = unsaid(answer, card);
    if (rest !== undefined) later(press.user, afterwards.say(press.user, rest), phrases.pressFailed);
    return card && reply(press.user, 'update_template_card', { TemplateCard: passiveTemplateCard(card) });
  }

  async function hearLine(line: Line): Promise<XmlNode | undefined> {
    const work = inbound.line(line);
    const answer = await within(work, deadlineMs);
    if (answer === LATE) {
      later(line.user, work.then((late) => (late ? afterwards.say(line.user, late) : undefined)), phrases.lineFailed);
      return undefined;
    }
    if (answer === undefined || answer === '') return undefined;
    if (typeof answer === 'string') return text(line.user, answer);
    // Links are documented for messages of the app, not for passive replies.
    later(line.user, afterwards.say(line.user, answer), phrases.lineFailed);
    return undefined;
  }

  function text(user: string, content: string): XmlNode {
    return reply(user, 'text', { Content: cutToBytes(content, TEXT_BYTES) });
  }

  return {
    async hear(heard) {
      switch (heard.kind) {
        case 'press':
          return hearPress(heard.press, heard.task);
        case 'line':
          return hearLine(heard.line);
        case 'change':
          await within(inbound.change(heard.change), deadlineMs);
          return undefined;
        case 'unreadable':
          return text(heard.user, phrases.textOnly);
        case 'nothing':
          return undefined;
      }
    },
  };
}

/**
 * WeCom has no toast. Beside a card the sentence stands on the card itself; where the card has no room for it, or there
 * is no card, it comes as a line. `update_button` would kill the buttons although nothing happened.
 */
function unsaid(answer: PressReply, card: TemplateCard | undefined): string | undefined {
  return card?.main_title.desc === answer.toast ? undefined : answer.toast;
}

/** The corner menu is no button of the card; to be told so would puzzle whoever only wanted to look again. */
function cardAlone(answer: PressReply): PressReply {
  return answer.card ? { card: answer.card } : answer;
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  const late = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(() => late.resolve(LATE), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Messages of foreign errors may quote what was pressed or written. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

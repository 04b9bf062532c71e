/** What a person does with a message of the app: press, choose, type a line, open the chat. */
import { AdminError } from '../core/http.ts';
import type { InboxMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import type { Seen, Values } from '../core/plug-in.ts';
import { deliver } from './callback.ts';
import type { Delivered } from './callback.ts';
import { withCard } from './copy.ts';
import type { Copy } from './copy.ts';
import { cardEventXml, enterAgentXml, textXml } from './events.ts';
import type { EventHead, Selected } from './events.ts';
import { opaque } from './memory.ts';
import type { Wecom } from './memory.ts';
import type { Passive } from './passive.ts';
import { newResponseCode } from './send.ts';
import { changeCopy, showBody } from './show.ts';

const NO_ANSWER = '应用没有响应，请稍后再试';
const UNREADABLE = '应用的回复无法识别';

/** Seconds, as the events carry it. */
export function headOf(wecom: Wecom, person: Person): EventHead {
  const { app, corpId } = wecom.settings;
  return { corp: corpId, agentid: app.agentid, from: person.userid, at: Math.floor(wecom.core.clock.now() / 1_000) };
}

/** Buttons of the corner menu carry this before their key. */
const MENU = 'menu:';

/** A press on a card of the app. The core has checked that message and button exist. */
export async function pressApp(wecom: Wecom, person: Person, message: InboxMessage, copy: Copy, button: string, values: Values): Promise<Seen> {
  // A button that is not there any more is pressed by a phone that has not heard of the change yet.
  const pressed = message.buttons.find((each) => each.id === button);
  if (pressed?.url !== undefined) return { message, toast: `打开网页 ${pressed.url}` };
  const chosen = choices(message, values);
  const unanswered = !button.startsWith(MENU) && message.inputs.some((input) => (chosen[input.id] ?? []).length === 0);
  if (unanswered) return { message, toast: '请先选择' };
  const remembered = changeCopy(wecom, person.userid, message.id, (each) => ({ ...each, chosen })) ?? message;
  const delivered = await deliver(wecom, pressXml(wecom, person, copy, button, chosen), message.id);
  return applied(wecom, person, remembered, delivered);
}

/** What stands on the card, overlaid by what the person chose just now. @throws AdminError on what is not offered */
export function choices(message: InboxMessage, values: Values): Record<string, string[]> {
  const chosen: Record<string, string[]> = {};
  for (const input of message.inputs) {
    const given = input.disabled ? undefined : values[input.id];
    const options = [...(given ?? input.value)];
    const offered = options.every((id) => input.options.some((option) => option.id === id));
    if (!offered || (input.kind === 'one' && options.length > 1)) {
      throw new AdminError(400, 'not-an-option', `「${input.label || input.id}」没有这个选项，或只能选一个`);
    }
    chosen[input.id] = options;
  }
  return chosen;
}

function pressXml(wecom: Wecom, person: Person, copy: Copy, button: string, chosen: Record<string, string[]>): string {
  const menu = button.startsWith(MENU);
  const selected: Selected[] = Object.entries(chosen).map(([question, options]) => ({ question, options }));
  return cardEventXml(headOf(wecom, person), {
    event: menu ? 'template_card_menu_event' : 'template_card_event',
    key: menu ? button.slice(MENU.length) : button,
    taskId: copy.task_id,
    cardType: copy.template_card.card_type,
    responseCode: newResponseCode(wecom, copy.msgid),
    selected,
  });
}

function applied(wecom: Wecom, person: Person, message: InboxMessage, delivered: Delivered): Seen {
  const current = (): InboxMessage => wecom.core.inboxes.find('wecom', person.userid, message.id) ?? message;
  wecom.core.touch();
  if (!delivered.ok) return { message: current(), toast: delivered.why.startsWith('reply') ? UNREADABLE : NO_ANSWER };
  const { passive } = delivered;
  const replies = passive.kind === 'text' ? [showReply(wecom, person, passive.text)] : undefined;
  const change = copyChange(passive);
  if (change !== undefined) changeCopy(wecom, person.userid, message.id, change);
  return { message: current(), replies };
}

function copyChange(passive: Passive): ((copy: Copy) => Copy) | undefined {
  if (passive.kind === 'button') return (copy) => ({ ...copy, replaced: passive.replaceName });
  return passive.kind === 'card' ? (copy) => withCard(copy, passive.card) : undefined;
}

function showReply(wecom: Wecom, person: Person, content: string): InboxMessage {
  const arrival = { msgid: opaque('msg', 24), person, from: wecom.settings.app.name, chat: 'app' as const };
  return showBody(wecom, arrival, { kind: 'text', content }, { msgtype: 'text', text: { content } });
}

/** The line as the person sees it on the own side of the chat. */
export function showMine(wecom: Wecom, person: Person, text: string, chat: 'app' | 'bot'): InboxMessage {
  const from = person.name;
  return wecom.core.inboxes.add({
    id: opaque('mine', 12), at: wecom.core.clock.now(), platform: 'wecom', user: person.userid, kind: 'mine', from,
    title: text, text, unread: false, look: { chat }, raw: { text },
  });
}

/** A line typed to the app. */
export async function sayToApp(wecom: Wecom, person: Person, text: string): Promise<Seen> {
  const mine = showMine(wecom, person, text, 'app');
  // MsgId is a 64 bit number that a client must not round; the emulator's stay below 2^53.
  const msgId = String(wecom.core.clock.now() * 1_000 + Math.floor(performance.now() % 1_000));
  const delivered = await deliver(wecom, textXml(headOf(wecom, person), msgId, text), mine.id);
  if (!delivered.ok) return { message: mine, toast: delivered.why.startsWith('reply') ? UNREADABLE : NO_ANSWER };
  const replies = delivered.passive.kind === 'text' ? [showReply(wecom, person, delivered.passive.text)] : [];
  return { message: mine, replies };
}

/** The person opened the app's chat. */
export async function enterApp(wecom: Wecom, person: Person): Promise<Seen> {
  const delivered = await deliver(wecom, enterAgentXml(headOf(wecom, person)), person.userid);
  const replies = delivered.ok && delivered.passive.kind === 'text' ? [showReply(wecom, person, delivered.passive.text)] : [];
  return { replies };
}

/** The plain XML of what WeCom tells an app (§2.7). Order of elements as in the official samples. */
import { xmlOf } from './xml.ts';
import type { XmlNode } from './xml.ts';

export interface EventHead {
  readonly corp: string;
  readonly agentid: number;
  /** The member; `sys` for what the platform does itself. */
  readonly from: string;
  /** Seconds. */
  readonly at: number;
}

export interface Selected {
  readonly question: string;
  readonly options: readonly string[];
}

export interface CardEvent {
  readonly event: 'template_card_event' | 'template_card_menu_event';
  readonly key: string;
  readonly taskId: string;
  readonly cardType: string;
  readonly responseCode: string;
  readonly selected: readonly Selected[];
}

function head(who: EventHead, type: string): XmlNode {
  return { ToUserName: who.corp, FromUserName: who.from, CreateTime: who.at, MsgType: type };
}

/** A press, or a choice in the card's corner menu (which never carries selections). */
export function cardEventXml(who: EventHead, card: CardEvent): string {
  const selected = card.selected.map((each) => ({ QuestionKey: each.question, OptionIds: { OptionId: each.options } }));
  return xmlOf({
    ...head(who, 'event'),
    Event: card.event,
    EventKey: card.key,
    TaskId: card.taskId,
    CardType: card.cardType,
    ResponseCode: card.responseCode,
    AgentID: who.agentid,
    ...(selected.length > 0 && card.event === 'template_card_event' ? { SelectedItems: { SelectedItem: selected } } : {}),
  });
}

/** A line somebody typed to the app. */
export function textXml(who: EventHead, msgId: string, content: string): string {
  return xmlOf({ ...head(who, 'text'), Content: content, MsgId: Number(msgId), AgentID: who.agentid });
}

/** Somebody opened the app's chat. */
export function enterAgentXml(who: EventHead): string {
  return xmlOf({ ...head(who, 'event'), Event: 'enter_agent', EventKey: '', AgentID: who.agentid });
}

export interface ContactChange {
  readonly change: 'create_user' | 'update_user' | 'delete_user';
  readonly userid: string;
  readonly name?: string;
  readonly departments?: readonly number[];
  readonly position?: string;
  readonly alias?: string;
}

/** The address book changed; FromUserName is `sys`. */
export function contactXml(who: EventHead, contact: ContactChange): string {
  return xmlOf({
    ...head(who, 'event'),
    Event: 'change_contact',
    ChangeType: contact.change,
    UserID: contact.userid,
    Name: contact.name,
    Department: contact.departments?.join(','),
    Position: contact.position,
    Alias: contact.alias,
  });
}

/** Puts messages into people's inboxes and changes them there. */
import type { InboxMessage, NewMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import { copyOf, pictureOf } from './copy.ts';
import type { Copy } from './copy.ts';
import type { Body } from './message-body.ts';
import type { Wecom } from './memory.ts';

export interface Arrival {
  readonly msgid: string;
  readonly person: Person;
  readonly from: string;
  readonly chat: 'app' | 'bot';
}

/** Names of members on a card's row. */
export function nameOf(wecom: Wecom): (userid: string) => string {
  return (userid) => wecom.core.people.byUserid('wecom', userid)?.name ?? userid;
}

const stripTags = (html: string): string => html.replaceAll(/<br\s*\/?>|<\/div>/g, '\n').replaceAll(/<[^>]+>/g, '').trim();
/** Markdown marks gone, for the chat list. */
const stripMarks = (markdown: string): string => stripTags(markdown).replaceAll(/^[#>\s]+|[*`]/gm, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
const firstLine = (text: string): string => text.split('\n').find((line) => line.trim() !== '')?.trim().slice(0, 60) ?? '';

/** A card arrives. */
export function showCard(wecom: Wecom, arrival: Arrival, copy: Copy): InboxMessage {
  const picture = pictureOf(copy, nameOf(wecom));
  return wecom.core.inboxes.add({ ...head(wecom, arrival), ...picture, kind: 'card', raw: copy });
}

/** Any other message arrives. */
export function showBody(wecom: Wecom, arrival: Arrival, body: Exclude<Body, { kind: 'card' }>, raw: unknown): InboxMessage {
  return wecom.core.inboxes.add({ ...head(wecom, arrival), ...bodyPicture(body), raw });
}

function head(wecom: Wecom, arrival: Arrival): Pick<NewMessage, 'id' | 'at' | 'platform' | 'user' | 'from' | 'look'> {
  const { msgid, person, from, chat } = arrival;
  return { id: msgid, at: wecom.core.clock.now(), platform: 'wecom', user: person.userid, from, look: { chat } };
}

function bodyPicture(body: Exclude<Body, { kind: 'card' }>): Pick<NewMessage, 'kind' | 'title' | 'text'> & Partial<NewMessage> {
  switch (body.kind) {
    case 'text': return { kind: 'text', title: firstLine(stripTags(body.content)), text: body.content };
    case 'markdown': return { kind: 'markdown', title: firstLine(stripMarks(body.content)), text: body.content };
    case 'textcard':
      return { kind: 'link', title: body.title, text: stripTags(body.description), link: { label: body.button, url: body.url } };
    case 'news': {
      const first = body.articles[0];
      const link = first?.url ? { label: '查看全文', url: first.url } : null;
      return { kind: 'link', title: first?.title ?? '', text: first?.description ?? '', link };
    }
  }
}

/** Replaces one person's copy; undefined when it is no longer kept or was recalled. */
export function changeCopy(wecom: Wecom, user: string, msgid: string, change: (copy: Copy) => Copy): InboxMessage | undefined {
  const message = wecom.core.inboxes.find('wecom', user, msgid);
  const copy = message && !message.recalled ? copyOf(message) : undefined;
  if (copy === undefined) return undefined;
  const picture = pictureOf(change(copy), nameOf(wecom));
  return wecom.core.inboxes.change('wecom', user, msgid, { ...picture, changedAt: wecom.core.clock.now() });
}

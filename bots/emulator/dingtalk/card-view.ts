/** What one person sees of a card: the template filled with the public variables and that person's own. */
import type { InboxButton, InboxMessage, MessageChange } from '../core/inbox.ts';
import type { Dingtalk } from './api.ts';
import { inputsOf } from './form.ts';
import type { CardPlace, CardRecord, Params } from './memory.ts';
import type { Template, TemplateButton } from './template.ts';

const WEIGHTS: Readonly<Record<string, 'primary' | 'plain' | 'danger'>> = { blue: 'primary', red: 'danger', gray: 'plain' };

/** Own variables win only where the template calls them private; for the others they do nothing. */
export function variablesFor(card: CardRecord, template: Template, userid: string): Params {
  const own = Object.entries(card.privateData[userid] ?? {}).filter(([name]) => template.privates.has(name));
  return { ...card.data, ...Object.fromEntries(own) };
}

/** Id of the card's message in everybody's inbox. */
export const messageIdOf = (card: CardRecord): string => `card:${card.outTrackId}`;

/** Id of a button in the inbox: what its `button` or `action` parameter says, else the component's own. */
export function buttonIdOf(button: TemplateButton, variables: Params): string {
  const named = button.params.find(({ name }) => name === 'button' || name === 'action');
  return named?.value(variables) || button.id;
}

/** The card as one person's phone draws it. */
export function pictureOf(card: CardRecord, template: Template, userid: string): MessageChange {
  const variables = variablesFor(card, template, userid);
  const texts = template.texts.filter(({ shown }) => shown(variables)).map(({ id, value }) => ({ id, value: value(variables) }));
  const link = template.links.find(({ shown }) => shown(variables));
  const colour = template.colour(variables);
  return {
    title: template.title(variables),
    text: texts.filter(({ value }) => !isTable(value)).map(({ value }) => value).join('\n'),
    fields: texts.filter(({ value }) => isTable(value)).flatMap(({ value }) => value.split('\n').map(fieldOf)),
    buttons: template.buttons.filter(({ shown }) => shown(variables)).map((button) => drawn(button, variables)),
    inputs: template.form === undefined ? [] : inputsOf(template.form(variables)),
    link: link === undefined ? null : { label: link.label(variables), url: link.url(variables) },
    summary: card.summary || template.summary(variables) || template.title(variables),
    look: {
      tag: template.tag(variables),
      colour,
      alert: card.alert,
      ...Object.fromEntries(texts.map(({ id, value }) => [id.replace(/^node_/, ''), value])),
    },
    raw: { outTrackId: card.outTrackId, cardTemplateId: card.templateId, callbackType: card.callbackType, cardParamMap: variables },
  };
}

function drawn(button: TemplateButton, variables: Params): InboxButton {
  const weight = WEIGHTS[button.colour(variables)] ?? 'plain';
  return { id: buttonIdOf(button, variables), label: button.label(variables), disabled: false, weight };
}

/** Lines that all read `label：value` are shown as fields. */
const isTable = (text: string): boolean => text !== '' && text.split('\n').every((line) => /^[^：]{1,12}：/.test(line));

function fieldOf(line: string): InboxMessage['fields'][number] {
  const at = line.indexOf('：');
  return { label: line.slice(0, at), value: line.slice(at + 1) };
}

/** Everybody who was given the card, once. */
export const holdersOf = (card: CardRecord): Set<string> => new Set(card.places.flatMap(({ users }) => users));

/** Puts the card into the inboxes of a place. */
export function showCard(dingtalk: Dingtalk, card: CardRecord, place: CardPlace): void {
  const found = dingtalk.templates.find(card.templateId);
  if (found === undefined) return;
  const from = dingtalk.memory.apps.get(card.clientId)?.name ?? '';
  for (const user of place.users) {
    const picture = pictureOf(card, found.template, user);
    const head = { id: messageIdOf(card), at: place.at, platform: 'dingtalk', user, kind: 'card', from } as const;
    dingtalk.core.inboxes.add({ ...head, title: '', raw: undefined, ...picture });
  }
}

/** Draws the card anew wherever it already is. */
export function redraw(dingtalk: Dingtalk, card: CardRecord): void {
  const found = dingtalk.templates.find(card.templateId);
  if (found === undefined) return;
  const changedAt = dingtalk.core.clock.now();
  for (const user of holdersOf(card)) {
    const picture = pictureOf(card, found.template, user);
    dingtalk.core.inboxes.change('dingtalk', user, messageIdOf(card), { ...picture, changedAt });
  }
}

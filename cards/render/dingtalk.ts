/**
 * A card as the variables of the one template in `bots/dingtalk/templates` (its manifest names them all), and a press
 * back as button and answers. DingTalk takes strings only, at most 1 KB each, and keys of at most 100 bytes
 * (createAndDeliver, cardParamMap). Every variable is always sent: what is left out would keep its old text.
 */
import type { Answers, Button, Card } from '../card.ts';
import { readAnswers, renderForm } from './dingtalk-form.ts';
import { bytesOf, cutToBytes, cutToFit, takeWithinBytes } from './limits.ts';

/** Bytes of one value of `cardParamMap`. */
export const VALUE_BYTES = 1024;

/** The template draws three. */
export const BUTTONS_SHOWN = 3;

/** Variables of the template; all of them strings, as the platform wants. */
export type DingtalkParams = Readonly<Record<string, string>>;

export interface DingtalkContext {
  /** Base of our pages, without a slash at the end. */
  readonly pages: string;
  /** Marks this picture of the card. A press brings it back, so repeats of one press can be told from a new one. */
  readonly rev: string;
}

/** What a press says, before anybody has asked whether that person may. */
export interface DingtalkPress {
  readonly button: string;
  readonly rev: string;
  readonly answers: Answers;
}

/** Widths in Chinese characters: a phone shows about 20 in the title, 26 in a line. */
const WIDTH = { kind: 8, title: 26, fact: 40, label: 10, value: 60, state: 60, result: 60, button: 14, link: 10, summary: 40 };

/** The whole variable map of a card. */
export function toDingtalk(card: Card, context: DingtalkContext): DingtalkParams {
  const form = renderForm(card.buttons.length > 0 ? card.questions : [], VALUE_BYTES, card.buttons.length === 1);
  return {
    rev: context.rev,
    tone: card.tone,
    summary: fit(card.summary, WIDTH.summary),
    kind: fit(card.kind, WIDTH.kind),
    title: fit(card.title, WIDTH.title),
    fact: fit(card.fact, WIDTH.fact),
    fields: fieldLines(card),
    state: fit(card.state, WIDTH.state),
    result: fit(card.result ?? '', WIDTH.result),
    form: form.json,
    ...buttonParams(form.whole ? card.buttons : card.buttons.filter((button) => button.weight !== 'primary')),
    ...linkParams(card, context.pages),
  };
}

/** Reads the parameters of a card callback; `undefined` when it is not one of our buttons. */
export function readDingtalkPress(params: Readonly<Record<string, unknown>>): DingtalkPress | undefined {
  const { button, rev, form } = params;
  if (typeof button !== 'string' || !/^[0-9A-Za-z_-]{1,64}$/.test(button)) return undefined;
  return { button, rev: typeof rev === 'string' ? rev : '', answers: readAnswers(form) };
}

function fieldLines(card: Card): string {
  const lines = card.fields.map(({ label, value }) => `${fit(label, WIDTH.label)}：${fit(value, WIDTH.value)}`);
  return takeWithinBytes(lines, VALUE_BYTES, '\n').join('\n');
}

function buttonParams(buttons: readonly Button[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (let place = 0; place < BUTTONS_SHOWN; place += 1) {
    const button = buttons[place];
    params[`b${place + 1}Id`] = button?.id ?? '';
    params[`b${place + 1}Label`] = fit(button?.label ?? '', WIDTH.button);
    params[`b${place + 1}Weight`] = button?.weight ?? '';
  }
  return params;
}

/** An address cut short leads nowhere, so one that does not fit is left out. */
function linkParams(card: Card, pages: string): Record<string, string> {
  const url = card.link === undefined ? '' : `${pages}${card.link.path}`;
  const fits = url !== '' && bytesOf(url) <= VALUE_BYTES;
  return { linkLabel: fits ? fit(card.link?.label ?? '', WIDTH.link) : '', linkUrl: fits ? url : '' };
}

function fit(text: string, width: number): string {
  return cutToFit(text, { width, bytes: VALUE_BYTES });
}

/** A note under the card that only the person who pressed sees. */
export function noticeParams(notice: string): DingtalkParams {
  return { notice: cutToBytes(notice, VALUE_BYTES) };
}

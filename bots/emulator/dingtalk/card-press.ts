/** A person presses a button: callback, two seconds, and the answer on the card, or a toast and nothing (§1.6). */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { AdminError } from '../core/http.ts';
import type { InboxMessage } from '../core/inbox.ts';
import type { Person } from '../core/people.ts';
import type { Seen, Values } from '../core/plug-in.ts';
import { ApiProblem } from './answers.ts';
import type { Dingtalk } from './api.ts';
import { cardOf } from './card-records.ts';
import { changeCard } from './cards.ts';
import { paramsOf, privateParamsOf, responseSchema } from './card-schema.ts';
import { buttonIdOf, variablesFor } from './card-view.ts';
import { submit } from './form.ts';
import { conversationOf, CORP, unionIdOf } from './ids.ts';
import type { CardRecord, Params } from './memory.ts';
import type { Template, TemplateButton } from './template.ts';
import { monthOf } from './calendar.ts';

export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** The product answers within this, or the press has failed. */
const PATIENCE = 2_000;

/** What the client says when the callback fails; the card stays as it is. */
const FAILED = '操作失败，请稍后重试';

const rawSchema = z.object({ outTrackId: z.string() });

export async function pressCard(dingtalk: Dingtalk, person: Person, message: InboxMessage, button: string, values: Values): Promise<Seen> {
  const card = cardInHand(dingtalk, message);
  const template = dingtalk.templates.find(card.templateId)?.template;
  if (template === undefined) throw new AdminError(410, 'template-gone', '这张卡片的模板已经不在了。');
  const now = variablesFor(card, template, person.userid);
  // A phone that has not heard of the change yet still holds the former button and its parameters.
  const held = [now, { ...now, ...card.former }].find((variables) => buttonIn(template, variables, button) !== undefined) ?? now;
  const pressed = buttonIn(template, held, button);
  if (pressed === undefined) throw new AdminError(400, 'no-such-button', `这张卡片没有按钮 ${button}。`);
  const filled = fillIn(template, pressed, held, values);
  if (typeof filled === 'string') return { message, toast: filled };
  return send(dingtalk, person, card, pressed.id, filled);
}

function buttonIn(template: Template, variables: Params, button: string): TemplateButton | undefined {
  return template.buttons.find((each) => each.shown(variables) && [buttonIdOf(each, variables), each.id, each.label(variables)].includes(button));
}

function cardInHand({ memory }: Dingtalk, message: InboxMessage): CardRecord {
  const { outTrackId } = rawSchema.parse(message.raw);
  for (const clientId of memory.apps.keys()) {
    const card = memory.cards.get(`${clientId} ${outTrackId}`);
    if (card) return card;
  }
  throw new AdminError(410, 'card-forgotten', '这张卡片太旧，模拟器已经不记得它了。');
}

/** The button's parameters with the form in its place; a sentence when the client would not send it. */
function fillIn(template: Template, button: TemplateButton, variables: Params, values: Values): Record<string, unknown> | string {
  const form = button.params.some(({ isForm }) => isForm) ? (template.form?.(variables) ?? '') : '';
  const { sent, missing, unknown } = submit(form, values);
  if (unknown.length > 0) throw new AdminError(400, 'no-such-option', `没有这个选项：${unknown.join('、')}`);
  if (missing.length > 0) return `请先填写：${missing.join('、')}`;
  return Object.fromEntries(button.params.map(({ name, value, isForm }) => [name, isForm ? sent : value(variables)]));
}

async function send(dingtalk: Dingtalk, person: Person, card: CardRecord, actionId: string, params: Record<string, unknown>): Promise<Seen> {
  const data = callbackOf(dingtalk, person, card, actionId, params);
  dingtalk.memory.count('counts', `push ${monthOf(dingtalk.core.clock.now())}`);
  const response = card.callbackType === 'HTTP' ? await overHttp(dingtalk, card, data) : await overStream(dingtalk, card, data);
  if (response === undefined || !apply(dingtalk, person, card, response)) return { toast: FAILED };
  return {};
}

/** Both shapes are documented; `paramsBeside` gives the one of the template builder's page. */
function callbackOf(dingtalk: Dingtalk, person: Person, card: CardRecord, actionId: string, params: Record<string, unknown>): Record<string, unknown> {
  const beside = dingtalk.core.faults.take('dingtalk', 'paramsBeside', CARD_TOPIC) !== undefined;
  const inside = { cardPrivateData: { actionIds: [actionId], params } };
  const value = JSON.stringify(beside ? { cardPrivateData: { actionIds: [actionId] }, params } : inside);
  const place = card.places.find(({ users }) => users.includes(person.userid));
  return {
    type: 'actionCallback',
    outTrackId: card.outTrackId,
    corpId: CORP,
    userId: card.userIdType === 2 ? unionIdOf(person.userid) : person.userid,
    userIdType: card.userIdType,
    spaceType: 'im',
    spaceId: place?.spaceType === 'IM_GROUP' ? place.spaceId : conversationOf(card.clientId, person.userid),
    extension: '{}',
    ...(beside ? {} : { content: value }),
    value,
  };
}

/** The `response` of the acknowledgement; undefined when it is late, missing or an error. */
async function overStream(dingtalk: Dingtalk, card: CardRecord, data: unknown): Promise<unknown> {
  if (card.callbackType === 'NONE') return undefined;
  const result = await dingtalk.stream.push({ clientId: card.clientId, type: 'CALLBACK', topic: CARD_TOPIC, data }, PATIENCE);
  if (typeof result !== 'object' || result.code !== 200) return undefined;
  return z.object({ response: z.unknown().optional() }).safeParse(result.data).data?.response ?? {};
}

/** HTTP mode signs with the secret that was registered (kbC 0007). */
async function overHttp(dingtalk: Dingtalk, card: CardRecord, data: unknown): Promise<unknown> {
  const target = dingtalk.memory.callbackUrls.get(card.routeKey);
  if (target === undefined) return undefined;
  const stamp = String(dingtalk.core.clock.now());
  const secret = dingtalk.core.faults.take('dingtalk', 'badSignature', CARD_TOPIC) ? 'forged' : target.secret;
  const signature = createHmac('sha256', secret).update(stamp).digest('base64');
  const headers = { 'content-type': 'application/json', 'x-ddpaas-signature-timestamp': stamp, 'x-ddpaas-signature': signature };
  try {
    const response = await fetch(target.url, { method: 'POST', headers, body: JSON.stringify(data), signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? ((await response.json()) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** False when the answer cannot be understood. */
function apply(dingtalk: Dingtalk, person: Person, before: CardRecord, response: unknown): boolean {
  const read = responseSchema.safeParse(response ?? {});
  if (!read.success) return false;
  // `updateRace`: a PUT that came while the callback was open is lost under the response.
  const race = dingtalk.core.faults.take('dingtalk', 'updateRace', CARD_TOPIC) !== undefined;
  const card = race ? before : cardOf(dingtalk, before, before.outTrackId);
  const { updateCardDataByKey: byKey, updatePrivateDataByKey: ownByKey } = read.data.cardUpdateOptions;
  try {
    const own = privateParamsOf(read.data.userPrivateData);
    const change = { data: paramsOf(read.data.cardData), byKey, own: own ? { [person.userid]: own } : {}, ownByKey };
    if (change.data || own || race) changeCard(dingtalk, card, change);
    return true;
  } catch (error) {
    if (error instanceof ApiProblem) return false;
    throw error;
  }
}

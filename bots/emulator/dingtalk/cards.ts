/** Interactive cards: create, deliver, both at once, update, spaces, streaming (§1.6). */
import { apiOk, bad, type ApiProblem } from './answers.ts';
import { api, body, type ApiCall, type ApiRoute, type Dingtalk } from './api.ts';
import type { DingtalkApp } from './app.ts';
import { redraw } from './card-view.ts';
import { deliverTo } from './card-deliver.ts';
import { cardOf, keep, keyOf } from './card-records.ts';
import { createSchema, deliverSchema, paramsOf, privateParamsOf, registerSchema, spacesSchema, updateSchema, type CreateInput, type DeliverInput } from './card-schema.ts';
import { opaque, personBy } from './ids.ts';
import type { CardRecord, Params } from './memory.ts';
import { readSpaces } from './spaces.ts';
import { stream } from './card-streaming.ts';
import type { EmuReply } from '../core/http.ts';

const invalid = (issue: string): ApiProblem => bad('param.invalid', issue);

export function cardRoutes(dingtalk: Dingtalk): ApiRoute[] {
  const write = { permission: 'Card.Instance.Write' } as const;
  return [
    api(dingtalk, 'POST', '/v1.0/card/instances', (call) => {
      const card = create(dingtalk, call.app, body(createSchema, call.request, invalid));
      return apiOk({ success: true, result: card.outTrackId });
    }, write),
    api(dingtalk, 'POST', '/v1.0/card/instances/deliver', ({ request, app }) => {
      const input = body(deliverSchema, request, invalid);
      const card = cardOf(dingtalk, app, input.outTrackId);
      return apiOk({ success: true, result: deliver(dingtalk, app, card, input) });
    }, write),
    api(dingtalk, 'POST', '/v1.0/card/instances/createAndDeliver', (call) => createAndDeliver(dingtalk, call), write),
    api(dingtalk, 'PUT', '/v1.0/card/instances', (call) => update(dingtalk, call), write),
    api(dingtalk, 'PUT', '/v1.0/card/instances/spaces', ({ request, app }) => {
      const input = body(spacesSchema, request, invalid);
      const card = cardOf(dingtalk, app, input.outTrackId);
      keep(dingtalk, { ...card, ...chatLine(input) });
      return apiOk({ success: true, result: true });
    }, write),
    api(dingtalk, 'PUT', '/v1.0/card/streaming', (call) => stream(dingtalk, call), { permission: 'Card.Streaming.Write' }),
    api(dingtalk, 'POST', '/v1.0/card/callbacks/register', ({ request }) => {
      const input = body(registerSchema, request, invalid);
      const known = dingtalk.memory.callbackUrls.get(input.callbackRouteKey);
      const kept = known && !input.forceUpdate ? known : { url: input.callbackUrl, secret: input.apiSecret ?? opaque() };
      dingtalk.memory.callbackUrls.set(input.callbackRouteKey, kept);
      return apiOk({ success: true, result: { callbackUrl: kept.url, apiSecret: kept.secret } });
    }, write),
    api(dingtalk, 'POST', '/v1.0/card/tops/close', ({ request, app }) => {
      const card = cardOf(dingtalk, app, request.query.get('outTrackId') ?? '');
      const group = request.query.get('openConversationId');
      keep(dingtalk, { ...card, places: card.places.filter(({ spaceType, spaceId }) => spaceType !== 'ONE_BOX' || spaceId !== group) });
      return apiOk({ success: true });
    }, write),
  ];
}

function createAndDeliver(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(createSchema, request, invalid);
  // Where it goes is read before anything is made, so a refused call leaves nothing behind.
  if (!input.outTrackId) throw bad('param.outTrackIdEmpty', 'outTrackId不能为空');
  for (const { spaceType } of readSpaces(input.openSpaceId)) checkModels(input, spaceType);
  const card = create(dingtalk, app, input);
  const deliverResults = deliver(dingtalk, app, card, input);
  return apiOk({ success: true, result: { outTrackId: card.outTrackId, deliverResults } });
}

/** A known outTrackId changes nothing (kb:0790), or is refused where the switch `cardAlreadyExist` is on. */
function create(dingtalk: Dingtalk, app: DingtalkApp, input: CreateInput): CardRecord {
  if (!input.outTrackId) throw bad('param.outTrackIdEmpty', 'outTrackId不能为空');
  if (!input.cardTemplateId) throw bad('param.cardTemplateIdEmpty', 'cardTemplateId不能为空');
  const found = dingtalk.templates.find(input.cardTemplateId);
  if (found === undefined) throw bad('param.templateNotExist', '卡片模板不存在');
  if (!found.published) throw bad('param.templateUnpublished', '卡片模板未发布');
  const data = paramsOf(input.cardData);
  if (data === undefined) throw bad('param.cardPublicDataEmpty', 'cardData不能为空');
  if (input.callbackType === 'HTTP' && !input.callbackRouteKey) throw bad('param.invalid', 'callbackRouteKey不能为空');
  const privateData = privateDataOf(dingtalk, input);
  const known = dingtalk.memory.cards.get(keyOf(app, input.outTrackId));
  if (known && dingtalk.core.faults.take('dingtalk', 'cardAlreadyExist')) throw bad('param.cardAlreadyExist', '卡片已存在');
  if (known) return known;
  return keep(dingtalk, {
    outTrackId: input.outTrackId,
    clientId: app.clientId,
    templateId: input.cardTemplateId,
    callbackType: input.callbackType ?? 'NONE',
    routeKey: input.callbackRouteKey ?? '',
    userIdType: input.userIdType,
    data,
    privateData,
    places: [],
    guids: [],
    ...chatLine(input),
  });
}

function deliver(dingtalk: Dingtalk, app: DingtalkApp, card: CardRecord, input: DeliverInput): unknown[] {
  const results: unknown[] = [];
  for (const space of readSpaces(input.openSpaceId)) {
    const now = dingtalk.memory.cards.get(keyOf(app, card.outTrackId)) ?? card;
    const { place, result } = deliverTo(dingtalk, app, now, space, input);
    if (place) keep(dingtalk, { ...now, places: [...now.places, place] });
    results.push(result);
  }
  return results;
}

const MODELS = {
  IM_ROBOT: ['imRobotOpenSpaceModel', 'imRobotOpenDeliverModel'],
  IM_GROUP: ['imGroupOpenSpaceModel', 'imGroupOpenDeliverModel'],
  IM_SINGLE: ['imSingleOpenSpaceModel', 'imSingleOpenDeliverModel'],
  ONE_BOX: ['topOpenSpaceModel', 'topOpenDeliverModel'],
} as const;

/** The models must be those of the space. */
function checkModels(input: CreateInput, spaceType: keyof typeof MODELS): void {
  const [space, target] = MODELS[spaceType];
  if (!input[space]) throw bad('param.openSpaceModelInvalid', `${space}不能为空`);
  if (!input[target]) throw bad('param.openDeliverModelEmpty', `${target}不能为空`);
}

function update(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(updateSchema, request, invalid);
  if (!input.outTrackId) throw bad('param.outTrackIdEmpty', 'outTrackId不能为空');
  const data = paramsOf(input.cardData);
  const own = privateDataOf(dingtalk, input);
  if (data === undefined && Object.keys(own).length === 0) throw bad('param.cardDataAndPrivateDataBothEmpty', 'cardData和privateData不能同时为空');
  const card = cardOf(dingtalk, app, input.outTrackId);
  const { updateCardDataByKey: byKey, updatePrivateDataByKey: ownByKey } = input.cardUpdateOptions;
  changeCard(dingtalk, card, { data, byKey, own, ownByKey });
  return apiOk({ success: true, result: true });
}

export interface CardChange {
  readonly data: Params | undefined;
  readonly byKey: boolean;
  /** By userid. */
  readonly own: Readonly<Record<string, Params>>;
  readonly ownByKey: boolean;
}

/** Changes the card and draws it anew for everybody who holds it. */
export function changeCard(dingtalk: Dingtalk, card: CardRecord, change: CardChange): void {
  const buttons = dingtalk.templates.find(card.templateId)?.template.buttons ?? [];
  const former = buttons.some(({ shown }) => shown(card.data)) ? { former: card.data } : {};
  redraw(dingtalk, keep(dingtalk, { ...changed(card, change), ...former }));
}

/** Without `…ByKey` the new map takes the place of the old one, and what it leaves out is gone. */
function changed(card: CardRecord, { data, byKey, own, ownByKey }: CardChange): CardRecord {
  const people = Object.entries(own).map(([userid, params]) => [userid, ownByKey ? { ...card.privateData[userid], ...params } : params] as const);
  return {
    ...card,
    data: data === undefined ? card.data : byKey ? { ...card.data, ...data } : data,
    privateData: { ...card.privateData, ...Object.fromEntries(people) },
  };
}

function privateDataOf(dingtalk: Dingtalk, input: Pick<CreateInput, 'privateData' | 'userIdType'>): Record<string, Params> {
  const entries = Object.entries(input.privateData ?? {}).map(([id, map]) => {
    const person = personBy(dingtalk.core.people, id, input.userIdType);
    if (person === undefined) throw bad('param.userIdNotExist', `用户不存在 ${id}`);
    return [person.userid, privateParamsOf(map) ?? {}] as const;
  });
  return Object.fromEntries(entries);
}

type SpaceModels = Pick<CreateInput, 'imRobotOpenSpaceModel' | 'imGroupOpenSpaceModel' | 'imSingleOpenSpaceModel'>;

/** What the chat list and the lock screen show. */
function chatLine(input: SpaceModels): Pick<CardRecord, 'summary' | 'alert'> {
  const model = input.imRobotOpenSpaceModel ?? input.imGroupOpenSpaceModel ?? input.imSingleOpenSpaceModel;
  return { summary: model?.lastMessageI18n?.['ZH_CN'] ?? '', alert: model?.notification?.alertContent ?? '' };
}

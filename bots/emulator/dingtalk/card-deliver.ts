/** One card to one conversation. HTTP 200 and `success:true` hide what happened here: each result says it for itself. */
import type { Dingtalk } from './api.ts';
import { bad } from './answers.ts';
import type { DingtalkApp } from './app.ts';
import type { DeliverInput } from './card-schema.ts';
import { messageIdOf, showCard } from './card-view.ts';
import { conversationOf, opaque, personBy } from './ids.ts';
import type { CardPlace, CardRecord } from './memory.ts';
import type { Space } from './spaces.ts';

interface Delivered {
  /** Absent when the card did not get there, or was there already. */
  readonly place?: CardPlace;
  readonly result: unknown;
}

export function deliverTo(dingtalk: Dingtalk, app: DingtalkApp, card: CardRecord, space: Space, input: DeliverInput): Delivered {
  checkRobot(app, space, input);
  const there = card.places.find(({ spaceType, spaceId }) => spaceType === space.spaceType && spaceId === space.spaceId);
  if (there) return { result: { ...space, success: true, carrierId: there.carrierId, errorMsg: '' } };
  const users = receiversOf(dingtalk, app, space, input);
  if (typeof users === 'string') return { result: { ...space, success: false, carrierId: '', errorMsg: users } };
  const place: CardPlace = { ...space, carrierId: opaque(), users, at: dingtalk.core.clock.now() };
  const dropped = dingtalk.core.faults.take('dingtalk', 'dropMessages', '/v1.0/card/instances/createAndDeliver');
  if (!dropped) showCard(dingtalk, card, place);
  const { carrierId: key, at } = place;
  dingtalk.memory.sent.set(key, { key, clientId: app.clientId, at, users, messageId: messageIdOf(card) });
  return { place, result: { ...space, success: true, carrierId: key, errorMsg: '' } };
}

function checkRobot(app: DingtalkApp, { spaceType }: Space, input: DeliverInput): void {
  const model = spaceType === 'IM_GROUP' ? input.imGroupOpenDeliverModel : input.imRobotOpenDeliverModel;
  const wanted = spaceType === 'IM_GROUP' || model?.robotCode;
  if (wanted && model?.robotCode !== app.robotCode) throw bad('param.openDeliverModelError', 'robotCode错误');
}

/** Userids, or why nobody gets it. */
function receiversOf(dingtalk: Dingtalk, app: DingtalkApp, space: Space, input: DeliverInput): string[] | string {
  const { core, memory } = dingtalk;
  if (space.spaceType === 'IM_ROBOT') {
    const person = personBy(core.people, space.spaceId, input.userIdType);
    if (person === undefined) return 'spaceId is illegal, user not exist';
    const left = core.faults.peek('dingtalk', 'partialDelivery')?.users?.includes(person.userid);
    return left ? 'deliver failed' : [person.userid];
  }
  if (space.spaceType === 'IM_SINGLE') {
    const person = core.people.all('dingtalk').find(({ userid }) => conversationOf(app.clientId, userid) === space.spaceId);
    return person?.active ? [person.userid] : 'openConversationId is illegal';
  }
  const group = memory.groups.get(space.spaceId);
  if (group === undefined) return 'openConversationId is illegal';
  const only = input.imGroupOpenDeliverModel?.recipients;
  return group.users.filter((user) => !only || only.length === 0 || only.includes(user));
}

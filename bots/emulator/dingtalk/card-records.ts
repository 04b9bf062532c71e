/** Cards as the platform keeps them: found by app and track id. */
import { bad } from './answers.ts';
import type { Dingtalk } from './api.ts';
import type { CardRecord } from './memory.ts';

/** A track id belongs to its app. */
export const keyOf = (app: { clientId: string }, outTrackId: string): string => `${app.clientId} ${outTrackId}`;

/** @throws ApiProblem `param.cardNotExist` */
export function cardOf(dingtalk: Dingtalk, app: { clientId: string }, outTrackId: string | undefined): CardRecord {
  if (!outTrackId) throw bad('param.outTrackIdEmpty', 'outTrackId不能为空');
  const card = dingtalk.memory.cards.get(keyOf(app, outTrackId));
  if (card === undefined) throw bad('param.cardNotExist', '卡片不存在');
  return card;
}

/** Remembers the card as it now is. */
export function keep(dingtalk: Dingtalk, card: CardRecord): CardRecord {
  dingtalk.memory.cards.set(keyOf(card, card.outTrackId), card);
  dingtalk.core.touch();
  return card;
}

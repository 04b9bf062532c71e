/** The module's card in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { waitingCard } from './cards.ts';

interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);

export const samples: readonly Sample[] = [
  { name: 'waiting', state: '待处理', card: waitingCard({ refused: 3, unmatched: 1, codes: 2, oldestAt: at('09:32') }, at('10:15')) },
  { name: 'waiting-codes', state: '待处理', card: waitingCard({ refused: 0, unmatched: 0, codes: 1, oldestAt: at('10:14') }, at('10:15')) },
  { name: 'done', state: '已处理', card: waitingCard({ refused: 0, unmatched: 0, codes: 0, oldestAt: null }, at('11:15')) },
];

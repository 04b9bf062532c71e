/** The module's card in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { type SilenceCard, silenceCard } from './cards.ts';

interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);
const silent: SilenceCard = { ward: '心内科一病区', name: '护士站', lastAt: at('10:02'), backAt: null, open: 0 };

export const samples: readonly Sample[] = [
  { name: 'silence', state: '没有响应', card: silenceCard(silent, at('10:06')) },
  { name: 'silence-open', state: '没有响应，有危急值', card: silenceCard({ ...silent, open: 2 }, at('10:06')) },
  { name: 'silence-back', state: '已恢复', card: silenceCard({ ...silent, backAt: at('10:31') }, at('10:40')) },
];

/** The module's card in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { type IncidentCard, incidentCard } from './cards.ts';

interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);
const silent: IncidentCard = { door: 'mllp', name: 'LIS|LAB', kind: 'silent', lastHeardAt: at('09:32'), openedAt: at('10:14'), closedAt: null, seen: 42 * 60, usual: 20 * 60 };
const over = { closedAt: at('10:41'), lastHeardAt: at('10:41') };

export const samples: readonly Sample[] = [
  { name: 'silent', state: '待处理', card: incidentCard(silent, at('10:15')) },
  { name: 'silent-over', state: '已恢复', card: incidentCard({ ...silent, ...over }, at('10:42')) },
  { name: 'slow', state: '待处理', card: incidentCard({ ...silent, kind: 'slow', seen: 3900, usual: 240 }, at('10:15')) },
  { name: 'refusing', state: '待处理', card: incidentCard({ ...silent, door: 'http', name: 'his', kind: 'refusing', seen: 35, usual: 20 }, at('10:15')) },
  { name: 'refusing-over', state: '已恢复', card: incidentCard({ ...silent, ...over, door: 'http', name: 'his', kind: 'refusing', seen: 35, usual: 20 }, at('10:42')) },
];

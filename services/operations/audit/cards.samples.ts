/** The module's card in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { unusualCard } from './cards.ts';
import { unusualRules } from './model.ts';
import type { AlertView } from './schema.ts';

interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);
const alert: AlertView = {
  id: '01990000-0000-7000-8000-0000000000c1', staff: { number: '1101', name: '赵磊', department: '肾内科' }, rule: 'many-patients', sentence: '', day: '2026-11-20',
  firstAt: at('01:40'), lastAt: at('02:05'), count: 34, patients: [], state: 'open', note: null, reviewedBy: null, reviewedAt: null,
};

export const samples: readonly Sample[] = [
  ...unusualRules.map((rule) => ({ name: rule, state: '待处理', card: unusualCard({ ...alert, rule, count: rule === 'many-patients' ? 34 : 3 }, at('02:14')) })),
  { name: 'once', state: '一次', card: unusualCard({ ...alert, rule: 'vip', count: 1, lastAt: alert.firstAt }, at('02:14')) },
  { name: 'explained', state: '已说明', card: unusualCard({ ...alert, state: 'explained', note: '急会诊', reviewedBy: '魏然', reviewedAt: at('08:20') }, at('08:21')) },
  { name: 'followed-up', state: '已跟进', card: unusualCard({ ...alert, state: 'followed-up', note: '已约谈', reviewedBy: '魏然', reviewedAt: at('08:20') }, at('08:21')) },
];

/** The module's card in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { type AskedPicture, askedCard } from './cards.ts';

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);

const asked: AskedPicture = {
  id: '01990000-0000-7000-8000-0000000000c1', type: '普通会诊', who: '心血管内科 李静', purpose: '慢性肾脏病，血钾反复升高，请协助评估是否透析', requestedAt: at('09:20'), plannedAt: at('15:00'), state: 'requested', own: undefined,
  patient: { name: '王德顺', sex: 'M', birthDate: new Date('1959-03-12T00:00:00+08:00'), bed: '12', ward: '心内科一病区' },
};

const drawn = (state: string, more: Partial<AskedPicture>): { readonly name: string; readonly state: string; readonly card: Card } => ({ name: 'consultation-answers.asked', state, card: askedCard({ ...asked, ...more }, at('10:05')) });

export const samples = [
  drawn('new', {}),
  drawn('urgent', { type: '急会诊', plannedAt: null }),
  drawn('written, not signed', { own: { state: 'written', settledAt: null } }),
  drawn('on its way', { own: { state: 'sending', settledAt: null } }),
  drawn('taken by the hospital', { own: { state: 'accepted', settledAt: at('10:04') } }),
  drawn('not taken', { own: { state: 'refused', settledAt: at('10:04') } }),
  drawn('not delivered', { own: { state: 'failed', settledAt: null } }),
  drawn('answered by others', { state: 'done' }),
  drawn('cancelled', { state: 'cancelled' }),
];

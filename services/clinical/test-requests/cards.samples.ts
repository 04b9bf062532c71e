/** The module's card in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { type RequestPicture, requestCard } from './cards.ts';

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);

const request: RequestPicture = {
  patientId: '01990000-0000-7000-8000-0000000000d1', item: '电解质', urgent: false, askedAt: at('09:20'), state: 'refused', withdrawal: undefined,
  patient: { name: '王德顺', sex: 'M', birthDate: new Date('1959-03-12T00:00:00+08:00'), bed: '12', ward: '心内科一病区' },
};

const drawn = (state: string, more: Partial<RequestPicture>): { readonly name: string; readonly state: string; readonly card: Card } => ({ name: 'test-requests.trouble', state, card: requestCard({ ...request, ...more }, at('10:05')) });

export const samples = [
  drawn('not taken', {}),
  drawn('urgent, not delivered', { urgent: true, state: 'failed' }),
  drawn('sent again', { state: 'sending' }),
  drawn('taken after all', { state: 'accepted' }),
  drawn('not given back', { state: 'accepted', withdrawal: 'refused' }),
  drawn('taken back', { state: 'withdrawn', withdrawal: 'done' }),
];

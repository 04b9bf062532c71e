/** How a consultation is written. */
import { bedWords } from '../../../../cards/people.ts';
import type { AnswerView } from '../../../../services/clinical/consultation-answers/schema.ts';
import type { ConsultationView } from '../../../../services/shared/consultations/schema.ts';

export const stateTones: Readonly<Record<ConsultationView['state'], 'act' | 'warn' | 'ok' | 'past'>> = { requested: 'warn', accepted: 'act', done: 'ok', cancelled: 'past', refused: 'past' };

export const answerTones: Readonly<Record<AnswerView['state'], 'act' | 'warn' | 'ok'>> = { written: 'act', sending: 'act', accepted: 'ok', refused: 'warn', failed: 'warn' };

export const isUrgent = ({ type }: Pick<ConsultationView, 'type'>): boolean => /急/u.test(type ?? '');

export const whoIs = ({ bed, patient, sex, age }: Pick<ConsultationView, 'bed' | 'patient' | 'sex' | 'age'>): string => [bedWords(bed), patient || '—', sex, age].filter(Boolean).join(' ');

/** `心内科 李静 → 肾内科 赵磊、呼吸科` */
export function wayOf({ department, requestedBy, invited }: Pick<ConsultationView, 'department' | 'requestedBy' | 'invited'>): string {
  const asks = [department, requestedBy?.name].filter(Boolean).join(' ');
  const asked = invited.map((each) => [each.department, each.staff?.name].filter(Boolean).join(' ')).filter(Boolean).join('、');
  return [asks, asked].filter(Boolean).join(' → ');
}

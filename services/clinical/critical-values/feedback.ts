/** The answer to the laboratory, from the state. Pure; the same state gives the same message. */
import type { Feedback } from '../../links/hl7/feedback.ts';
import type { CriticalValue } from './model.ts';
import { disposalWords } from './phrases.ts';
import type { Source } from './source.ts';

const when = (at: Date): string => at.toISOString();
const who = ({ number, name }: { number: string; name: string }) => ({ number, name });

export function feedbackOf(value: CriticalValue, { application, facility, controlId, ...source }: Source): Feedback | undefined {
  const { acknowledged, disposal, signature, measured } = value;
  if (acknowledged === null) return undefined;
  const { orderingDoctor: _ordering, ...order } = source;
  return {
    ...order,
    id: `critical-values:${value.id}:${value.clinical === 'disposed' ? 'disposed' : 'signed'}${value.reopened.length === 0 ? '' : `:${value.reopened.length}`}`,
    at: when(signature?.at ?? disposal?.at ?? acknowledged.at),
    source: { application, facility, controlId },
    value: measured.sent,
    ...(measured.unitSent === '' ? {} : { unit: measured.unitSent }),
    acknowledged: { by: who(acknowledged.by), at: when(acknowledged.at) },
    ...(disposal === null ? {} : { disposal: { by: who(disposal.by), at: when(disposal.actionAt), text: disposalWords(disposal) } }),
    ...(signature === null ? {} : { signature: { reference: signature.ref, by: who(signature.by), at: when(signature.at) } }),
  };
}

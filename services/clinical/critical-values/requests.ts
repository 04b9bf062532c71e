/** What the hospital's own systems are asked because of a value, from the state; the same state asks the same. Pure. */
import { calledBy } from '../../../cards/people.ts';
import { stamp } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { Command } from '../../links/contract/port.ts';
import { factLine, limitWords } from './cards.facts.ts';
import { type CriticalValue, type RequestKind, requestKinds } from './model.ts';
import { choiceWords, disposalWords, nursingWords, recordWords } from './phrases.ts';
import type { Source } from './source.ts';
import type { HospitalWords } from './words.ts';

/** Of a command: the same for every repeat, another one after it was opened again. */
export const keyOf = ({ id, reopened }: Pick<CriticalValue, 'id' | 'reopened'>, what: RequestKind): string => `critical-values:${id}:${what}${reopened.length === 0 ? '' : `:${reopened.length}`}`;

export function idOfKey(key: string): { readonly id: string; readonly what: RequestKind } | undefined {
  const [module, id, what] = key.split(':');
  const found = requestKinds.find((kind) => kind === what);
  return module === 'critical-values' && id !== undefined && found !== undefined ? { id, what: found } : undefined;
}

/** `undefined`: nothing was disposed of, or the laboratory's own numbers are not known. */
export function commandOf(value: CriticalValue, what: RequestKind, source: Pick<Source, 'patientIds' | 'placer' | 'filler' | 'item'> & { readonly visit?: string | undefined }, words: HospitalWords): Command | undefined {
  const { disposal, signature } = value;
  const { patientIds, filler, placer, item, visit } = source;
  if (disposal === null) return undefined;
  const actor = { number: disposal.by.number, name: disposal.by.name };
  const about = { key: keyOf(value, what), at: disposal.at.toISOString(), actor };
  if (what === 'recheck') {
    const order = filler ?? placer;
    return order === undefined ? undefined : { ...about, kind: 'request-recheck', reason: disposal.note === '' ? choiceWords['specimen-doubtful'] : disposal.note, data: { patientIds, order, item } };
  }
  if (patientIds.length === 0) return undefined;
  const { type, title } = words.record;
  return {
    ...about,
    kind: 'write-document',
    data: {
      patientIds, ...(visit !== undefined && { visit }), type, title, text: paragraphOf(value, words), writtenAt: (signature?.at ?? disposal.at).toISOString(),
      ...(signature !== null && { signature: { reference: signature.ref, by: { number: signature.by.number, name: signature.by.name }, at: signature.at.toISOString() } }),
    },
  };
}

const minute = (at: Date): string => stamp(at).slice(0, 16);

/** The paragraph of the course record, in the hospital's words; times to the minute, as the rules of records want them. */
export function paragraphOf(value: CriticalValue, { record }: HospitalWords): string {
  const { acknowledged, disposal, nursing, receivedAt } = value;
  const limit = limitWords(value);
  return fill(record.text, {
    received: minute(receivedAt),
    fact: factLine(value),
    limit: limit === '' ? '' : fill(recordWords.limit, { limit }),
    acknowledged: acknowledged === null ? '' : minute(acknowledged.at),
    doctor: acknowledged === null ? '' : calledBy(acknowledged.by),
    readBack: acknowledged?.readBack === null || acknowledged === null ? '' : recordWords.readBack,
    relay: value.relays.flatMap(({ to, ended }) => (ended?.how === 'taken' ? [fill(recordWords.relay, { at: minute(ended.at), who: calledBy(to) })] : [])).join(''),
    done: disposal === null ? '' : minute(disposal.actionAt),
    disposal: disposal === null ? '' : disposalWords({ ...disposal, late: false }),
    nursing: nursing.length === 0 ? '' : fill(recordWords.nursing, { what: nursing.map((part) => `${minute(part.actionAt)} ${nursingWords({ ...part, late: false })}`).join('；') }),
    late: disposal?.late === true ? recordWords.late : '',
  });
}

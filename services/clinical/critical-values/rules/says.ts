/** A report in sentences: which of the findings the set asks for it says. Each finding is judged by the limit that fits the patient. */
import type { Finding, Limit, ThresholdItem, ThresholdSet } from '../limits.ts';
import type { DecidingLimit, Note } from '../model.ts';
import { type Choice, type PatientFacts, chooseAmong } from './match.ts';
import { mentionOf, numbersBehind } from './mentions.ts';
import type { LabResult } from './verdict.ts';

export interface Said {
  readonly limit: Limit;
  readonly choice: Choice;
  readonly name: string;
  readonly deciding: DecidingLimit;
  readonly notes: readonly Note[];
}

/** In the order of the set. `excluded`: what would have been said, but spares this patient. */
export function findingsOf(result: LabResult, patient: PatientFacts, item: ThresholdItem, set: ThresholdSet, at: Date): { readonly said: readonly Said[]; readonly excluded: Limit | undefined; readonly denied: boolean } {
  const limits = set.limits.filter((limit) => limit.item === item.code);
  const choices = [...Map.groupBy(limits, ({ says }) => says?.name ?? '').values()].map((of) => chooseAmong(set, of, patient, at, { specimen: 'unknown', pointOfCare: result.pointOfCare }));
  const heard = choices.flatMap((choice) => (choice.kind === 'none' || choice.limit.says === undefined ? [] : [{ choice, heard: hear(result, choice.limit, choice.limit.says) }]));
  const said = heard.flatMap(({ choice, heard: { mention, words } }) => {
    if (choice.kind !== 'limit' || (mention !== 'said' && mention !== 'uncertain')) return [];
    const { limit, choice: why } = choice;
    return [{ limit, choice: why, name: `${item.name}：${words}`, deciding: { limitId: limit.id, unit: limit.unit ?? '', low: limit.low, high: limit.high, ...why }, notes: mention === 'uncertain' ? (['uncertain'] as const) : [] }];
  });
  const spared = heard.find(({ choice, heard: { mention } }) => choice.kind === 'excluded' && (mention === 'said' || mention === 'uncertain'))?.choice;
  return { said, excluded: spared?.kind === 'excluded' ? spared.limit : undefined, denied: heard.some(({ heard: { mention } }) => mention === 'denied') };
}

interface Heard {
  readonly mention: 'said' | 'uncertain' | 'denied' | undefined;
  readonly words: string;
}

function hear(result: LabResult, limit: Limit, { name, words, codes, measured }: Finding): Heard {
  if (result.valueCodes.some((code) => codes.includes(code))) return { mention: 'said', words: name };
  if (measured !== true) return { mention: mentionOf(result.value, words), words: name };
  const past = numbersBehind(result.value, words).find(({ value, unit }) => unit === limit.unit && ((limit.low !== null && value <= limit.low) || (limit.high !== null && value >= limit.high)));
  return past === undefined ? { mention: undefined, words: name } : { mention: 'said', words: `${name} ${past.value} ${past.unit === 's' ? '秒' : '次/分'}` };
}

/** One result of a listed item, on its own: past its limit, not past it, or not to be told. No history, no flags. */
import type { DecidingLimit, Direction, Note } from '../model.ts';
import type { Limit, ThresholdItem, ThresholdSet } from '../limits.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';
import { readFinding, saysHaemolysed, saysNoResult } from './findings.ts';
import type { PatientFacts } from './match.ts';
import { chooseLimit, specimenOf } from './match.ts';
import type { NumberReading } from './reading.ts';
import { readValue } from './reading.ts';
import { fitsSpecimen } from './specimen.ts';
import type { LabResult, NotCriticalReason, NotJudgedReason } from './verdict.ts';

interface Seen {
  readonly notes: readonly Note[];
  readonly limit?: Limit;
  readonly value?: number | null;
}

export type Assessment =
  | (Seen & { readonly kind: 'critical'; readonly direction: Direction; readonly deciding: DecidingLimit })
  | (Seen & { readonly kind: 'not-critical'; readonly reason: NotCriticalReason })
  | (Seen & { readonly kind: 'not-judged'; readonly reason: NotJudgedReason });

/** `at`: when the specimen was taken, for the age of a newborn. */
export function assess(result: LabResult, patient: PatientFacts, item: ThresholdItem, set: ThresholdSet, at: Date): Assessment {
  const choice = chooseLimit(set, item, patient, at);
  if (choice.kind === 'none') return { kind: 'not-critical', reason: 'no-limit-for-patient', notes: [] };
  if (choice.kind === 'excluded') return { kind: 'not-critical', reason: 'excluded-patient', limit: choice.limit, notes: [] };

  const { specimen, fromCode } = specimenOf(item, result.codes, result.specimen);
  const fits = fitsSpecimen(item.specimen, specimen);
  const { limit } = choice;
  if (fits === 'no') return { kind: 'not-critical', reason: 'wrong-specimen', limit, notes: [] };

  if (result.unreadable !== null) return { kind: 'not-judged', reason: 'value-not-understood', limit, notes: [] };
  const found = item.reading === 'number' ? assessNumber(result, item, limit) : assessFinding(result, item.reading, limit);
  // Only what would have alerted needs its specimen: a normal gas of unnamed origin troubles nobody.
  if (fits === 'unsure' && found.kind === 'critical') return { ...found, kind: 'not-judged', reason: 'specimen-unknown' };
  const notes = [...found.notes, ...about(result, item, choice.ageUnknown, fromCode)];
  return { ...found, notes: found.kind === 'critical' ? notes : [] };
}

function assessNumber(result: LabResult, item: ThresholdItem, limit: Limit): Assessment {
  const reading = readValue(result.valueType, result.value);
  if (reading.kind === 'empty') return empty(result, limit);
  if (reading.kind === 'text') return words(reading.text, limit);
  const comparison = compare({ reading, unit: result.unit, referenceRange: result.referenceRange }, item, limit);
  return fromComparison(comparison, reading, item, limit);
}

function fromComparison(comparison: Comparison, reading: NumberReading, item: ThresholdItem, limit: Limit): Assessment {
  if (comparison.kind === 'trouble') return { kind: 'not-judged', reason: comparison.reason, limit, notes: [] };
  const seen = { limit, value: comparison.value };
  if (comparison.kind === 'within') return { ...seen, kind: 'not-critical', reason: 'within-limits', notes: [] };
  const notes: Note[] = reading.min === reading.max ? [] : ['comparator'];
  const deciding = { limitId: limit.id, unit: item.unit, low: limit.low, high: comparison.high };
  return { ...seen, kind: 'critical', direction: comparison.direction, deciding, notes };
}

/** An empty value with a comment: the laboratory has put the result, or why there is none, in words. */
function empty(result: LabResult, limit: Limit): Assessment {
  const told = result.notes.filter((note) => note.trim() !== '');
  if (told.length === 0) return { kind: 'not-critical', reason: 'no-result', limit, notes: [] };
  return { kind: 'not-judged', reason: saysHaemolysed(told) ? 'haemolysed' : 'value-in-note', limit, notes: [] };
}

function words(text: string, limit: Limit): Assessment {
  if (saysHaemolysed([text])) return { kind: 'not-judged', reason: 'haemolysed', limit, notes: [] };
  if (saysNoResult(text)) return { kind: 'not-critical', reason: 'no-result', limit, notes: [] };
  return { kind: 'not-judged', reason: 'value-not-understood', limit, notes: [] };
}

function assessFinding(result: LabResult, reading: 'culture' | 'finding', limit: Limit): Assessment {
  if (result.value.trim() === '') return empty(result, limit);
  if (saysNoResult(result.value)) return { kind: 'not-critical', reason: 'no-result', limit, notes: [] };
  const found = readFinding(result.value, reading);
  if (found === 'unknown') return { kind: 'not-judged', reason: 'value-not-understood', limit, notes: [] };
  if (found !== 'positive') return { kind: 'not-critical', reason: found, limit, notes: [] };
  const deciding = { limitId: limit.id, unit: '', low: null, high: null };
  return { kind: 'critical', direction: 'text', deciding, limit, notes: [] };
}

/**
 * A haemolysed specimen does not silence a critical value: real hyperkalaemia hides behind "溶血" too. It is told with
 * a note to repeat the test.
 */
function about(result: LabResult, item: ThresholdItem, ageUnknown: boolean, fromCode: boolean): readonly Note[] {
  const notes: Note[] = [];
  if (item.reading === 'number' && saysHaemolysed(result.notes)) notes.push('haemolysed');
  if (fromCode && item.specimen === 'arterial') notes.push('specimen-from-code');
  if (ageUnknown) notes.push('age-unknown');
  if (result.unit.trim() === '' && item.unitWhenAbsent !== undefined) notes.push('unit-assumed');
  return notes;
}

/** One result of a listed item, on its own: past its limit, not past it, or not to be told. No history, no flags. */
import type { DecidingLimit, Direction, Note } from '../model.ts';
import type { Limit, ThresholdItem, ThresholdSet } from '../limits.ts';
import type { Comparison } from './compare.ts';
import { boundsOf, compare, pointOf } from './compare.ts';
import { jumpOf } from './delta.ts';
import { readFinding, saysHaemolysed, saysNoResult } from './findings.ts';
import type { Choice, PatientFacts } from './match.ts';
import { chooseLimit, specimenOf } from './match.ts';
import type { NumberReading } from './reading.ts';
import { beyondRange, readValue } from './reading.ts';
import { findingsOf } from './says.ts';
import { fitsSpecimen } from './specimen.ts';
import type { Before, LabResult, NotCriticalReason, NotJudgedReason } from './verdict.ts';

interface Seen {
  readonly notes: readonly Note[];
  readonly limit?: Limit;
  readonly choice?: Choice;
  readonly value?: number | null;
}

/** What would be told. Of a report in sentences there may be several, the first of the set first. */
export interface CriticalAssessment extends Seen {
  readonly kind: 'critical';
  readonly direction: Direction;
  readonly deciding: DecidingLimit;
  /** A finding of a report in sentences, as an item of its own. */
  readonly finding?: { readonly code: string; readonly name: string };
  readonly others?: readonly CriticalAssessment[];
}

export type Assessment =
  | CriticalAssessment
  | (Seen & { readonly kind: 'not-critical'; readonly reason: NotCriticalReason })
  | (Seen & { readonly kind: 'not-judged'; readonly reason: NotJudgedReason });

/** `at`: when the specimen was taken, for the age of a newborn. `before`: earlier values of the item, for jumps. */
export function assess(result: LabResult, patient: PatientFacts, item: ThresholdItem, set: ThresholdSet, at: Date, before: readonly Before[] = []): Assessment {
  if (item.reading === 'text') return assessText(result, patient, item, set, at);
  const { specimen, fromCode } = specimenOf(item, result.codes, result.specimen);
  const chosen = chooseLimit(set, item, patient, at, { specimen, pointOfCare: result.pointOfCare });
  if (chosen.kind === 'none') return { kind: 'not-critical', reason: 'no-limit-for-patient', notes: [] };
  const { limit, choice } = chosen;
  if (chosen.kind === 'excluded') return { kind: 'not-critical', reason: 'excluded-patient', limit, choice, notes: [] };

  const fits = fitsSpecimen(item.specimen, specimen);
  if (fits === 'no') return { kind: 'not-critical', reason: 'wrong-specimen', limit, choice, notes: [] };

  if (result.unreadable !== null) return { kind: 'not-judged', reason: 'value-not-understood', limit, choice, notes: [] };
  const found = item.reading === 'number' ? assessNumber(result, item, limit, at, before) : assessFinding(result, item.reading, limit);
  // Only what would have alerted needs its specimen: a normal gas of unnamed origin troubles nobody.
  if (fits === 'unsure' && found.kind === 'critical') return { kind: 'not-judged', reason: 'specimen-unknown', limit, choice, value: found.value ?? null, notes: [] };
  if (found.kind !== 'critical') return { ...found, choice, notes: [] };
  return { ...found, choice, deciding: { ...found.deciding, ...choice }, notes: [...found.notes, ...about(result, item, chosen.ageUnknown, fromCode)] };
}

function assessNumber(result: LabResult, item: ThresholdItem, limit: Limit, at: Date, before: readonly Before[]): Assessment {
  const reading = readValue(result.valueType, result.value);
  if (reading.kind === 'empty') return empty(result, limit);
  if (reading.kind === 'text') return beyond(result, item, limit) ?? words(reading.text, limit);
  const sent = { reading, unit: result.unit, referenceRange: result.referenceRange };
  const found = fromComparison(compare(sent, item, limit), reading, item, limit);
  if (found.kind !== 'not-critical') return found;
  const value = pointOf(sent, item);
  const jump = jumpOf(limit, value, result, at, before);
  if (jump === undefined) return found;
  return { kind: 'critical', direction: jump.direction, deciding: { limitId: limit.id, unit: item.unit, ...boundsOf(item, limit), from: jump.from }, limit, value: value ?? null, notes: ['jump'] };
}

/** `HI` of a meter is above all it can measure, and so above any limit a hospital would set for it; `LO` the same below. */
function beyond(result: LabResult, item: ThresholdItem, limit: Limit): Assessment | undefined {
  const side = beyondRange(result.value);
  if (side === undefined) return undefined;
  const { low, high } = boundsOf(item, limit);
  const isPast = side === 'above' ? high !== null || limit.reference !== null : low !== null;
  if (!isPast) return { kind: 'not-critical', reason: 'within-limits', limit, notes: [] };
  return { kind: 'critical', direction: side === 'above' ? 'high' : 'low', deciding: { limitId: limit.id, unit: item.unit, low, high }, limit, value: null, notes: ['beyond-range'] };
}

/** Each finding by the limit that is for this patient; what is told is the first that is no repeat. */
function assessText(result: LabResult, patient: PatientFacts, item: ThresholdItem, set: ThresholdSet, at: Date): Assessment {
  if (result.unreadable !== null) return { kind: 'not-judged', reason: 'value-not-understood', notes: [] };
  const { said, excluded, denied } = findingsOf(result, patient, item, set, at);
  const all = said.map(({ limit, choice, name, deciding, notes }): CriticalAssessment => ({ kind: 'critical', direction: 'text', deciding, limit, choice, value: null, notes, finding: { code: limit.id, name } }));
  const [first, ...others] = all;
  if (first !== undefined) return { ...first, others };
  if (excluded !== undefined) return { kind: 'not-critical', reason: 'excluded-patient', limit: excluded, notes: [] };
  return { kind: 'not-critical', reason: denied ? 'negative' : 'no-finding', notes: [] };
}

function fromComparison(comparison: Comparison, reading: NumberReading, item: ThresholdItem, limit: Limit): Assessment {
  if (comparison.kind === 'trouble') return { kind: 'not-judged', reason: comparison.reason, limit, notes: [] };
  const seen = { limit, value: comparison.value };
  if (comparison.kind === 'within') return { ...seen, kind: 'not-critical', reason: 'within-limits', notes: [] };
  const notes: Note[] = reading.min === reading.max ? [] : ['comparator'];
  const deciding = { limitId: limit.id, unit: item.unit, low: boundsOf(item, limit).low, high: comparison.high };
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
  if (result.pointOfCare) notes.push('point-of-care');
  if (result.unit.trim() === '' && item.unitWhenAbsent !== undefined) notes.push('unit-assumed');
  return notes;
}

/** Opening an alert from a verdict, and what a later version of its result does to it. */
import { shortMoment } from '../../../../cards/words.ts';
import type { CancelReason, Correction, CriticalValue, Person, PreviousValue, Way } from '../model.ts';
import type { Change } from './change.ts';
import { canBecome } from './change.ts';
import type { Critical, LabResult, NotCritical, NotJudged } from './verdict.ts';
import type { NewFact } from '../facts.ts';
import { refuse } from './refuse.ts';

export interface OpeningPlace {
  readonly id: string;
  readonly patientId: string;
  readonly visitId: string | null;
  readonly departmentCode: string | null;
  readonly wardCode: string | null;
  readonly previous: PreviousValue | null;
  readonly way: Way;
}

/** The first step of the ladder is due at once. */
export function open(verdict: Critical, result: LabResult, place: OpeningPlace, now: Date): Change {
  const { patientId, visitId } = place;
  const { direction, limit, setVersion, notes, corrects, item } = verdict;
  const value: CriticalValue = {
    ...place,
    itemCode: item.code,
    itemName: item.name,
    measured: {
      resultId: result.id,
      resultKey: result.key,
      sent: result.value,
      unitSent: result.unit,
      value: verdict.value,
      unit: item.unit,
      referenceRange: result.referenceRange,
      flags: result.flags,
      specimen: result.specimen,
    },
    direction, limit, setVersion, notes, corrects,
    observedAt: result.observedAt,
    resultedAt: result.resultedAt,
    receivedAt: result.receivedAt,
    openedAt: now,
    turned: [], lostAt: null,
    clinical: 'open',
    feedback: { state: 'none', since: now, nextAt: null, failures: 0, failure: '' },
    acknowledged: null, disposal: null, remindedAt: null, signature: null, closedAt: null, cancelled: null, correction: null,
    escalation: { step: 0, stepAt: null, nextAt: now, told: [] },
    declined: [], relays: [], nursing: [], reopened: [], requests: {}, calls: [], reportedBy: null, recordRemindedAt: null,
  };
  const data = { patientId, visitId, itemCode: item.code, direction, setVersion, limitId: verdict.limitId, resultId: result.id, corrects };
  return { value, facts: [{ name: 'critical-values.opened', data }] };
}

/** For the laboratory's triage list. */
export function notJudged(verdict: NotJudged, result: LabResult, patientId: string): NewFact {
  const { itemCode, reason, setVersion } = verdict;
  return { name: 'critical-values.not-judged', data: { resultId: result.id, patientId, itemCode, reason, setVersion } };
}

/** On the timeline of the alert it repeats; `undefined` for everything that is no repeat. */
export function repeated(verdict: NotCritical, result: LabResult): { readonly of: string; readonly fact: NewFact } | undefined {
  if (verdict.reason !== 'repeat' || verdict.of === null) return undefined;
  return { of: verdict.of, fact: { name: 'critical-values.repeated', data: { resultId: result.id } } };
}

/**
 * A later version of the result. Both values are kept, everybody who was told the first is told again. What nobody has
 * acted on yet ends here; what was already disposed of goes on to its signature, because something was done.
 */
export function correct(value: CriticalValue, by: Omit<Correction, 'at'>, now: Date): Change {
  if (value.correction !== null) {
    throw refuse('critical-values.already-corrected', { at: shortMoment(value.correction.at, now) });
  }
  const { resultId, outcome, successor } = by;
  const facts: NewFact[] = [{ name: 'critical-values.corrected', data: { resultId, outcome, successor, tell: everybodyTold(value) } }];
  const corrected: CriticalValue = { ...value, correction: { ...by, at: now } };
  if (!canBecome(value.clinical, 'cancelled')) return { value: corrected, facts };

  const reason: CancelReason = ({ critical: 'superseded', 'not-critical': 'corrected', withdrawn: 'lab-withdrew' } as const)[outcome];
  facts.push({ name: 'critical-values.cancelled', data: { by: 'link:lis', reason, note: '' } });
  return {
    value: {
      ...corrected,
      clinical: 'cancelled',
      cancelled: { by: 'link:lis', at: now, reason, note: '' },
      escalation: { ...value.escalation, nextAt: null },
    },
    facts,
  };
}

/** Once each: the ladder's people and whoever took it. */
export function everybodyTold(value: CriticalValue): readonly Person[] {
  const people = new Map(value.escalation.told.flatMap(({ people }) => people).map((person) => [person.number, person]));
  for (const person of [value.acknowledged?.by, value.disposal?.by]) {
    if (person !== undefined) people.set(person.number, person);
  }
  return [...people.values()];
}

/** What a rule that changes something answers: the new state and what to write on the timeline. */
import type { Refusal } from '../../../core/errors.ts';
import { calledBy } from '../../../../cards/people.ts';
import { shortMoment } from '../../../../cards/words.ts';
import type { NewFact } from '../facts.ts';
import type { ClinicalState, CriticalValue, Person } from '../model.ts';
import { clinicalTransitions } from '../model.ts';
import { refuse } from './refuse.ts';

export interface Change {
  readonly value: CriticalValue;
  readonly facts: readonly NewFact[];
}

/** True where the transition table has the step. */
export function canBecome(from: ClinicalState, to: ClinicalState): boolean {
  return clinicalTransitions[from].includes(to);
}

type FirstCode = `critical-values.already-${'acknowledged' | 'acknowledged-by-you' | 'disposed' | 'signed'}` | 'critical-values.relayed-away';

const CORRECTED = {
  'critical': 'critical-values.corrected-critical',
  'not-critical': 'critical-values.corrected-not-critical',
  'withdrawn': 'critical-values.corrected-withdrawn',
} as const;

/** A refusal that names who was first and when, in the words the sentence needs. */
export function refuseFor(code: FirstCode, first: { readonly by: Person; readonly at: Date }, now: Date): Refusal {
  return refuse(code, { who: calledBy(first.by), at: shortMoment(first.at, now) });
}

/** What has ended for everybody: cancelled or corrected. Says which, so that nobody treats a withdrawn value. */
export function refuseEnded(value: CriticalValue, now: Date): Refusal | undefined {
  if (value.cancelled === null) return undefined;
  const at = shortMoment(value.cancelled.at, now);
  if (value.correction === null) return refuse('critical-values.cancelled', { at });
  return refuse(CORRECTED[value.correction.outcome], { at });
}

/** When this round of it began: opened, opened again by the laboratory, or the patient admitted or discharged. */
export function beganAt({ openedAt, reopened, turned }: Pick<CriticalValue, 'openedAt' | 'reopened' | 'turned'>): Date {
  const [again, turnedAt] = [reopened.at(-1)?.at ?? openedAt, turned.at(-1)];
  return turnedAt !== undefined && turnedAt > again ? turnedAt : again;
}

/** Whom the ladder told since then. */
export function toldNow(value: CriticalValue): CriticalValue['escalation']['told'] {
  const began = beganAt(value);
  return value.reopened.length + value.turned.length === 0 ? value.escalation.told : value.escalation.told.filter(({ at }) => at >= began);
}

export function seconds(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}

export function plusMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

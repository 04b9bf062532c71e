/**
 * The answer owed to the laboratory, on an axis of its own, and closing when both axes are done. Sending the same
 * answer again is harmless: it carries the same key.
 */
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Feedback, FeedbackState } from '../model.ts';
import { feedbackTransitions } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import type { Change } from './change.ts';
import { canBecome, plusMinutes, seconds } from './change.ts';
import { refuse } from './refuse.ts';

const FIRST_PAUSE_MINUTES = 0.5;
const LONGEST_PAUSE_MINUTES = 15;

/** What was reported by hand is no record of the laboratory's system: there is nothing it could be an answer to. */
const wantsAnswer = ({ reportedBy }: CriticalValue, { feedback }: ProcessSettings): boolean => feedback && reportedBy === null;

/** From the moment the laboratory may have its answer. */
export function owe(change: Change, settings: ProcessSettings, now: Date): Change {
  if (!wantsAnswer(change.value, settings) || change.value.feedback.state !== 'none') return change;
  return step(change.value, 'owed', { nextAt: now }, now, [...change.facts, { name: 'critical-values.feedback-owed', data: {} }]);
}

/** Owed, failed and waited, or sent and never receipted. Asking twice or late is harmless. */
export function feedbackDue(value: CriticalValue, now: Date): boolean {
  return value.feedback.nextAt !== null && value.feedback.nextAt <= now;
}

export function feedbackSent(value: CriticalValue, settings: ProcessSettings, now: Date): Change {
  const attempt = value.feedback.failures + 1;
  const facts: NewFact[] = [{ name: 'critical-values.feedback-sent', data: { attempt } }];
  return step(value, 'sent', { nextAt: plusMinutes(now, settings.feedbackMinutes) }, now, facts);
}

export function feedbackAccepted(value: CriticalValue, now: Date): Change {
  const facts: NewFact[] = [{ name: 'critical-values.feedback-accepted', data: {} }];
  return step(value, 'accepted', { nextAt: null }, now, facts);
}

/** `code` is the link's own; tried again after a pause that doubles to a quarter of an hour and never ends. */
export function feedbackFailed(value: CriticalValue, code: string, now: Date): Change {
  const failures = value.feedback.failures + 1;
  const pause = Math.min(FIRST_PAUSE_MINUTES * 2 ** (failures - 1), LONGEST_PAUSE_MINUTES);
  const facts: NewFact[] = [{ name: 'critical-values.feedback-failed', data: { failures, code } }];
  return step(value, 'failed', { nextAt: plusMinutes(now, pause), failures, failure: code }, now, facts);
}

/** Both axes are done, as far as this hospital wants them. */
export function closable(value: CriticalValue, settings: ProcessSettings): boolean {
  const clinical = value.clinical === 'signed' || (value.clinical === 'disposed' && !settings.signature);
  const answered = value.feedback.state === 'accepted' || (value.feedback.state === 'none' && !wantsAnswer(value, settings));
  return clinical && answered;
}

export function close(value: CriticalValue, settings: ProcessSettings, now: Date): Change {
  if (value.clinical === 'closed') throw refuse('critical-values.already-closed');
  if (!canBecome(value.clinical, 'closed') || (settings.signature && value.clinical === 'disposed')) {
    throw refuse('critical-values.not-signed');
  }
  if (!closable(value, settings)) throw refuse('critical-values.feedback-missing');
  return {
    value: { ...value, clinical: 'closed', closedAt: now },
    facts: [{ name: 'critical-values.closed', data: { seconds: seconds(value.openedAt, now) } }],
  };
}

function step(value: CriticalValue, to: FeedbackState, change: Partial<Feedback>, now: Date, facts: readonly NewFact[]): Change {
  if (!feedbackTransitions[value.feedback.state].includes(to)) {
    throw refuse('critical-values.feedback-not-now', { state: value.feedback.state });
  }
  return { value: { ...value, feedback: { ...value.feedback, ...change, state: to, since: now } }, facts };
}

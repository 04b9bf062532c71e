/** Somebody who was told does not take it: it is somebody else's, or cannot be done now. The ladder never waits for that. */
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Declined, DeclineKind, DeclineReason, Person } from '../model.ts';
import type { Ladder } from '../model.process.ts';
import { type Change, beganAt, refuseEnded, refuseFor, toldNow } from './change.ts';
import { takers } from './parallel.ts';
import { inHandsOf } from './relay.ts';
import { refuse } from './refuse.ts';

export interface DeclineInput {
  readonly by: Person;
  readonly kind: DeclineKind;
  readonly reason: DeclineReason | null;
  readonly note: string;
  /** Whose it is; told at once, at the same step and without more time. */
  readonly to: Person | null;
}

/**
 * With somebody to pass it to, that person is told and the ladder keeps its time; without, the next step is due now. The
 * last step has no next one and keeps its own pace.
 */
export function decline(value: CriticalValue, { by, kind, reason, note: said, to }: DeclineInput, ladder: Ladder, now: Date): Change {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  const holder = inHandsOf(value);
  if (holder !== null) throw refuseFor(holder.by.number === by.number ? 'critical-values.already-acknowledged-by-you' : 'critical-values.already-acknowledged', holder, now);
  const note = said.trim();
  if ((kind === 'cannot-now' && reason === null) || (reason === 'other' && note === '')) throw refuse('critical-values.decline-reason-missing', {}, 422);
  if (declinedNow(value, by.number) !== undefined) throw refuse('critical-values.already-declined');
  if (to !== null) checkReceiver(value, by, to);

  const step = Math.max(1, value.escalation.step);
  const declined: readonly Declined[] = [...value.declined, { by, at: now, kind, reason, note, to }];
  const facts: NewFact[] = [{ name: 'critical-values.declined', data: { step, by, kind, reason, to } }];
  const last = toldNow(value).at(-1);
  if (to !== null) {
    const [duty, round] = [last?.duty ?? 'responsible-doctor', last?.round ?? 0];
    facts.push({ name: 'critical-values.told', data: { step, duty, round, people: [to] } });
    const told = [...value.escalation.told, { step, duty, at: now, people: [to], round }];
    return { value: { ...value, declined, escalation: { ...value.escalation, told } }, facts };
  }
  const after = { ...value, declined };
  const waits = toldNow(after).some((each) => each.step === step && takers(each.people, each.duty).some(({ number }) => declinedNow(after, number) === undefined));
  const nextAt = waits || step >= ladder.steps.length ? value.escalation.nextAt : now;
  return { value: { ...after, escalation: { ...value.escalation, nextAt } }, facts };
}

function checkReceiver(value: CriticalValue, by: Person, to: Person): void {
  if (to.number === by.number) throw refuse('critical-values.pass-to-oneself', {}, 422);
  if (to.role !== 'doctor') throw refuse('critical-values.pass-to-no-doctor', {}, 422);
  const refused = declinedNow(value, to.number);
  if (refused !== undefined) throw refuse('critical-values.pass-to-declined', { who: to.name });
}

/** What this person answered since being told the last time; `undefined`: it still waits for them. */
export function declinedNow(value: CriticalValue, number: string): Declined | undefined {
  const told = toldNow(value).findLast(({ people }) => people.some((person) => person.number === number))?.at ?? beganAt(value);
  return value.declined.findLast(({ by, at }) => by.number === number && at >= told);
}

/** What people do with an alert: acknowledge, dispose, sign, cancel. Each answers a new state or refuses, with a name. */
import { calledBy } from '../../../../cards/people.ts';
import type { NewFact } from '../facts.ts';
import type { CancelReason, CriticalValue, Disposal, DisposalChoice, Person, VoiceNote } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import type { Change } from './change.ts';
import { beganAt, canBecome, plusMinutes, refuseEnded, refuseFor, seconds } from './change.ts';
import { owe } from './feedback.ts';
import { checkReadBack } from './read-back.ts';
import { handedAway, inHandsOf, withDisposed } from './relay.ts';
import { refuse } from './refuse.ts';

/** The first press wins and stops the ladder; the second is told whose it is. `readBack`: the value as the person says it. */
export function acknowledge(value: CriticalValue, by: Person, now: Date, settings: Pick<ProcessSettings, 'readBack'> = { readBack: false }, readBack = ''): Change {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  const holder = inHandsOf(value);
  if (holder !== null) throw refuseFor(holder.by.number === by.number ? 'critical-values.already-acknowledged-by-you' : 'critical-values.already-acknowledged', holder, now);
  const said = checkReadBack(value, settings, readBack);
  return {
    value: {
      ...value,
      clinical: 'acknowledged',
      acknowledged: { by, at: now, readBack: said },
      escalation: { ...value.escalation, nextAt: null },
    },
    facts: [{ name: 'critical-values.acknowledged', data: { by, seconds: seconds(beganAt(value), now), ...(said === null ? {} : { readBack: true }) } }],
  };
}

export interface DisposalInput {
  readonly by: Person;
  /** Wanted where nobody has acknowledged yet. */
  readonly readBack?: string | undefined;
  readonly choices: readonly DisposalChoice[];
  readonly note: string;
  readonly actionAt: Date;
  /** Never the only thing said: what is written must be readable by itself. */
  readonly voice?: VoiceNote | null | undefined;
}

/** Whoever writes down what was done has also received it: an open alert is acknowledged in the same step. */
export function dispose(value: CriticalValue, input: DisposalInput, settings: ProcessSettings, now: Date): Change {
  refuseDisposed(value, now);
  if (handedAway(value, input.by.number)) throw refuseFor('critical-values.relayed-away', inHandsOf(value) ?? { by: input.by, at: now }, now);
  checkDisposal(value, input, now);

  const received = value.clinical === 'open' ? acknowledge(value, input.by, now, settings, input.readBack) : { value, facts: [] };
  const { by, actionAt } = input;
  const choices = [...new Set(input.choices)];
  const late = isLate(value, actionAt, settings, now);
  const disposal: Disposal = { by, at: now, choices, note: input.note.trim(), actionAt, late, voice: input.voice ?? null };
  const facts: NewFact[] = [...received.facts, { name: 'critical-values.disposed', data: { by, choices, actionAt, late } }];
  const disposed: CriticalValue = { ...withDisposed(received.value, now), clinical: 'disposed', disposal };
  return settings.signature ? { value: disposed, facts } : owe({ value: disposed, facts }, settings, now);
}

/** @throws Refusal where there is nothing more to write down */
export function refuseDisposed(value: CriticalValue, now: Date): void {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  if (value.disposal !== null) throw refuseFor('critical-values.already-disposed', value.disposal, now);
}

/** Clocks of phones and servers differ; a minute ahead is now. */
const CLOCK_SLACK_MINUTES = 1;

function checkDisposal(value: CriticalValue, input: DisposalInput, now: Date): void {
  checkSaid(input, now, 'critical-values.disposal-empty');
  const known = input.choices.includes('known-and-treated');
  if (!known && value.observedAt !== null && input.actionAt < value.observedAt) {
    throw refuse('critical-values.action-before-specimen', {}, 422);
  }
}

/** @throws Refusal where nothing is said, or of a time that has not come */
export function checkSaid(input: { readonly choices: readonly string[]; readonly note: string; readonly actionAt: Date }, now: Date, empty: 'critical-values.disposal-empty' | 'critical-values.nursing-empty'): void {
  if (input.choices.length === 0 && input.note.trim() === '') throw refuse(empty, {}, 422);
  if (input.actionAt > plusMinutes(now, CLOCK_SLACK_MINUTES)) throw refuse('critical-values.action-in-future', {}, 422);
}

/** 补记: written down long after it was done, or past the six hours of the course record (clinical-rules a.3). */
export function isLate(value: CriticalValue, actionAt: Date, settings: ProcessSettings, now: Date): boolean {
  return now > plusMinutes(actionAt, settings.lateMinutes) || now > plusMinutes(value.receivedAt, settings.recordHours * 60);
}

/** One signs for oneself: only who wrote the disposal. */
export function sign(value: CriticalValue, by: Person, ref: string, settings: ProcessSettings, now: Date): Change {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  if (value.disposal === null) throw refuse('critical-values.not-disposed');
  if (value.signature !== null) throw refuseFor('critical-values.already-signed', value.signature, now);
  if (value.disposal.by.number !== by.number) {
    throw refuse('critical-values.signature-of-another', { who: calledBy(value.disposal.by) }, 403);
  }
  if (!canBecome(value.clinical, 'signed')) throw refuse('critical-values.already-closed');
  const signed: CriticalValue = { ...value, clinical: 'signed', signature: { by, at: now, ref } };
  return owe({ value: signed, facts: [{ name: 'critical-values.signed', data: { by, ref } }] }, settings, now);
}

export interface CancelInput {
  /** The actor as written in facts: `staff:1001`, `link:lis`. */
  readonly by: string;
  readonly reason: CancelReason;
  readonly note: string;
}

/** With a reason, and only while nothing has been done: what was treated stays on record. */
export function cancel(value: CriticalValue, input: CancelInput, now: Date): Change {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  if (!canBecome(value.clinical, 'cancelled')) throw refuse('critical-values.too-late-to-cancel');
  const note = input.note.trim();
  if (input.reason === 'other' && note === '') throw refuse('critical-values.reason-missing', {}, 422);
  const { by, reason } = input;
  return {
    value: {
      ...value,
      clinical: 'cancelled',
      cancelled: { by, at: now, reason, note },
      escalation: { ...value.escalation, nextAt: null },
    },
    facts: [{ name: 'critical-values.cancelled', data: { by, reason, note } }],
  };
}

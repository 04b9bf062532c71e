/** The laboratory's telephone call beside the message: whom it reached, and whether the value was read back. */
import type { Call, CriticalValue } from '../model.ts';
import { type Change, refuseEnded } from './change.ts';
import { readBackOf } from './read-back.ts';
import { refuse } from './refuse.ts';

export type CallInput = Omit<Call, 'at'>;

/** A number is read back right or the call is no report; who could not be reached is written down too. */
export function call(value: CriticalValue, input: CallInput, now: Date): Change {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  const [to, note] = [input.to.trim(), input.note.trim()];
  if (to === '') throw refuse('critical-values.call-to-whom', {}, 422);
  const readBack = !input.reached || input.readBack === null || input.readBack.trim() === '' ? null : value.measured.value === null ? input.readBack.trim() : readBackOf(value, input.readBack);
  // The laboratory’s report is read back; a patient is told to come, not a number.
  if (input.whom === 'ward' && input.reached && value.measured.value !== null && readBack === null) throw refuse('critical-values.read-back-missing', {}, 422);
  const made: Call = { ...input, to, note, readBack, at: now };
  return { value: { ...value, calls: [...value.calls, made] }, facts: [{ name: 'critical-values.called', data: { by: input.by, whom: input.whom, to, reached: input.reached, readBack: readBack !== null } }] };
}

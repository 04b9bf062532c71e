/** The nurse's part: what the ward did, beside the doctor's disposal and at any time until it is cancelled. */
import type { CriticalValue, NurseChoice, NursePart, Person } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import { checkSaid, isLate } from './answer.ts';
import { type Change, refuseEnded } from './change.ts';

export interface NurseInput {
  readonly by: Person;
  readonly choices: readonly NurseChoice[];
  readonly note: string;
  readonly actionAt: Date;
}

export function nurse(value: CriticalValue, input: NurseInput, settings: ProcessSettings, now: Date): Change {
  const ended = refuseEnded(value, now);
  if (ended !== undefined) throw ended;
  checkSaid(input, now, 'critical-values.nursing-empty');
  const { by, actionAt } = input;
  const part: NursePart = { by, at: now, choices: [...new Set(input.choices)], note: input.note.trim(), actionAt, late: isLate(value, actionAt, settings, now) };
  return { value: { ...value, nursing: [...value.nursing, part] }, facts: [{ name: 'critical-values.nursed', data: { by, choices: part.choices, actionAt, late: part.late } }] };
}

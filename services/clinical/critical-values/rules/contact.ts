/** A patient who is not in the house has to be reached; who cannot be is the medical office's. */
import type { Call, CriticalValue, Person } from '../model.ts';
import type { Ladder, ProcessSettings } from '../model.process.ts';
import { type Change, plusMinutes, toldNow } from './change.ts';

type Limits = Pick<ProcessSettings, 'contactMinutes' | 'contactTries'>;

/** Tries to reach her, in order. */
export const triesOf = ({ calls }: Pick<CriticalValue, 'calls'>): readonly Call[] => calls.filter(({ whom }) => whom === 'patient');

export const reachedAt = (value: Pick<CriticalValue, 'calls'>): Date | null => triesOf(value).find(({ reached }) => reached)?.at ?? null;

/** When to ask the office; `null`: she is in the house, was reached, was treated, or the office knows. While nobody has taken it the ladder gets there by itself, sooner after tries in vain. */
export function contactLook(value: CriticalValue, { contactMinutes, contactTries }: Limits): Date | null {
  if (value.way !== 'outpatient' || value.lostAt !== null || reachedAt(value) !== null || officeKnows(value)) return null;
  const last = triesOf(value)[contactTries - 1];
  if (value.clinical === 'open') return last?.at ?? null;
  if (value.clinical !== 'acknowledged' || value.acknowledged === null) return null;
  const turnedAt = value.turned.at(-1) ?? value.acknowledged.at;
  const by = plusMinutes(turnedAt > value.acknowledged.at ? turnedAt : value.acknowledged.at, contactMinutes);
  return last !== undefined && last.at < by ? last.at : by;
}

export function contactDue(value: CriticalValue, limits: Limits, now: Date): boolean {
  const at = contactLook(value, limits);
  return at !== null && now >= at;
}

/** The ladder asked this person to find the doctor or the patient. */
export function asksToContact(value: CriticalValue, number: string): boolean {
  return value.way === 'outpatient' && toldNow(value).some(({ duty, people }) => (duty === 'clinic-desk' || duty === 'patient') && people.some((person) => person.number === number));
}

const officeKnows = (value: CriticalValue): boolean => toldNow(value).some(({ duty, people }) => duty === 'medical-office' && people.length > 0);

/** While nobody has taken it, the ladder's last step is due now; else the office is told beside whoever has it. */
export function lost(value: CriticalValue, office: readonly Person[], ladder: Ladder, now: Date): Change {
  const step = ladder.steps.length;
  const fact = { name: 'critical-values.patient-lost', data: { tries: triesOf(value).length } } as const;
  if (value.clinical === 'open') return { value: { ...value, lostAt: now, escalation: { ...value.escalation, step: Math.max(value.escalation.step, step - 1), nextAt: now } }, facts: [fact] };
  const told = [...value.escalation.told, { step, duty: 'medical-office' as const, at: now, people: office, round: 0 }];
  const telling = office.length === 0
    ? ({ name: 'critical-values.nobody-on-call', data: { step, duty: 'medical-office', departmentCode: value.departmentCode } } as const)
    : ({ name: 'critical-values.told', data: { step, duty: 'medical-office', round: 0, people: office } } as const);
  return { value: { ...value, lostAt: now, escalation: { ...value.escalation, told } }, facts: [fact, telling] };
}

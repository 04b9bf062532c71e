/** When a card cannot reach whom a step told, the ladder does not wait out the step. */
import type { CriticalValue } from '../model.ts';
import type { Change } from './change.ts';

/** Changes nothing when somebody has answered meanwhile, or when the step that failed is not the last one told. */
export function hasten(value: CriticalValue, staffNumber: string, now: Date): Change | undefined {
  const last = value.escalation.told.at(-1);
  const person = last?.people.find(({ number }) => number === staffNumber);
  if (value.clinical !== 'open' || last === undefined || person === undefined) return undefined;
  return {
    value: { ...value, escalation: { ...value.escalation, nextAt: now } },
    facts: [{ name: 'critical-values.unreached', data: { step: last.step, who: person } }],
  };
}

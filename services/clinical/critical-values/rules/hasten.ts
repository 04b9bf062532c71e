/** When a card cannot reach whom a step told, the ladder does not wait out the step. */
import type { CriticalValue } from '../model.ts';
import type { Ladder } from '../model.process.ts';
import { type Change, toldNow } from './change.ts';
import { takers } from './parallel.ts';

/**
 * Changes nothing when somebody has answered meanwhile, or when the step that failed is not the last one told. The last
 * step has no next one: it is told again at its own pace, or an unreachable office would be told without end.
 */
export function hasten(value: CriticalValue, staffNumber: string, ladder: Ladder, now: Date): Change | undefined {
  const last = toldNow(value).at(-1);
  const person = last?.people.find(({ number }) => number === staffNumber);
  if (value.clinical !== 'open' || last === undefined || person === undefined) return undefined;
  const lost = [...new Set([...(last.lost ?? []), staffNumber])];
  // Of several who were told together the others may still take it.
  const isAlone = takers(last.people, last.duty).every(({ number }) => lost.includes(number));
  const nextAt = isAlone && takers([person], last.duty).length > 0 && last.step < ladder.steps.length ? now : value.escalation.nextAt;
  const told = value.escalation.told.map((each) => (each === last ? { ...each, lost } : each));
  return {
    value: { ...value, escalation: { ...value.escalation, nextAt, told } },
    facts: [{ name: 'critical-values.unreached', data: { step: last.step, who: person } }],
  };
}

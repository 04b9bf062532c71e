/** When a card cannot reach whom a step told, the ladder does not wait out the step. */
import type { CriticalValue } from '../model.ts';
import type { Ladder } from '../model.process.ts';
import { type Change, toldNow } from './change.ts';

/**
 * Changes nothing when somebody has answered meanwhile, or when the step that failed is not the last one told. The last
 * step has no next one: it is told again at its own pace, or an unreachable office would be told without end.
 */
export function hasten(value: CriticalValue, staffNumber: string, ladder: Ladder, now: Date): Change | undefined {
  const last = toldNow(value).at(-1);
  const person = last?.people.find(({ number }) => number === staffNumber);
  if (value.clinical !== 'open' || last === undefined || person === undefined) return undefined;
  const nextAt = last.step < ladder.steps.length ? now : value.escalation.nextAt;
  return {
    value: { ...value, escalation: { ...value.escalation, nextAt } },
    facts: [{ name: 'critical-values.unreached', data: { step: last.step, who: person } }],
  };
}

/** Who took an alert has left the hospital before treating: somebody on duty is told instead and may treat. */
import type { CriticalValue, Duty, Person } from '../model.ts';
import type { Change } from './change.ts';
import { inHandsOf } from './relay.ts';

/** Asked one after the other until somebody is there. */
export const standIns = ['duty-doctor', 'head', 'medical-office'] as const satisfies readonly Duty[];

/** Changes nothing when it was disposed of meanwhile, or somebody else has it. `people` is empty when nobody holds any of the duties. */
export function handOn(value: CriticalValue, left: string, duty: Duty, people: readonly Person[], now: Date): Change | undefined {
  const who = inHandsOf(value)?.by;
  if (value.clinical !== 'acknowledged' || who?.number !== left) return undefined;
  const step = Math.max(1, value.escalation.step);
  const facts: Change['facts'] = [
    { name: 'critical-values.unreached', data: { step, who } },
    people.length === 0 ? { name: 'critical-values.nobody-on-call', data: { step, duty, departmentCode: value.departmentCode } } : { name: 'critical-values.told', data: { step, duty, round: 0, people } },
  ];
  const told = [...value.escalation.told, { step, duty, at: now, people, round: 0 }];
  return { value: { ...value, escalation: { ...value.escalation, told } }, facts };
}

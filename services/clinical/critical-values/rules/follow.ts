/** The value goes where the patient goes: to the people of the ward she lies in now, or the way of those who have left. */
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Person, Way } from '../model.ts';
import { type Change, toldNow } from './change.ts';

/** A visit as far as it says where she is. */
export interface Whereabouts {
  readonly kind: string;
  readonly state: string;
}

/** In a bed or in the emergency room somebody is beside her. Without a visit nobody knows, and the ward's ladder asks. `over`: nobody ended it, and it is too old to go on. */
export function wayOf(visit: Whereabouts | undefined, over = false): Way {
  if (visit === undefined) return 'inpatient';
  if (over || visit.state === 'gone' || visit.state === 'cancelled' || visit.state === 'planned') return 'outpatient';
  if (visit.kind === 'emergency') return 'emergency';
  return visit.kind === 'inpatient' || visit.kind === 'day-surgery' ? 'inpatient' : 'outpatient';
}

const isRunning = ({ clinical }: CriticalValue): boolean => clinical === 'open' || clinical === 'acknowledged';

/** Discharged, or admitted: others are asked from now on, from the first step. Who has it keeps it. */
export function turn(value: CriticalValue, way: Way, now: Date): Change | undefined {
  if (!isRunning(value) || value.way === way) return undefined;
  const escalation = value.clinical === 'open' ? { ...value.escalation, step: 0, stepAt: null, nextAt: now } : value.escalation;
  const facts: NewFact[] = [{ name: 'critical-values.turned', data: { way } }];
  return { value: { ...value, way, turned: [...value.turned, now], lostAt: null, escalation }, facts };
}

/** Who answers for her now and has not been told yet; told beside the ladder, which keeps its time. */
export function handOver(value: CriticalValue, people: readonly Person[], now: Date): Change | undefined {
  const last = toldNow(value).at(-1);
  if (!isRunning(value) || last === undefined) return undefined;
  const knows = (number: string): boolean => value.acknowledged?.by.number === number || toldNow(value).some((told) => told.people.some((person) => person.number === number));
  const fresh = people.filter(({ number }) => !knows(number));
  if (fresh.length === 0) return undefined;
  const { step, duty, round } = last;
  const told = [...value.escalation.told, { step, duty, at: now, people: fresh, round }];
  return { value: { ...value, escalation: { ...value.escalation, told } }, facts: [{ name: 'critical-values.followed', data: { people: fresh } }] };
}

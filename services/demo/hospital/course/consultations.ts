/** 会诊 of a stay: when it is asked, who comes, what is said. Pure. */
import { departmentName } from '../data/places.ts';
import type { Person } from '../people/staff.ts';
import { chanceOf } from '../random.ts';
import { day, hour, midnight, minute } from '../time.ts';
import { type Stay, type World } from './stays.ts';

export interface Consultation {
  readonly number: string;
  readonly department: string;
  readonly departmentName: string;
  readonly urgent: boolean;
  readonly question: string;
  readonly opinion: string;
  readonly requestedAt: number;
  readonly answeredAt: number;
  readonly by: Person;
}

/** Seven of ten patients with such a question are asked about; a routine one is answered within a day. */
const asked = 0.7;

export function consultationOf({ seed, workforce }: World, stay: Stay): Consultation | undefined {
  const told = stay.disease.consultation;
  const random = chanceOf(seed, stay.id, 'consultation');
  if (told === undefined || !random.chance(asked)) return undefined;
  const [department, question, opinion] = told;
  const urgent = stay.condition === '病危';
  const on = urgent ? 0 : random.int(1, 2);
  const requestedAt = on === 0 ? stay.admittedAt + 3 * hour : midnight(stay.admittedAt) + on * day + random.int(9 * 60, 10 * 60 + 40) * minute;
  const answeredAt = requestedAt + (urgent ? random.int(12, 38) * minute : random.int(4, 7) * hour);
  if (answeredAt > stay.dischargedAt - 12 * hour) return undefined;
  const by = random.pick(workforce.doctors(department).filter(({ title }) => /主治|主任/.test(title)));
  return { number: `HZ${stay.id.slice(2)}`, department, departmentName: departmentName(department), urgent, question, opinion, requestedAt, answeredAt, by };
}

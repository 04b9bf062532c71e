/** When an examination is done and read. Pure. */
import { examination } from '../data/imaging.ts';
import { chanceOf } from '../random.ts';
import { hour, minute } from '../time.ts';
import type { Person } from '../people/staff.ts';
import type { Stay, World } from './stays.ts';

export interface ImagingTimes {
  readonly doneAt: number;
  readonly reportedAt: number;
  readonly number: string;
}

/** Ordered at admission, done in hours, read a little later. */
export function imagingTimes(world: World, stay: Stay, id: string): ImagingTimes {
  const random = chanceOf(world.seed, stay.id, 'imaging', id);
  const { service } = examination(id);
  const doneAt = stay.admittedAt + (stay.by === '急诊' ? random.int(50, 150) * minute : random.int(2, 26) * hour);
  return { doneAt, reportedAt: doneAt + random.int(service === 'MR' ? 90 : 25, service === 'MR' ? 300 : 110) * minute, number: `${service}${stay.id.slice(2)}${stay.disease.imaging.indexOf(id)}` };
}

/** Who did it and who looked over it. */
export function signersOf(world: World, stay: Stay, department: string, number: string): readonly [Person, Person] {
  const random = chanceOf(world.seed, stay.id, 'signs', number);
  const people = world.workforce.colleagues(department);
  const seniors = people.filter(({ title }) => /主/.test(title));
  return [random.pick(people), random.pick(seniors.length > 0 ? seniors : people)];
}

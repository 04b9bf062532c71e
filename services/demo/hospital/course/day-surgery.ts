/** 日间手术: who is booked for a day, operated on it and home in the evening. Each day by itself, a function of the date. Pure. */
import { type DayProcedure, dayProcedures } from '../data/day-surgery.ts';
import { type Ward, wards } from '../data/places.ts';
import { type Patient, grown } from '../people/patients.ts';
import type { Person } from '../people/staff.ts';
import { chanceOf } from '../random.ts';
import { clockOf, day, hour, midnight, minute, weekday } from '../time.ts';
import { fees, type World } from './stays.ts';

export interface DayCase {
  /** Number of the visit. */
  readonly id: string;
  readonly patient: Patient;
  readonly procedure: DayProcedure;
  readonly ward: Ward;
  readonly bed: string;
  readonly surgeon: Person;
  readonly assistant: Person;
  readonly anaesthetist: Person;
  readonly nurse: Person;
  readonly room: string;
  readonly sequence: number;
  readonly fee: string;
  readonly bookedAt: number;
  readonly listedAt: number;
  readonly arrivesAt: number;
  readonly from: number;
  readonly until: number;
  readonly leavesAt: number;
  /** Some stay away. */
  readonly comes: boolean;
}

/** The longest anybody is booked ahead. */
export const dayCasesAhead = 4 * day;

/** Cases of a department on a working day; of general surgery, whose people one looks at in the demonstration, always three. */
const perDay = (department: string, chance: ReturnType<typeof chanceOf>): number => (department === 'GSUR' ? 3 : chance.int(1, 2));

export function dayCasesOn(world: World, at: number): DayCase[] {
  const start = midnight(at);
  if ([0, 6].includes(weekday(start))) return [];
  const departments = [...new Set(dayProcedures.map(({ department }) => department))];
  return departments.flatMap((department, row) => Array.from({ length: perDay(department, chanceOf(world.seed, 'day-surgery', department, start)) }, (_, place) => dayCase(world, start, department, row * 10 + place, place)));
}

/** Of the days whose cases can say something in a time. */
export function dayCasesAround(world: World, from: number, until: number): DayCase[] {
  const cases: DayCase[] = [];
  for (let start = midnight(from); start < until + dayCasesAhead + day; start += day) cases.push(...dayCasesOn(world, start));
  return cases;
}

function dayCase(world: World, start: number, department: string, index: number, place: number): DayCase {
  const { seed, workforce } = world;
  const random = chanceOf(seed, 'day-case', start, index);
  const { year, month, day: date } = clockOf(start);
  const procedure = random.pick(dayProcedures.filter((each) => each.department === department));
  const ward = wards.find((each) => each.department === department);
  if (ward === undefined) throw new Error(`${department} has no ward`);
  const surgeons = workforce.doctors(department).filter(({ title }) => /主治|主任/.test(title));
  const serial = 6_000_000 + (Math.round(start / day) % 1000) * 100 + index;
  // Those whom the demonstration knows come first among their colleagues.
  const surgeon = surgeons[place % Math.min(3, surgeons.length)] ?? random.pick(surgeons);
  const from = start + 8.5 * hour + place * (procedure.minutes + 30) * minute + random.int(0, 20) * minute;
  const until = from + Math.round(procedure.minutes * (0.85 + random.next() * 0.4)) * minute;
  return {
    id: `RJ${String(year).slice(2)}${String(month).padStart(2, '0')}${String(date).padStart(2, '0')}${String(index).padStart(2, '0')}`,
    patient: grown({ sex: procedure.sex ?? (random.chance(0.5) ? 'M' : 'F'), ages: procedure.ages, at: start, serial }, random),
    procedure, ward, bed: `日间${place + 1}`, surgeon,
    assistant: random.pick(workforce.team(ward.code).residents), nurse: random.pick(workforce.team(ward.code).nurses), anaesthetist: random.pick(workforce.colleagues('ANES').filter(({ role }) => role === 'doctor')),
    room: `日间第${(index % 4) + 1}手术间`, sequence: place + 1, fee: random.weighted(fees).fee,
    bookedAt: start - random.int(1, 3) * day + random.int(9 * 60, 16 * 60) * minute,
    listedAt: start - day + (16 * 60 + random.int(5, 50)) * minute,
    arrivesAt: Math.min(start + (7 * 60 + random.int(0, 40)) * minute, from - 45 * minute), from, until,
    leavesAt: until + random.int(3 * 60, 6 * 60) * minute, comes: !random.chance(0.04),
  };
}

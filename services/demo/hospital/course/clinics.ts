/** Clinic sessions, who booked, came and was seen: each day by itself, a function of the date. Pure. */
import { type ClinicVisit, clinicVisits } from '../data/clinic-visits.ts';
import type { Person } from '../people/staff.ts';
import { grown, type Patient } from '../people/patients.ts';
import { chanceOf } from '../random.ts';
import { clockOf, day, hour, midnight, minute, weekday } from '../time.ts';
import { fees, type World } from './stays.ts';

export interface Session {
  readonly number: string;
  readonly department: string;
  readonly doctor: Person;
  readonly clinic: '普通' | '专家';
  readonly period: '上午' | '下午';
  readonly from: number;
  readonly until: number;
  readonly room: string;
  readonly places: number;
  /** Its place in the day. */
  readonly index: number;
}

export interface Visit {
  readonly number: string;
  readonly session: Session;
  readonly patient: Patient;
  readonly place: number;
  readonly why: ClinicVisit;
  readonly bookedAt: number;
  readonly at: number;
  readonly comes: boolean;
  readonly channel: '微信' | '窗口' | '电话' | '自助机';
  readonly fee: string;
}

const departments = [...new Set(clinicVisits.flatMap((visit) => visit.departments))];
/** People told of a session; a real one has more, the rest is not sent. */
const perSession = 6;

/** Experts on working days, in turns; at weekends only the ordinary mornings. */
export function sessionsOn(world: World, at: number): Session[] {
  const start = midnight(at);
  const rest = [0, 6].includes(weekday(start));
  const { year, month, day: date } = clockOf(start);
  const drafts = departments.flatMap((department) => {
    const random = chanceOf(world.seed, 'clinic', department, start);
    const doctors = world.workforce.doctors(department);
    const titled = (pattern: RegExp) => doctors.filter(({ title }) => pattern.test(title));
    const kinds = rest ? [['普通', '上午'] as const] : [['普通', '上午'] as const, ['普通', '下午'] as const, ['专家', random.chance(0.6) ? '上午' : '下午'] as const];
    return kinds.map(([clinic, period]) => ({ department, clinic, period, doctor: random.pick(clinic === '专家' ? titled(/主任/) : titled(/主治|住院/)), room: `${random.int(1, 12)}诊室` }));
  });
  return drafts.map((draft, index) => {
    const from = start + (draft.period === '上午' ? 8 * hour : 14 * hour);
    const stamp = `${year % 100}${String(month).padStart(2, '0')}${String(date).padStart(2, '0')}`;
    return { ...draft, index, number: `CZ${stamp}${draft.department}${draft.period === '上午' ? 'A' : 'P'}${index}`, from, until: from + (draft.period === '上午' ? 4 : 3.5) * hour, places: draft.clinic === '专家' ? 20 : 40 };
  });
}

export function visitsOf(world: World, session: Session): Visit[] {
  return Array.from({ length: perSession }, (_, place) => visitOf(world, session, place));
}

function visitOf(world: World, session: Session, place: number): Visit {
  const random = chanceOf(world.seed, 'visit', session.number, place);
  const why = random.pick(clinicVisits.filter(({ departments: of }) => of.includes(session.department)));
  const at = session.from + (place * 28 + random.int(0, 20)) * minute;
  const serial = 7_000_000 + (Math.round(midnight(session.from) / day) % 1000) * 1000 + session.index * perSession + place;
  const patient = grown({ sex: why.sex ?? (random.chance(0.5) ? 'M' : 'F'), ages: why.ages, at, serial }, random);
  const ahead = random.pick([0, 0, 1, 1, 2, 3, 5]);
  const bookedAt = ahead === 0 ? at - random.int(30, 110) * minute : midnight(at) - ahead * day + random.int(7 * 60, 21 * 60) * minute;
  return { number: `MZ${session.number.slice(2)}${place + 1}`, session, patient, place: place + 1, why, bookedAt, at, comes: !random.chance(0.05), channel: random.pick(['微信', '微信', '窗口', '电话', '自助机'] as const), fee: random.weighted(fees).fee };
}

/** Sessions whose bookings or visits can fall into a time: bookings open five days ahead. */
export function sessionsAround(world: World, from: number, until: number): Session[] {
  const sessions: Session[] = [];
  for (let start = midnight(from); start < until + 6 * day; start += day) sessions.push(...sessionsOn(world, start));
  return sessions;
}

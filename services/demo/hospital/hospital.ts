/**
 * The simulated hospital as one function: what is said between two moments. It depends on the seed and the first day
 * alone, so a start after a pause goes on where it was, and the same seed says the same with the same numbers.
 */
import { beds, type Change, changed, type Extra, extraStay, type Stay, staysOf, type World } from './course/stays.ts';
import { dayCasesAround } from './course/day-surgery.ts';
import type { Requested } from './course/requests.ts';
import { workforce } from './people/staff.ts';
import { bedsAtFirst, bedsAfter } from './speak/beds.ts';
import { dayCaseTellings, preOrdersOfStay } from './speak/booked.ts';
import { checkUpTellings } from './speak/check-ups.ts';
import { clinicTellings } from './speak/clinics.ts';
import { documentTellings } from './speak/documents.ts';
import { orderTellings } from './speak/orders.ts';
import { bookedAhead, bookedAt, operationsOf, placesOf } from './speak/places.ts';
import { requestTellings } from './speak/requests.ts';
import { imagingTellings, laboratoryTellings, nursingTellings } from './speak/results.ts';
import type { Telling } from './speak/telling.ts';
import { day, hour } from './time.ts';

export interface SimulatedHospital {
  readonly world: World;
  /** Everything said from one moment until before another, in order. */
  between(from: number, until: number): Telling[];
  /** Who is booked at a moment and comes later. */
  booked(at: number): Stay[];
  /** Who lies in a bed at a moment. */
  inpatients(at: number): Stay[];
  /** From now on the stay is told as changed; what was said stays said. */
  change(stay: string, change: Change): void;
  /** All that was ever said of a stay before a moment. */
  historyOf(stay: Stay, until: number): Telling[];
  /** What was said of clinics in the days before a moment. `soon`: who is booked to be admitted, sessions that can be booked, and these departments' last visits. */
  clinicsBefore(until: number, departments: readonly string[]): ClinicHistory;
}

export interface ClinicHistory {
  readonly soon: readonly Telling[];
  readonly later: readonly Telling[];
}

export interface HospitalOptions {
  readonly seed: number;
  /** The first day's instant. */
  readonly first: number;
  /** Only these wards, for tests and trials. */
  readonly wards?: readonly string[];
  /** What visitors of the demonstration did: patients more, and stays that went otherwise. Both lists may grow. */
  readonly extras?: readonly Extra[];
  readonly changes?: Readonly<Record<string, Change>>;
  /** What doctors ordered from the product; may grow. */
  readonly requested?: readonly Requested[];
}

/** The front page and a death's discussion come after the stay. */
const after = 6 * day;

export function simulatedHospital({ seed, first, wards, extras = [], changes: given = {}, requested = [] }: HospitalOptions): SimulatedHospital {
  const world: World = { seed, first, workforce: workforce(seed) };
  const places = wards === undefined ? beds : beds.filter(({ ward }) => wards.includes(ward.code));
  const kept = new Map<string, readonly Telling[]>();
  const changes = new Map(Object.entries(given));
  const stays = (from: number, until: number): Stay[] => {
    const regular = places.flatMap((bed) => [...staysOf(world, bed, from - after, until)]);
    const more = extras.map((extra) => extraStay(world, extra)).filter((stay) => stay.admittedAt < until && stay.dischargedAt > from - after);
    return [...regular, ...more].map((stay) => changed(stay, changes.get(stay.id))).filter(({ id }) => changes.get(id)?.cancelled !== true);
  };
  const told = (stay: Stay): readonly Telling[] => {
    const known = kept.get(stay.id);
    if (known !== undefined) return known;
    const made = tellingsOf(world, stay);
    kept.set(stay.id, made);
    return made;
  };
  const forget = (before: number): void => {
    for (const [id, tellings] of kept) if ((tellings.at(-1)?.at ?? 0) < before) kept.delete(id);
  };
  const atFirst = bedsAtFirst(world, places);
  const dayCases = (from: number, until: number): Telling[] =>
    dayCasesAround(world, from - day, until).filter(({ ward }) => wards === undefined || wards.includes(ward.code)).flatMap((one) => dayCaseTellings(world, one)).filter(({ at }) => at >= from && at < until);
  const ofRequests = (from: number, until: number): Telling[] => requested.filter((each) => each.at < until && each.reportedAt >= from).flatMap((each) => {
    const stay = stays(each.at, each.at + 1).find(({ id }) => id === each.stay);
    return stay === undefined ? [] : requestTellings(world, stay, each).filter(({ at }) => at >= from && at < until);
  });
  return {
    world,
    between: (from, until) => {
      if (until <= from) return [];
      forget(from - hour);
      const inside = stays(from, until + bookedAhead + hour).flatMap((stay) => told(stay).filter(({ at }) => at >= from && at < until));
      return [...inside, ...ofRequests(from, until), ...atFirst.filter(({ at }) => at >= from && at < until), ...dayCases(from, until), ...(wards === undefined ? [...clinicTellings(world, from, until), ...checkUpTellings(world, from, until)] : [])].sort(inOrder);
    },
    booked: (at) => stays(at, at + bookedAhead + hour).filter((stay) => stay.admittedAt > at && (bookedAt(stay) ?? at) < at),
    inpatients: (at) => stays(at, at + 1).filter(({ admittedAt, dischargedAt }) => admittedAt <= at && dischargedAt > at),
    change: (stay, change) => {
      changes.set(stay, { ...changes.get(stay), ...change });
      kept.delete(stay);
    },
    clinicsBefore: (until, departments) => {
      if (wards !== undefined) return { soon: [], later: [] };
      const { soon, later } = clinicHistory(world, until, departments);
      // Who is booked and comes only afterwards: nobody lies there yet whose history would tell it.
      const booked = stays(until, until + bookedAhead + hour).filter(({ admittedAt }) => admittedAt > until).flatMap((stay) => told(stay).filter(({ at }) => at < until));
      // Day surgery of today and of the next days; yesterday's are home.
      const surgery = dayCasesAround(world, until, until).flatMap((one) => dayCaseTellings(world, one)).filter(({ at }) => at < until).sort(inOrder);
      return { soon: [...booked, ...surgery, ...soon], later };
    },
    historyOf: (stay, until) => newest(told(stay).filter(({ at }) => at < until)),
  };
}

/** Sessions open five days ahead, so what was said in that time holds all that can be booked now. */
const clinicDays = 5 * day;

const recentDays = 3 * day;

const isSession = ({ weight }: Telling): boolean => weight === 'basic';

function clinicHistory(world: World, until: number, departments: readonly string[]): ClinicHistory {
  const told = [...clinicTellings(world, until - clinicDays, until), ...checkUpTellings(world, until - clinicDays, until)].sort(inOrder);
  const isNear = ({ clinic = '', at }: Telling): boolean => departments.includes(clinic) && at > until - recentDays;
  return { soon: [...told.filter(isSession), ...told.filter((each) => !isSession(each) && isNear(each))], later: told.filter((each) => !isSession(each) && !isNear(each)) };
}

function tellingsOf(world: World, stay: Stay): Telling[] {
  const parts = [placesOf(stay), bedsAfter(world, stay), preOrdersOfStay(world, stay), operationsOf(world, stay), orderTellings(world, stay), laboratoryTellings(world, stay), nursingTellings(world, stay), imagingTellings(world, stay), documentTellings(world, stay)];
  return parts.flat().sort(inOrder);
}

const inOrder = (a: Telling, b: Telling): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** Of a sheet that grew only its last version. */
function newest(tellings: readonly Telling[]): Telling[] {
  const last = new Map(tellings.flatMap((each) => (each.replaces === undefined ? [] : [[each.replaces, each.id] as const])));
  return tellings.filter((each) => each.replaces === undefined || last.get(each.replaces) === each.id);
}

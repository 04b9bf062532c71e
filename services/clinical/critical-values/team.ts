/** Who looks after the patient now, and who holds each duty: a transferred patient's alert goes with her. */
import type { Tx } from '../../core/db.ts';
import type { StaffActor } from '../../core/access.ts';
import { type DataScope, type Viewer, exceptionFor } from '../../shared/data-scope/index.ts';
import { type Person as StaffMember, findPeople, findPerson, findPlaces, groupsOf, membersOf } from '../../shared/directory/index.ts';
import { holderOf } from '../../shared/on-call/index.ts';
import { type Clock, type VisitRow, findVisits, isOver, latestVisits } from '../../shared/patients/index.ts';
import type { CriticalValue, Duty, Person } from './model.ts';
import type { Alongside } from './model.process.ts';
import { type CareTeam, type Standing, relationsOf, wayOf } from './rules.ts';

/** Departments by what they are for; their codes are the hospital's. */
export interface Offices {
  readonly laboratories: readonly string[];
  readonly medicalOffices: readonly string[];
  /** Where a department keeps no desk of its own. */
  readonly clinicDesks: readonly string[];
}

/** Where a patient is and whose she is: looked up once for all who ask within a transaction. */
export interface Bedside {
  readonly visit: VisitRow | undefined;
  readonly departmentCode: string | null;
  readonly wardName: string | null;
  /** Nobody is there any more, whether or not somebody said so. */
  readonly isOver: boolean;
}

/** As it is now, not as it was when the value was opened. */
export async function bedsideOf(tx: Tx, { patientId, visitId }: Pick<CriticalValue, 'patientId' | 'visitId'>, clock: Clock): Promise<Bedside> {
  return (await bedsidesOf(tx, [{ id: '', patientId, visitId }], clock)).get('') ?? nowhere;
}

/** The same of many, by the ids of the values; who has no visit is not in it. */
export async function bedsidesOf(tx: Tx, values: readonly Pick<CriticalValue, 'id' | 'patientId' | 'visitId'>[], clock: Clock): Promise<Map<string, Bedside>> {
  const latest = await latestVisits(tx, values.map(({ patientId }) => patientId), clock);
  const others = await findVisits(tx, values.flatMap(({ patientId, visitId }) => (latest.has(patientId) || visitId === null ? [] : [visitId])));
  const found = values.flatMap(({ id, patientId, visitId }) => {
    const visit = latest.get(patientId) ?? others.get(visitId ?? '');
    return visit === undefined ? [] : [{ id, visit }];
  });
  const bedsides = await bedsidesAt(tx, found.map(({ visit }) => visit), clock);
  return new Map(found.flatMap(({ id }, at) => (bedsides[at] === undefined ? [] : [[id, bedsides[at]] as const])));
}

/** Of a patient without a visit. */
export const nowhere: Bedside = { visit: undefined, departmentCode: null, wardName: null, isOver: false };

/** In the order of the visits. The department: as the sender said; else the ward's; else where the attending doctor works. */
export async function bedsidesAt(tx: Tx, visits: readonly VisitRow[], clock: Clock): Promise<(Bedside & { readonly visit: VisitRow })[]> {
  const places = (await findPlaces(tx, visits)).map(({ department, wardName, wardDepartment }) => ({ named: department ?? wardDepartment, wardName }));
  const doctors = await findPeople(tx, [...new Set(visits.flatMap(({ attending }, at) => (places[at]?.named === null && attending !== undefined ? [attending] : [])))]);
  return visits.map((visit, at) => {
    const { named = null, wardName = null } = places[at] ?? {};
    return { visit, departmentCode: named ?? doctors.get(visit.attending ?? '')?.departmentCode ?? null, wardName, isOver: isOver(visit, clock) };
  });
}

export function teamOf({ visit, departmentCode, isOver: over }: Bedside, offices: Offices): CareTeam {
  return { ...offices, way: wayOf(visit, over), departmentCode, wardCode: visit?.wardCode ?? null, attending: visit?.attending ?? null, nurse: visit?.nurse ?? null, groupCode: visit?.groupCode ?? null };
}

/** By number; whoever is not in the directory is there with nothing. */
export type KnownPeople = ReadonlyMap<string, StaffMember | undefined>;

export async function peopleOf(tx: Tx, numbers: readonly string[]): Promise<KnownPeople> {
  const found = await findPeople(tx, numbers);
  return new Map(numbers.map((number) => [number, found.get(number)]));
}

/** The people a step of the ladder tells; nobody is an answer that is written down. */
export async function holdersOf(tx: Tx, duty: Duty, team: CareTeam, orderingDoctor: string | undefined, now: Date, known: KnownPeople = new Map()): Promise<Person[]> {
  if (duty === 'responsible-doctor') return firstDoctor(tx, [team.attending, orderingDoctor], known);
  // In a clinic the other way round: who ordered it waits for it.
  if (duty === 'ordering-doctor') return firstDoctor(tx, [orderingDoctor, team.attending], known);
  // Whoever is to call her: the desk, and the doctor who knows why it was ordered.
  if (duty === 'patient') return [...(await holdersOf(tx, 'clinic-desk', team, orderingDoctor, now)), ...(await firstDoctor(tx, [orderingDoctor, team.attending], known))];
  const number = await holderNumber(tx, duty, team, now);
  const person = number === undefined ? undefined : await findPerson(tx, number);
  return person?.active === true ? [toPerson(person)] : [];
}

/** Who stands beside the first step; each once, whoever is not here left out. */
export async function alongside(tx: Tx, asked: readonly Alongside[], team: CareTeam, now: Date): Promise<Person[]> {
  const numbers = (await Promise.all(asked.map((one) => numbersAlongside(tx, one, team, now)))).flat();
  const known = await peopleOf(tx, [...new Set(numbers)]);
  return [...known.values()].flatMap((person) => (person?.active === true ? [toPerson(person)] : []));
}

async function numbersAlongside(tx: Tx, one: Alongside, team: CareTeam, now: Date): Promise<string[]> {
  if (one === 'attending' || one === 'nurse') return [team[one]].flatMap((number) => number ?? []);
  if (one === 'group') {
    const groups = team.groupCode !== null ? [team.groupCode] : team.attending === null ? [] : await groupsOf(tx, team.attending, now);
    return groups.length === 0 ? [] : membersOf(tx, groups, now);
  }
  const holder = team.departmentCode === null ? undefined : await holderOf(tx, team.departmentCode, one, now);
  return holder === undefined ? [] : [holder];
}

async function holderNumber(tx: Tx, duty: Exclude<Duty, 'responsible-doctor' | 'ordering-doctor' | 'patient'>, team: CareTeam, now: Date): Promise<string | undefined> {
  const own = team.departmentCode === null ? [] : [team.departmentCode];
  const asked = duty === 'medical-office' ? team.medicalOffices : duty === 'clinic-desk' ? [...own, ...team.clinicDesks] : own;
  for (const department of asked) {
    const holder = await holderOf(tx, department, duty, now);
    if (holder !== undefined) return holder;
  }
  return undefined;
}

/** The first of them who is here and a doctor. */
async function firstDoctor(tx: Tx, numbers: readonly (string | null | undefined)[], known: KnownPeople): Promise<Person[]> {
  for (const number of numbers) {
    if (number === null || number === undefined) continue;
    const person = known.has(number) ? known.get(number) : await findPerson(tx, number);
    if (person?.active === true && person.role === 'doctor') return [toPerson(person)];
  }
  return [];
}

export function toPerson({ number, name, role }: Pick<StaffMember, 'number' | 'name' | 'role'>): Person {
  return { number, name, role };
}

/** Who is there for the department now besides `not`: the duty doctor, her own doctor, the head. */
export async function relayable(tx: Tx, team: CareTeam, not: string, now: Date): Promise<{ readonly person: Person; readonly duty: Duty }[]> {
  const found: { person: Person; duty: Duty }[] = [];
  for (const duty of ['duty-doctor', 'responsible-doctor', 'head'] as const) {
    for (const person of await holdersOf(tx, duty, team, undefined, now)) {
      if (person.role === 'doctor' && person.number !== not && found.every((each) => each.person.number !== person.number)) found.push({ person, duty });
    }
  }
  return found;
}

/** Whom a shift that ends is handed to: whoever has the duty now, never who is merely her doctor. */
export async function onDutyFor(tx: Tx, team: CareTeam, not: string, now: Date): Promise<{ readonly person: Person; readonly duty: Duty } | undefined> {
  return (await relayable(tx, team, not, now)).find(({ duty }) => duty === 'duty-doctor');
}

/** Somebody as the data scope knows them. */
export type Asker = Viewer & Pick<StaffActor, 'name'>;

/** The hospital opened its register to this person's department, and what stands in it may be opened. */
export async function registerFor(tx: Tx, asker: Asker): Promise<ReadonlySet<string>> {
  return (await exceptionFor(tx, 'critical-value-register', asker)) ?? new Set();
}

/** How somebody stands to a value's patient now. Who treats her by name or was told is not asked about any further. */
export async function standingOf(context: { readonly tx: Tx; readonly now: Date }, scope: DataScope, asker: Asker, value: CriticalValue, team: CareTeam, register?: ReadonlySet<string>): Promise<Standing> {
  const { id: number, name, role, departmentCode, wardCode } = asker;
  const plain: Standing = { number, name, role, departmentCode, wardCode: wardCode ?? null, scope: 'none', heads: await headsNow(context, asker, value, team), register: false };
  // The three administrators see no patients, wherever they work.
  if (asker.adminRole !== undefined) return { ...plain, departmentCode: '' };
  const known = relationsOf(plain, value, team);
  if (known.includes('care-team') || (known.includes('told') && role === 'doctor')) return plain;
  const columns = register ?? (await registerFor(context.tx, asker));
  const { verdict, relation } = await scope.decide(context.tx, asker, value.patientId, { module: 'critical-values', act: 'detail' }, context.now);
  return { ...plain, register: columns.has('open'), scope: verdict === 'yes' ? scopeOf(relation) : 'none' };
}

/** Asked only while somebody has it: what a head may do for them. */
async function headsNow({ tx, now }: { readonly tx: Tx; readonly now: Date }, { id, role, adminRole }: Asker, { clinical }: CriticalValue, { departmentCode }: CareTeam): Promise<boolean> {
  if (clinical !== 'acknowledged' || role !== 'doctor' || adminRole !== undefined || departmentCode === null) return false;
  return (await holderOf(tx, departmentCode, 'head', now)) === id;
}

/** A laboratory and an office see everything by where they work; `relationsOf` knows them by that. */
function scopeOf(relation: string | undefined): Standing['scope'] {
  if (relation === 'institution') return 'none';
  return relation === 'permission' || relation === 'permission-area' || relation === 'break-glass' ? 'granted' : 'care';
}

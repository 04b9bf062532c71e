/** The twelve hundred of the hospital: the seed's people with their numbers, and their colleagues by ward and department. Pure. */
import { type DemoGroup, type DemoRole, bedsOf, groups as seededGroups, staff as seeded } from '../../../../prisma/demo/hospital.ts';
import { departments, type Ward, wards } from '../data/places.ts';
import { chanceOf, type Random } from '../random.ts';
import { personName } from './names.ts';

export interface Person {
  readonly number: string;
  readonly name: string;
  readonly role: DemoRole;
  readonly title: string;
  readonly department: string;
  readonly ward?: string;
}

/** Who treats and nurses in a ward. */
export interface WardTeam {
  readonly residents: readonly Person[];
  readonly attendings: readonly Person[];
  readonly chiefs: readonly Person[];
  readonly nurses: readonly Person[];
}

export interface Workforce {
  readonly people: readonly Person[];
  readonly groups: readonly DemoGroup[];
  team(ward: string): WardTeam;
  /** Doctors of a department, those of its wards and its clinics. */
  doctors(department: string): readonly Person[];
  person(number: string): Person;
  /** Of a department without beds: who signs its reports. */
  colleagues(department: string): readonly Person[];
}

const wardDoctors = ['主任医师', '副主任医师', '副主任医师', '主治医师', '主治医师', '主治医师', '住院医师', '住院医师', '住院医师', '住院医师'];
const wardNurses = ['主任护师', '副主任护师', '主管护师', '主管护师', '主管护师', '主管护师', '护师', '护师', '护师', '护师', '护师', '护士', '护士', '护士', '护士', '护士', '护士'];

/** Departments without beds: role, titles from the top, how many. */
const others: readonly (readonly [string, DemoRole, readonly string[], number])[] = [
  ['EMER', 'doctor', ['主任医师', '副主任医师', '主治医师', '主治医师', '住院医师', '住院医师'], 28],
  ['EMER', 'nurse', ['主管护师', '护师', '护师', '护士', '护士'], 60],
  ['ANES', 'doctor', ['主任医师', '副主任医师', '主治医师', '主治医师', '住院医师'], 30],
  ['ANES', 'nurse', ['主管护师', '护师', '护师', '护士'], 52],
  ['DERM', 'doctor', ['主任医师', '副主任医师', '主治医师', '住院医师'], 8],
  ['STOM', 'doctor', ['主任医师', '副主任医师', '主治医师', '住院医师'], 10],
  ['TCMD', 'doctor', ['主任医师', '副主任医师', '主治医师', '住院医师'], 8],
  ['RADI', 'doctor', ['主任医师', '副主任医师', '主治医师', '住院医师'], 18],
  ['RADI', 'technician', ['副主任技师', '主管技师', '技师', '技师'], 24],
  ['ULTR', 'doctor', ['主任医师', '副主任医师', '主治医师', '住院医师'], 16],
  ['PATH', 'doctor', ['主任医师', '副主任医师', '主治医师'], 8],
  ['PATH', 'technician', ['主管技师', '技师'], 6],
  ['ECGD', 'technician', ['主管技师', '技师', '技师'], 9],
  ['LAB', 'technician', ['主任技师', '副主任技师', '主管技师', '主管技师', '技师', '技师', '技士'], 50],
  ['PHAR', 'pharmacist', ['主任药师', '副主任药师', '主管药师', '药师', '药师', '药士'], 60],
  ['MEDO', 'administrator', ['副科长', '干事', '干事'], 5],
  ['INFO', 'administrator', ['主任', '工程师', '工程师', '助理工程师'], 7],
  ['MEDR', 'administrator', ['编码员', '病案管理员'], 9],
];

const series: Readonly<Record<DemoRole, number>> = { doctor: 10_001, nurse: 20_001, technician: 30_001, pharmacist: 40_001, administrator: 50_001 };

/** How old a title makes one. */
const yearsOf = (title: string): readonly [number, number] => (title.startsWith('主任') ? [48, 59] : title.startsWith('副主任') ? [40, 52] : /主治|主管/.test(title) ? [33, 45] : [23, 34]);

export function workforce(seed: number, year = 2026): Workforce {
  const random = chanceOf(seed, 'staff');
  const next = { ...series };
  const hire = (role: DemoRole, title: string, department: string, ward?: string): Person => {
    const [youngest, eldest] = yearsOf(title);
    const name = personName(random, sexOf(role, department, random), year - random.int(youngest, eldest));
    return { number: String(next[role]++), name, role, title, department, ...(ward !== undefined && { ward }) };
  };
  const known = seeded.map(({ number, name, role, title, departmentCode, wardCode }): Person => ({ number, name, role, title, department: departmentCode, ...(wardCode !== undefined && { ward: wardCode }) }));
  const inWards = wards.flatMap((ward) => [...doctorsOf(ward).map((title) => hire('doctor', title, ward.department, ward.code)), ...nursesOf(ward).map((title) => hire('nurse', title, ward.department, ward.code))]);
  const elsewhere = others.flatMap(([department, role, titles, count]) => Array.from({ length: count }, (_, at) => hire(role, titles[Math.min(titles.length - 1, Math.floor((at * titles.length) / count))] ?? '', department)));
  const people = [...known, ...inWards, ...elsewhere];
  return { people, groups: [...seededGroups, ...wards.flatMap((ward) => groupsOf(ward, inWards))], ...lookUps(people) };
}

function lookUps(people: readonly Person[]): Pick<Workforce, 'team' | 'doctors' | 'person' | 'colleagues'> {
  const byNumber = new Map(people.map((each) => [each.number, each]));
  const byDepartment = Map.groupBy(people, ({ department }) => department);
  const teams = new Map(wards.map(({ code }) => [code, teamOf(people.filter(({ ward }) => ward === code))]));
  return {
    team: (ward) => demand(teams.get(ward), ward),
    doctors: (department) => (byDepartment.get(department) ?? []).filter(({ role }) => role === 'doctor'),
    colleagues: (department) => (byDepartment.get(department) ?? []).filter(({ role }) => role !== 'administrator'),
    person: (number) => demand(byNumber.get(number), number),
  };
}

function demand<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`nobody works as ${what}`);
  return found;
}

function teamOf(people: readonly Person[]): WardTeam {
  const titled = (pattern: RegExp) => people.filter(({ role, title }) => role === 'doctor' && pattern.test(title));
  return { residents: titled(/住院/), attendings: titled(/主治/), chiefs: titled(/主任/), nurses: people.filter(({ role }) => role === 'nurse') };
}

/** The seed's wards have their heads already. */
const isSeeded = (ward: Ward): boolean => seeded.some(({ wardCode }) => wardCode === ward.code);
const doctorsOf = (ward: Ward): string[] => (isSeeded(ward) ? wardDoctors.slice(2) : wardDoctors).slice(0, ward.beds < 26 ? 8 : 10);
const nursesOf = (ward: Ward): string[] => (isSeeded(ward) ? wardNurses.slice(3) : wardNurses).slice(0, Math.round(ward.beds * 0.56));

function sexOf(role: DemoRole, department: string, random: Random): 'M' | 'F' {
  if (role === 'nurse') return random.chance(0.95) ? 'F' : 'M';
  const women = ['OBST', 'GYNE', 'NEON', 'PEDI'].includes(department) ? 0.85 : ['ORTH', 'NSUR', 'UROL', 'CTSU'].includes(department) ? 0.12 : 0.5;
  return random.chance(women) ? 'F' : 'M';
}

/** Two groups a ward, each under an attending, with half of the residents. */
function groupsOf(ward: Ward, people: readonly Person[]): DemoGroup[] {
  const { attendings, residents } = teamOf(people.filter((each) => each.ward === ward.code));
  return attendings.slice(0, 2).map((leader, at, all) => {
    const members = [leader, ...residents.filter((_, place) => place % all.length === at)];
    const mark = isSeeded(ward) ? ['S', 'T'][at] : ['A', 'B'][at];
    return { code: `${ward.code}-${mark}`, name: `${ward.name.replace(/病区$/, '')}${isSeeded(ward) ? ['第三', '第四'][at] : ['第一', '第二'][at]}医疗组`, department: ward.department, leader: leader.number, members: members.map(({ number }) => number) };
  });
}

/** All of it as the HIS tells its directory (services/links/his). */
export function directoryLists({ people, groups }: Workforce): { departments: unknown[]; wards: unknown[]; beds: unknown[]; staff: unknown[]; groups: unknown[] } {
  return {
    departments: departments.map((each) => ({ ...each, institution: 'QH01' })),
    wards: wards.map(({ code, name, department }) => ({ code, name, department })),
    beds: wards.flatMap(bedsOf),
    staff: people.map((each) => ({ ...each })),
    groups: groups.map(({ code, name, department, leader, members }) => ({ code, name, department, leader, members: members.map((staff) => ({ staff })) })),
  };
}

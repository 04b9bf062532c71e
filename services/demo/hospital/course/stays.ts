/**
 * Who lies in which bed when: per bed one stay after the other, for ever, from the first day of the simulated hospital
 * on. A stay is a function of seed, first day, bed and its place in the row; nothing is remembered. Pure.
 */
import { identityOf, patients as seededPatients, type DemoPatient } from '../../../../prisma/demo/hospital.ts';
import { type Disease, disease, diseaseIn, seededDiseases } from '../data/diseases.ts';
import { type Ward, wardAt, wards } from '../data/places.ts';
import { grown, newborn } from '../people/patients.ts';
import type { Patient } from '../people/patients.ts';
import type { Person, Workforce } from '../people/staff.ts';
import { chanceOf, type Random } from '../random.ts';
import { clockOf, day, hour, midnight, minute } from '../time.ts';

export interface World {
  readonly seed: number;
  /** The instant of the first start: what is before is history. */
  readonly first: number;
  readonly workforce: Workforce;
}

export interface Stay {
  /** Number of the visit; also the name of everything drawn for this stay. */
  readonly id: string;
  readonly patient: Patient;
  readonly ward: Ward;
  readonly bed: string;
  readonly disease: Disease;
  readonly beside: readonly (readonly [string, string])[];
  readonly resident: Person;
  readonly attending: Person;
  readonly chief: Person;
  readonly nurse: Person;
  readonly admittedAt: number;
  readonly dischargedAt: number;
  readonly by: '急诊' | '门诊' | '转院';
  readonly condition: '一般' | '病重' | '病危';
  readonly fee: string;
  readonly allergy?: { readonly substance: string; readonly reaction: string };
  /** Left the intensive care unit at this time; before, the bed was one of its spare ones. */
  readonly steppedDown?: { readonly at: number; readonly bed: string };
  readonly dies: boolean;
  /** A visitor of the demonstration made her gravely ill at this time. */
  readonly graveFrom?: number;
  /** Booked at this time, whenever she comes: her admission was moved. */
  readonly bookedAt?: number;
  /** Somebody answered her consultation from the product: nobody of the simulated ones does. */
  readonly consulted?: boolean;
  /** Millimetres and kilograms. */
  readonly height: number;
  readonly weight: number;
}

export const fees = [{ fee: '城镇职工医保', weight: 48 }, { fee: '城乡居民医保', weight: 38 }, { fee: '自费', weight: 9 }, { fee: '异地医保', weight: 5 }];
const allergies = [{ substance: '青霉素', reaction: '皮疹' }, { substance: '头孢类', reaction: '皮疹' }, { substance: '磺胺类', reaction: '皮肤瘙痒' }, { substance: '碘造影剂', reaction: '荨麻疹' }];
/** Share of beds that are empty at the first moment. */
const empty = 0.052;
/** Whose gravest patients lie in intensive care first. */
const steps = new Set(['CARD', 'NSUR', 'GAST', 'NEUR', 'RESP', 'GSUR']);
/** Patients of the seed stay as long as somebody may look at the demonstration. */
const seededDays = 120;

export interface Bed {
  readonly ward: Ward;
  readonly bed: string;
  /** Its place among all beds: part of its patients' numbers. */
  readonly index: number;
}

export const beds: readonly Bed[] = wards.flatMap((ward) => Array.from({ length: ward.beds }, (_, at) => ({ ward, bed: String(at + 1) }))).map((bed, index) => ({ ...bed, index }));

/** Stays of a bed that touch the time between two instants, in order. */
export function* staysOf(world: World, bed: Bed, from: number, until: number): Generator<Stay> {
  for (let place = 0, free = firstFree(world, bed); ; place++) {
    const stay = place === 0 ? firstStay(world, bed) : laterStay(world, bed, place, free);
    if (stay !== undefined && stay.admittedAt >= until) return;
    if (stay !== undefined && stay.dischargedAt > from) yield stay;
    free = stay?.dischargedAt ?? free;
  }
}

/** Somebody who comes because a visitor of the demonstration wants it: into a spare bed, from a place far down the row. */
export function extraStay(world: World, extra: Extra): Stay {
  const bed = beds.find(({ ward }) => ward.code === extra.ward);
  if (bed === undefined) throw new Error(`there is no ward ${extra.ward}`);
  const random = chanceOf(world.seed, 'extra', extra.ward, extra.serial);
  const ill = diseaseIn(bed.ward.department, random);
  const dischargedAt = dischargeHour(extra.at, random.int(...ill.days), random);
  const stay = drawn(world, bed, 799 - (extra.serial % 60), { ill, admittedAt: extra.at, dischargedAt }, random);
  const { steppedDown: _none, ...rest } = stay;
  return { ...rest, dies: false, bed: `加${extra.serial + 1}` };
}

/** A patient more: what a restart has to know of it. */
export interface Extra {
  readonly ward: string;
  readonly serial: number;
  readonly at: number;
}

/** What a visitor changed in a stay, from a moment on. */
export interface Change {
  readonly ward?: string | undefined;
  readonly bed?: string | undefined;
  /** Gravely ill from this moment on. */
  readonly graveFrom?: number | undefined;
  readonly dischargedAt?: number | undefined;
  /** Her admission was moved: what it was booked at stays. */
  readonly admittedAt?: number | undefined;
  readonly bookedAt?: number | undefined;
  /** Booked, and does not come. */
  readonly cancelled?: boolean | undefined;
  readonly consulted?: boolean | undefined;
}

export function changed(stay: Stay, change: Change | undefined): Stay {
  if (change === undefined) return stay;
  const { ward, bed, graveFrom, dischargedAt, admittedAt, bookedAt, consulted } = change;
  return { ...stay, ...(ward !== undefined && { ward: wardAt(ward) }), ...(bed !== undefined && { bed }), ...(graveFrom !== undefined && { graveFrom }), ...(dischargedAt !== undefined && { dischargedAt }), ...(admittedAt !== undefined && { admittedAt }), ...(bookedAt !== undefined && { bookedAt }), ...(consulted !== undefined && { consulted }) };
}

/** Nobody lies in it at the first moment. */
export function isEmptyAtFirst({ seed }: World, { ward, bed, index }: Bed): boolean {
  return !seededPatients.some(({ ward: code, bed: number }) => code === ward.code && number === bed) && chanceOf(seed, 'bed', index, 0).chance(empty);
}

function firstFree(world: World, { index }: Bed): number {
  return world.first + chanceOf(world.seed, 'free', index).int(1, 30) * hour;
}

/** Who lies there at the first moment; nobody in some beds. */
function firstStay(world: World, bed: Bed): Stay | undefined {
  const seeded = seededPatients.find(({ ward, bed: number }) => ward === bed.ward.code && number === bed.bed);
  const random = chanceOf(world.seed, 'bed', bed.index, 0);
  if (seeded !== undefined) return seededStay(world, bed, seeded, random);
  if (random.chance(empty)) return undefined;
  const ill = diseaseIn(bed.ward.department, random);
  const days = random.int(...ill.days);
  const since = Math.max(0.3, Math.min(days - 0.6, days * (0.04 + random.next() * 0.9)));
  const admittedAt = Math.min(admissionHour(midnight(world.first - since * day), random), world.first - 2 * hour);
  return drawn(world, bed, 0, { ill, admittedAt, dischargedAt: Math.max(dischargeHour(admittedAt, days, random), dischargeHour(world.first, 1, random)) }, random);
}

function laterStay(world: World, bed: Bed, place: number, free: number): Stay {
  const random = chanceOf(world.seed, 'bed', bed.index, place);
  const ill = diseaseIn(bed.ward.department, random);
  const ready = free + random.int(2, 30) * hour;
  const sameDay = admissionHour(midnight(ready), random);
  const admittedAt = sameDay > ready ? sameDay : admissionHour(midnight(ready) + day, random);
  const stay = drawn(world, bed, place, { ill, admittedAt, dischargedAt: dischargeHour(admittedAt, random.int(...ill.days), random) }, random);
  return withinDay(world, bed, place, stay);
}

/** A few are gone before their first day is over: home against advice or to a hospital nearer to it; in intensive care some die. */
function withinDay(world: World, { index, ward }: Bed, place: number, stay: Stay): Stay {
  const random = chanceOf(world.seed, 'short', index, place);
  if (stay.disease.operation !== undefined || !random.chance(0.03)) return stay;
  const dies = ward.department === 'ICU';
  const { steppedDown: _none, ...rest } = stay;
  return { ...rest, dischargedAt: stay.admittedAt + random.int(13 * 60, 22 * 60) * minute, dies, condition: dies ? '病危' : stay.condition };
}

/** Gone before a day was over: its record is one sheet. */
export const isShort = ({ admittedAt, dischargedAt }: Stay): boolean => dischargedAt - admittedAt < day;

/** Most come in the morning and early afternoon, some at night. */
function admissionHour(dayStart: number, random: Random): number {
  const at = random.chance(0.78) ? random.int(8 * 60 + 30, 16 * 60 + 40) : random.int(0, 24 * 60 - 1);
  return dayStart + at * minute;
}

const dischargeHour = (admittedAt: number, days: number, random: Random): number => midnight(admittedAt) + days * day + random.int(9 * 60 + 20, 11 * 60 + 50) * minute;

interface Times {
  readonly ill: Disease;
  readonly admittedAt: number;
  readonly dischargedAt: number;
}

function drawn(world: World, bed: Bed, place: number, times: Times, random: Random): Stay {
  const { ill, admittedAt } = times;
  const serial = 100_000 + bed.index * 800 + (place % 800);
  const sex = ill.sex ?? (random.chance(0.53) ? 'M' : 'F');
  const { year, month } = clockOf(admittedAt);
  const who = { sex, ages: ill.ages, at: admittedAt, serial };
  const patient = ill.newborn === true ? newborn(who, random) : grown(who, random);
  return { id: `ZY${String(year).slice(2)}${String(month).padStart(2, '0')}${serial}`, patient, ...around(bed, times, random), ...teamAt(world, bed, random) };
}

function seededStay(world: World, bed: Bed, told: DemoPatient, random: Random): Stay {
  const ill = disease(seededDiseases[told.number] ?? 'heart-failure');
  const admittedAt = world.first - told.admittedDaysAgo * day;
  const age = /^newborn-(\d+)$/.exec(told.birthDate)?.[1];
  const birth = age === undefined ? Date.parse(`${told.birthDate}T00:00:00+08:00`) : world.first - Number(age) * day;
  const said = identityOf(told);
  const patient: Patient = {
    number: told.number, name: told.name, sex: told.sex, birth, address: said?.address ?? '',
    ...(said?.idNumber && { card: said.idNumber }), ...(said?.phone && { phone: said.phone }),
    ...(said?.guardianPhone !== undefined && { guardian: { name: said.guardian ?? '母亲', relation: '母亲', phone: said.guardianPhone } }),
  };
  const { workforce } = world;
  const people = { ...teamAt(world, bed, random), attending: workforce.person(told.attending), nurse: workforce.person(told.nurse) };
  const { steppedDown: _none, ...rest } = around(bed, { ill, admittedAt, dischargedAt: world.first + seededDays * day }, random);
  return { id: told.visit, patient, ...rest, ...people };
}

function around({ ward, bed, index }: Bed, times: Times, random: Random): Omit<Stay, 'id' | 'patient' | 'resident' | 'attending' | 'chief' | 'nurse'> {
  const { ill, admittedAt, dischargedAt } = times;
  const [critical, serious] = ill.grave;
  const draw = random.next();
  const allergic = !ill.newborn && random.chance(0.09) ? random.pick(allergies) : undefined;
  return {
    ward, bed, disease: ill, admittedAt, dischargedAt,
    beside: random.some(ill.beside, random.int(0, Math.min(2, ill.beside.length))),
    by: ill.operation?.day === 0 || draw < critical + serious ? '急诊' : random.pick(['门诊', '门诊', '门诊', '急诊', '转院'] as const),
    condition: draw < critical ? '病危' : draw < critical + serious ? '病重' : '一般',
    fee: random.weighted(fees).fee,
    dies: ward.department === 'ICU' && draw < critical && random.chance(0.08) && dischargedAt - admittedAt < 60 * day,
    ...(draw < critical && steps.has(ward.department) && dischargedAt - admittedAt > 5 * day && { steppedDown: { at: admittedAt + random.int(34, 50) * hour, bed: `加${(index % 20) + 1}` } }),
    ...(allergic !== undefined && { allergy: allergic }),
    ...sizeOf(ill, random),
  };
}

function sizeOf({ newborn: baby, ages, id, sex }: Disease, random: Random): { height: number; weight: number } {
  if (baby) return { height: (id === 'preterm' ? 430 : 500) + random.int(-15, 15), weight: id === 'preterm' ? 1.98 : Math.round(330 + random.normal() * 20) / 100 };
  if (ages[1] < 15) return { height: 1050 + random.int(-150, 150), weight: Math.round(17 + random.normal() * 2.5) };
  return { height: (sex === 'F' ? 1590 : 1650) + Math.round(random.normal() * 60), weight: Math.round(62 + random.normal() * 8) };
}

function teamAt({ workforce }: World, { ward }: Bed, random: Random): Pick<Stay, 'resident' | 'attending' | 'chief' | 'nurse'> {
  const { residents, attendings, chiefs, nurses } = workforce.team(ward.code);
  return { resident: random.pick(residents), attending: random.pick(attendings), chief: random.pick(chiefs), nurse: random.pick(nurses) };
}

/** What the record writes as full diagnoses, the main one first. */
export function diagnosesOf({ disease: ill, beside }: Stay): { readonly code: string; readonly name: string }[] {
  return [{ code: ill.code, name: ill.name }, ...beside.map(([code, name]) => ({ code, name }))];
}

/** 0 on the day of admission. */
export const dayOfStay = (stay: Stay, at: number): number => Math.round((midnight(at) - midnight(stay.admittedAt)) / day);
export const daysOfStay = (stay: Stay): number => Math.max(1, dayOfStay(stay, stay.dischargedAt));
/** Of a seeded stay the illness takes its usual time, however long the bed is kept. */
export const courseDays = (stay: Stay): number => Math.min(daysOfStay(stay), stay.disease.days[1]);

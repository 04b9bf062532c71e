/** A year of a large hospital, worked out from a seed before it begins: people, rosters with holes, values, and everything that goes wrong. */
import { type Chance, chance } from '../support/random.ts';

export interface Asked {
  readonly seed: number;
  readonly days: number;
  /** Fifty to a ward, a ward to a department. */
  readonly beds: number;
  readonly valuesPerDay: number;
  /** In the whole time. */
  readonly kills: number;
}

export interface Colleague {
  readonly number: string;
  readonly name: string;
  readonly department: string;
  readonly role: 'doctor' | 'nurse' | 'administrator';
  /** Where the person is reached; some are nowhere. */
  readonly platforms: readonly ('dingtalk' | 'wecom')[];
}

export interface Turn {
  readonly departmentCode: string;
  readonly duty: 'duty-doctor' | 'head' | 'clinic-desk' | 'medical-office';
  readonly staffNumber: string;
  readonly from: Date;
  readonly until: Date | null;
}

export interface PlannedValue {
  readonly kind: 'value';
  readonly at: number;
  readonly number: number;
  readonly department: string;
  readonly bed: number;
  /** Seen in the clinic, and gone. */
  readonly isOutpatient: boolean;
  readonly doctor: string;
  readonly value: string;
  /** The laboratory takes it back after so many minutes: it was another's specimen. */
  readonly correctedAfter?: number;
}

export type Trouble = { readonly kind: 'platform'; readonly at: number; readonly platform: 'dingtalk' | 'wecom'; readonly minutes: number } | { readonly kind: 'laboratory'; readonly at: number; readonly minutes: number } | { readonly kind: 'kill'; readonly at: number };

export interface Plan {
  readonly begins: number;
  readonly ends: number;
  readonly departments: readonly string[];
  readonly staff: readonly Colleague[];
  readonly turns: readonly Turn[];
  /** In their order. */
  readonly values: readonly PlannedValue[];
  readonly troubles: readonly Trouble[];
}

export const minute = 60_000;
const day = 1440 * minute;
const office = 'MEDO';
/** Midnight of the hospital's time, over a year ago: a database compares dates of jobs with its own clock. */
const begins = Date.parse('2025-10-31T16:00:00Z');
const doctorsOf = 6;

const department = (at: number): string => `D${String(at + 1).padStart(2, '0')}`;
const shares = { outpatient: 0.1, corrected: 0.02, nowhere: 0.02, hole: 0.04 } as const;

export function planOf({ seed, days, beds, valuesPerDay, kills }: Asked): Plan {
  const random = chance(seed);
  const departments = Array.from({ length: Math.max(1, Math.round(beds / 50)) }, (_, at) => department(at));
  const staff = [...departments.flatMap((code, at) => peopleOf(code, at, random)), ...officers()];
  const ends = begins + days * day;
  const some = <T>(count: number, one: (at: number) => T): T[] => Array.from({ length: count }, () => begins + Math.floor(random.next() * (ends - begins))).toSorted((one, other) => one - other).map(one);
  const outages = Math.max(2, Math.round(days / 10));
  return {
    begins,
    ends,
    departments,
    staff,
    turns: [...departments.flatMap((code) => turnsOf(code, days, random)), ...daily(days + 2, (number) => ({ departmentCode: office, duty: 'medical-office', staffNumber: `M${1 + (number % 4)}` }))],
    values: some(days * valuesPerDay, (at) => at).map((at, number) => valueOf(at, number, random.pick(departments), random)),
    troubles: [
      ...some(outages, (at): Trouble => ({ kind: 'platform', at, platform: random.pick(['dingtalk', 'wecom'] as const), minutes: random.between(10, 360) })),
      ...some(Math.max(1, Math.round(outages / 2)), (at): Trouble => ({ kind: 'laboratory', at, minutes: random.between(10, 360) })),
      ...some(kills, (at): Trouble => ({ kind: 'kill', at })),
    ].toSorted((one, other) => one.at - other.at),
  };
}

function peopleOf(code: string, at: number, random: Chance): Colleague[] {
  const usual = at % 2 === 0 ? 'dingtalk' : 'wecom';
  const one = (suffix: string, role: Colleague['role'], name: string): Colleague => ({ number: `${code}${suffix}`, name: `${name}${at + 1}`, department: code, role, platforms: random.next() < shares.nowhere ? [] : [usual] });
  return [...Array.from({ length: doctorsOf }, (_, number) => one(`A${number + 1}`, 'doctor', '医')), { ...one('H', 'doctor', '主任'), platforms: ['dingtalk', 'wecom'] }, { ...one('N', 'nurse', '台'), platforms: [usual] }];
}

const officers = (): Colleague[] => Array.from({ length: 4 }, (_, at) => ({ number: `M${at + 1}`, name: `医务${at + 1}`, department: office, role: 'administrator', platforms: ['dingtalk', 'wecom'] }));

/** From eight to eight. */
const daily = (days: number, turn: (number: number) => Omit<Turn, 'from' | 'until'>): Turn[] => Array.from({ length: days }, (_, number) => ({ ...turn(number), from: new Date(begins + (number - 1) * day + 480 * minute), until: new Date(begins + number * day + 480 * minute) }));

function turnsOf(code: string, days: number, random: Chance): Turn[] {
  const posts = (['head', 'clinic-desk'] as const).map((duty): Turn => ({ departmentCode: code, duty, staffNumber: `${code}${duty === 'head' ? 'H' : 'N'}`, from: new Date(begins - day), until: null }));
  return [...posts, ...daily(days + 2, (number) => ({ departmentCode: code, duty: 'duty-doctor', staffNumber: `${code}A${1 + (number % doctorsOf)}` })).filter(() => random.next() >= shares.hole)];
}

function valueOf(at: number, number: number, code: string, random: Chance): PlannedValue {
  const value = (random.next() < 0.6 ? random.between(66, 85) : random.between(18, 24)) / 10;
  return {
    kind: 'value', at, number, department: code, bed: random.between(1, 50), value: value.toFixed(1), doctor: `${code}A${random.between(1, doctorsOf)}`, isOutpatient: random.next() < shares.outpatient,
    ...(random.next() < shares.corrected && { correctedAfter: random.between(1, 90) }),
  };
}

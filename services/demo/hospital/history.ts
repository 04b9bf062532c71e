/**
 * In which order what happened before the first day is told: whoever opens the demonstration looks at the patients of its
 * doctors first, so these have their records before the others of the hospital have a bed. Pure.
 */
import { patients as seeded } from '../../../prisma/demo/hospital.ts';
import type { Stay } from './course/stays.ts';
import type { Telling } from './speak/telling.ts';
import { day } from './time.ts';

/** What of a stay a round tells: where its patient lies; what is basic or recent; the rest. */
export type Part = 'place' | 'soon' | 'rest';

export interface Round {
  readonly stays: readonly Stay[];
  readonly part: Part;
  /** Somebody waits for it. */
  readonly quick?: boolean;
  /** Told when the stays are. */
  readonly clinics?: 'soon' | 'later';
}

/** Of history told at full length. */
const recent = 2 * day;
const seededNumbers = new Set(seeded.map(({ number }) => number));

/** `first`: wards; `people`: doctors whose patients in them come before everybody's, as those do whom a visitor is led to. */
export function roundsOf(stays: readonly Stay[], { first, people }: { readonly first: readonly string[]; readonly people: readonly string[] }): readonly Round[] {
  const near = ({ ward }: Stay): boolean => first.includes(ward.code);
  const theirs = ({ resident, attending }: Stay): boolean => [resident, attending].some(({ number }) => people.includes(number));
  const soonest = (stay: Stay): boolean => seededNumbers.has(stay.patient.number) || (near(stay) && theirs(stay));
  const rank = ({ ward }: Stay): number => (first.includes(ward.code) ? first.indexOf(ward.code) : first.length);
  const all = stays.toSorted((a, b) => rank(a) - rank(b));
  return [
    { part: 'place', stays: all.filter(near), quick: true },
    { part: 'soon', stays: all.filter(soonest), quick: true },
    // Once everybody lies somewhere the clinics open; what of them is far from the demonstration comes at the end.
    { part: 'place', stays: all.filter((stay) => !near(stay)), quick: true, clinics: 'soon' },
    { part: 'soon', stays: all.filter((stay) => !soonest(stay)) },
    { part: 'rest', stays: all, clinics: 'later' },
  ];
}

/** The stay's state as it is now comes as one admission; the other steps of it are told too, so that late ones find their place. */
export function partOf(tellings: readonly Telling[], part: Part, first: number): readonly Telling[] {
  if (part === 'place') return tellings.filter(({ weight }) => weight === 'place');
  const soon = ({ weight, at }: Telling): boolean => weight === 'basic' || at > first - recent;
  return tellings.filter((telling) => telling.weight !== 'place' && soon(telling) === (part === 'soon'));
}

/** How many patients' `part` was told, when `patients` of the round under way are. */
export function toldOf(rounds: readonly Round[], part: Part, { round, patients }: { readonly round: number; readonly patients: number }): number {
  return rounds.reduce((sum, each, at) => sum + (each.part !== part || at > round ? 0 : at < round ? each.stays.length : patients), 0);
}

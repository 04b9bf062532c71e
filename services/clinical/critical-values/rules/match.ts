/** Which item a result is, and which limit is for this patient: the most specific one, and why it is. */
import { calendarDays } from '../../../../cards/words.ts';
import type { Limit, ReportKind, Scope, Specimen, ThresholdItem, ThresholdSet } from '../limits.ts';
import type { ChoiceReason } from '../model.ts';
import { readSpecimen } from './specimen.ts';

export interface Code {
  readonly code: string;
  /** Coding system as sent: `LN`, `L`, `99LAB`, or empty. */
  readonly system: string;
}

export interface PatientFacts {
  /** Date of birth; with the time where the sender gives it. */
  readonly birthDate: Date | null;
  readonly sex: string;
  readonly wardCode: string | null;
  readonly departmentCode: string | null;
  /** Scopes the record itself names: `dialysis`, `haematology-or-chemotherapy`. */
  readonly traits: readonly string[];
  /** ICD-10 codes of the stay. */
  readonly diagnoses: readonly string[];
}

const LOINC = /^\d{1,7}-\d$/u;
const LOINC_SYSTEMS = new Set(['LN', 'LOINC', '2.16.840.1.113883.6.1', 'HTTP://LOINC.ORG']);
/** Code systems whose codes are never a laboratory's own. */
const FOREIGN_SYSTEMS = new Set(['SCT', 'SNM', 'SNOMED', 'MDC', 'I9', 'I10', 'UCUM', 'C4', 'CPT']);

/** By LOINC first, then by the sender's own code, then, for sentences, by the kind of report. Never by name. */
export function findItem(set: ThresholdSet, codes: readonly Code[], report: ReportKind | null = null): ThresholdItem | undefined {
  return itemOfCode(set, codes) ?? (report === null ? undefined : set.items.find(({ reports }) => reports?.includes(report)));
}

function itemOfCode(set: ThresholdSet, codes: readonly Code[]): ThresholdItem | undefined {
  const loinc = codes.filter(isLoinc).map(({ code }) => code.trim());
  const byLoinc = set.items.find((item) => item.loinc.some((code) => loinc.includes(code)));
  if (byLoinc !== undefined) return byLoinc;
  const local = codes.filter(isLocal).map(({ code }) => folded(code));
  return set.items.find((item) => item.local.some((code) => local.includes(folded(code))));
}

/** The specimen that was sent wins; without one, what the LOINC code itself says. */
export function specimenOf(item: ThresholdItem, codes: readonly Code[], sent: string): { specimen: Specimen; fromCode: boolean } {
  const specimen = readSpecimen(sent);
  if (specimen !== 'unknown') return { specimen, fromCode: false };
  for (const code of codes.filter(isLoinc)) {
    const named = item.codeSpecimen?.[code.code.trim()];
    if (named !== undefined) return { specimen: named, fromCode: true };
  }
  return { specimen, fromCode: false };
}

/** Why this limit decides and which others would have fitted, so that a later reader need not guess. */
export interface Choice {
  readonly by: ChoiceReason;
  /** Ids of the limits it stood before. */
  readonly over: readonly string[];
}

export type LimitChoice =
  | { readonly kind: 'limit'; readonly limit: Limit; readonly choice: Choice; readonly ageUnknown: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'excluded'; readonly limit: Limit; readonly choice: Choice };

/** What of a result a limit may ask for. */
export interface Asked {
  readonly specimen: Specimen;
  readonly pointOfCare: boolean;
}

/** A patient past the newborn's days: whose limits are used when the birth date is unknown. */
const ADULT_DAYS = 365 * 18;
const NEONATAL = 'neonatal';

/**
 * The most specific limit of the item that fits: a scope before none, of two scopes the one the set names first; then a
 * limit for bedside devices, for a specimen, for a sex, for the narrower age band; then the order of ids. A patient
 * without birth date is an adult, or a newborn where the ward is a neonatal one; the decision carries a note of it.
 */
export function chooseLimit(set: ThresholdSet, item: ThresholdItem, patient: PatientFacts, at: Date, asked: Asked): LimitChoice {
  return chooseAmong(set, set.limits.filter((each) => each.item === item.code), patient, at, asked);
}

/** Of limits that exclude one another: those of one item, or of one finding. */
export function chooseAmong(set: ThresholdSet, limits: readonly Limit[], patient: PatientFacts, at: Date, asked: Asked): LimitChoice {
  const scopes = scopesOf(set, patient);
  const known = ageInDays(patient, at);
  const days = known ?? (scopes.has(NEONATAL) ? 0 : ADULT_DAYS);
  const rank = (limit: Limit): number => (limit.scope === null ? Infinity : set.scopes.findIndex(({ name }) => name === limit.scope) >>> 0);
  const [limit, ...others] = limits.filter((each) => covers(each, days) && isFor(each, patient, asked) && (each.scope === null || scopes.has(each.scope))).sort(moreSpecific(rank));
  if (limit === undefined) return { kind: 'none' };
  const choice: Choice = { by: others[0] === undefined ? 'only' : (criteria(rank).find(([, differ]) => differ(limit, others[0] as Limit) !== 0)?.[0] ?? 'order'), over: others.map(({ id }) => id) };
  if (limit.exclude.some((scope) => scopes.has(scope))) return { kind: 'excluded', limit, choice };
  return { kind: 'limit', limit, choice, ageUnknown: known === undefined };
}

type Compare = (one: Limit, other: Limit) => number;

/** In the order in which they weigh; negative: the first is more specific. */
const criteria = (rank: (limit: Limit) => number): readonly (readonly [ChoiceReason, Compare])[] => [
  ['scope', (one, other) => difference(rank(one), rank(other))],
  ['point-of-care', (one, other) => Number(other.pointOfCare ?? false) - Number(one.pointOfCare ?? false)],
  ['specimen', (one, other) => Number(other.specimen !== undefined) - Number(one.specimen !== undefined)],
  ['sex', (one, other) => Number(other.sex !== undefined) - Number(one.sex !== undefined)],
  ['age', (one, other) => difference(band(one), band(other))],
];

function moreSpecific(rank: (limit: Limit) => number): Compare {
  const all = criteria(rank);
  return (one, other) => all.map(([, differ]) => differ(one, other)).find((found) => found !== 0) ?? (one.id < other.id ? -1 : 1);
}

const band = ({ fromDays, toDays }: Limit): number => (toDays === null ? (fromDays > 0 ? Number.MAX_SAFE_INTEGER - fromDays : Infinity) : toDays - fromDays);
const difference = (one: number, other: number): number => (one === other ? 0 : one < other ? -1 : 1);

function isFor({ sex, specimen, pointOfCare }: Limit, patient: PatientFacts, asked: Asked): boolean {
  return (sex === undefined || patient.sex.trim().toUpperCase() === sex) && (specimen === undefined || specimen === asked.specimen) && (pointOfCare !== true || asked.pointOfCare);
}

/** Whole days of life in hospital time; the day of birth is day 0. */
export function ageInDays(patient: PatientFacts, at: Date): number | undefined {
  if (patient.birthDate === null) return undefined;
  const days = calendarDays(patient.birthDate, at);
  return days < 0 ? undefined : days;
}

export function scopesOf(set: ThresholdSet, patient: PatientFacts): ReadonlySet<string> {
  return new Set([...set.scopes.filter((scope) => within(scope, patient)).map((scope) => scope.name), ...patient.traits]);
}

function within(scope: Scope, { departmentCode, wardCode, diagnoses }: PatientFacts): boolean {
  const isHere = (departmentCode !== null && scope.departments.includes(departmentCode)) || (wardCode !== null && scope.wards.includes(wardCode));
  return isHere || (scope.diagnoses !== undefined && diagnoses.some((code) => scope.diagnoses?.some((start) => code.trim().toUpperCase().startsWith(start))));
}

function covers(limit: Limit, days: number): boolean {
  return days >= limit.fromDays && (limit.toDays === null || days <= limit.toDays);
}

function isLoinc({ code, system }: Code): boolean {
  const named = system.trim().toUpperCase();
  return LOINC_SYSTEMS.has(named) || (named === '' && LOINC.test(code.trim()));
}

function isLocal(code: Code): boolean {
  return code.code.trim() !== '' && !isLoinc(code) && !FOREIGN_SYSTEMS.has(code.system.trim().toUpperCase());
}

function folded(code: string): string {
  return code.normalize('NFKC').trim().toUpperCase();
}

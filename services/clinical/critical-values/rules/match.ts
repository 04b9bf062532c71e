/** Which item a result is, and which limit is for this patient. */
import { calendarDays } from '../../../../cards/words.ts';
import type { Limit, Scope, Specimen, ThresholdItem, ThresholdSet } from '../limits.ts';
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
}

const LOINC = /^\d{1,7}-\d$/u;
const LOINC_SYSTEMS = new Set(['LN', 'LOINC', '2.16.840.1.113883.6.1', 'HTTP://LOINC.ORG']);
/** Code systems whose codes are never a laboratory's own. */
const FOREIGN_SYSTEMS = new Set(['SCT', 'SNM', 'SNOMED', 'MDC', 'I9', 'I10', 'UCUM', 'C4', 'CPT']);

/** By LOINC first, then by the laboratory's own code. Never by name. */
export function findItem(set: ThresholdSet, codes: readonly Code[]): ThresholdItem | undefined {
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

export type LimitChoice =
  | { readonly kind: 'limit'; readonly limit: Limit; readonly ageUnknown: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'excluded'; readonly limit: Limit };

/** A patient past the newborn's days: whose limits are used when the birth date is unknown. */
const ADULT_DAYS = 365 * 18;
const NEONATAL = 'neonatal';

/**
 * The limit of a scope wins over the general one, and a limit with an age band over one for any age. A patient without
 * birth date is an adult, or a newborn where the ward is a neonatal one; the decision carries a note of it.
 */
export function chooseLimit(set: ThresholdSet, item: ThresholdItem, patient: PatientFacts, at: Date): LimitChoice {
  const scopes = scopesOf(set, patient);
  const known = ageInDays(patient, at);
  const days = known ?? (scopes.has(NEONATAL) ? 0 : ADULT_DAYS);
  const [limit] = set.limits
    .filter((each) => each.item === item.code && covers(each, days) && (each.scope === null || scopes.has(each.scope)))
    .sort((a, b) => weight(b) - weight(a));
  if (limit === undefined) return { kind: 'none' };
  if (limit.exclude.some((scope) => scopes.has(scope))) return { kind: 'excluded', limit };
  return { kind: 'limit', limit, ageUnknown: known === undefined };
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

function within(scope: Scope, { departmentCode, wardCode }: PatientFacts): boolean {
  return (departmentCode !== null && scope.departments.includes(departmentCode)) || (wardCode !== null && scope.wards.includes(wardCode));
}

function covers(limit: Limit, days: number): boolean {
  return days >= limit.fromDays && (limit.toDays === null || days <= limit.toDays);
}

function weight(limit: Limit): number {
  return (limit.scope === null ? 0 : 2) + (limit.fromDays > 0 || limit.toDays !== null ? 1 : 0);
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

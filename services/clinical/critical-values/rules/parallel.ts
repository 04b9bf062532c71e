/** Who is told beside the first step of the ladder, by department, hour and source, as the hospital's plan says. */
import { departmentTime } from '../model.process.ts';
import type { Alongside, TellingRule, TellingSource } from '../model.process.ts';
import type { CriticalValue, Duty, Person } from '../model.ts';

const reports: readonly string[] = ['ecg', 'imaging', 'ultrasound', 'pathology'];

/** How the key of what was reported by hand begins: whom to tell is asked before anything else of it is known. */
export const byHandKey = 'by-hand|';

/** Reports in sentences are items of their own; everything else was measured. */
export function sourceOf({ itemCode, measured }: { readonly itemCode: string; readonly measured: Pick<CriticalValue['measured'], 'resultKey'> }): TellingSource {
  if (measured.resultKey.startsWith(byHandKey)) return 'by-hand';
  return reports.includes(itemCode) ? (itemCode as TellingSource) : 'laboratory';
}

/** Of every rule that fits, each once, in order. */
export function alsoTold(rules: readonly TellingRule[], value: Pick<CriticalValue, 'itemCode' | 'way'> & Parameters<typeof sourceOf>[0], department: string | null, now: Date): readonly Alongside[] {
  if (value.way === 'outpatient') return [];
  return unique(fitting(rules, { source: sourceOf(value), department, clock: departmentTime(now) }));
}

export const unique = (rules: readonly TellingRule[]): readonly Alongside[] => [...new Set(rules.flatMap(({ also }) => also))];

/** Rules that fit a source, a department and an hour. */
export function fitting(rules: readonly TellingRule[], { source, department, clock }: { readonly source: TellingSource; readonly department: string | null; readonly clock: string }): readonly TellingRule[] {
  return rules.filter(({ departments, sources, hours }) =>
    (departments === undefined || (department !== null && departments.includes(department))) && (sources === undefined || sources.includes(source)) && (hours === undefined || isWithin(clock, hours.from, hours.until)));
}

/** When the hospital's clock shows that next, or now. */
export function nextAt(clock: string | undefined, now: Date): Date {
  if (clock === undefined) return now;
  const today = new Date(`${new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)}T${clock}:00+08:00`);
  return departmentTime(now) === clock ? now : today > now ? today : new Date(today.getTime() + 86_400_000);
}

/** Half-open, over midnight where it ends no later than it begins. */
function isWithin(clock: string, from: string, until: string): boolean {
  return from < until ? clock >= from && clock < until : clock >= from || clock < until;
}

/** Whom a step waits for: a ward's nurse watches and tells, and takes nothing over. */
export function takers(people: readonly Person[], duty: Duty): readonly Person[] {
  return duty === 'clinic-desk' || duty === 'patient' ? people : people.filter(({ role }) => role !== 'nurse');
}

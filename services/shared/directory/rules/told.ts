/**
 * What a master says against what stands here: nothing to do, a change, or a matter for a person. Nothing is guessed:
 * a number whose name became another is asked about, because numbers are given to new people.
 */
import { type MatterKind, type MatterReason, mastered } from '../model.ts';

export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'add' }
  | { readonly kind: 'change'; readonly fields: readonly string[] }
  /** The source itself says that the person has left. */
  | { readonly kind: 'leave' }
  /** `apply`: the row is taken all the same, as far as it goes. */
  | { readonly kind: 'matter'; readonly matter: MatterKind; readonly reason: MatterReason; readonly apply?: boolean };

type Row = Readonly<Record<string, unknown>>;

export interface StaffHere extends Row {
  readonly name: string;
  readonly active: boolean;
  readonly source: string;
}

export interface Known {
  readonly department: boolean;
  /** `true` also where no ward was named. */
  readonly ward: boolean;
}

const same: Verdict = { kind: 'same' };
const matter = (reason: MatterReason): Verdict => ({ kind: 'matter', matter: 'contradictory', reason });

export function judgeStaff(told: StaffHere, here: StaffHere | undefined, known: Known): Verdict {
  if (here === undefined && !told.active) return same;
  if (here !== undefined) {
    if (isMasteredElsewhere(told, here)) return differing(told, here, mastered.staff).length === 0 ? same : matter('mastered-elsewhere');
    if (told.name !== here.name) return matter('name-differs');
    if (told.active !== here.active) return told.active ? matter('left-here') : { kind: 'leave' };
    if (!told.active) return same;
  }
  if (!known.department) return matter('no-department');
  if (!known.ward) return matter('no-ward');
  return here === undefined ? { kind: 'add' } : changeOf(told, here, mastered.staff);
}

interface PlaceHere extends Row {
  readonly active: boolean;
  readonly source: string;
}

/** Departments and wards. `known`: what they hang on is there. */
export function judgePlace(kind: 'department' | 'ward', told: PlaceHere, here: PlaceHere | undefined, known: boolean): Verdict {
  if (here === undefined && !told.active) return same;
  if (here !== undefined && isMasteredElsewhere(told, here)) return differing(told, here, mastered[kind]).length === 0 ? same : matter('mastered-elsewhere');
  if (here !== undefined && here.source !== told.source && told['name'] !== here['name']) return matter('name-differs');
  // A ward without its department cannot stand; a department without the one above it stands at the top until it is mended.
  if (!known && kind === 'ward') return matter('no-department');
  const verdict = here === undefined ? { kind: 'add' as const } : changeOf(told, here, mastered[kind]);
  return known ? verdict : { kind: 'matter', matter: 'contradictory', reason: 'no-parent', apply: verdict.kind !== 'same' };
}

/** A bed cannot stand without its ward. */
export function judgeBed(told: PlaceHere, here: PlaceHere | undefined, known: boolean): Verdict {
  if (here === undefined && !told.active) return same;
  if (here !== undefined && isMasteredElsewhere(told, here)) return differing(told, here, mastered.bed).length === 0 ? same : matter('mastered-elsewhere');
  if (!known) return matter('no-ward');
  return here === undefined ? { kind: 'add' } : changeOf(told, here, mastered.bed);
}

/** `members` of both: staff numbers in order. */
export function judgeGroup(told: PlaceHere, here: PlaceHere | undefined, known: { readonly department: boolean; readonly staff: boolean }): Verdict {
  if (here === undefined && !told.active) return same;
  if (here !== undefined && isMasteredElsewhere(told, here)) return differing(told, here, mastered.group).length === 0 ? same : matter('mastered-elsewhere');
  if (!known.department) return matter('no-department');
  if (!known.staff) return matter('unknown-staff');
  return here === undefined ? { kind: 'add' } : changeOf(told, here, mastered.group);
}

function isMasteredElsewhere(told: { readonly source: string }, here: { readonly source: string }): boolean {
  return here.source === 'his' && told.source !== 'his';
}

function changeOf(told: Row, here: Row, columns: readonly string[]): Verdict {
  // From now on it is the source's row; what a person entered before is the same thing.
  const fields = [...differing(told, here, columns), ...(told['source'] === here['source'] ? [] : ['source'])];
  return fields.length === 0 ? same : { kind: 'change', fields };
}

export function differing(a: Row, b: Row, columns: readonly string[]): string[] {
  return columns.filter((column) => JSON.stringify(a[column] ?? null) !== JSON.stringify(b[column] ?? null));
}

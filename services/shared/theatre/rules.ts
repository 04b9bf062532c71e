/** The decisions: who may see the patient because of an operation, and what of it is news. Pure. */
import { type Key, type Operation, type Pair, compareKeys, graceDays } from './model.ts';

const dayMs = 86_400_000;

export interface Access {
  readonly staffNumber: string;
  readonly patientId: string;
  readonly until: Date;
}

/** Over, cancelled, or ended: nothing more is to be done. */
export function isLive({ state, endedAt }: Pick<Operation, 'state' | 'endedAt'>): boolean {
  return state !== 'over' && state !== 'cancelled' && endedAt === null;
}

/** Who operates, helps or gives the anaesthetic, by staff number. */
export function teamOf({ surgeon, assistants, anaesthetist }: Pick<Operation, 'surgeon' | 'assistants' | 'anaesthetist'>): string[] {
  return [...new Set([surgeon, ...(assistants ?? []), anaesthetist].flatMap((person) => person?.number ?? []))].toSorted();
}

/** The team of a planned operation sees the patient until it is over; a request without a time opens nothing yet. */
export function accessOf(operation: Operation, now: Date): Access[] {
  const { patientId, plannedFrom, plannedUntil } = operation;
  const end = plannedUntil ?? plannedFrom;
  if (!isLive(operation) || patientId === null || end === null) return [];
  const until = new Date(end.getTime() + graceDays * dayMs);
  return until > now ? teamOf(operation).map((staffNumber) => ({ staffNumber, patientId, until })) : [];
}

export type News = 'planned' | 'cancelled';

/** Planned for the first time, anew or elsewhere; cancelled. A late message that changes nothing of this is no news. */
export function newsOf(before: Operation | undefined, after: Operation): News | undefined {
  if (after.state === 'cancelled') return before !== undefined && before.state !== 'cancelled' ? 'cancelled' : undefined;
  if (!isLive(after) || after.plannedFrom === null || after.state === 'requested') return undefined;
  return before === undefined || planOf(before) !== planOf(after) ? 'planned' : undefined;
}

function planOf({ plannedFrom, room, surgeon, state }: Operation): string {
  return JSON.stringify([plannedFrom, room, surgeon?.number, state === 'requested' || state === 'cancelled']);
}

/** Which of the numbers stay with this one when two of them are parted. */
export function sideWithout(key: Key, joins: readonly Pair[], parted: Pair): Key[] {
  const side = [key];
  for (const at of side) {
    for (const join of joins) {
      const [one, other] = endsOf(join);
      if (compareKeys(one, parted) === 0 && compareKeys(other, endsOf(parted)[1]) === 0) continue;
      const next = compareKeys(one, at) === 0 ? other : compareKeys(other, at) === 0 ? one : undefined;
      if (next !== undefined && !side.some((known) => compareKeys(known, next) === 0)) side.push(next);
    }
  }
  return side.toSorted(compareKeys);
}

export const endsOf = ({ source, number, otherSource, otherNumber }: Pair): readonly [Key, Key] => [{ source, number }, { source: otherSource, number: otherNumber }];

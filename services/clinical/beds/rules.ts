/** The decisions: beds and stays laid over each other, and what is near for whoever plans. Pure. */
import { bedKey } from '../../../cards/people.ts';
import { calendarDays } from '../../../cards/words.ts';
import type { Bed, Place, Readiness, Stay } from './model.ts';

/** Each bed once, each stay once: of two who are said to lie in one bed both are shown. In the order one walks; who has no bed last. */
export function placesOf(beds: readonly Bed[], stays: readonly Stay[]): Place[] {
  const lying = Map.groupBy(stays, ({ bed }) => bedKey(bed ?? ''));
  const known = new Set(beds.map(({ number }) => bedKey(number)));
  const listed = beds.flatMap(({ number, room, state, note, readiness }): Place[] => {
    const here = lying.get(bedKey(number)) ?? [];
    const free: Place = { bed: number, room, state: stateOf(state, readiness), note, readiness: state === 'blocked' ? undefined : readiness, extra: false, stay: undefined };
    return here.length === 0 ? [free] : here.map((stay) => ({ ...free, state: 'taken', readiness: undefined, stay }));
  });
  const beside = stays.filter(({ bed }) => !known.has(bedKey(bed ?? ''))).map((stay): Place => ({ bed: (stay.bed ?? '').replace(/床$/, ''), room: stay.room, state: 'taken', note: null, readiness: undefined, extra: bedKey(stay.bed ?? '') !== '' && beds.length > 0, stay }));
  return [...listed, ...beside].toSorted(asOneWalks);
}

/** What the hospital blocked by hand goes before what the bed's system says. The same in SQL: `occupancyOf` of the store. */
function stateOf(state: Bed['state'], readiness: Readiness | undefined): Place['state'] {
  if (state === 'blocked' || readiness === 'closed') return 'blocked';
  return readiness === undefined ? 'empty' : 'unready';
}

function rank({ bed }: Place): number {
  if (bed === '') return 2;
  return /^\d+$/.test(bed) ? 0 : 1;
}

/** Numbers as numbers, before beds with letters (加3), before who has none. */
function asOneWalks(a: Place, b: Place): number {
  return rank(a) - rank(b) || (rank(a) === 0 ? Number(a.bed) - Number(b.bed) : a.bed.localeCompare(b.bed, 'zh-CN', { numeric: true }));
}

/** The day of admission is the first. */
export function dayOfStay(admittedAt: Date | null, now: Date): number | null {
  return admittedAt === null ? null : Math.max(1, calendarDays(admittedAt, now) + 1);
}

export function isNewToday(admittedAt: Date | null, now: Date): boolean {
  return admittedAt !== null && calendarDays(admittedAt, now) === 0;
}

/** 预出院: today (also when it was to be before), tomorrow; later ones are not near. */
export function leavingOf(plannedAt: Date | null, now: Date): 'today' | 'tomorrow' | null {
  if (plannedAt === null) return null;
  const days = calendarDays(now, plannedAt);
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : null;
}

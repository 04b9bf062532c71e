/** The algebra of rosters: time that overlaps, time that nobody holds, time that passes from one to another. Pure. */
import { dayAfter } from '../../../cards/days.ts';
import type { Absence, Duty, Shift, Slot, Span, Stretch } from './model.ts';

export { dayAfter, dayOf } from '../../../cards/days.ts';

const end = ({ until }: Span): number => until?.getTime() ?? Number.POSITIVE_INFINITY;

export const holdsAt = (span: Span, at: Date): boolean => span.from <= at && at.getTime() < end(span);
export const overlap = (one: Span, other: Span): boolean => one.from.getTime() < end(other) && other.from.getTime() < end(one);
export const isEmpty = (span: Span): boolean => end(span) <= span.from.getTime();

/** What both have. */
export function common<S extends Span>(one: Stretch, other: S): Stretch | undefined {
  const from = one.from > other.from ? one.from : other.from;
  const until = other.until !== null && other.until < one.until ? other.until : one.until;
  return from < until ? { from, until } : undefined;
}

/** The parts of a stretch that none of the spans takes, in order. */
export function gaps(within: Stretch, taken: readonly Span[]): Stretch[] {
  const found: Stretch[] = [];
  let from = within.from;
  for (const each of taken.flatMap((span) => common(within, span) ?? []).toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    if (from < each.from) found.push({ from, until: each.from });
    if (from < each.until) from = each.until;
  }
  if (from < within.until) found.push({ from, until: within.until });
  return found;
}

/** When these duties are really held: whoever is away or has left holds nothing. */
export function held(within: Stretch, duties: readonly Duty[], absences: readonly Absence[]): (Stretch & { readonly duty: Duty })[] {
  return duties.flatMap((duty) => {
    const own = common(within, duty);
    return own === undefined ? [] : gaps(own, absences.filter(({ staffNumber }) => staffNumber === duty.staffNumber)).map((part) => ({ ...part, duty }));
  });
}

/** Why nobody holds a stretch: nobody was entered, or whoever was is away or has left. */
export interface Hole extends Stretch {
  readonly why: 'nobody' | Absence['why'];
  readonly duty: Duty | undefined;
}

/** Every stretch that nobody holds, cut where the reason changes. */
export function holes(within: Stretch, duties: readonly Duty[], absences: readonly Absence[]): Hole[] {
  const empty = gaps(within, held(within, duties, absences));
  return empty.flatMap((part): Hole[] => {
    const entered = duties.flatMap((duty) => {
      const own = common(part, duty);
      return own === undefined ? [] : [{ ...own, duty, why: absences.find((absence) => absence.staffNumber === duty.staffNumber && overlap(own, absence))?.why ?? ('nobody' as const) }];
    });
    const never = gaps(part, entered).map((each) => ({ ...each, why: 'nobody' as const, duty: undefined }));
    return [...never, ...entered].toSorted((a, b) => a.from.getTime() - b.from.getTime());
  });
}

/** Who holds it at a moment: of several the one that began last. */
export function holderAt(duties: readonly Duty[], absences: readonly Absence[], at: Date): Duty | undefined {
  const here = duties.filter((duty) => holdsAt(duty, at) && !absences.some((absence) => absence.staffNumber === duty.staffNumber && holdsAt(absence, at)));
  return here.toSorted((a, b) => b.from.getTime() - a.from.getTime() || (a.id < b.id ? 1 : -1))[0];
}

/** The hospital's clock at a day's hour; China has had no summer time since 1991. */
export const momentOf = (day: string, clock: string): Date => new Date(`${day}T${clock}:00+08:00`);

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
export const mondayOf = (day: string): string => dayAfter(day, -((weekday(day) + 6) % 7));

function isOn({ on }: Shift, day: string): boolean {
  const rests = [0, 6].includes(weekday(day));
  return on === 'every' || (on === 'weekend') === rests;
}

/** The shifts of a day, in order. */
export function slotsOf(shifts: readonly Shift[], day: string): Slot[] {
  return shifts.filter((shift) => isOn(shift, day)).map(({ name, from, until }) => ({
    name, day, from: momentOf(day, from), until: momentOf(until > from ? day : dayAfter(day, 1), until),
  })).toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

/** Time of a week that a pattern leaves to nobody, as its first moment; `undefined` where it is whole. */
export function uncovered(shifts: readonly Shift[], monday: string): Stretch | undefined {
  const days = Array.from({ length: 9 }, (_, plus) => dayAfter(monday, plus - 1));
  return gaps({ from: momentOf(monday, '00:00'), until: momentOf(dayAfter(monday, 7), '00:00') }, days.flatMap((day) => slotsOf(shifts, day)))[0];
}

/** Somebody else from a moment on: what stays with the first, and what passes over. Nothing stays of a duty that had not begun. */
export function passOver(duty: Duty, to: string, at: Date): { readonly kept: Span | undefined; readonly passed: Omit<Duty, 'id'> } {
  const from = at > duty.from ? at : duty.from;
  const { id: _, ...rest } = duty;
  // Who takes back what was theirs stands in for nobody.
  const original = duty.standsInFor ?? duty.staffNumber;
  return { kept: from > duty.from ? { from: duty.from, until: from } : undefined, passed: { ...rest, staffNumber: to, from, standsInFor: original === to ? null : original } };
}

/** The duty that follows without a gap. */
export function nextOf(duty: Duty, all: readonly Duty[]): Duty | undefined {
  return all.find((each) => each.id !== duty.id && each.duty === duty.duty && duty.until !== null && each.from.getTime() === duty.until.getTime());
}

/**
 * When visits are over that no system ends: a clinic sends no discharge, and many an emergency room none. A rule of the
 * choice where somebody is, for whoever has to be told; no row says so, and a message that comes late changes nothing. Pure.
 */
import { dayAfter, dayOf } from '../../../cards/days.ts';

/** Whole days by the hospital's calendar after the day of the visit. */
export interface Ends {
  readonly clinicDays: number;
  readonly emergencyDays: number;
}

/** A clinic's visit is over after the next day; whoever is longer than three days in an emergency room lies in a ward by then. */
export const usualEnds: Ends = { clinicDays: 1, emergencyDays: 3 };

export interface Clock {
  readonly now: Date;
  readonly ends: Ends;
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

/** What began before then is over. */
export function overBefore({ now, ends }: Clock): { readonly clinic: Date; readonly emergency: Date } {
  const today = dayOf(now);
  return { clinic: midnight(dayAfter(today, -ends.clinicDays)), emergency: midnight(dayAfter(today, -ends.emergencyDays)) };
}

export function isOver({ kind, state, since }: { readonly kind: string; readonly state: string; readonly since: Date }, clock: Clock): boolean {
  if (state === 'gone' || state === 'cancelled') return true;
  if (state === 'planned') return false;
  const before = overBefore(clock);
  return ((kind === 'outpatient' || kind === 'check-up') && since < before.clinic) || (kind === 'emergency' && since < before.emergency);
}

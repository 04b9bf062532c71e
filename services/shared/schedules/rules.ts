/** The decisions. Pure. */
import { wallTime } from '../../../cards/words.ts';
import type { Booking as Told } from '../../links/statements/schema.ts';
import type { Session } from './model.ts';

/** A booking that nobody numbered is named by whose and when it is. */
export function bookingNumber({ number, filler, session, from, doctor }: Told, patientId: string | undefined): string {
  return number ?? filler ?? `~${[patientId, session, doctor?.number, from].map((part) => part ?? '').join('|').slice(0, 200)}`;
}

/** Stopped by news: a session first told of when it was stopped already also is, for bookings may be in it. */
export function isStoppedNow(before: Session | undefined, after: Session): boolean {
  return after.state === 'stopped' && before?.state !== 'stopped';
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The hospital's calendar day of a moment: `2026-11-21`. */
export function dayOf(at: Date): string {
  const { year, month, day } = wallTime(at);
  return `${year}-${two(month)}-${two(day)}`;
}

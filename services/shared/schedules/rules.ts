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

/** The half of the day a session begins in. */
export function periodOf(at: Date): string {
  const { hour } = wallTime(at);
  return hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上';
}

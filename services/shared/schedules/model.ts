/** Clinic sessions and what is booked in them. */

export const sessionStates = ['open', 'full', 'stopped', 'over'] as const;
export type SessionState = (typeof sessionStates)[number];

export const bookingStates = ['booked', 'arrived', 'seen', 'no-show', 'cancelled', 'deleted'] as const;
export type BookingState = (typeof bookingStates)[number];

/** Takes a place in its session. */
export const takesPlace: readonly BookingState[] = ['booked', 'arrived', 'seen', 'no-show'];

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

/** The sender and its number. */
export interface Key {
  readonly source: string;
  readonly number: string;
}

export interface Session {
  readonly department: string | null;
  readonly doctor: Named | null;
  readonly clinic: string | null;
  /** `YYYY-MM-DD` */
  readonly day: string | null;
  readonly period: string | null;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly places: number | null;
  /** As told; bookings we know of are counted beside it. */
  readonly taken: number | null;
  readonly room: string | null;
  readonly state: SessionState | null;
  readonly reason: string | null;
  readonly substitute: Named | null;
}

export interface Booking {
  readonly patientId: string | null;
  readonly visitId: string | null;
  readonly sessionNumber: string | null;
  readonly department: string | null;
  readonly doctor: Named | null;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly place: string | null;
  readonly channel: string | null;
  readonly service: { readonly id?: string | undefined; readonly text?: string | undefined } | null;
  readonly reason: string | null;
  readonly state: BookingState | null;
}

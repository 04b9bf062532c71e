/** Rows of this module, and what lists read from them. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import { personBehind } from '../patients/index.ts';
import { type Booking, type BookingState, type Key, type Session, type SessionState, takesPlace } from './model.ts';

const { sql } = Prisma;
const key = { source: 'text', number: 'text' } as const;

export const sessionRows = toldTable<Key, Session>('clinic_session', key, {
  department: 'text',
  doctor: 'jsonb',
  clinic: 'text',
  day: 'text',
  period: 'text',
  from: 'timestamptz',
  until: 'timestamptz',
  places: 'int4',
  taken: 'int4',
  room: 'text',
  state: 'text',
  reason: 'text',
  substitute: 'jsonb',
});

export const bookingRows = toldTable<Key, Booking>('clinic_booking', key, {
  patientId: 'uuid',
  visitId: 'uuid',
  sessionNumber: 'text',
  department: 'text',
  doctor: 'jsonb',
  from: 'timestamptz',
  until: 'timestamptz',
  place: 'text',
  channel: 'text',
  service: 'jsonb',
  reason: 'text',
  state: 'text',
});

export type SessionRow = Kept<Key, Session>;

export interface SessionFilters {
  readonly department?: string | undefined;
  /** Staff number: whose session it is, or who stands in. */
  readonly doctor?: string | undefined;
  /** Days, both included. */
  readonly from: string;
  readonly until: string;
  readonly state?: SessionState | undefined;
}

export async function findSessions(tx: Tx, { department, doctor, from, until, state }: SessionFilters, page: Page): Promise<SessionRow[]> {
  const where = [
    sql`t.day >= ${from} AND t.day <= ${until}`,
    ...(department === undefined ? [] : [sql`t.department = ${department}`]),
    ...(doctor === undefined ? [] : [sql`(t.doctor->>'number' = ${doctor} OR t.substitute->>'number' = ${doctor})`]),
    ...(state === undefined ? [] : [sql`coalesce(t.state, 'open') = ${state}`]),
  ];
  return sessionRows.find(tx, Prisma.join(where, ' AND '), sql`t.day, t."from" NULLS LAST, t.department, t.number, t.id`, page);
}

export async function findSession(tx: Tx, id: string): Promise<SessionRow | undefined> {
  return (await sessionRows.find(tx, sql`t.id = ${id}::uuid`, sql`t.id`))[0];
}

/** A booking's session is its own system's of that number, else another system's: booking platform and HIS share numbers. */
function inSession(session: Prisma.Sql, booking: Prisma.Sql): Prisma.Sql {
  return sql`(${booking}.session_number = ${session}.number AND (${booking}.source = ${session}.source
    OR NOT EXISTS (SELECT 1 FROM clinic_session o WHERE o.source = ${booking}.source AND o.number = ${booking}.session_number)))`;
}

/** Bookings that take a place, by session id. */
export async function countBookings(tx: Tx, sessions: readonly string[]): Promise<Map<string, number>> {
  if (sessions.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; booked: number }[]>`
    SELECT s.id, count(*)::int AS booked FROM clinic_session s JOIN clinic_booking b ON ${inSession(sql`s`, sql`b`)}
     WHERE s.id = ANY(${sessions}::uuid[]) AND coalesce(b.state, 'booked') = ANY(${takesPlace}::text[]) GROUP BY s.id`;
  return new Map(rows.map(({ id, booked }) => [id, booked]));
}

export interface BookedRow {
  readonly id: string;
  /** The person; `null` where the booking names nobody we know. */
  readonly patientId: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly sex: string | null;
  readonly birthDate: Date | null;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly place: string | null;
  readonly channel: string | null;
  readonly service: Booking['service'];
  readonly reason: string | null;
  readonly state: BookingState | null;
}

/** As they are seen. `visible` is a condition over `p.id`, the person. */
export async function bookedIn(tx: Tx, sessionId: string, visible: Prisma.Sql, { limit, offset }: Page): Promise<BookedRow[]> {
  return tx.$queryRaw<BookedRow[]>`
    SELECT b.id, p.id AS "patientId", p.number, p.name, p.sex, p.birth_date AS "birthDate", b."from", b."until", b.place, b.channel, b.service, b.reason, b.state
      FROM clinic_session s JOIN clinic_booking b ON ${inSession(sql`s`, sql`b`)} LEFT JOIN patient p ON p.id = ${personBehind(sql`b.patient_id`)}
     WHERE s.id = ${sessionId}::uuid AND ${visible} AND coalesce(b.state, '') <> 'deleted'
     ORDER BY b."from" NULLS LAST, length(b.place), b.place, b.id LIMIT ${limit} OFFSET ${offset}`;
}

/** One person's, newest first. `patients` are all rows of the person. */
export async function bookingsOf(tx: Tx, patients: readonly string[], { from, until }: { readonly from?: Date | undefined; readonly until?: Date | undefined }, page: Page): Promise<Kept<Key, Booking>[]> {
  const where = [
    sql`t.patient_id = ANY(${patients}::uuid[]) AND coalesce(t.state, '') <> 'deleted'`,
    ...(from === undefined ? [] : [sql`t."from" >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`t."from" < ${until}::timestamptz`]),
  ];
  return bookingRows.find(tx, Prisma.join(where, ' AND '), sql`t."from" DESC NULLS LAST, t.id`, page);
}

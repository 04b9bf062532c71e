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
  /** Staff number or a part of the name: whose session it is, or who stands in. */
  readonly doctor?: string | undefined;
  /** Days, both included. */
  readonly from: string;
  readonly until: string;
  readonly state?: SessionState | undefined;
  /** Only what this member of staff holds or stands in for, and what the own department holds; without it all. */
  readonly near?: Near | undefined;
}

export interface Near {
  readonly staff: string;
  readonly department: string;
}

const isNear = ({ staff, department }: Near): Prisma.Sql => sql`(t.department = ${department} OR ${heldBy(staff)})`;
const heldBy = (staff: string): Prisma.Sql => sql`(t.doctor->>'number' = ${staff} OR t.substitute->>'number' = ${staff})`;
/** Names as told, else as the directory has them. */
const called = (name: string): Prisma.Sql => {
  const like = `%${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`(t.doctor->>'name' LIKE ${like} OR t.substitute->>'name' LIKE ${like} OR EXISTS (SELECT 1 FROM staff s WHERE s.number IN (t.doctor->>'number', t.substitute->>'number') AND s.name LIKE ${like}))`;
};

export interface ClinicRow {
  readonly code: string;
  readonly sessions: number;
  readonly stopped: number;
}

/** Departments with sessions in these days. */
export async function findClinics(tx: Tx, { from, until, near }: Pick<SessionFilters, 'from' | 'until' | 'near'>): Promise<ClinicRow[]> {
  return tx.$queryRaw<ClinicRow[]>`
    SELECT t.department AS code, count(*)::int AS sessions, count(*) FILTER (WHERE t.state = 'stopped')::int AS stopped FROM clinic_session t
     WHERE t.department IS NOT NULL AND t.day >= ${from} AND t.day <= ${until} AND ${near === undefined ? sql`TRUE` : isNear(near)} GROUP BY t.department ORDER BY t.department`;
}

export async function findSessions(tx: Tx, { department, doctor, from, until, state, near }: SessionFilters, page: Page): Promise<SessionRow[]> {
  const where = [
    sql`t.day >= ${from} AND t.day <= ${until}`,
    ...(near === undefined ? [] : [isNear(near)]),
    ...(department === undefined ? [] : [sql`t.department = ${department}`]),
    ...(doctor === undefined ? [] : [sql`(${heldBy(doctor)} OR ${called(doctor)})`]),
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
  readonly opens: boolean;
}

/** As they are seen. `visible` and `opens` are conditions over `p.id`, the person: who stands in the list, whose record the reader may open. */
export async function bookedIn(tx: Tx, sessionId: string, { visible, opens }: { readonly visible: Prisma.Sql; readonly opens: Prisma.Sql }, { limit, offset }: Page): Promise<BookedRow[]> {
  return tx.$queryRaw<BookedRow[]>`
    SELECT b.id, p.id AS "patientId", p.number, p.name, p.sex, p.birth_date AS "birthDate", b."from", b."until", b.place, b.channel, b.service, b.reason, b.state, coalesce(${opens}, FALSE) AS opens
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

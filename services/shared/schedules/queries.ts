/** Rosters are everybody's; who is booked is seen by whose session it is, and by who may see the patient. */
import { Prisma } from '../../../prisma/generated/client.ts';
import { mask } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { type DataScope, ofPatient } from '../data-scope/index.ts';
import { namesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';
import { dayOf } from './rules.ts';
import { type SessionView, bookedList, bookingList, patientBookings, sessionFilters, sessionList, sessionRef } from './schema.ts';
import { type BookedRow, type SessionRow, bookedIn, bookingsOf, countBookings, findSession, findSessions } from './store.ts';

const listing = { module: 'patients', act: 'list' } as const;
const { sql } = Prisma;

export const sessions = defineQuery({
  name: 'schedules.sessions',
  input: sessionFilters,
  output: sessionList,
  policy: byAnyStaff,
  // No patient in it, so a look needs no audit row.
  audited: false,
  body: async ({ tx, now }, { limit, offset, from = dayOf(now), until = from, ...filters }) => {
    const { items, more } = pageOf(await findSessions(tx, { ...filters, from, until }, { limit: limit + 1, offset }), limit);
    return { items: await viewsOf(tx, items), more };
  },
});

export function scheduleQueries(scope: DataScope) {
  const booked = defineQuery({
    name: 'schedules.bookings',
    input: sessionRef,
    output: bookedList,
    policy: scope.mayList(listing),
    audited: true,
    subject: ({ sessionId }) => sessionId,
    patients: (_input, { items }) => [...new Set(items.flatMap(({ patientId }) => patientId ?? []))],
    body: async ({ tx, now, actor }, { sessionId, limit, offset }) => {
      const row = await findSession(tx, sessionId);
      if (row === undefined || actor.kind !== 'staff') throw new Refusal('core.not-found', {}, 404);
      const isMine = [row.doctor?.number, row.substitute?.number].includes(actor.id);
      const visible = isMine ? sql`TRUE` : sql`p.id IN ${scope.visiblePatients(actor, listing, now)}`;
      const { items, more } = pageOf(await bookedIn(tx, sessionId, visible, { limit: limit + 1, offset }), limit);
      const [session] = await viewsOf(tx, [row]);
      if (session === undefined) throw new Refusal('core.not-found', {}, 404);
      return { session, items: items.map((one) => bookedOf(one, now)), total: session.booked, more };
    },
  });

  const ofOne = defineQuery({
    name: 'schedules.of-patient',
    input: patientBookings,
    output: bookingList,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, limit, offset, ...range }) => {
      const { items, more } = pageOf(await bookingsOf(tx, await personIds(tx, patientId), range, { limit: limit + 1, offset }), limit);
      const names = await namesOf(tx, items.map(({ doctor }) => doctor), items.map(({ department }) => department));
      return { items: items.map((row) => ({ ...bookingOf(row), department: names.department(row.department), doctor: names.person(row.doctor) })), more };
    },
  });

  return { booked, ofOne };
}

async function viewsOf(tx: Tx, rows: readonly SessionRow[]): Promise<SessionView[]> {
  const booked = await countBookings(tx, rows.map(({ id }) => id));
  const names = await namesOf(tx, rows.flatMap(({ doctor, substitute }) => [doctor, substitute]), rows.map(({ department }) => department));
  return rows.map(({ id, number, department, doctor, clinic, day, period, from, until, places, taken, room, state, reason, substitute }) => ({
    id, number, clinic, day, period, from, until, places, taken, room, reason,
    department: names.department(department),
    doctor: names.person(doctor),
    booked: booked.get(id) ?? 0,
    state: state ?? 'open',
    substitute: names.person(substitute),
  }));
}

function bookingOf({ id, from, until, place, channel, service, reason, state }: Pick<BookedRow, 'id' | 'from' | 'until' | 'place' | 'channel' | 'service' | 'reason' | 'state'>) {
  return { id, from, until, place, channel, service: service?.text ?? service?.id ?? '', reason, state: state ?? ('booked' as const) };
}

function bookedOf(row: BookedRow, now: Date) {
  const { patientId, number, name, sex, birthDate } = row;
  return { ...bookingOf(row), patientId, number, name: name === null ? '' : mask('name', name), sex: sexWord(sex ?? ''), age: age(birthDate ?? undefined, now) };
}

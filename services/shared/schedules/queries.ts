/** Rosters: one's own department's, all others as the hospital opened them. Who is booked: whose session it is, whose patient it is, and the own department as far as it was opened. */
import { Prisma } from '../../../prisma/generated/client.ts';
import { dayOf } from '../../../cards/days.ts';
import { mask } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type QueryContext, defineQuery } from '../../core/module.ts';
import { pageOf } from '../../core/told.ts';
import { type DataScope, exceptionFor, ofPatient } from '../data-scope/index.ts';
import { namesOf, titlesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';

import { type SessionView, bookedList, bookingList, clinicDays, clinicList, patientBookings, sessionFilters, sessionList, sessionRef } from './schema.ts';
import { type BookedRow, type Near, type SessionRow, bookedIn, bookingsOf, countBookings, findClinics, findSession, findSessions } from './store.ts';

const listing = { module: 'patients', act: 'list' } as const;
const { sql } = Prisma;

/** Rosters of one's own department and one's own sessions always; of all others as the hospital opened them. */
async function rostersFor(tx: Tx, actor: QueryContext['actor']): Promise<{ readonly near: Near | undefined; readonly columns: ReadonlySet<string>; readonly own: string }> {
  if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
  const columns = await exceptionFor(tx, 'rosters', actor);
  return { near: columns === undefined ? { staff: actor.id, department: actor.departmentCode } : undefined, columns: columns ?? new Set(), own: actor.departmentCode };
}

export const clinics = defineQuery({
  name: 'schedules.clinics',
  input: clinicDays,
  output: clinicList,
  policy: byAnyStaff,
  // No patient in it, so a look needs no audit row.
  audited: false,
  body: async ({ tx, now, actor }, { from = dayOf(now), until = from }) => {
    const { near, own } = await rostersFor(tx, actor);
    const found = await findClinics(tx, { from, until, near });
    const names = await namesOf(tx, [], found.map(({ code }) => code));
    return { departments: found.map((row) => ({ ...row, name: names.department(row.code) })), own, everywhere: near === undefined };
  },
});

export const sessions = defineQuery({
  name: 'schedules.sessions',
  input: sessionFilters,
  output: sessionList,
  policy: byAnyStaff,
  // No patient in it, so a look needs no audit row.
  audited: false,
  body: async ({ tx, now, actor }, { limit, offset, from = dayOf(now), until = from, ...filters }) => {
    const { near, columns, own } = await rostersFor(tx, actor);
    const { items, more } = pageOf(await findSessions(tx, { ...filters, from, until, near }, { limit: limit + 1, offset }), limit);
    const views = await viewsOf(tx, items);
    const isOwn = ({ departmentCode, doctor, substitute }: SessionView): boolean => departmentCode === own || doctor?.number === actor.id || substitute?.number === actor.id;
    return { items: views.map((view) => (isOwn(view) ? view : only(columns, view))), more, everywhere: near === undefined };
  },
});

/** What an exception opens of another department's session, by its columns. */
function only(columns: ReadonlySet<string>, view: SessionView): SessionView {
  return {
    ...view,
    ...(columns.has('person') ? {} : { doctor: null, substitute: null }),
    ...(columns.has('title') ? {} : { title: '' }),
    ...(columns.has('shift') ? {} : { period: null, from: null, until: null, room: null, clinic: null, places: null, taken: null, booked: 0 }),
  };
}

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
      const { near, columns } = await rostersFor(tx, actor);
      const isMine = [row.doctor?.number, row.substitute?.number].includes(actor.id);
      const isOurs = row.department === actor.departmentCode;
      // A session whose roster is closed to the reader is not there.
      if (!isMine && !isOurs && near !== undefined) throw new Refusal('core.not-found', {}, 404);
      const inScope = sql`p.id IN ${await scope.visiblePatients(tx, actor, listing, now)}`;
      const visible = isMine || (isOurs && columns.has('bookings')) ? sql`TRUE` : inScope;
      const { items, more } = pageOf(await bookedIn(tx, sessionId, { visible, opens: inScope }, { limit: limit + 1, offset }), limit);
      const [session] = await viewsOf(tx, [row]);
      if (session === undefined) throw new Refusal('core.not-found', {}, 404);
      const shown = isMine || isOurs ? session : only(columns, session);
      return { session: shown, items: items.map((one) => bookedOf(one, now)), total: shown.booked, more };
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
  const titles = await titlesOf(tx, rows.flatMap(({ doctor }) => doctor?.number ?? []));
  return rows.map(({ id, number, department, doctor, clinic, day, period, from, until, places, taken, room, state, reason, substitute }) => ({
    id, number, clinic, day, period, from, until, places, taken, room, reason,
    departmentCode: department ?? '',
    department: names.department(department),
    doctor: names.person(doctor),
    title: titles.get(doctor?.number ?? '') ?? '',
    booked: booked.get(id) ?? 0,
    state: state ?? 'open',
    substitute: names.person(substitute),
  }));
}

function bookingOf({ id, from, until, place, channel, service, reason, state }: Pick<BookedRow, 'id' | 'from' | 'until' | 'place' | 'channel' | 'service' | 'reason' | 'state'>) {
  return { id, from, until, place, channel, service: service?.text ?? service?.id ?? '', reason, state: state ?? ('booked' as const) };
}

function bookedOf(row: BookedRow, now: Date) {
  const { patientId, number, name, sex, birthDate, opens } = row;
  return { ...bookingOf(row), patientId, opens, number, name: name === null ? '' : mask('name', name), sex: sexWord(sex ?? ''), age: age(birthDate ?? undefined, now) };
}

/** What statements change in our copies; called by the intake, inside the transaction that stores the message. */
import { dayOf } from '../../../cards/days.ts';
import type { ActionContext } from '../../core/module.ts';
import { given, instantOf, sourceOf } from '../../core/told.ts';
import type { Booking as ToldBooking, Session as ToldSession } from '../../links/statements/schema.ts';
import type { About } from '../patients/index.ts';
import { stopped } from './events.ts';
import type { Booking, Session } from './model.ts';
import { bookingNumber, isStoppedNow, periodOf } from './rules.ts';
import { bookingRows, sessionRows } from './store.ts';

export async function applySession({ tx, now, emit }: ActionContext, { sender, stamp }: About, { kind: _kind, number, from, until, ...told }: ToldSession): Promise<void> {
  const begins = instantOf(from);
  // HL7 says when, and neither day nor half of it.
  const said = given<Session>({ ...(begins instanceof Date && { day: dayOf(begins), period: periodOf(begins) }), ...told, from: begins, until: instantOf(until) });
  const [row] = await sessionRows.tell(tx, now, [{ key: { source: sourceOf(sender), number }, said, stamp }]);
  if (row === undefined || !isStoppedNow(row.before, row.after)) return;
  const { department, doctor, day } = row.after;
  emit(stopped, row.id, { ...(department !== null && { department }), ...(doctor?.number !== undefined && { doctor: doctor.number }), ...(day !== null && { day }) });
}

export async function applyBooking({ tx, now }: ActionContext, { patientId, visitId, sender, stamp }: About, told: ToldBooking): Promise<void> {
  const { session, department, doctor, from, until, place, channel, service, reason, state } = told;
  const said = given<Booking>({ patientId, visitId, sessionNumber: session, department, doctor, place, channel, service, reason, state, from: instantOf(from), until: instantOf(until) });
  await bookingRows.tell(tx, now, [{ key: { source: sourceOf(sender), number: bookingNumber(told, patientId) }, said, stamp }]);
}

/** The schedules' door: clinic sessions and what is booked in them, as source systems told it. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames } from './phrases.ts';
import { clinics, scheduleQueries, sessions } from './queries.ts';

export { clinicLine } from './queries.line.ts';
export { applyBooking, applySession } from './actions.apply.ts';
export type { Booking, Session } from './model.ts';
export { type SessionFilters, type SessionRow, bookingsOf, countBookings, findSession, findSessions } from './store.ts';

export function schedules(scope: DataScope): Module {
  const { booked, ofOne } = scheduleQueries(scope);
  return defineModule({
    name: 'schedules',
    events,
    queries: [clinics, sessions, booked, ofOne],
    routes: [
      { method: 'GET', path: '/schedules/clinics', does: clinics },
      { method: 'GET', path: '/schedules/sessions', does: sessions },
      { method: 'GET', path: '/schedules/sessions/:sessionId/bookings', does: booked },
      { method: 'GET', path: '/patients/:patientId/bookings', does: ofOne },
    ],
    acts: actNames,
  });
}

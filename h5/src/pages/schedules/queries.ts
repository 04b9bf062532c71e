/** What the pages of clinics ask. */
import { bookedList, clinicList, sessionList } from '../../../../services/shared/schedules/schema.ts';
import type { BookedView, ClinicList, SessionView } from '../../../../services/shared/schedules/schema.ts';
import { get } from '../../app/api.ts';
import { pathOf } from '../records/queries.ts';

export const readClinics = (day: string, signal?: AbortSignal): Promise<ClinicList> => get(pathOf('/schedules/clinics', { from: day, until: day }), clinicList, signal);

export interface Sessions {
  readonly items: readonly SessionView[];
  readonly more: boolean;
  readonly everywhere: boolean;
}

export const readSessions = (asked: Readonly<Record<string, string | number | undefined>>, signal?: AbortSignal): Promise<Sessions> => get(pathOf('/schedules/sessions', asked), sessionList, signal);

export interface Bookings {
  readonly session: SessionView;
  readonly items: readonly BookedView[];
  readonly total: number;
  readonly more: boolean;
}

export const readBookings = (sessionId: string, limit: number, signal?: AbortSignal): Promise<Bookings> => get(pathOf(`/schedules/sessions/${encodeURIComponent(sessionId)}/bookings`, { limit }), bookedList, signal);

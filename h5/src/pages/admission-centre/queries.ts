/** What the pages of the pre-admission centre ask. */
import { z } from 'zod';
import { bookingView, consoleView } from '../../../../services/clinical/admission-centre/schema.ts';
import type { BookingView, ConsoleView } from '../../../../services/clinical/admission-centre/schema.ts';
import { get, post } from '../../app/api.ts';

export const readConsole = (signal?: AbortSignal): Promise<ConsoleView> => get('/admission-centre', consoleView, signal);
export const setPlaces = (department: string, beds: number | null): Promise<unknown> => post('/admission-centre/places', { department, beds }, z.unknown());

const bookingAt = (id: string): string => `/admission-centre/bookings/${encodeURIComponent(id)}`;
export const readBooking = (id: string, signal?: AbortSignal): Promise<BookingView> => get(bookingAt(id), bookingView, signal);
export const askOf = (id: string, asked: { readonly kind: 'reschedule' | 'cancel'; readonly plannedAt?: string; readonly why: string }): Promise<unknown> => post(`${bookingAt(id)}/requests`, asked, z.object({ id: z.string() }));

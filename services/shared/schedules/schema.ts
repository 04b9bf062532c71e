/** Shapes at the edge, shared with the pages. Names of patients in lists are masked before they get here. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { bookingStates, sessionStates } from './model.ts';

const at = z.coerce.date().nullable();
const text = z.string().nullable();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const sessionFilters = z.object({
  department: z.string().max(40).optional(),
  /** Staff number, or a part of the name. */
  doctor: z.string().max(40).optional(),
  /** Days, both included; without them today. */
  from: day.optional(),
  until: day.optional(),
  state: z.enum(sessionStates).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

export const sessionView = z.object({
  id: z.uuid(),
  number: z.string(),
  departmentCode: z.string(),
  department: z.string(),
  doctor: colleague,
  /** The doctor's: `主任医师` */
  title: z.string(),
  clinic: text,
  day: text,
  period: text,
  from: at,
  until: at,
  places: z.int().nullable(),
  /** As the source counts. */
  taken: z.int().nullable(),
  /** Bookings we know of that take a place. */
  booked: z.int(),
  room: text,
  state: z.enum(sessionStates),
  /** Why it was stopped. */
  reason: text,
  substitute: colleague,
});
export type SessionView = z.infer<typeof sessionView>;
/** `everywhere`: the hospital opened its rosters to the reader; else only the own department's and own sessions are in it. */
export const sessionList = z.object({ items: z.array(sessionView), more: z.boolean(), everywhere: z.boolean() });

export const clinicDays = z.object({ from: day.optional(), until: day.optional() });
/** Departments that hold clinics in these days, as far as the reader may see their rosters. */
export const clinicList = z.object({ departments: z.array(z.object({ code: z.string(), name: z.string(), sessions: z.int(), stopped: z.int() })), own: z.string(), everywhere: z.boolean() });
export type ClinicList = z.infer<typeof clinicList>;

export const sessionRef = listInput.omit({ from: true, until: true }).extend({ sessionId: z.uuid() });

const booking = z.object({
  id: z.uuid(),
  from: at,
  until: at,
  /** Number in the queue. */
  place: text,
  channel: text,
  service: z.string(),
  reason: text,
  state: z.enum(bookingStates),
});
export const bookedView = booking.extend({ patientId: z.uuid().nullable(), number: text, name: z.string(), sex: z.string(), age: z.string(), /** The reader may open the patient's record. */ opens: z.boolean() });
export type BookedView = z.infer<typeof bookedView>;
/** `total`: all that take a place, also those the reader may not see. */
export const bookedList = z.object({ session: sessionView, items: z.array(bookedView), total: z.int(), more: z.boolean() });

export const patientBookings = listInput.extend({ patientId: z.uuid() });
export const bookingView = booking.extend({ department: z.string(), doctor: colleague });
export const bookingList = z.object({ items: z.array(bookingView), more: z.boolean() });

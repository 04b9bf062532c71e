/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague } from '../../core/schema.ts';
import { mostBeds, requestKinds, requestStates } from './model.ts';

const at = z.coerce.date();

/** Departments with beds, each with its days; numbers only, no patient. */
export const consoleView = z.object({
  days: z.array(z.string()),
  departments: z.array(z.object({ code: z.string(), name: z.string(), beds: z.int().nullable(), booked: z.array(z.int()) })),
  /** Whether the reader may change how many beds there are. */
  mayChange: z.boolean(),
});
export type ConsoleView = z.infer<typeof consoleView>;

/** `null`: not limited any more. */
export const placesInput = z.object({ department: z.string().min(1).max(40), beds: z.number().int().min(0).max(mostBeds).nullable() });

export const bookingRef = z.object({ visitId: z.uuid() });
export const askInput = bookingRef.extend({ kind: z.enum(requestKinds), plannedAt: at.optional(), why: z.string().trim().min(2).max(200) }).refine(({ kind, plannedAt }) => kind === 'cancel' || plannedAt !== undefined, { path: ['plannedAt'] });

export const bookingView = z.object({
  visitId: z.uuid(),
  visit: z.string(),
  patientId: z.uuid(),
  patient: z.string(),
  sex: z.string(),
  age: z.string(),
  department: z.string(),
  place: z.string(),
  doctor: z.string(),
  diagnosis: z.string(),
  plannedAt: at.nullable(),
  operation: z.object({ at: at.nullable(), name: z.string() }).nullable(),
  orders: z.array(z.object({ name: z.string(), done: z.boolean() })),
  booked: z.boolean(),
  hasDoor: z.boolean(),
  /** Newest first. */
  requests: z.array(z.object({ id: z.uuid(), kind: z.enum(requestKinds), by: colleague, askedAt: at, plannedAt: at.nullable(), why: z.string(), state: z.enum(requestStates), reason: z.string().nullable() })),
});
export type BookingView = z.infer<typeof bookingView>;

/** Shapes at the edge, shared with the pages. Names of patients in lists are masked before they get here. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { comparedFields, likenesses, states } from './model.ts';

const at = z.coerce.date().nullable();
const text = z.string().nullable();

export const listFilters = listInput.extend({
  department: z.string().max(40).optional(),
  state: z.enum(states).optional(),
  /** Day surgery only, or none of it. */
  daySurgery: z.stringbool().optional(),
});

export const operationView = z.object({
  id: z.uuid(),
  visitId: z.uuid().nullable(),
  number: text,
  department: z.string(),
  room: text,
  sequence: z.int().nullable(),
  plannedFrom: at,
  plannedUntil: at,
  startedAt: at,
  endedAt: at,
  name: z.string(),
  surgeon: colleague,
  assistants: z.array(colleague),
  anaesthetist: colleague,
  anaesthesia: text,
  level: text,
  incision: text,
  daySurgery: z.boolean(),
  urgent: z.boolean(),
  state: z.enum(states),
});
export type OperationView = z.infer<typeof operationView>;

/** `whole`: else an exception shows this row, and only its columns are filled. */
export const listedView = operationView.extend({ patientId: z.uuid().nullable(), patientNumber: text, patient: z.string(), sex: z.string(), age: z.string(), bed: text, ward: text, whole: z.boolean(), /** Whether her page opens to the reader. */ opens: z.boolean(), /** The reader stands at the table. */ mine: z.boolean() });
export type ListedView = z.infer<typeof listedView>;
export const operationList = z.object({ items: z.array(listedView), more: z.boolean() });

/** How many operations each department has in these days, room by room: numbers of the whole list, nobody in them. */
export const roomsInput = listInput.pick({ from: true, until: true }).extend({ daySurgery: z.stringbool().optional() });
export const roomsView = z.object({
  departments: z.array(z.object({ code: z.string(), name: z.string(), count: z.int(), rooms: z.array(z.object({ room: z.string(), count: z.int() })) })),
  own: z.string(),
});
export type RoomsView = z.infer<typeof roomsView>;

export const patientOperations = listInput.omit({ from: true, until: true }).extend({ patientId: z.uuid() });
export const operationsOfPatient = z.object({ items: z.array(operationView), more: z.boolean() });

/* Numbers that are one operation, as the desk shows them: no patient in it, and not what is done to her. */

export const joinFilters = z.object({
  state: z.enum(['joined', 'parted']).default('joined'),
  /** Either of the two, whole. */
  number: z.string().trim().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

/** One of the two, with whatever stays with it when they are parted. */
const side = z.object({
  source: z.string(),
  number: z.string(),
  others: z.array(z.string()),
  /** Else nothing was told under it or what stays with it. */
  told: z.boolean(),
  department: z.string(),
  plannedFrom: at,
  room: text,
  state: z.enum(states).nullable(),
});
export type JoinSideView = z.infer<typeof side>;

/** Key in the inbox and the sender's own number of it. */
const message = z.object({ arrival: z.string(), controlId: z.string() });

export const joinView = z.object({
  id: z.uuid(),
  one: side,
  other: side,
  /** Two systems tell one person's by the same number; else a message named both. */
  alike: z.boolean(),
  /** Whether both were told alike; what of is not shown. */
  compared: z.array(z.object({ field: z.enum(comparedFields), likeness: z.enum(likenesses) })),
  first: message.nullable(),
  /** Where it was said again by another message. */
  last: message.nullable(),
  at: z.coerce.date(),
  parted: z.boolean(),
  decided: z.object({ at: z.coerce.date(), by: z.string(), reason: z.string() }).nullable(),
});
export type JoinView = z.infer<typeof joinView>;
export const joinList = z.object({ joins: z.array(joinView), more: z.boolean() });

export const joinDecision = z.object({ id: z.uuid(), reason: z.string().trim().min(4).max(200) });
export const partedView = z.object({ /** `false`: other numbers still hold the two together. */ apart: z.boolean() });

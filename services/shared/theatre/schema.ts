/** Shapes at the edge, shared with the pages. Names of patients in lists are masked before they get here. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { states } from './model.ts';

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

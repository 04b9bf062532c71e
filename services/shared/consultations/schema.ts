/** Shapes at the edge, shared with the pages. Names of patients in lists are masked before they get here. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { parts, states } from './model.ts';

const at = z.coerce.date().nullable();
const text = z.string().nullable();

export const mineFilters = listInput.extend({ part: z.enum(parts).optional(), open: z.stringbool().optional() });

const head = z.object({
  id: z.uuid(),
  number: z.string(),
  visitId: z.uuid().nullable(),
  patientId: z.uuid().nullable(),
  patientNumber: text,
  patient: z.string(),
  sex: z.string(),
  age: z.string(),
  bed: text,
  ward: text,
  type: text,
  requestedBy: colleague,
  department: z.string(),
  requestedAt: at,
  plannedAt: at,
  invited: z.array(z.object({ department: z.string(), staff: colleague })),
  state: z.enum(states),
});
export const consultationView = head;
export type ConsultationView = z.infer<typeof consultationView>;
export const consultationList = z.object({ items: z.array(consultationView), more: z.boolean() });

export const consultationRef = z.object({ consultationId: z.uuid() });
export const consultationDetail = head.extend({
  summary: text,
  purpose: text,
  /** `documentId`: of an opinion that a record document holds; its text is empty where that is a file. */
  opinions: z.array(z.object({ by: colleague, department: z.string(), at, text: z.string(), documentId: z.uuid().nullable() })),
  /** How the reader has to do with it. */
  parts: z.array(z.enum(parts)),
});

export const patientConsultations = listInput.omit({ from: true, until: true }).extend({ patientId: z.uuid() });

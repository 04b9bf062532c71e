/** Shapes at the edge, shared with the pages. Names in lists are masked before they get here. */
import { z } from 'zod';

const at = z.coerce.date();

export const visitKind = z.enum(['inpatient', 'outpatient', 'emergency', 'day-surgery', 'pre-admission', 'check-up']);

export const patientRow = z.object({
  id: z.uuid(),
  /** The hospital's patient number */
  number: z.string(),
  /** Masked */
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  /** `12床`, or empty */
  bed: z.string(),
  /** Ward, or the clinic */
  place: z.string(),
  doctor: z.string(),
  /** Admitted, or seen */
  at: at.nullable(),
  discharged: z.boolean(),
  /** 费别 as the sender calls it, or empty */
  feeCategory: z.string(),
  /** Year of birth (`1959-**-**`) where another person of this answer has the very same name; else empty */
  namesake: z.string(),
});
export type PatientRow = z.infer<typeof patientRow>;

export const lookupFilters = z.object({
  /** Who lies here now, who left lately, or who was seen in a clinic or the emergency room. */
  kind: z.enum(['inpatient', 'discharged', 'outpatient']).default('inpatient'),
  /** As `searchInput`, within this kind. */
  text: z.string().trim().max(40).optional(),
  ward: z.string().max(40).optional(),
  /** Only whose attending doctor or responsible nurse I am. */
  mine: z.stringbool().optional(),
  from: at.optional(),
  until: at.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  offset: z.coerce.number().int().min(0).default(0),
});
export type LookupFilters = z.input<typeof lookupFilters>;

const count = z.object({ code: z.string(), name: z.string(), count: z.int() });
export const patientList = z.object({
  items: z.array(patientRow),
  total: z.int(),
  /** Of the same filters without the ward: for the row of wards above the list. */
  wards: z.array(count),
});
export type PatientList = z.infer<typeof patientList>;

/** 预入院 and 日间手术: who is booked, when, and how far what was ordered before is done. */
export const plannedInput = z.object({ from: at.optional(), until: at.optional(), daySurgery: z.stringbool().optional() });
export const plannedRow = z.object({
  id: z.uuid(),
  number: z.string(),
  /** Masked */
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  visit: z.string(),
  visitId: z.uuid(),
  department: z.string(),
  /** Where she is to lie, as far as it is said. */
  place: z.string(),
  doctor: z.string(),
  diagnosis: z.string(),
  daySurgery: z.boolean(),
  plannedAt: at.nullable(),
  operation: z.object({ at: at.nullable(), name: z.string() }).nullable(),
  /** Pre-orders: all, and those done or reported. */
  orders: z.object({ total: z.int(), done: z.int() }),
});
export type PlannedRow = z.infer<typeof plannedRow>;
export const plannedList = z.object({
  items: z.array(plannedRow),
  more: z.boolean(),
  /** The reader arranges admissions: the pre-admission centre. */
  arranges: z.boolean(),
});
export type PlannedList = z.infer<typeof plannedList>;

/** A name, pinyin, initials, a bed, a number of any kind, the last four of a telephone, or what a code holds. */
export const searchInput = z.object({ text: z.string().trim().min(1).max(400), limit: z.number().int().min(1).max(50).default(20) });
export const foundRow = patientRow.extend({ kind: visitKind });
export const foundPatients = z.object({
  items: z.array(foundRow),
  /** More fit than are shown: type more. */
  more: z.boolean(),
});
export type FoundPatients = z.infer<typeof foundPatients>;

export const findInput = z.object({ number: z.string().trim().min(1).max(40) });
export const foundPatient = z.object({ id: z.uuid() });

export const visitView = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: visitKind,
  department: z.string(),
  place: z.string(),
  /** The ward's code, for the way to its beds; empty for a clinic. */
  ward: z.string(),
  bed: z.string(),
  doctor: z.string(),
  nurse: z.string(),
  group: z.string(),
  diagnosis: z.string(),
  /** 护理级别, 病情, 费别: as sent, or empty */
  careLevel: z.string(),
  condition: z.string(),
  isolation: z.string(),
  feeCategory: z.string(),
  admittedAt: at.nullable(),
  dischargedAt: at.nullable(),
});
export type VisitView = z.infer<typeof visitView>;

export const patientDetail = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  birthDate: at.nullable(),
  /** As sent: `青霉素（皮疹）`. `null`: nobody said; empty: none known */
  allergies: z.array(z.string()).nullable(),
  /** Others of the same name among those the reader may see. */
  namesakes: z.int(),
  /** Newest first */
  visits: z.array(visitView),
  /** How the reader stands to the patient, in words. */
  because: z.string(),
  /** When a permission or an emergency view ends. */
  until: at.nullable(),
});
export type PatientDetail = z.infer<typeof patientDetail>;

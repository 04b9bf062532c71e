/** Shapes at the edge, shared with the pages. Names in lists are masked before they get here. */
import { z } from 'zod';

const at = z.coerce.date();

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

/** A name, pinyin, initials, a bed, a number of any kind, the last four of a telephone, or what a code holds. */
export const searchInput = z.object({ text: z.string().trim().min(1).max(400), limit: z.number().int().min(1).max(50).default(20) });
export const foundRow = patientRow.extend({ kind: z.enum(['inpatient', 'outpatient', 'emergency', 'day-surgery', 'pre-admission']) });
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
  kind: z.enum(['inpatient', 'outpatient', 'emergency']),
  department: z.string(),
  place: z.string(),
  bed: z.string(),
  doctor: z.string(),
  nurse: z.string(),
  group: z.string(),
  diagnosis: z.string(),
  admittedAt: at.nullable(),
  dischargedAt: at.nullable(),
});

export const patientDetail = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  birthDate: at.nullable(),
  /** Newest first */
  visits: z.array(visitView),
  /** How the reader stands to the patient, in words. */
  because: z.string(),
  /** When a permission or an emergency view ends. */
  until: at.nullable(),
});
export type PatientDetail = z.infer<typeof patientDetail>;

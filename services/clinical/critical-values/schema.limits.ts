/** The shape of a threshold set: stored whole, sent to and from the page that edits it, and in parts in a file. */
import { z } from 'zod';
import type { ThresholdSet } from './limits.ts';

const code = z.string().trim().min(1).max(60);
const words = z.string().max(300);
const codes = z.array(code).max(200);

export const specimens = ['arterial', 'venous', 'capillary', 'blood', 'urine', 'csf', 'sterile-fluid', 'other', 'unknown'] as const;
const specimen = z.enum(specimens);
const reports = z.array(z.enum(['laboratory', 'imaging', 'ultrasound', 'ecg', 'endoscopy', 'pathology', 'other']));

export const repeat = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every') }),
  z.strictObject({ kind: z.literal('first-only'), sameText: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('quiet'), hours: z.number().positive(), worseBy: z.number().nonnegative(), change: z.number().positive().optional() }),
]);

export const delta = z.strictObject({ by: z.number().positive(), share: z.boolean().default(false), hours: z.number().positive().max(24 * 31), way: z.enum(['up', 'down', 'either']).default('either') });
export const finding = z.strictObject({ name: z.string().trim().min(1).max(60), words: z.array(z.string().trim().min(1).max(60)).max(60), codes: codes.default([]), measured: z.boolean().optional() });

const wholeDays = z.int().nonnegative();
const number = z.number().nullable();

export const limit = z.strictObject({
  id: code,
  item: code,
  fromDays: wholeDays,
  toDays: wholeDays.nullable(),
  scope: code.nullable(),
  sex: z.enum(['F', 'M']).optional(),
  specimen: specimen.optional(),
  pointOfCare: z.boolean().optional(),
  unit: code.optional(),
  low: number,
  high: number,
  reference: z.strictObject({ times: z.number().positive(), over: z.boolean() }).nullable(),
  positive: z.boolean(),
  delta: delta.optional(),
  says: finding.optional(),
  repeat,
  exclude: codes,
  confidence: z.enum(['H', 'M', 'L']),
  note: words,
});

export const item = z.strictObject({
  code,
  name: z.string().trim().min(1).max(60),
  english: z.string().max(60),
  loinc: codes,
  local: codes,
  unit: z.string().max(30),
  unitWhenAbsent: code.optional(),
  reading: z.enum(['number', 'culture', 'finding', 'text']),
  specimen: z.enum(['blood', 'arterial', 'sterile', 'any']),
  reports: reports.optional(),
  substance: z.strictObject({ molarMass: z.number().positive().optional(), valence: z.int().positive().optional() }).optional(),
  codeSpecimen: z.record(z.string(), specimen).optional(),
});

export const scope = z.strictObject({ name: code, departments: codes, wards: codes, diagnoses: codes.optional() });

/** Within the rules' own type, so that what is stored is what is judged by. */
export const thresholdSet = z.strictObject({
  version: code,
  alertFlags: z.array(z.string().trim().min(1).max(10)).max(20),
  scopes: z.array(scope).max(100),
  items: z.array(item).max(1000),
  limits: z.array(limit).max(3000),
});

export function readSet(stored: unknown): ThresholdSet {
  return thresholdSet.parse(stored) as ThresholdSet;
}

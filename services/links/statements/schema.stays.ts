/** Who the patient is and where: persons, stays, merges, diagnoses. */
import { z } from 'zod';
import { code, instant, patientId, place, staff, words } from './schema.common.ts';

/** Something she must not get, and what it did. */
export const allergy = z.object({ substance: words, code: code.optional(), reaction: words.optional(), severity: words.optional() });

/**
 * What the master of persons says of this patient: name, sex, birth and identity of the message hold, not only fill
 * gaps. `allergies`: all that are known, an empty list says that there are none.
 */
export const person = z.object({ kind: z.literal('person'), allergies: z.array(allergy).optional() });

/** What happened to a stay. `update` and the likes say how it is; `cancel-…` take the named step back. */
export const stayEvent = z.enum([
  'admit', 'register', 'pre-admit', 'transfer', 'discharge', 'change-class', 'leave', 'return', 'arrive', 'depart', 'update',
  'cancel-admit', 'cancel-transfer', 'cancel-discharge', 'cancel-pre-admit',
]);

/** What the master of stays says of the message's `visit`. */
export const stay = z.object({
  kind: z.literal('stay'),
  event: stayEvent,
  /** PV1-6: where the patient was before. */
  prior: place.optional(),
});

/** The message's patient is the one who stays; `gone` are the numbers that are now hers. `undone`: they are somebody else's again. */
export const merge = z.object({ kind: z.literal('merge'), gone: z.array(patientId).min(1), undone: z.boolean().optional() });

export const diagnosis = z.object({
  code: words.optional(),
  system: words.optional(),
  name: words,
  /** admission, working, discharge, outpatient, other … as sent (DG1-6). */
  type: words.optional(),
  /** 1 is the main one (DG1-15). */
  rank: z.number().int().optional(),
  at: instant.optional(),
  by: staff.optional(),
  /** Confirmed, suspected … as sent. */
  certainty: words.optional(),
});

/** All diagnoses of the visit as this message knows them; of the types it names, those it leaves out are no longer held. */
export const diagnoses = z.object({ kind: z.literal('diagnoses'), all: z.array(diagnosis).min(1) });

export type Allergy = z.infer<typeof allergy>;
export type StayEvent = z.infer<typeof stayEvent>;
export type Stay = z.infer<typeof stay>;
export type Merge = z.infer<typeof merge>;
export type Diagnosis = z.infer<typeof diagnosis>;

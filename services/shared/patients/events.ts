import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { diagnosis, place } from '../../links/statements/schema.ts';
import { identityFields } from './model.ts';

/**
 * Identity or contact data of a patient was told, changed or taken back. Subject: the patient. Names the fields, never
 * what stands in them; an identity number that cannot be right is kept as it was said and called `invalid`.
 */
export const identityChanged = defineEvent('patients.identity-changed', z.object({
  fields: z.array(z.enum(identityFields)),
  idNumber: z.enum(['valid', 'invalid', 'other-paper']).optional(),
}));

/** A person had one field shown whole. Subject: the patient. */
export const fieldShown = defineEvent('patients.field-shown', z.object({ field: z.enum(identityFields), reason: z.string().optional() }));

/*
 * What happened to a stay. Told once, when what our copy shows really changed by the master's word; a repeat and a
 * message that arrives after newer ones tell nothing. Subject of all: the patient (the number it was said of).
 */
const visit = { visitId: z.uuid(), at: z.iso.datetime() };
/** She is here now: admitted, registered, back after a discharge was taken back. */
export const admitted = defineEvent('patients.admitted', z.object({ ...visit, kind: z.string(), to: place }));
/** Another ward, room or bed. */
export const moved = defineEvent('patients.moved', z.object({ ...visit, from: place, to: place }));
export const discharged = defineEvent('patients.discharged', z.object({ ...visit, from: place, disposition: z.string().optional() }));
/** The admission or the plan of it was taken back. */
export const cancelled = defineEvent('patients.visit-cancelled', z.object(visit));
/** 护理级别, 病情 or isolation; only what changed, as sent, `null` for none. */
const change = z.object({ from: z.string().nullable(), to: z.string().nullable() });
export const conditionChanged = defineEvent('patients.condition-changed', z.object({ ...visit, careLevel: change.optional(), condition: change.optional(), isolation: change.optional() }));
/** Diagnoses of these types are now these. */
export const diagnosed = defineEvent('patients.diagnosed', z.object({ ...visit, types: z.array(z.string()), all: z.array(diagnosis) }));

/** Two numbers are one person's: subject is the row of the number that is gone, `into` of the one that stays. */
export const merged = defineEvent('patients.merged', z.object({ into: z.uuid(), person: z.uuid(), reason: z.string().optional() }));
/** And are not any more. */
export const unmerged = defineEvent('patients.unmerged', z.object({ from: z.uuid(), person: z.uuid(), reason: z.string().optional() }));

export const stayEvents = [admitted, moved, discharged, cancelled, conditionChanged, diagnosed, merged, unmerged];

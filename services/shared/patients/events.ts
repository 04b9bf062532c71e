import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
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

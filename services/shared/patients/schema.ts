/** Shapes shared with the pages. */
import { z } from 'zod';
import { identityFields } from './model.ts';

export const patientRef = z.object({ patientId: z.uuid() });

/** What is known of a patient's identity, each field as it may be shown; what is not known is not in the list. */
export const identityView = z.object({
  fields: z.array(z.object({
    field: z.enum(identityFields),
    shown: z.string(),
    /** Of the identity number: kept as it was said although it cannot be right. */
    doubtful: z.boolean(),
  })),
});
export type IdentityView = z.infer<typeof identityView>;

export const unmaskRequest = patientRef.extend({ field: z.enum(identityFields), reason: z.string().trim().max(200).optional() });
/** `null`: no longer known. */
export const unmasked = z.object({ value: z.string().nullable() });

const patientNumber = z.string().trim().min(1).max(60);
const why = z.string().trim().min(4).max(200);
/** `gone` is from now on a number of the person of `stays`. */
export const mergeRequest = z.object({ gone: patientNumber, stays: patientNumber, reason: why });
export type MergeRequest = z.infer<typeof mergeRequest>;
export const unmergeRequest = z.object({ number: patientNumber, reason: why });
export type UnmergeRequest = z.infer<typeof unmergeRequest>;
/** Rows of the numbers it was about. */
export const mergeView = z.object({ patients: z.array(z.uuid()) });

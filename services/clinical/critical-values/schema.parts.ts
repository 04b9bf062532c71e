/** Pieces that the schemas of facts, of the stored state and of the pages share. */
import { z } from 'zod';
import { declineKinds, declineReasons, nurseChoices, relayEnds, relayReasons, requestKinds, ways } from './model.ts';

export const person = z.object({ number: z.string(), name: z.string(), role: z.string() });
export const direction = z.enum(['low', 'high', 'text', 'flag']);
export const duty = z.enum(['responsible-doctor', 'duty-doctor', 'head', 'ordering-doctor', 'clinic-desk', 'patient', 'medical-office']);
export const way = z.enum(ways);
export const cancelReason = z.enum(['lab-withdrew', 'corrected', 'superseded', 'wrong-patient', 'duplicate', 'other']);
export const declineKind = z.enum(declineKinds);
export const declineReason = z.enum(declineReasons);
export const relayReason = z.enum(relayReasons);
export const relayEnd = z.enum(relayEnds);
export const nurseChoice = z.enum(nurseChoices);
export const requestKind = z.enum(requestKinds);
export const requestState = z.enum(['owed', 'accepted', 'refused', 'failed']);
export const outcome = z.enum(['critical', 'not-critical', 'withdrawn']);
export const clinicalState = z.enum(['open', 'acknowledged', 'disposed', 'signed', 'closed', 'cancelled']);
export const feedbackState = z.enum(['none', 'owed', 'sent', 'accepted', 'failed']);
export const note = z.enum(['haemolysed', 'specimen-from-code', 'age-unknown', 'flag-only', 'comparator', 'unit-assumed', 'beyond-range', 'uncertain', 'jump', 'point-of-care']);
export const choiceReason = z.enum(['only', 'scope', 'point-of-care', 'specimen', 'sex', 'age', 'order']);

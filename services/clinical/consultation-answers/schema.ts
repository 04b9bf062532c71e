/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague } from '../../core/schema.ts';
import { answerStates, longest } from './model.ts';

const at = z.coerce.date();

export const consultationRef = z.object({ consultationId: z.uuid() });
export const answerInput = consultationRef.extend({ text: z.string().trim().min(1).max(longest) });
export const written = z.object({ id: z.uuid() });
export const signInput = z.object({ id: z.uuid(), pin: z.string().min(4).max(64) });

export const answerView = z.object({
  id: z.uuid(),
  by: colleague,
  department: z.string(),
  mine: z.boolean(),
  text: z.string(),
  writtenAt: at,
  state: z.enum(answerStates),
  /** Why the hospital did not take it, in its own words or by its code. */
  reason: z.string().nullable(),
  settledAt: at.nullable(),
});
export type AnswerView = z.infer<typeof answerView>;

export const answersView = z.object({
  /** Newest first; of others only what they signed. */
  items: z.array(answerView),
  /** Why the reader cannot write one now, as a sentence; `null`: can. */
  hindrance: z.string().nullable(),
  /** Whether it is asked of the reader. */
  asked: z.boolean(),
});
export type AnswersView = z.infer<typeof answersView>;

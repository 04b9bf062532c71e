/** A disposal half written: what the doctor chose and typed before being called away. */
import { z } from 'zod';
import { disposalInput } from '../../../../services/clinical/critical-values/schema.ts';
import { keepDraft, readDraft } from '../../composables/drafts.ts';

const shape = z.object({
  choices: disposalInput.shape.choices,
  note: z.string(),
  /** As the picker wrote it; empty for "just now". */
  actionAt: z.string(),
});
export type DisposalDraft = z.infer<typeof shape>;

export const emptyDraft: DisposalDraft = { choices: [], note: '', actionAt: '' };

/** A draft that no longer fits the form is dropped, not half filled in. */
export function readDisposalDraft(key: string, now: Date): DisposalDraft {
  const read = shape.safeParse(readDraft(key, now));
  return read.success ? read.data : emptyDraft;
}

export function keepDisposalDraft(key: string, draft: DisposalDraft, now: Date): void {
  keepDraft(key, draft, now);
}

/** A disposal half written: what the doctor chose and typed before being called away. */
import { z } from 'zod';
import { disposalInput } from '../../../../services/clinical/critical-values/schema.ts';
import { draftsOf } from '../../composables/drafts.ts';

const shape = z.object({
  choices: disposalInput.shape.choices,
  note: z.string(),
  /** As the picker wrote it; empty for "just now". */
  actionAt: z.string(),
  voice: z.object({ id: z.string(), seconds: z.number() }).nullable().default(null),
});
export type DisposalDraft = z.infer<typeof shape>;

export const emptyDraft: DisposalDraft = { choices: [], note: '', actionAt: '', voice: null };

/** A draft that no longer fits the form is dropped, not half filled in. */
export async function readDisposalDraft(owner: string, id: string, now: Date): Promise<DisposalDraft | undefined> {
  const read = shape.safeParse(await draftsOf(owner).read(nameOf(id), now));
  return read.success ? read.data : undefined;
}

export function keepDisposalDraft(owner: string, id: string, draft: DisposalDraft, now: Date): void {
  void draftsOf(owner).keep(nameOf(id), draft, now);
}

export function dropDisposalDraft(owner: string, id: string): void {
  draftsOf(owner).drop(nameOf(id));
}

const nameOf = (id: string): string => `disposal:${id}`;

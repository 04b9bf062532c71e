/** An emergency view half asked for: kept while she sets up a second factor, or is called away. One at a time, the last. */
import { z } from 'zod';
import { glassReasons } from '../../../../services/shared/data-scope/model.ts';
import { draftsOf } from '../../composables/drafts.ts';

const shape = z.object({ number: z.string().min(1), kind: z.enum(glassReasons).nullable(), reason: z.string() });
export type GlassDraft = z.infer<typeof shape>;

/** Whose number it is stands inside, sealed: the entry's name lies on the device in the clear. */
const name = 'glass';

export async function readGlassDraft(owner: string, now: Date): Promise<GlassDraft | undefined> {
  const read = shape.safeParse(await draftsOf(owner).read(name, now));
  return read.success ? read.data : undefined;
}

export function keepGlassDraft(owner: string, draft: GlassDraft, now: Date): Promise<void> {
  return draftsOf(owner).keep(name, draft, now);
}

export function dropGlassDraft(owner: string): void {
  draftsOf(owner).drop(name);
}

/** An order half made: kept on this device, encrypted, with the number of its form, so that it is one order however often it is sent. */
import { z } from 'zod';
import { longest } from '../../../../services/clinical/test-requests/model.ts';
import { draftsOf } from '../../composables/drafts.ts';

const item = z.object({ code: z.string(), name: z.string(), category: z.string(), specimen: z.string(), place: z.string(), notice: z.string(), anyway: z.boolean() });
export type Chosen = z.infer<typeof item>;

const shape = z.object({ batch: z.string(), visitId: z.string(), items: z.array(item), urgent: z.boolean(), purpose: z.string().max(longest), remark: z.string().max(longest) });
export type OrderDraft = z.infer<typeof shape>;

const nameOf = (patient: string): string => `test-requests:${patient}`;

export async function readOrderDraft(owner: string, patient: string, now: Date): Promise<OrderDraft | undefined> {
  const read = shape.safeParse(await draftsOf(owner).read(nameOf(patient), now));
  return read.success ? read.data : undefined;
}

export function keepOrderDraft(owner: string, patient: string, draft: OrderDraft, now: Date): void {
  if (draft.items.length === 0 && draft.purpose === '' && draft.remark === '') draftsOf(owner).drop(nameOf(patient));
  else void draftsOf(owner).keep(nameOf(patient), draft, now);
}

export const dropOrderDraft = (owner: string, patient: string): void => draftsOf(owner).drop(nameOf(patient));

/** Nobody else's, and not an id of the service. */
export function newBatch(): string {
  return [...globalThis.crypto.getRandomValues(new Uint8Array(15))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

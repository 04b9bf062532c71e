/** What is kept with an alert so that the laboratory finds its own record when it is answered, and who ordered. Pure. */
import { z } from 'zod';
import { code, patientId, sender } from '../../links/statements/schema.ts';
import type { LaboratoryReport } from '../../links/statements/schema.ts';

export const source = z.object({
  ...sender.shape,
  controlId: z.string(),
  patientIds: z.array(patientId),
  placer: z.string().optional(),
  filler: z.string().optional(),
  order: code,
  item: code,
  /** Staff number of who ordered, as the sender knows it. */
  orderingDoctor: z.string().optional(),
});
export type Source = z.infer<typeof source>;

/** By slot: the key a result keeps through all its versions. */
export function sourcesOf({ sender: from, controlId, patient, orders }: LaboratoryReport): ReadonlyMap<string, Source> {
  const entries = orders.flatMap(({ placer, filler, code: order, orderingDoctor, results }) =>
    results.map((result) => [result.slot, source.parse({ ...from, controlId, patientIds: patient.ids, placer, filler, order, item: result.code, orderingDoctor: orderingDoctor?.number })] as const),
  );
  return new Map(entries);
}

/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { kinds } from './model.ts';

const text = z.string().nullable();

/** `kinds`: `temperature,pulse`. */
const kindList = z.string().max(400).transform((list) => list.split(',')).pipe(z.array(z.enum(kinds)).min(1));

export const observationFilters = listInput.extend({
  patientId: z.uuid(),
  visitId: z.uuid().optional(),
  kinds: kindList.optional(),
  /** Those the source called wrong, too. */
  all: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(200),
});

export const observationView = z.object({
  id: z.uuid(),
  visitId: z.uuid().nullable(),
  kind: z.enum(kinds),
  item: z.string(),
  name: z.string(),
  at: z.coerce.date(),
  /** As it was written. */
  value: z.string(),
  number: z.number().nullable(),
  second: z.number().nullable(),
  unit: text,
  site: z.string(),
  by: colleague,
  note: text,
  withdrawn: z.boolean(),
});
export const observationList = z.object({ items: z.array(observationView), more: z.boolean() });

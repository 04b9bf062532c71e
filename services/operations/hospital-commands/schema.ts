/** Shapes at the edge, shared with the page. */
import { z } from 'zod';
import { commandStates } from './model.ts';

const at = z.coerce.date();

export const commandFilters = z.object({ state: z.enum(commandStates).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), offset: z.coerce.number().int().min(0).default(0) });

export const commandView = z.object({
  id: z.uuid(),
  /** A kind of the contract. */
  kind: z.string(),
  staff: z.object({ number: z.string(), name: z.string() }),
  state: z.enum(commandStates),
  attempts: z.int(),
  unsure: z.boolean(),
  code: z.string().nullable(),
  /** The hospital's own words. */
  message: z.string().nullable(),
  createdAt: at,
  triedAt: at.nullable(),
  answeredAt: at.nullable(),
});
export type CommandView = z.infer<typeof commandView>;

export const commandList = z.object({ items: z.array(commandView), total: z.int(), isSetUp: z.boolean() });
export type CommandList = z.infer<typeof commandList>;

export const oneCommand = z.object({ id: z.uuid() });

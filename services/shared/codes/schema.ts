/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';
import { codeKinds, sources } from './model.ts';

const kind = z.enum(codeKinds);

export const mappingQuery = z.object({
  kind: kind.optional(),
  sender: z.string().max(200).optional(),
  text: z.string().trim().max(100).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const draft = z.object({
  kind,
  sender: z.string().trim().max(200).default(''),
  foreign: z.string().trim().min(1).max(200),
  ours: z.string().trim().min(1).max(200),
  text: z.string().trim().max(200).default(''),
  system: z.string().trim().max(40).default(''),
});
export type Draft = z.output<typeof draft>;

const mapping = z.object({ id: z.string(), kind, sender: z.string(), foreign: z.string(), ours: z.string(), text: z.string(), system: z.string(), source: z.enum(sources), changedAt: z.coerce.date(), changedBy: z.string() });
export type MappingView = z.infer<typeof mapping>;
export const mappingsView = z.object({ mappings: z.array(mapping), total: z.int(), senders: z.array(z.string()) });
export type MappingsView = z.infer<typeof mappingsView>;

export const mappingRef = z.object({ id: z.uuid() });

export const uploaded = z.object({ file });
export const preview = z.object({
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  /** Lines that are left out, with why. */
  bad: z.array(z.object({ line: z.int(), why: z.string() })),
  /** The first of what would change. */
  examples: z.array(z.object({ what: z.enum(['added', 'changed']), key: z.string(), name: z.string() })),
});
export type Preview = z.infer<typeof preview>;
export { codeKinds, file };

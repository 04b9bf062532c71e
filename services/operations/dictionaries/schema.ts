/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';

/** `drug`, `diagnosis` … or the name of a list of the system's own. */
const dictionary = z.string().trim().regex(/^[a-z][a-z0-9-]{1,39}$/);
const short = z.string().trim().max(300);

export const listsView = z.object({ lists: z.array(z.object({ name: z.string(), title: z.string(), kind: z.enum(['business', 'system']), entries: z.int(), active: z.int() })) });
export type ListsView = z.infer<typeof listsView>;

export const entryQuery = z.object({
  dictionary,
  text: z.string().trim().max(100).default(''),
  active: z.enum(['all', 'active', 'ended']).default('all'),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const entry = z.object({
  id: z.string(), code: z.string(), name: z.string(), others: z.string(), fields: z.record(z.string(), z.string()), position: z.int(), active: z.boolean(),
  source: z.enum(['hand', 'file', 'product']), changedAt: z.coerce.date(), changedBy: z.string(),
});
export type EntryView = z.infer<typeof entry>;
export const entriesView = z.object({ entries: z.array(entry), total: z.int() });
export type EntriesView = z.infer<typeof entriesView>;

export const findQuery = z.object({ dictionary, text: z.string().trim().max(100).default(''), limit: z.coerce.number().int().min(1).max(50).default(20) });
export const foundView = z.object({ entries: z.array(entry.pick({ code: true, name: true, fields: true })) });
export type FoundView = z.infer<typeof foundView>;

export const listDraft = z.object({ name: dictionary, title: z.string().trim().min(1).max(40), isNew: z.boolean() });
export const listRef = z.object({ name: dictionary });
export const entryDraft = z.object({
  dictionary,
  /** Absent: a new one. */
  id: z.uuid().optional(),
  code: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(300),
  others: short.default(''),
  fields: z.record(z.string().max(40), short).default({}),
  position: z.int().min(0).max(1_000_000).default(0),
});
export const activeDraft = z.object({ id: z.uuid(), active: z.boolean() });
export const entryRef = z.object({ id: z.uuid() });

export const uploaded = z.object({ dictionary, file });
export const preview = z.object({
  rows: z.int(), added: z.int(), changed: z.int(), same: z.int(),
  bad: z.array(z.object({ line: z.int(), why: z.string() })),
  examples: z.array(z.object({ what: z.enum(['added', 'changed']), key: z.string(), name: z.string() })),
});
export type Preview = z.infer<typeof preview>;
export const exportQuery = z.object({ dictionary, template: z.enum(['yes', 'no']).default('no') });
export { file };

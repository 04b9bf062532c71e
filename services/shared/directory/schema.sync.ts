/** Reading of sources, files and matters at the edge. */
import { z } from 'zod';
import { matterKinds, matterReasons, resolutions } from './model.ts';

const counted = z.object({ told: z.int(), done: z.int(), added: z.int(), changed: z.int(), same: z.int(), left: z.int(), matters: z.int() });
const reading = z.object({ id: z.string(), source: z.string(), state: z.string(), phase: z.string(), startedAt: z.coerce.date(), finishedAt: z.coerce.date().nullable(), startedBy: z.string(), counts: counted, failure: z.string().nullable() });
export type ReadingView = z.infer<typeof reading>;

export const sourcesView = z.object({
  sources: z.array(z.object({ name: z.string(), kinds: z.array(z.string()), last: reading.nullable(), open: z.int() })),
  history: z.array(reading),
});
export type SourcesView = z.infer<typeof sourcesView>;

const kind = z.enum(['department', 'ward', 'bed', 'staff', 'group']);
export const fileBegin = z.object({ kind, complete: z.boolean() });
/** A part of the file: small enough for one request. */
export const filePart = z.object({ id: z.uuid(), part: z.int().min(0).max(200), base64: z.base64().min(1).max(140_000) });
export const fileRead = z.object({ id: z.uuid(), parts: z.int().min(1).max(201) });
export const filePreview = z.object({
  id: z.string(),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  left: z.int(),
  matters: z.int(),
  /** In use and not in a file that says it is complete. */
  missing: z.int(),
  /** The first of each, to be looked at. */
  examples: z.array(z.object({ what: z.enum(['added', 'changed', 'left', 'matter']), key: z.string(), name: z.string(), detail: z.string() })),
});
export type FilePreview = z.infer<typeof filePreview>;
export const templateView = z.object({ name: z.string(), text: z.string() });

export const matterQuery = z.object({ state: z.enum(['open', 'settled']).default('open'), kind: z.enum(matterKinds).optional(), source: z.string().max(200).optional(), offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(100).default(50) });
const matter = z.object({
  id: z.string(),
  source: z.string(),
  kind: z.enum(matterKinds),
  on: z.string(),
  reason: z.enum(matterReasons),
  key: z.string(),
  name: z.string(),
  told: z.record(z.string(), z.unknown()).optional(),
  here: z.record(z.string(), z.unknown()).optional(),
  fields: z.array(z.string()).optional(),
  text: z.string().optional(),
  ways: z.array(z.enum(resolutions)),
  firstAt: z.coerce.date(),
  settledBy: z.string().nullable(),
  settledAt: z.coerce.date().nullable(),
  resolution: z.string().nullable(),
});
export type MatterView = z.infer<typeof matter>;
export const mattersView = z.object({ matters: z.array(matter), total: z.int(), open: z.record(z.string(), z.int()) });
export type MattersView = z.infer<typeof mattersView>;

export const settlement = z.object({
  ids: z.array(z.uuid()).min(1).max(200),
  how: z.enum(resolutions),
  /** bind an account: to this person; bind a platform's department: to this one. */
  to: z.string().max(40).optional(),
  reason: z.string().trim().max(200).default(''),
});

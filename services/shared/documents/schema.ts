/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { colleague, listInput } from '../../core/schema.ts';
import { shelves, states } from './model.ts';

const at = z.coerce.date().nullable();

export const documentFilters = listInput.extend({
  patientId: z.uuid(),
  visitId: z.uuid().optional(),
  shelf: z.enum(shelves).optional(),
  kind: z.string().max(10).optional(),
  /** Withdrawn and replaced ones too. */
  all: z.stringbool().optional(),
});

export const documentView = z.object({
  id: z.uuid(),
  visitId: z.uuid().nullable(),
  number: z.string(),
  shelf: z.enum(shelves).nullable(),
  /** C0001 … C0053 with its title in the standard, or one of our own, where it is one of them. */
  kind: z.string().nullable(),
  kindTitle: z.string(),
  title: z.string(),
  author: colleague,
  signer: colleague,
  writtenAt: at,
  signedAt: at,
  signed: z.boolean(),
  state: z.enum(states),
  /** As the sender counts, where it does. */
  version: z.string().nullable(),
  department: z.string(),
});
export type DocumentView = z.infer<typeof documentView>;

export const documentList = z.object({ items: z.array(documentView), more: z.boolean() });

export const documentRef = z.object({ patientId: z.uuid(), documentId: z.uuid() });

/** What holds first. `where`: `elsewhere` at the source, `too-large` to be kept. */
export const contentView = z.object({ id: z.uuid(), version: z.string().nullable(), mediaType: z.string(), bytes: z.int(), digest: z.string(), where: z.enum(['kept', 'elsewhere', 'too-large']) });
export const documentDetail = documentView.extend({ contents: z.array(contentView) });

/** Without `contentId` the version that holds. */
export const readingRef = documentRef.extend({ contentId: z.uuid().optional() });

/** `file`: a page or file of its own, no words. `elsewhere`, `too-large`: not kept here; `none`: only the index was told. */
export const readingForms = ['words', 'file', 'elsewhere', 'too-large', 'none'] as const;
export const documentReading = documentDetail.extend({
  /** The version that is read. */
  contentId: z.uuid().nullable(),
  form: z.enum(readingForms),
  /** Title and lines as written; empty unless `words`. */
  blocks: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
  /** Neighbours in the list of the same shelf and visit, as it is ordered. */
  previous: z.uuid().nullable(),
  next: z.uuid().nullable(),
  place: z.int(),
  of: z.int(),
});
export type DocumentReading = z.infer<typeof documentReading>;

/** Without `contentId` the version that holds; parts count from 0. */
export const contentRef = documentRef.extend({ contentId: z.uuid().optional(), part: z.coerce.number().int().min(0).max(1000).default(0) });
export const contentPart = z.object({ mediaType: z.string(), bytes: z.int(), parts: z.int(), part: z.int(), base64: z.string() });

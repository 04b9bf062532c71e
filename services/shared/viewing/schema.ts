/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { file } from '../../core/schema.ts';
import { markSpacings, mostPages, pdfForms, takingWays, tamperings, windowNames } from './model.ts';

export const openingDraft = z.object({ patientId: z.uuid(), documentId: z.uuid(), contentId: z.uuid().optional(), window: z.enum(windowNames).optional() });

/**
 * `headings`: the document's own table of contents, with page and depth. `pdf`: as what this person may take it out. `hasWords`: `null` while pages
 * are being made and none so far has letters: a search tells.
 */
export const openedDocument = z.object({ openingId: z.uuid(), pages: z.int(), headings: z.array(z.object({ title: z.string(), page: z.int(), depth: z.int() })), hasWords: z.boolean().nullable(), windows: z.array(z.enum(windowNames)), pdf: z.enum(pdfForms) });
export type OpenedDocument = z.infer<typeof openedDocument>;

export const exportAsked = z.object({ patientId: z.uuid(), openingId: z.uuid() });
export const exportedPdf = file.extend({ form: z.enum(pdfForms).exclude(['none']) });

export const pageRef = z.object({ patientId: z.uuid(), openingId: z.uuid(), page: z.coerce.number().int().min(1).max(mostPages) });
export const pageImage = z.object({ type: z.enum(['image/png', 'image/jpeg']), base64: z.string() });
export type PageImage = z.infer<typeof pageImage>;

/** What to look for in an opened document, whatever blanks and line ends stand between. */
export const wordsWanted = z.object({ patientId: z.uuid(), openingId: z.uuid(), text: z.string().trim().min(1).max(60) });
/** Places on its pages, in parts of their width and height; one box a line. `missing`: pages that could not be made, and so not be looked through. */
export const wordsFound = z.object({
  hits: z.array(z.object({ page: z.int(), boxes: z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })) })),
  more: z.boolean(),
  missing: z.array(z.int()),
  hasWords: z.boolean(),
});
export type WordsFound = z.infer<typeof wordsFound>;

export const takingAllowed = z.object({ copy: z.boolean(), save: z.boolean(), print: z.boolean() });
export type TakingAllowed = z.infer<typeof takingAllowed>;
/** How the hospital wants marks to look; the words over a live page are drawn there. */
const markLook = z.object({ angle: z.number(), spacing: z.enum(markSpacings), darkness: z.number() });
/** A picture with an alpha channel that repeats over the page, one of its pixels for one of the page's; and what may be taken from below it. */
export const screenTile = z.object({ base64: z.string(), side: z.int(), series: z.string(), allowed: takingAllowed, look: markLook });
export type ScreenTile = z.infer<typeof screenTile>;

/** Where it happened: our page's name, and whose it is. */
export type { TakingWay, Tampering } from './model.ts';
const atPlace = { page: z.string().regex(/^[a-z][a-z-]{0,59}$/), patientId: z.uuid().optional() };
export const takingNote = z.object({ way: z.enum(takingWays), ...atPlace });
export const tamperingNote = z.object({ how: z.enum(tamperings), ...atPlace });

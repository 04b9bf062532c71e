/** Record documents and report sheets: what there is, and its content. */
import { z } from 'zod';
import { code, instant, staff, words } from './schema.common.ts';

/** Content as sent; at most one of them. `text` may be HTML or CDA by its media type. */
export const content = z.object({
  mediaType: words,
  base64: z.string().optional(),
  text: z.string().optional(),
  /** Where the source keeps it; fetched when somebody reads it. */
  url: words.optional(),
});

/**
 * One version of a document (MDM TXA with OBX; FHIR DocumentReference; a PDF in an ORU). Key: `number`, the unique
 * document number of the source. Versions replace one another by `version`, else by time.
 */
export const document = z.object({
  kind: z.literal('document'),
  number: words,
  /** The document this one replaces or belongs to (TXA-13). */
  parent: words.optional(),
  relation: z.enum(['replaces', 'addendum']).optional(),
  version: words.optional(),
  /** `record` of the EMR, `report` of laboratory, imaging, pathology, ECG …, `notice` to the patient. */
  shelf: z.enum(['record', 'report', 'notice']),
  /** As sent: a code of WS/T 445 / WS 538, LOINC, the hospital's own. */
  type: code,
  title: words.optional(),
  author: staff.optional(),
  signer: staff.optional(),
  writtenAt: instant.optional(),
  signedAt: instant.optional(),
  /** TXA-17 and OBX-11 by meaning. */
  state: z.enum(['draft', 'written', 'signed', 'corrected', 'withdrawn']).optional(),
  /** Of a report: the order it answers. */
  order: words.optional(),
  department: words.optional(),
  content: content.optional(),
});

export type Document = z.infer<typeof document>;
export type Content = z.infer<typeof content>;

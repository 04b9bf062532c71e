/** The facts this module publishes: no titles, no content. Subject: the patient. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { shelves } from './model.ts';

const document = z.object({ document: z.uuid(), visitId: z.uuid().optional(), shelf: z.enum(shelves).optional(), kind: z.string().optional(), department: z.string().optional() });
export type DocumentFact = z.infer<typeof document>;

/** There is a new document, or a version nobody had. */
export const written = defineEvent('documents.written', document);
export const signed = defineEvent('documents.signed', document);

export const events = [written, signed];

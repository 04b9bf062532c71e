/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';

export const draft = z.object({ text: z.string().min(1).max(500), until: z.coerce.date() });
export const shown = z.object({ text: z.string().nullable() });

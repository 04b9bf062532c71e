import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

/** Somebody left the hospital; the subject is the staff number. */
export const left = defineEvent('directory.left', z.object({ platform: z.string() }));

/** The facts this module publishes. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { alertStates, unusualRules } from './model.ts';

/** Reading that stands out; the subject is the staff number. Once per person, rule and day. */
export const unusualReading = defineEvent('audit.unusual-reading', z.object({ alert: z.uuid(), rule: z.enum(unusualRules), count: z.int() }));
/** The security administrator looked into it; the subject is the staff number. */
export const readingReviewed = defineEvent('audit.reading-reviewed', z.object({ alert: z.uuid(), state: z.enum(alertStates) }));
export const archived = defineEvent('audit.archived', z.object({ file: z.string(), rows: z.int() }));

import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

/** Subject of both: the form values are sealed to (`v2`). */
export const rotationStarted = defineEvent('keys.rotation-started', z.object({ tables: z.array(z.string()) }));
export const rotationFinished = defineEvent('keys.rotation-finished', z.object({ rows: z.number().int() }));

/** Nothing is left under a key. Subject: `v1`. */
export const keyRetired = defineEvent('keys.retired', z.object({}));

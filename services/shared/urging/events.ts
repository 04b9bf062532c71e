import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { tryStates, urgingMeans, urgingReasons } from './model.ts';

/** What came of waking somebody by telephone. Subject: the subject of the card. */
export const tried = defineEvent('urging.tried', z.object({ delivery: z.string(), module: z.string(), means: z.enum(urgingMeans), why: z.enum(urgingReasons), state: z.enum(tryStates), code: z.string(), who: z.object({ number: z.string(), name: z.string(), role: z.string() }) }));

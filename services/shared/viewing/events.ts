/** The facts this module publishes; the subject of each is the staff number. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { takingWays, tamperings } from './model.ts';

/** Copied, saved or printed, where the hospital allows it. */
export const pageTaken = defineEvent('viewing.page-taken', z.object({ way: z.enum(takingWays), page: z.string() }));
/** The live overlay was taken away, hidden, emptied, shrunk or covered; it was put back. */
export const overlayTampered = defineEvent('viewing.overlay-tampered', z.object({ how: z.enum(tamperings), page: z.string() }));

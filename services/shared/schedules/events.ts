/** The facts this module publishes. Subject: the session. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

/** A clinic session is not held; who is booked in it has to hear of it. `doctor` is a staff number. */
export const stopped = defineEvent('schedules.stopped', z.object({ department: z.string().optional(), doctor: z.string().optional(), day: z.string().optional() }));

export const events = [stopped];

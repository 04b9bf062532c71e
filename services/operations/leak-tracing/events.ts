/** The facts this module publishes. Subject: the tracing's id. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

/** A picture was traced to somebody's opening. */
export const traced = defineEvent('leak-tracing.traced', z.object({ opening: z.uuid(), staff: z.string() }));

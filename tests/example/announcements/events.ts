/** The facts this module publishes. */
import { z } from 'zod';
import { defineEvent } from '../../../services/core/events.ts';

/** Subject: `hospital`. */
export const published = defineEvent('announcements.published', z.object({ until: z.coerce.date() }));

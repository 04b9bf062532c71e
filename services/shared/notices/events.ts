import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const about = z.object({ delivery: z.string(), module: z.string(), step: z.string(), recipient: z.string() });

/** A card reached the platform. Subject: the subject of the card. */
export const sent = defineEvent('notices.sent', about.extend({ platform: z.string() }));

/** No platform has taken a critical card for some time; it is still tried, and comes once one does. The ladder need not wait. */
export const delayed = defineEvent('notices.delayed', about.extend({ reason: z.string() }));

/** Nobody will see this card: no account, or every platform refused it for good. The ladder need not wait. */
export const undeliverable = defineEvent('notices.undeliverable', about.extend({ reason: z.string() }));

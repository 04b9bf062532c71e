import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const about = z.object({ delivery: z.string(), module: z.string(), step: z.string(), recipient: z.string() });

export const dingOutcome = z.object({ platform: z.string(), ding: z.enum(['app', 'sms', 'phone']), state: z.enum(['sent', 'failed', 'unsure']), code: z.string() });

/** A card reached the platform. Subject: the subject of the card. */
export const sent = defineEvent('notices.sent', about.extend({ platform: z.string() }));

/** No platform has taken a critical card for some time; it is still tried, and comes once one does. The ladder need not wait. */
export const delayed = defineEvent('notices.delayed', about.extend({ reason: z.string() }));

/** Beside a card that arrived somebody was to be woken by DING; what came of it. The card is there either way. */
export const dinged = defineEvent('notices.dinged', about.extend({ ...dingOutcome.shape, who: z.object({ number: z.string(), name: z.string(), role: z.string() }) }));

/** Nobody will see this card: no account, or every platform refused it for good. The ladder need not wait. */
export const undeliverable = defineEvent('notices.undeliverable', about.extend({ reason: z.string() }));

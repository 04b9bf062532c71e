/** The facts this module publishes. Subject: the patient. Which item, never why. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';

const about = { request: z.uuid(), visitId: z.uuid(), item: z.string(), by: z.string() };

export const asked = defineEvent('test-requests.asked', z.object({ ...about, urgent: z.boolean() }));
/** The hospital took it, or said why not; or nobody could bring it there. */
export const settled = defineEvent('test-requests.settled', z.object({ ...about, state: z.enum(['accepted', 'refused', 'failed']) }));
export const withdrawn = defineEvent('test-requests.withdrawn', z.object(about));

export const events = [asked, settled, withdrawn];

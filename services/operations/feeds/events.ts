/** The facts this module publishes. Subject: the sender. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { incidentKinds } from './model.ts';

const incident = z.object({ incident: z.uuid(), kind: z.enum(incidentKinds) });

export const feedTroubled = defineEvent('feeds.troubled', incident.extend({ seen: z.int(), usual: z.int() }));
export const feedRecovered = defineEvent('feeds.recovered', incident);

/** Shapes at the edge, shared with the page. */
import { z } from 'zod';
import { feedDoors, incidentKinds, limitOrigins } from './model.ts';

const at = z.coerce.date();
const feedId = z.string().min(1).max(300);

/** What one process heard of one sender since it last told. */
export const tally = z.object({
  door: z.enum(feedDoors),
  name: z.string().min(1).max(200),
  firstAt: at,
  lastAt: at,
  hours: z.array(z.object({ hour: at, messages: z.int(), refusals: z.int(), delays: z.array(z.int()) })),
});
export type Tally = z.infer<typeof tally>;

export const downtimeView = z.object({ id: z.uuid(), from: at, until: at, reason: z.string(), createdBy: z.string() });
export const incidentView = z.object({ id: z.uuid(), kind: z.enum(incidentKinds), openedAt: at, closedAt: at.nullable(), seen: z.int(), usual: z.int() });
export type IncidentView = z.infer<typeof incidentView>;

export const feedView = z.object({
  id: z.string(),
  door: z.enum(feedDoors),
  name: z.string(),
  lastHeardAt: at,
  retired: z.boolean(),
  /** Open ones. */
  troubles: z.array(incidentView),
  /** Those that are over, newest first. */
  past: z.array(incidentView),
  isDown: z.boolean(),
  downtimes: z.array(downtimeView),
  limit: z.object({ seconds: z.int(), origin: z.enum(limitOrigins) }),
  silentMinutes: z.int().nullable(),
  /** Of this hour and the one before. */
  messages: z.int(),
  refusals: z.int(),
  /** Seconds; `null` without enough messages. */
  delay: z.number().nullable(),
  usualDelay: z.number().nullable(),
  /** The last 24 hours, oldest first. */
  hours: z.array(z.object({ hour: at, messages: z.int(), refusals: z.int() })),
});
export type FeedView = z.infer<typeof feedView>;
export const feedList = z.object({ feeds: z.array(feedView) });

export const downtimeDraft = z.object({ feed: feedId, from: at, until: at, reason: z.string().trim().min(2).max(200) });
export const downtimeEnd = z.object({ id: z.uuid() });
export const feedChange = z.object({ feed: feedId, silentMinutes: z.int().min(1).max(10_080).nullable(), retired: z.boolean() });

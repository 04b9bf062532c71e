/** Shapes at the edge, shared with the pages and the other side. */
import { z } from 'zod';
import { containers } from './model.ts';

/** `null`: there is no entry for this person. */
export const stationView = z.object({ name: z.string().nullable() });

export const stationAsked = z.object({ container: z.enum(containers) });
export const stationWay = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['page', 'dingtalk']), address: z.string() }),
  z.object({ kind: z.literal('wecom'), appId: z.string(), path: z.string() }),
]);
export type StationWay = z.infer<typeof stationWay>;

export const ticketGiven = z.object({ ticket: z.string().min(1).max(4000) });
/** Who entered, as they are today. */
export const entered = z.object({ number: z.string(), name: z.string(), department: z.string(), departmentName: z.string(), issuedAt: z.date() });

/** What the demonstration's door answers. It exists only where the service says `demo`. */
import { z } from 'zod';

export const bed = z.object({
  patientNumber: z.string(),
  name: z.string(),
  ward: z.string(),
  wardName: z.string(),
  bed: z.string(),
  diagnosis: z.string(),
  attendingName: z.string(),
});
export type Bed = z.infer<typeof bed>;

export const scene = z.object({
  hospital: z.string(),
  emulatorUrl: z.string(),
  phones: z.object({ dingtalk: z.string(), wecom: z.string() }),
  beds: z.array(bed),
  replayAvailable: z.boolean(),
});
export type Scene = z.infer<typeof scene>;

export const sent = z.object({ answer: z.string(), message: z.string() });

export const hl7Answers = z.object({ answers: z.array(z.object({ controlId: z.string(), code: z.string(), reason: z.string().optional() })) });

export const replayStarted = z.object({ id: z.string() });

export const replay = z.object({ running: z.boolean(), sent: z.number(), total: z.number(), accepted: z.number(), critical: z.number() });

export const logEntry = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  at: z.string(),
  kind: z.string(),
  text: z.string(),
  subject: z.string().optional(),
});
export type LogEntry = z.infer<typeof logEntry>;

export const log = z.object({ entries: z.array(logEntry) });

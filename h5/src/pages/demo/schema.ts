/** What the demonstration's door answers. It exists only where the service says `demo`. */
import { z } from 'zod';

export const bed = z.object({
  patientNumber: z.string(),
  /** Masked. */
  name: z.string(),
  ward: z.string(),
  wardName: z.string(),
  bed: z.string(),
  diagnosis: z.string(),
  attendingName: z.string(),
  /** The doctor has an account at a chat platform: the card finds its way. */
  hasPhone: z.boolean(),
  /** The page of the two phones, one of them in the doctor's hands. */
  phones: z.url(),
});
export type Bed = z.infer<typeof bed>;

/** What the laboratory can report at a press, with a value plainly past the limit. */
export const item = z.object({ id: z.string(), name: z.string(), unit: z.string(), value: z.number() });

export const scene = z.object({
  hospital: z.string(),
  emulatorUrl: z.string(),
  phones: z.url(),
  items: z.array(item),
  beds: z.array(bed),
  /** Real data that is on this machine. */
  streams: z.array(z.string()),
  /** And what could be replayed if it were. */
  absent: z.array(z.string()),
  /** A simulated hospital is at work: ordinary messages come all the time. */
  simulated: z.boolean(),
});
export type Scene = z.infer<typeof scene>;

/** The acknowledgement as our listener gave it. */
const answer = z.object({ controlId: z.string(), code: z.string(), reason: z.string() });
export type Hl7Answer = z.infer<typeof answer>;

export const sent = z.object({ answer, message: z.string() });

export const hl7Answers = z.object({ answers: z.array(answer) });

/** The simulated hospital; without one only `on`. Times in milliseconds. */
export const hospital = z.object({
  on: z.boolean(),
  time: z.number().optional(),
  speed: z.number().optional(),
  inpatients: z.number().optional(),
  placed: z.number().optional(),
  filled: z.number().optional(),
  said: z.number().optional(),
  behind: z.number().optional(),
  last: z.string().optional(),
  trouble: z.string().optional(),
  /** In which the hospital says everything, and in which one thing can be said. */
  speaks: z.enum(['hl7', 'fhir']).optional(),
  languages: z.array(z.enum(['hl7', 'fhir'])).optional(),
});

/** What a visitor made happen: in a sentence, as messages, with their answers. */
export const done = z.object({ told: z.string(), sent: z.array(z.object({ message: z.string(), answer })) });
export type Done = z.infer<typeof done>;

export const replay = z.object({
  running: z.boolean(),
  sent: z.number(),
  total: z.number(),
  accepted: z.number(),
  failed: z.string(),
  /** All there are, not only this replay's. */
  critical: z.number().optional(),
});

export const logEntry = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(['message', 'alert', 'step', 'card', 'person', 'done', 'trouble']),
  text: z.string(),
  subject: z.string(),
});
export type LogEntry = z.infer<typeof logEntry>;

export const log = z.object({ entries: z.array(logEntry) });

/** The administrators' desks; without a password once somebody has made it their own. */
export const desks = z.object({ desks: z.array(z.object({ number: z.string(), name: z.string(), duty: z.string(), password: z.string().optional(), code: z.string().optional() })) });

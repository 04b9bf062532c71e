/** What is planned: clinic sessions, bookings, operations, consultations. */
import { z } from 'zod';
import { code, day, instant, staff, words } from './schema.common.ts';

/** A clinic session of a doctor or department (FHIR Schedule/Slot, SIU resource, HIS roster). Key: `number`. */
export const session = z.object({
  kind: z.literal('session'),
  number: words,
  department: words.optional(),
  doctor: staff.optional(),
  /** 普通, 专家, 特需, 急诊 … as sent. */
  clinic: words.optional(),
  day: day.optional(),
  /** 上午, 下午, 夜间 … as sent. */
  period: words.optional(),
  from: instant.optional(),
  until: instant.optional(),
  places: z.number().int().optional(),
  taken: z.number().int().optional(),
  room: words.optional(),
  state: z.enum(['open', 'full', 'stopped', 'over']).optional(),
  /** Why it was stopped. */
  reason: words.nullable().optional(),
  substitute: staff.nullable().optional(),
});

/** A booked visit (SIU, FHIR Appointment). Key: `number`, else `filler`. */
export const booking = z.object({
  kind: z.literal('booking'),
  number: words.optional(),
  filler: words.optional(),
  session: words.optional(),
  department: words.optional(),
  doctor: staff.optional(),
  from: instant.optional(),
  until: instant.optional(),
  /** Number in the queue. */
  place: words.optional(),
  /** app, window, phone, doctor … as sent. */
  channel: words.optional(),
  service: code.optional(),
  reason: words.optional(),
  state: z.enum(['booked', 'arrived', 'seen', 'no-show', 'cancelled', 'deleted']).optional(),
});

/** An operation on the theatre's list (SIU with AIS/AIL/AIP, ORM, FHIR Procedure). Key: `number`. */
export const operation = z.object({
  kind: z.literal('operation'),
  number: words,
  department: words.optional(),
  room: words.optional(),
  /** 台次: order within the room. */
  sequence: z.number().int().optional(),
  plannedFrom: instant.optional(),
  plannedUntil: instant.optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  procedure: code.optional(),
  name: words.optional(),
  surgeon: staff.optional(),
  assistants: z.array(staff).optional(),
  anaesthetist: staff.optional(),
  anaesthesia: words.optional(),
  /** 一级 … 四级. */
  level: words.optional(),
  /** 切口: I, II, III. */
  incision: words.optional(),
  daySurgery: z.boolean().optional(),
  urgent: z.boolean().optional(),
  state: z.enum(['requested', 'planned', 'in-theatre', 'running', 'over', 'cancelled']).optional(),
});

/** 会诊: one department asks others. Key: `number`. */
export const consultation = z.object({
  kind: z.literal('consultation'),
  number: words,
  /** 普通, 急, 全院, 多学科, 外院 … as sent. */
  type: words.optional(),
  requestedBy: staff.optional(),
  department: words.optional(),
  requestedAt: instant.optional(),
  plannedAt: instant.optional(),
  /** Case summary and what is asked. */
  summary: words.optional(),
  purpose: words.optional(),
  invited: z.array(z.object({ department: words.optional(), staff: staff.optional() })).optional(),
  opinions: z.array(z.object({ by: staff.optional(), department: words.optional(), at: instant.optional(), text: words })).optional(),
  state: z.enum(['requested', 'accepted', 'done', 'cancelled', 'refused']).optional(),
});

/** A number with its unit that a nurse wrote down: temperature, pulse, blood pressure, intake, output, scores. */
export const observation = z.object({
  kind: z.literal('observation'),
  code,
  value: words,
  unit: words.optional(),
  at: instant,
  by: staff.optional(),
  /** 口温, 腋温, 肛温; left, right. */
  site: words.optional(),
  note: words.optional(),
  /** Said by the source to be wrong. */
  withdrawn: z.boolean().optional(),
});

export type Session = z.infer<typeof session>;
export type Booking = z.infer<typeof booking>;
export type Operation = z.infer<typeof operation>;
export type Consultation = z.infer<typeof consultation>;
export type Observation = z.infer<typeof observation>;

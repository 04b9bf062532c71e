/** The facts this module publishes; `facts.ts` has the same shapes for the rules, and the compiler holds them together. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import type { FactName, Facts } from './facts.ts';
import { callWhom, disposalChoices } from './model.ts';
import { cancelReason, clinicalState, declineKind, declineReason, direction, duty, nurseChoice, outcome, person, relayReason, requestKind, way } from './schema.parts.ts';

const id = z.string().min(1);

const define = <N extends FactName>(name: N, schema: z.ZodType<Facts[N]>) => defineEvent<Facts[N]>(name, schema);

export const opened = define('critical-values.opened', z.object({
  patientId: id,
  visitId: id.nullable(),
  itemCode: z.string(),
  direction,
  setVersion: id,
  limitId: id.nullable(),
  resultId: id,
  corrects: id.nullable(),
}));

/** A step of the ladder was told to somebody. `round` counts repeats of the last step. */
export const told = define('critical-values.told', z.object({
  step: z.int().positive(),
  duty,
  round: z.int().nonnegative(),
  people: z.array(person).min(1),
}));

/** Nobody holds the duty: an alert to whoever keeps the roster, too. */
export const nobodyOnCall = define('critical-values.nobody-on-call', z.object({
  step: z.int().positive(),
  duty,
  departmentCode: z.string().nullable(),
}));

export const escalated = define('critical-values.escalated', z.object({ from: z.int(), to: z.int(), duty }));
/** The card of a step cannot reach the person; the ladder goes on at once. */
export const unreached = define('critical-values.unreached', z.object({ step: z.int().positive(), who: person }));
export const acknowledged = define('critical-values.acknowledged', z.object({ by: person, seconds: z.int(), readBack: z.boolean().exactOptional() }));
export const declined = define('critical-values.declined', z.object({ step: z.int(), by: person, kind: declineKind, reason: declineReason.nullable(), to: person.nullable() }));
export const relayOffered = define('critical-values.relay-offered', z.object({ by: person, from: person, receiver: person, why: relayReason, until: z.coerce.date() }));
export const relayTaken = define('critical-values.relay-taken', z.object({ by: person, from: person, seconds: z.int() }));
export const relayEnded = define('critical-values.relay-ended', z.object({ how: z.enum(['refused', 'withdrawn', 'expired', 'unreached']), from: person, receiver: person }));
export const nursed = define('critical-values.nursed', z.object({ by: person, choices: z.array(nurseChoice), actionAt: z.coerce.date(), late: z.boolean() }));
export const called = define('critical-values.called', z.object({ by: person, whom: z.enum(callWhom), to: z.string(), reached: z.boolean(), readBack: z.boolean() }));
export const turned = define('critical-values.turned', z.object({ way }));
export const followed = define('critical-values.followed', z.object({ people: z.array(person) }));
export const patientLost = define('critical-values.patient-lost', z.object({ tries: z.int() }));
export const numberShown = define('critical-values.number-shown', z.object({ by: person, field: z.enum(['phone', 'guardianPhone']) }));
export const reportedByHand = define('critical-values.reported-by-hand', z.object({ by: person }));
export const recordOverdue = define('critical-values.record-overdue', z.object({ who: person.nullable(), recordBy: z.coerce.date() }));
export const reopened = define('critical-values.reopened', z.object({ by: id, was: clinicalState, note: z.string() }));
/** The hospital's own systems are asked for a recheck or handed a paragraph of the course record. */
export const requested = define('critical-values.requested', z.object({ what: requestKind }));
export const requestSettled = define('critical-values.request-settled', z.object({ what: requestKind, state: z.enum(['accepted', 'refused', 'failed']), message: z.string() }));
export const reminded = define('critical-values.reminded', z.object({ who: person, disposeBy: z.coerce.date() }));

export const disposed = define('critical-values.disposed', z.object({
  by: person,
  choices: z.array(z.enum(disposalChoices)),
  actionAt: z.coerce.date(),
  late: z.boolean(),
}));

export const signed = define('critical-values.signed', z.object({ by: person, ref: id }));

/** The laboratory may have its answer now. */
export const feedbackOwed = define('critical-values.feedback-owed', z.record(z.string(), z.never()));
export const feedbackSent = define('critical-values.feedback-sent', z.object({ attempt: z.int().positive() }));
export const feedbackAccepted = define('critical-values.feedback-accepted', z.record(z.string(), z.never()));
export const feedbackFailed = define('critical-values.feedback-failed', z.object({ failures: z.int().positive(), code: z.string() }));

export const closed = define('critical-values.closed', z.object({ seconds: z.int() }));
export const cancelled = define('critical-values.cancelled', z.object({ by: id, reason: cancelReason, note: z.string() }));

/** The laboratory changed the result. Everybody in `tell` had the first value. */
export const corrected = define('critical-values.corrected', z.object({
  resultId: id,
  outcome,
  successor: id.nullable(),
  tell: z.array(person),
}));

/** The same item was critical again and the set says to tell it once. Subject: the alert it repeats. */
export const repeated = define('critical-values.repeated', z.object({ resultId: id }));

/** A person of the laboratory must look. Subject: the result. */
export const notJudged = define('critical-values.not-judged', z.object({
  resultId: id,
  patientId: id,
  itemCode: z.string().nullable(),
  reason: id,
  setVersion: id,
}));

/** By name: what an action needs to emit the facts a rule gave. */
export const eventOf = {
  'critical-values.opened': opened,
  'critical-values.told': told,
  'critical-values.nobody-on-call': nobodyOnCall,
  'critical-values.escalated': escalated,
  'critical-values.unreached': unreached,
  'critical-values.acknowledged': acknowledged,
  'critical-values.declined': declined,
  'critical-values.relay-offered': relayOffered,
  'critical-values.relay-taken': relayTaken,
  'critical-values.relay-ended': relayEnded,
  'critical-values.nursed': nursed,
  'critical-values.called': called,
  'critical-values.turned': turned,
  'critical-values.followed': followed,
  'critical-values.patient-lost': patientLost,
  'critical-values.number-shown': numberShown,
  'critical-values.reported-by-hand': reportedByHand,
  'critical-values.record-overdue': recordOverdue,
  'critical-values.reopened': reopened,
  'critical-values.requested': requested,
  'critical-values.request-settled': requestSettled,
  'critical-values.reminded': reminded,
  'critical-values.disposed': disposed,
  'critical-values.signed': signed,
  'critical-values.feedback-owed': feedbackOwed,
  'critical-values.feedback-sent': feedbackSent,
  'critical-values.feedback-accepted': feedbackAccepted,
  'critical-values.feedback-failed': feedbackFailed,
  'critical-values.closed': closed,
  'critical-values.cancelled': cancelled,
  'critical-values.corrected': corrected,
  'critical-values.repeated': repeated,
  'critical-values.not-judged': notJudged,
} as const satisfies Record<FactName, unknown>;

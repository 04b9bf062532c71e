/** The stored state: what `store.ts` reads back from its row. Dates come back as dates. */
import { z } from 'zod';
import type { CriticalValue } from './model.ts';
import { callWhom, disposalChoices } from './model.ts';
import { cancelReason, choiceReason, clinicalState, declineKind, declineReason, direction, duty, feedbackState, note, nurseChoice, outcome, person, relayEnd, relayReason, requestKind, requestState, way } from './schema.parts.ts';

const at = z.coerce.date();
/** `z.coerce.date()` would read null as 1970. */
const maybeAt = z.union([z.null(), at]);

const measured = z.object({
  resultId: z.string(),
  resultKey: z.string(),
  sent: z.string(),
  unitSent: z.string(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  referenceRange: z.string(),
  flags: z.array(z.string()),
  specimen: z.string(),
});

const limit = z.object({ limitId: z.string(), unit: z.string(), low: z.number().nullable(), high: z.number().nullable(), by: choiceReason.optional(), over: z.array(z.string()).optional(), from: z.number().optional() });

const voice = z.object({ id: z.string(), at, seconds: z.number(), mediaType: z.string(), digest: z.string() });

const disposal = z.object({
  by: person,
  at,
  choices: z.array(z.enum(disposalChoices)),
  note: z.string(),
  actionAt: at,
  late: z.boolean(),
  voice: voice.nullable().default(null),
});

const acknowledged = z.object({ by: person, at, readBack: z.string().nullable().default(null) });
const signature = z.object({ by: person, at, ref: z.string() });
const cancelled = z.object({ by: z.string(), at, reason: cancelReason, note: z.string() });
const declined = z.object({ by: person, at, kind: declineKind, reason: declineReason.nullable(), note: z.string(), to: person.nullable() });
const relay = z.object({ from: person, by: person, to: person, reason: relayReason, note: z.string(), at, until: at, ended: z.object({ how: relayEnd, at }).nullable() });
const nursing = z.object({ by: person, at, choices: z.array(nurseChoice), note: z.string(), actionAt: at, late: z.boolean() });
const reopened = z.object({ by: z.string(), at, note: z.string(), was: clinicalState, acknowledged: acknowledged.nullable(), disposal: disposal.nullable(), signature: signature.nullable(), cancelled: cancelled.nullable() });
const call = z.object({ by: person, at, whom: z.enum(callWhom), to: z.string(), reached: z.boolean(), readBack: z.string().nullable(), note: z.string() });
const request = z.object({ state: requestState, since: at, message: z.string() });

const escalation = z.object({
  step: z.int(),
  stepAt: maybeAt,
  nextAt: maybeAt,
  told: z.array(z.object({ step: z.int(), duty, at, people: z.array(person), lost: z.array(z.string()).optional(), round: z.int() })),
});

const feedback = z.object({ state: feedbackState, since: at, nextAt: maybeAt, failures: z.int(), failure: z.string() });

const correction = z.object({ at, resultId: z.string(), sent: z.string(), unitSent: z.string(), outcome, successor: z.string().nullable() });

export const storedCriticalValue: z.ZodType<CriticalValue> = z.object({
  id: z.string(),
  patientId: z.string(),
  visitId: z.string().nullable(),
  departmentCode: z.string().nullable(),
  wardCode: z.string().nullable(),
  itemCode: z.string(),
  itemName: z.string(),
  measured,
  direction,
  limit: limit.nullable(),
  setVersion: z.string(),
  notes: z.array(note),
  previous: z.object({ sent: z.string(), unit: z.string(), at }).nullable(),
  observedAt: maybeAt,
  resultedAt: maybeAt,
  receivedAt: at,
  openedAt: at,
  way: way.default('inpatient'),
  turned: z.array(at).default([]),
  lostAt: maybeAt.default(null),
  clinical: clinicalState,
  feedback,
  acknowledged: acknowledged.nullable(),
  disposal: disposal.nullable(),
  remindedAt: maybeAt,
  signature: signature.nullable(),
  escalation,
  closedAt: maybeAt,
  cancelled: cancelled.nullable(),
  correction: correction.nullable(),
  corrects: z.string().nullable(),
  // Not in what was kept before these were.
  declined: z.array(declined).default([]),
  relays: z.array(relay).default([]),
  nursing: z.array(nursing).default([]),
  reopened: z.array(reopened).default([]),
  requests: z.partialRecord(requestKind, request).default({}),
  calls: z.array(call).default([]),
  reportedBy: person.nullable().default(null),
  recordRemindedAt: maybeAt.default(null),
});

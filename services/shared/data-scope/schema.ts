/** Shapes at the edge, shared with the pages. Names of patients are masked before they get here. */
import { z } from 'zod';
import { acts, exceptionNames, flags, glassReasons, grantScopes, policyRoles, relations, scopedModules, verdicts } from './model.ts';

const at = z.coerce.date();
const id = z.uuid();
/** The hospital's patient number, typed or scanned. */
export const patientNumber = z.string().trim().min(1).max(40);

export const glassInput = z.object({ patient: patientNumber, kind: z.enum(glassReasons), reason: z.string().trim().max(300) });
/** `until` is absent where no glass had to be broken. */
export const glassOpened = z.object({ patient: id, until: at.nullable() });

const colleague = z.object({ number: z.string(), name: z.string(), department: z.string() });
export const maskedPatient = z.object({ number: z.string(), name: z.string() });

export const glassView = z.object({
  id,
  staff: colleague,
  patient: maskedPatient,
  kind: z.string(),
  /** `null` for administrators: a reason may say something about the patient's health. */
  reason: z.string().nullable(),
  from: at,
  until: at,
  open: z.boolean(),
  verdict: z.enum(['justified', 'not-justified']).nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: at.nullable(),
  note: z.string().nullable(),
  mayReview: z.boolean(),
});
export type GlassView = z.infer<typeof glassView>;
export const glassFilters = z.object({
  waiting: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export const glassList = z.object({ items: z.array(glassView), total: z.int() });

export const reviewInput = z.object({ id, verdict: z.enum(['justified', 'not-justified']), note: z.string().trim().max(300).default('') });

export const askInput = z.object({
  scope: z.enum(grantScopes),
  /** A patient number, or the code of a group, ward or department. */
  target: z.string().trim().min(1).max(60),
  reason: z.string().trim().max(300),
  from: at.optional(),
  until: at,
});
export const requestView = z.object({
  id,
  staff: colleague,
  scope: z.enum(grantScopes),
  target: z.string(),
  reason: z.string(),
  from: at,
  until: at,
  askedAt: at,
  state: z.enum(['waiting', 'granted', 'refused', 'withdrawn', 'revoked', 'expired']),
  decidedBy: z.string().nullable(),
  decidedAt: at.nullable(),
  note: z.string().nullable(),
  grant: id.nullable(),
});
export type RequestView = z.infer<typeof requestView>;
export const requestFilters = z.object({
  /** Mine; for the security administrator all without it. */
  mine: z.stringbool().optional(),
  waiting: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export const requestList = z.object({ items: z.array(requestView), total: z.int(), maxDays: z.int() });
export const decideInput = z.object({ id, granted: z.boolean(), until: at.optional(), note: z.string().trim().max(300).default('') });
export const revokeInput = z.object({ id });

const area = z.object({ code: z.string(), name: z.string() });
export const areas = z.object({ departments: z.array(area), wards: z.array(area), groups: z.array(area) });
export type Areas = z.infer<typeof areas>;

export const exceptionRule = z.object({ on: z.boolean(), roles: z.array(z.string().max(40)).max(10), departments: z.array(z.string().max(40)).max(500), columns: z.array(z.string().max(40)).max(20) });
export const exceptionView = exceptionRule.extend({ name: z.enum(exceptionNames), all: z.array(z.string()), changedAt: at.nullable(), changedBy: z.string().nullable() });
export type ExceptionView = z.infer<typeof exceptionView>;
export const exceptionInput = exceptionRule.extend({ name: z.enum(exceptionNames) });

export const flagInput = z.object({ patient: patientNumber, flag: z.enum(flags), on: z.boolean() });
export const flaggedPatient = maskedPatient.extend({
  /** Only those the reader may know. */
  flags: z.array(z.object({ flag: z.enum(flags), setBy: z.string(), setAt: at })),
});
export type FlaggedPatient = z.infer<typeof flaggedPatient>;
export const flaggedList = z.object({ items: z.array(flaggedPatient), settable: z.array(z.enum(flags)) });

const verdict = z.enum(verdicts);
export const matrixView = z.object({
  rows: z.array(z.object({ module: z.enum(scopedModules), act: z.enum(acts), role: z.enum(policyRoles), cells: z.record(z.enum(relations), verdict) })),
});
export type MatrixView = z.infer<typeof matrixView>;

export const whyInput = z.object({ staff: z.string().trim().min(1).max(40), patient: patientNumber, module: z.enum(scopedModules).default('patients'), act: z.enum(acts).default('detail') });
export const whyView = z.object({
  staff: colleague.extend({ role: z.enum(policyRoles), active: z.boolean() }),
  patient: maskedPatient,
  verdict,
  relation: z.enum(relations).nullable(),
  policy: z.string(),
  /** Words; marks that say something about health stand as one general word for administrators. */
  marks: z.array(z.string()),
  narrowed: z.boolean(),
  relations: z.array(z.object({ relation: z.enum(relations), held: z.boolean(), policy: verdict })),
});
export type WhyView = z.infer<typeof whyView>;

export const whoInput = z.object({ patient: patientNumber, module: z.enum(scopedModules).default('patients'), act: z.enum(acts).default('detail') });
export const whoView = z.object({
  patient: maskedPatient,
  marks: z.array(z.string()),
  people: z.array(colleague.extend({ role: z.enum(policyRoles), verdict, relation: z.enum(relations), policy: z.string() })),
});
export type WhoView = z.infer<typeof whoView>;

export const colleagues = z.object({ items: z.array(colleague) });

/** Shapes at the edge, shared with the pages. Patients stand here by number only: the audit shows no clinical data. */
import { z } from 'zod';
import { alertStates, unusualRules } from './model.ts';

const at = z.coerce.date();
const text = (most: number) => z.string().trim().max(most).optional();

export const auditFilters = z.object({
  /** Staff number; `stranger` for people nobody knows. */
  staff: text(40),
  /** Patient number. */
  patient: text(40),
  act: text(80),
  outcome: z.enum(['allowed', 'refused', 'failed']).optional(),
  door: z.enum(['chat', 'http', 'job']).optional(),
  from: at.optional(),
  until: at.optional(),
  /** Only signing in and out. */
  signIns: z.stringbool().optional(),
  /** Where the page before ended. */
  cursor: text(80),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditFilters = z.input<typeof auditFilters>;

export const auditRow = z.object({
  /** Lane and place: names the row in exports and for the verifier. */
  place: z.string(),
  at,
  who: z.string(),
  department: z.string(),
  role: z.string(),
  act: z.string(),
  actName: z.string(),
  outcome: z.enum(['allowed', 'refused', 'failed']),
  outcomeName: z.string(),
  /** Why it was allowed, or why not. */
  why: z.string(),
  reason: z.string(),
  /** Patient numbers; of many the first few. */
  patients: z.array(z.string()),
  patientCount: z.int(),
  subject: z.string(),
  door: z.string(),
  terminal: z.string(),
  address: z.string(),
  origin: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;
export const auditPage = z.object({ items: z.array(auditRow), next: z.string().nullable() });

export const actChoices = z.object({ items: z.array(z.object({ act: z.string(), name: z.string(), module: z.string() })) });

export const exportInput = auditFilters.omit({ cursor: true, limit: true });
export const exported = z.object({ file: z.string(), csv: z.string(), rows: z.int(), whole: z.boolean() });

export const lookedInput = z.object({ patient: z.string().trim().min(1).max(40), from: at.optional(), until: at.optional(), cursor: text(80), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const lookedView = auditPage.extend({ patient: z.object({ number: z.string(), name: z.string() }) });

export const sessionsInput = z.object({ staff: text(40), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const sessionsView = z.object({
  items: z.array(z.object({ who: z.string(), terminal: z.string(), device: z.string(), address: z.string(), begunAt: at, seenAt: at, endedAt: at.nullable(), why: z.string() })),
});

export const platformLogInput = z.object({ from: at.optional(), until: at.optional(), limit: z.coerce.number().int().min(1).max(500).default(200) });
export const platformLog = z.object({
  lines: z.array(z.object({ at, source: z.string(), what: z.string(), detail: z.string(), tone: z.enum(['danger', 'warn', 'ok', 'past']) })),
  queues: z.array(z.object({ queue: z.string(), waiting: z.int(), running: z.int(), dead: z.int() })),
});
export type PlatformLog = z.infer<typeof platformLog>;

const brokenRow = z.object({ what: z.string(), where: z.string(), at: at.nullable() });
export const verdictView = z.object({ rows: z.int(), beforeChain: z.int(), archived: z.int(), anchors: z.int(), lastAnchorAt: at.nullable(), broken: z.array(brokenRow) });
export const chainView = z.object({
  rows: z.int(),
  lanes: z.int(),
  lastAnchorAt: at.nullable(),
  archives: z.int(),
  run: z.object({ state: z.enum(['running', 'done', 'failed']), by: z.string(), startedAt: at, seenAt: at, done: z.int(), total: z.int(), verdict: verdictView.nullable() }).nullable(),
});
export type ChainView = z.infer<typeof chainView>;

export const alertFilters = z.object({ state: z.enum(alertStates).optional(), limit: z.coerce.number().int().min(1).max(200).default(100), offset: z.coerce.number().int().min(0).default(0) });
export const alertView = z.object({
  id: z.uuid(),
  staff: z.object({ number: z.string(), name: z.string(), department: z.string() }),
  rule: z.enum(unusualRules),
  sentence: z.string(),
  day: z.string(),
  firstAt: at,
  lastAt: at,
  count: z.int(),
  patients: z.array(z.string()),
  state: z.enum(alertStates),
  note: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: at.nullable(),
});
export type AlertView = z.infer<typeof alertView>;
export const alertList = z.object({ items: z.array(alertView), total: z.int() });
export const reviewInput = z.object({ alert: z.uuid(), state: z.enum(['explained', 'followed-up']), note: z.string().trim().min(2).max(300) });

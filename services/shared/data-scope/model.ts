/** Who may see which patients: how a member of staff can stand to a patient, and what is asked about it. */

/** How a member of staff stands to a patient's stay; each is one SQL condition in `store.relations.ts`. */
export const relations = [
  'attending', 'group', 'responsible-nurse', 'ward', 'consultant', 'surgeon', 'head', 'head-nurse', 'booked',
  'permission', 'permission-area', 'break-glass', 'department', 'institution',
] as const;
export type Relation = (typeof relations)[number];

/** What is done with what is seen. A push is a card or a message nobody asked for at that moment; an order is a test that is asked for. */
export const acts = ['list', 'detail', 'push', 'export', 'order'] as const;
export type Act = (typeof acts)[number];

/** Modules with a policy of their own; what is not here asks as `patients`. */
export const scopedModules = ['patients', 'critical-values'] as const;
export type ScopedModule = (typeof scopedModules)[number];

/** What a policy speaks of: the person's role and, for some offices, where they work. */
export const policyRoles = ['doctor', 'nurse', 'pharmacist', 'technician', 'laboratory', 'medical-office', 'records-office', 'admission-centre', 'administrator', 'duty-administrator'] as const;
export type PolicyRole = (typeof policyRoles)[number];

/** `reason`: not without a reason, which is written down, told and reviewed (break-glass). */
export const verdicts = ['yes', 'reason', 'no'] as const;
export type Verdict = (typeof verdicts)[number];

export interface ScopeUse {
  readonly module: ScopedModule;
  readonly act: Act;
}

/** Marks that narrow who may see a patient. */
export const flags = ['vip', 'staff', 'psychiatric', 'hiv', 'obstetric-loss'] as const;
export type Flag = (typeof flags)[number];

/** Say something about the patient's health: only who keeps records may set or read them. */
export const clinicalFlags: readonly Flag[] = ['psychiatric', 'hiv', 'obstetric-loss'];

export const grantKinds = ['break-glass', 'permission', 'consultation', 'operation'] as const;
export type GrantKind = (typeof grantKinds)[number];

export const grantScopes = ['patient', 'group', 'ward', 'department'] as const;
export type GrantScope = (typeof grantScopes)[number];

/** Why somebody has to look beyond their scope. */
export const glassReasons = ['rescue', 'on-call', 'consult', 'transfer', 'other'] as const;
export type GlassReason = (typeof glassReasons)[number];

export type ReviewVerdict = 'justified' | 'not-justified';

/** As it stands in the row. */
export function reviewVerdict(text: string | null): ReviewVerdict | undefined {
  return text === 'justified' || text === 'not-justified' ? text : undefined;
}

/** A reason that says something: `抢救患者` alone is the kind again. */
export const shortestReason = 6;

/** What the hospital may open to whole departments, one by one, although policies refuse it (MC-032). */
export const exceptionNames = ['rosters', 'bed-overview', 'theatre-list', 'critical-value-register', 'on-call'] as const;
export type ExceptionName = (typeof exceptionNames)[number];

/** Columns an exception can show. `open`: the row opens, and who may treat can act on it. */
export const exceptionColumns: Readonly<Record<ExceptionName, readonly string[]>> = {
  'rosters': ['person', 'title', 'shift', 'phone', 'bookings'],
  'bed-overview': ['bed', 'patient', 'care-level', 'doctor'],
  'theatre-list': ['room', 'time', 'patient', 'operation', 'surgeon'],
  'critical-value-register': ['patient', 'result', 'progress', 'people', 'open'],
  'on-call': ['person', 'duty', 'phone'],
};

/** One exception as this hospital set it. */
export interface ExceptionRule {
  readonly on: boolean;
  readonly roles: readonly string[];
  /** Department codes; empty: all. Each sees its own department's rows. */
  readonly departments: readonly string[];
  readonly columns: readonly string[];
}

/** Off until the hospital says otherwise. */
export const closedException: ExceptionRule = { on: false, roles: [], departments: [], columns: [] };

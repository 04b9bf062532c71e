/** The decisions: pure. Lists and single patients ask the same two questions: which relations say yes, and do flags let them pass. */
import type { AdminRole } from '../../core/access.ts';
import { refusals } from '../../core/phrases.ts';
import { type ExceptionRule, type Flag, type PolicyRole, type Relation, type ScopeUse, type Verdict, acts, clinicalFlags, flags, policyRoles, relations, scopedModules, shortestReason } from './model.ts';
import { type RolePolicy, passes, policies } from './model.policies.ts';
import { phrases } from './phrases.ts';

export const refuse = refusals(phrases);

/** Departments by what they are for; their codes are the hospital's. */
export interface Offices {
  readonly laboratories: readonly string[];
  readonly medicalOffices: readonly string[];
  readonly recordsOffices: readonly string[];
  /** Where there is one. */
  readonly admissionCentres?: readonly string[];
}

export interface Asker {
  readonly role: string;
  readonly adminRole: AdminRole | undefined;
  readonly departmentCode: string;
}

/** The three administrators see no patients, whatever else they are. */
export function policyRoleOf({ role, adminRole, departmentCode }: Asker, offices: Offices): PolicyRole {
  if (adminRole !== undefined) return 'duty-administrator';
  if (offices.medicalOffices.includes(departmentCode)) return 'medical-office';
  if (offices.recordsOffices.includes(departmentCode)) return 'records-office';
  if (offices.admissionCentres?.includes(departmentCode) === true) return 'admission-centre';
  if (offices.laboratories.includes(departmentCode)) return 'laboratory';
  return policyRoles.find((known) => known === role) ?? 'administrator';
}

export function policyOf(role: PolicyRole, { module, act }: ScopeUse): RolePolicy {
  return policies[module][act][role] ?? {};
}

/** In the order in which they are named as the reason. */
export function relationsWith(policy: RolePolicy, verdict: Exclude<Verdict, 'no'>): Relation[] {
  return relations.filter((relation) => policy[relation] === verdict);
}

/** The flags that keep a relation from saying yes. */
export function stoppedBy(relation: Relation): Flag[] {
  return flags.filter((flag) => !passes[flag].includes(relation));
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Which relation decided. */
  readonly relation: Relation | undefined;
  /** The flag that made a reason of a yes. */
  readonly flag: Flag | undefined;
}

const no: Judgement = { verdict: 'no', relation: undefined, flag: undefined };

export function judge(policy: RolePolicy, held: ReadonlySet<string>, marks: readonly string[]): Judgement {
  let narrowed: Judgement = no;
  for (const relation of relationsWith(policy, 'yes').filter((each) => held.has(each))) {
    const flag = stoppedBy(relation).find((each) => marks.includes(each));
    if (flag === undefined) return { verdict: 'yes', relation, flag };
    narrowed = mayBreakGlass(policy) ? { verdict: 'reason', relation, flag } : narrowed;
  }
  if (narrowed.verdict !== 'no') return narrowed;
  const relation = relationsWith(policy, 'reason').find((each) => held.has(each));
  return relation === undefined ? no : { verdict: 'reason', relation, flag: undefined };
}

/** Whoever may see anything with a reason may also give one for a flagged patient. */
export function mayBreakGlass(policy: RolePolicy): boolean {
  return relationsWith(policy, 'reason').length > 0;
}

export interface MatrixRow {
  readonly module: ScopeUse['module'];
  readonly act: ScopeUse['act'];
  readonly role: PolicyRole;
  readonly cells: Readonly<Record<Relation, Verdict>>;
}

/** Role × act × relation, as the hospital reads it. */
export function matrix(): MatrixRow[] {
  return scopedModules.flatMap((module) => acts.flatMap((act) => policyRoles.map((role) => ({ module, act, role, cells: cellsOf(policyOf(role, { module, act })) }))));
}

function cellsOf(policy: RolePolicy): Record<Relation, Verdict> {
  return Object.fromEntries(relations.map((relation) => [relation, policy[relation] ?? 'no'])) as Record<Relation, Verdict>;
}

export function isInAudience({ on, roles, departments }: ExceptionRule, { role, adminRole, departmentCode }: Asker): boolean {
  return on && adminRole === undefined && roles.includes(role) && (departments.length === 0 || departments.includes(departmentCode));
}

/** Who keeps the records sets all flags; the security administrator only those that say nothing about health. */
export function mayFlag(role: PolicyRole, admin: AdminRole | undefined, flag: Flag): boolean {
  if (role === 'records-office' || role === 'medical-office') return true;
  return admin === 'security' && !clinicalFlags.includes(flag);
}

/** @throws Refusal `data-scope.reason-short` */
export function readReason(text: string): string {
  const words = text.trim();
  if ([...words].length < shortestReason) throw refuse('data-scope.reason-short', { least: shortestReason });
  return words;
}

export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** @throws Refusal `data-scope.span-wrong`, `data-scope.span-long` */
export function readSpan({ from, until }: Span, now: Date, mostDays: number): Span {
  const begins = from < now ? now : from;
  if (until <= begins) throw refuse('data-scope.span-wrong');
  if (until.getTime() - begins.getTime() > mostDays * 86_400_000) throw refuse('data-scope.span-long', { days: mostDays });
  return { from: begins, until };
}

export interface Glass {
  readonly staffNumber: string;
  readonly verdict: string | null;
}

/** @throws Refusal `data-scope.own-review`, `data-scope.reviewed-already`, `data-scope.note-needed` */
export function checkReview(glass: Glass, reviewer: string, verdict: 'justified' | 'not-justified', note: string): void {
  if (glass.staffNumber === reviewer) throw refuse('data-scope.own-review', {}, 403);
  if (glass.verdict !== null) throw refuse('data-scope.reviewed-already');
  if (verdict === 'not-justified' && note === '') throw refuse('data-scope.note-needed');
}

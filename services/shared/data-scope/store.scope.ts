/** What other modules ask: which visits a person may see, whether one patient, and why. */
import { Prisma } from '../../../prisma/generated/client.ts';
import { type Policy, type StaffActor, allow, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Act, type Relation, type ScopeUse, relations } from './model.ts';
import type { RolePolicy } from './model.policies.ts';
import { type Asker, type Judgement, type Offices, judge, policyOf, policyRoleOf, relationsWith, stoppedBy } from './rules.ts';
import { type Near, type Standing, type When, condition, conditionsNow, personOfNumber, whoIs } from './store.relations.ts';

/** How this hospital set it. */
export interface ScopeRules {
  readonly offices: Offices;
  /** Days after the end of a stay in which it still counts. */
  readonly afterDischargeDays: number;
  readonly breakGlassHours: number;
  readonly permissionMaxDays: number;
}

/** A person as scope sees them. */
export type Viewer = Pick<StaffActor, 'id' | 'role' | 'adminRole' | 'departmentCode' | 'wardCode'>;

export interface ScopeDecision extends Judgement {
  /** For the audit row: `data-scope:patients/detail:attending`. */
  readonly by: string;
}

/** For a search among millions: the condition, and where to look for whom it may hold. */
export interface Sight extends Near {
  readonly visible: Prisma.Sql;
  /** Visits that ended before are in nobody's circle any more. */
  readonly since: Date;
}

export interface DataScope {
  readonly rules: ScopeRules;
  /** Condition over `visit v`: the person may see this stay in a list. Put it into the query itself, in the same transaction. */
  visibleVisits(tx: Tx, viewer: Viewer, use: ScopeUse, now: Date): Promise<Prisma.Sql>;
  /** The same with what a search by name goes through. Of lists only: `boundless` relations have no circle. */
  sight(tx: Tx, viewer: Viewer, use: ScopeUse, now: Date): Promise<Sight>;
  /** Subselect of the ids of patients in the person's scope, under all their numbers: `patient_id IN (…)`. */
  visiblePatients(tx: Tx, viewer: Viewer, use: ScopeUse, now: Date): Promise<Prisma.Sql>;
  /** One patient. No stay known: no. */
  decide(tx: Tx, viewer: Viewer, patientId: string, use: ScopeUse, now: Date): Promise<ScopeDecision>;
  /** Policy of an act on one patient: yes or "not found", so that an id tells nothing. */
  mayRead<I>(use: ScopeUse, patientOf: (input: I) => string): Policy<I>;
  /** Policy of a list: anybody for whom some relation says yes; the rows are scoped by `visibleVisits`. */
  mayList(use: ScopeUse): Policy<unknown>;
  policyFor(asker: Asker, use: ScopeUse): RolePolicy;
  whenOf(now: Date): When;
}

const dayMs = 86_400_000;
const { sql } = Prisma;

export function createScope(rules: ScopeRules): DataScope {
  const whenOf = (now: Date): When => ({ now, since: new Date(now.getTime() - rules.afterDischargeDays * dayMs) });
  const policyFor = (asker: Asker, use: ScopeUse): RolePolicy => policyOf(policyRoleOf(asker, rules.offices), use);

  const standing = (tx: Tx, viewer: Viewer, use: ScopeUse, when: When, beside?: Prisma.Sql): Promise<Standing> =>
    conditionsNow(tx, relationsWith(policyFor(viewer, use), 'yes'), whoIs(viewer), when, beside);
  const visibleVisits: DataScope['visibleVisits'] = async (tx, viewer, use, now) => anyOf(await standing(tx, viewer, use, whenOf(now)));
  const sight: DataScope['sight'] = async (tx, viewer, use, now) => {
    const when = whenOf(now);
    const found = await standing(tx, viewer, use, when, planOnce);
    return { visible: anyOf(found), ...found.near, since: when.since };
  };

  const decide: DataScope['decide'] = async (tx, viewer, patientId, use, now) => {
    const policy = policyFor(viewer, use);
    const asked = relations.filter((relation) => policy[relation] !== undefined);
    const { held, marks } = await standingOf(tx, viewer, patientId, asked, whenOf(now));
    const judgement = judge(policy, held, marks);
    return { ...judgement, by: nameOf(use, judgement.relation) };
  };

  return {
    rules,
    visibleVisits,
    sight,
    visiblePatients: async (...asked) => sql`(SELECT n.id FROM visit v JOIN patient n ON n.canonical_id = v.patient_id WHERE ${await visibleVisits(...asked)})`,
    decide,
    mayRead: (use, patientOf) => async (actor, input, { tx, now }) => {
      if (actor.kind !== 'staff') return deny();
      const { verdict, by } = await decide(tx, actor, patientOf(input), use, now);
      return verdict === 'yes' ? allow(by) : deny('core.not-found');
    },
    mayList: (use) => (actor) => {
      if (actor.kind !== 'staff') return deny('core.sign-in-first');
      return relationsWith(policyFor(actor, use), 'yes').length > 0 ? allow(nameOf(use, undefined)) : deny();
    },
    policyFor,
    whenOf,
  };
}

function nameOf({ module, act }: { readonly module: string; readonly act: Act }, relation: Relation | undefined): string {
  return ['data-scope', `${module}/${act}`, ...(relation === undefined ? [] : [relation])].join(':');
}

/**
 * From here on the transaction's statements are planned once for whatever values. A search's condition takes twice as long
 * to plan as to run, and by its estimates PostgreSQL would plan it anew each time. Lists stay as they are: what finds
 * their rows is the condition itself, and a plan for whatever values might read the whole table.
 */
const planOnce = sql`set_config('plan_cache_mode', 'force_generic_plan', TRUE)`;

function anyOf({ parts }: Standing): Prisma.Sql {
  return parts.length === 0 ? sql`FALSE` : sql`(${Prisma.join(parts.map(unlessStopped), ' OR ')})`;
}

function unlessStopped({ relation, holds }: { readonly relation: Relation; readonly holds: Prisma.Sql }): Prisma.Sql {
  const stopped = stoppedBy(relation);
  if (stopped.length === 0) return holds;
  // Under her own number, then under those merged into it: few have any, and only theirs are looked at. The flags are never joined with millions.
  const marked = sql`f.flag = ANY(${stopped}::text[])`;
  const merged = sql`ARRAY(SELECT fp.id FROM patient fp WHERE fp.canonical_id = v.patient_id AND fp.canonical_id <> fp.id)`;
  return sql`(${holds} AND NOT EXISTS (SELECT 1 FROM patient_flag f WHERE f.patient_id = v.patient_id AND ${marked})
    AND (cardinality(${merged}) = 0 OR NOT EXISTS (SELECT 1 FROM patient_flag f WHERE f.patient_id = ANY(${merged}) AND ${marked})))`;
}

export interface PatientStanding {
  readonly held: ReadonlySet<string>;
  readonly marks: readonly string[];
}

type Held = Readonly<Record<string, boolean | null>>;

/** Evaluates the conditions one by one over the patient's stays, in one statement. */
export async function standingOf(tx: Tx, viewer: Viewer, patientId: string, asked: readonly Relation[], when: When): Promise<PatientStanding> {
  if (asked.length === 0) return { held: new Set(), marks: [] };
  const person = personOfNumber(sql`${patientId}::uuid`);
  const columns = asked.map((relation) => sql`bool_or(${condition(relation, whoIs(viewer), when)}) AS ${Prisma.raw(`"${relation}"`)}`);
  const [row] = await tx.$queryRaw<(Held & { readonly marks: string[] })[]>`
    SELECT ARRAY(SELECT DISTINCT f.flag FROM patient_flag f JOIN patient fp ON fp.id = f.patient_id WHERE fp.canonical_id = ${person} ORDER BY f.flag) AS marks, ${Prisma.join(columns)} FROM visit v WHERE v.patient_id = ${person}`;
  return { held: new Set(asked.filter((relation) => row?.[relation] === true)), marks: row?.marks ?? [] };
}

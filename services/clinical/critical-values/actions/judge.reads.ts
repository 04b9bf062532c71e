/** What judging patients has to know, of all of them by a handful of statements. */
import type { Tx } from '../../../core/db.ts';
import type { KeptFact } from '../../../core/events.ts';
import type { LaboratoryReport } from '../../../links/statements/schema.ts';
import type { ResultReceived } from '../../../shared/intake/index.ts';
import { type Clock, type PatientRow, type VisitRow, diagnosisCodes, findVisits, latestVisits, lockPatients } from '../../../shared/patients/index.ts';
import type { CriticalValue } from '../model.ts';
import type { ThresholdSet } from '../limits.ts';
import { type Before, itemsWithJumps, measurementOf } from '../rules.ts';
import { alertsOf, measuredSince, unjudgedFacts } from '../store.ts';
import { type Bedside, bedsidesAt, nowhere } from '../team.ts';

/** Reports of one patient judged in one transaction; the rest follows in the next. */
const atOnce = 20;
/** A specimen may be older than its message. */
const lateHours = 72;

/** A report that waits to be judged. */
export interface Waiting {
  /** Key of its message in the inbox. */
  readonly arrival: string;
  readonly receivedAt: Date;
  readonly report: LaboratoryReport;
  readonly bedside: Bedside;
  /** ICD-10 codes of the stay. */
  readonly diagnoses: readonly string[];
}

/** A patient with reports that were not judged yet. */
export interface Unjudged {
  readonly patient: PatientRow;
  /** In the order they came. */
  readonly reports: readonly Waiting[];
  /** The patient's alerts by id. Changes while the reports are judged: later results see what earlier ones did. */
  readonly alerts: Map<string, CriticalValue>;
  /** Earlier values of the items whose jumps the set looks at, and of no others. Grows with what is judged. */
  readonly before: Map<string, readonly Before[]>;
  /** Place of the first and the last of the reports among all facts. */
  readonly first: bigint;
  readonly through: bigint;
  /** There may be others behind them. */
  readonly more: boolean;
}

/** What is asked before anything is known: of whom, what came in, and what they were told of before. */
export interface Looked {
  readonly patients: readonly PatientRow[];
  readonly facts: ReadonlyMap<string, readonly KeptFact<ResultReceived>[]>;
  readonly alerts: ReadonlyMap<string, readonly CriticalValue[]>;
  /** Whom somebody else holds. */
  readonly held: string[];
}

/** Locks the patients, without waiting for those whom somebody else holds; the other questions stand behind the locks, and see what those wrote who had them. */
export async function lookAt(tx: Tx, patientIds: readonly string[], wait: boolean): Promise<Looked> {
  const [patients, received, alerts] = await Promise.all([lockPatients(tx, { ids: patientIds, free: !wait }), unjudgedFacts(tx, patientIds, atOnce), alertsOf(tx, patientIds)]);
  const locked = new Set(patients.map(({ id }) => id));
  return { patients, facts: new Map([...received].filter(([id]) => locked.has(id))), alerts, held: wait ? [] : patientIds.filter((id) => !locked.has(id)) };
}

/** Those with nothing to judge are left out. */
export async function unjudgedOf(tx: Tx, { patients, facts, alerts, held }: Looked, set: ThresholdSet, clock: Clock): Promise<{ readonly unjudged: Unjudged[]; readonly held: string[] }> {
  const all = [...facts.values()].flat();
  const visits = await visitsOf(tx, all, clock);
  const [bedsides, diagnoses, before] = await Promise.all([
    bedsidesOf(tx, visits, clock),
    set.scopes.some((scope) => scope.diagnoses !== undefined) ? diagnosisCodes(tx, [...new Set([...visits.values()].map(({ id }) => id))]) : new Map<string, string[]>(),
    beforeOf(tx, [...facts.keys()], all, set),
  ]);
  const unjudged = patients.flatMap((patient): Unjudged[] => {
    const own = facts.get(patient.id) ?? [];
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    const reports = own.map(({ id, at, data: { arrival, report } }): Waiting => {
      const bedside = bedsides.get(id) ?? nowhere;
      return { arrival, receivedAt: at, report, bedside, diagnoses: diagnoses.get(bedside.visit?.id ?? '') ?? [] };
    });
    return [{ patient, reports, alerts: new Map((alerts.get(patient.id) ?? []).map((alert) => [alert.id, alert])), before: before.get(patient.id) ?? new Map(), first: first.id, through: last.id, more: own.length === atOnce }];
  });
  return { unjudged, held };
}

/** By patient and item: what jumps may be measured from. Asks nothing where the set looks at none. */
async function beforeOf(tx: Tx, patientIds: readonly string[], facts: readonly KeptFact<ResultReceived>[], set: ThresholdSet): Promise<Map<string, Map<string, readonly Before[]>>> {
  const items = set.items.filter(({ code }) => itemsWithJumps(set).has(code));
  if (items.length === 0) return new Map();
  const hours = Math.max(...set.limits.map(({ delta }) => delta?.hours ?? 0));
  const oldest = Math.min(...facts.map(({ at }) => at.getTime()));
  const rows = await measuredSince(tx, patientIds, items.map(({ code }) => code), new Date(oldest - (hours + lateHours) * 3_600_000));
  const measured = Map.groupBy(rows, ({ patientId }) => patientId);
  return new Map(patientIds.map((id) => {
    const own = Map.groupBy(measured.get(id) ?? [], ({ itemCode }) => itemCode);
    return [id, new Map(items.map((item) => [item.code, (own.get(item.code) ?? []).flatMap(({ result }) => measurementOf(result, item) ?? [])]))];
  }));
}

/** By fact: the stay that the message named, else where she is now. */
async function visitsOf(tx: Tx, facts: readonly KeptFact<ResultReceived>[], clock: Clock): Promise<Map<bigint, VisitRow>> {
  const named = await findVisits(tx, facts.flatMap(({ data: { visitId } }) => visitId ?? []));
  const visitOf = ({ data: { visitId } }: KeptFact<ResultReceived>): VisitRow | undefined => (visitId === undefined ? undefined : named.get(visitId));
  const latest = await latestVisits(tx, facts.flatMap((fact) => (visitOf(fact) === undefined ? [fact.subject] : [])), clock);
  return new Map(facts.flatMap((fact) => {
    const visit = visitOf(fact) ?? latest.get(fact.subject);
    return visit === undefined ? [] : [[fact.id, visit] as const];
  }));
}

async function bedsidesOf(tx: Tx, visits: ReadonlyMap<bigint, VisitRow>, clock: Clock): Promise<Map<bigint, Bedside>> {
  const bedsides = new Map((await bedsidesAt(tx, [...new Set(visits.values())], clock)).map((bedside) => [bedside.visit, bedside]));
  return new Map([...visits].flatMap(([fact, visit]) => {
    const bedside = bedsides.get(visit);
    return bedside === undefined ? [] : [[fact, bedside] as const];
  }));
}

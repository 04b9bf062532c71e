/** What judging patients has to know, of all of them by a handful of statements. */
import type { Tx } from '../../../core/db.ts';
import { type KeptFact, factsAfter } from '../../../core/events.ts';
import type { LaboratoryReport } from '../../../links/statements/schema.ts';
import { type ResultReceived, resultReceived } from '../../../shared/intake/index.ts';
import { type Clock, type PatientRow, type VisitRow, diagnosisCodes, findVisits, latestVisits, lockPatients } from '../../../shared/patients/index.ts';
import type { CriticalValue } from '../model.ts';
import type { ThresholdSet } from '../limits.ts';
import { type Before, itemsWithJumps, measurementOf } from '../rules.ts';
import { alertsOf, judgedThrough, measuredSince } from '../store.ts';
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

/** Locks the patients, without waiting for those whom somebody else holds; those with nothing to judge are left out. */
export async function unjudgedOf(tx: Tx, patientIds: readonly string[], wait: boolean, set: ThresholdSet, clock: Clock): Promise<{ readonly unjudged: Unjudged[]; readonly held: string[] }> {
  const patients = await lockPatients(tx, { ids: patientIds, free: !wait });
  const facts = await factsAfter(tx, resultReceived, await judgedThrough(tx, patients.map(({ id }) => id)), atOnce);
  const bedsides = await bedsidesOf(tx, [...facts.values()].flat(), clock);
  const alerts = await alertsOf(tx, [...facts.keys()]);
  const diagnoses = set.scopes.some((scope) => scope.diagnoses !== undefined) ? await diagnosisCodes(tx, [...new Set([...bedsides.values()].flatMap(({ visit }) => visit?.id ?? []))]) : new Map<string, string[]>();
  const before = await beforeOf(tx, [...facts.keys()], [...facts.values()].flat(), set);
  const locked = new Set(patients.map(({ id }) => id));
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
  return { unjudged, held: wait ? [] : patientIds.filter((id) => !locked.has(id)) };
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

/** By fact: where the message said the patient was, else where she is now. */
async function bedsidesOf(tx: Tx, facts: readonly KeptFact<ResultReceived>[], clock: Clock): Promise<Map<bigint, Bedside>> {
  const named = await findVisits(tx, facts.flatMap(({ data: { visitId } }) => visitId ?? []));
  const visitOf = ({ data: { visitId } }: KeptFact<ResultReceived>): VisitRow | undefined => (visitId === undefined ? undefined : named.get(visitId));
  const latest = await latestVisits(tx, facts.flatMap((fact) => (visitOf(fact) === undefined ? [fact.subject] : [])), clock);
  const visits = new Map(facts.flatMap((fact) => {
    const visit = visitOf(fact) ?? latest.get(fact.subject);
    return visit === undefined ? [] : [[fact.id, visit] as const];
  }));
  const bedsides = new Map((await bedsidesAt(tx, [...new Set(visits.values())], clock)).map((bedside) => [bedside.visit, bedside]));
  return new Map([...visits].flatMap(([fact, visit]) => {
    const bedside = bedsides.get(visit);
    return bedside === undefined ? [] : [[fact, bedside] as const];
  }));
}

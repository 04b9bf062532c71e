import { bySystem } from '../../../core/access.ts';
import { newId } from '../../../core/ids.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { z } from 'zod';
import { type Fact, factsAfter } from '../../../core/events.ts';
import { type ResultReceived, resultReceived } from '../../../shared/intake/index.ts';
import { type PatientRow, findVisit, latestVisit, lockPatient } from '../../../shared/patients/index.ts';
import type { CriticalValue } from '../model.ts';
import { resultsOf } from '../report.ts';
import { type Critical, type LabResult, type Verdict, correct, judge, notJudged, open, repeated } from '../rules.ts';
import { type Source, sourcesOf } from '../source.ts';
import { type JudgedRow, alertsOf, earlierAlert, insertValue, judgedThrough, keepJudged, loadForChange, noteJudgedThrough, previousValue } from '../store.ts';
import { type Bedside, bedsideAt, teamOf } from '../team.ts';
import { climb } from './climb.ts';
import { type Rules, emitAll, keep, nextLook, plan } from './common.ts';

const input = z.object({ patientId: z.uuid() });
const output = z.object({ judged: z.number(), opened: z.array(z.string()), more: z.boolean() });

/** Reports of one patient judged in one transaction; the rest follows in the next. */
const atOnce = 20;

interface Judging {
  readonly context: ActionContext;
  readonly rules: Rules;
  readonly patient: PatientRow;
  readonly bedside: Bedside;
  readonly sources: ReadonlyMap<string, Source>;
  /** The patient's alerts by id. Changes while the reports are judged: later results see what earlier ones did. */
  readonly alerts: Map<string, CriticalValue>;
}

/**
 * Judges what came in about a patient and was not judged yet, in the order it came: a correction never overtakes the
 * result it corrects. The patient's row is locked and a mark moves with the same transaction, so nothing is judged twice.
 */
export function judgeReports(rules: Rules): Action<z.infer<typeof input>, z.infer<typeof output>> {
  return defineAction({
    name: 'critical-values.judge',
    input,
    output,
    policy: bySystem,
    body: async (context, { patientId }) => {
      const { tx } = context;
      const patient = await lockPatient(tx, { id: patientId });
      const facts = await factsAfter(tx, resultReceived, patientId, await judgedThrough(tx, patientId), atOnce);
      const last = facts.at(-1);
      if (last === undefined || patient === undefined) return { judged: 0, opened: [], more: false };
      const alerts = await alertsOf(tx, patientId);
      const outcomes: Judged[] = [];
      for (const fact of facts) outcomes.push(await judgeReport(context, rules, patient, alerts, fact));
      await noteJudgedThrough(tx, patientId, last.id);
      return { judged: sum(outcomes.map(({ judged }) => judged)), opened: outcomes.flatMap(({ opened }) => opened), more: facts.length === atOnce };
    },
  });
}

interface Judged {
  readonly judged: number;
  readonly opened: string[];
}

async function judgeReport(context: ActionContext, rules: Rules, patient: PatientRow, alerts: Map<string, CriticalValue>, fact: Fact<ResultReceived>): Promise<Judged> {
  const { tx, now } = context;
  const { arrival, visitId, report } = fact.data;
  const visit = (visitId === undefined ? undefined : await findVisit(tx, visitId)) ?? (await latestVisit(tx, patient.id));
  const judging: Judging = { context, rules, patient, bedside: await bedsideAt(tx, visit), sources: sourcesOf(report), alerts };
  const rows: JudgedRow[] = [];
  const opened: string[] = [];
  for (const result of resultsOf(report, fact.at, () => newId(now.getTime()))) {
    const verdict = judge(result, factsOf(judging), { alerts: [...alerts.values()].map((alert) => earlierAlert(alert, visit?.id ?? null)) }, rules.thresholds, now);
    rows.push({ result, verdict });
    const id = await act(judging, result, verdict);
    if (id !== undefined) opened.push(id);
  }
  await keepJudged(tx, patient.id, arrival, rows);
  return { judged: rows.length, opened };
}

function factsOf({ patient, bedside: { visit, departmentCode } }: Judging) {
  return { birthDate: patient.birthDate ?? null, sex: patient.sex, wardCode: visit?.wardCode ?? null, departmentCode, traits: [] };
}

/** The id of the alert it opened, if it did. */
async function act(judging: Judging, result: LabResult, verdict: Verdict): Promise<string | undefined> {
  const { context } = judging;
  if (verdict.kind === 'critical') return openAlert(judging, result, verdict);
  if (verdict.kind === 'not-judged') {
    emitAll(context, result.id, [notJudged(verdict, result, judging.patient.id)]);
    return undefined;
  }
  const again = repeated(verdict, result);
  if (again !== undefined) emitAll(context, again.of, [again.fact]);
  if (verdict.corrects !== null) {
    const outcome = verdict.reason === 'withdrawn' ? 'withdrawn' : 'not-critical';
    await correctEarlier(judging, verdict.corrects, { resultId: result.id, sent: result.value, unitSent: result.unit, outcome, successor: null });
  }
  return undefined;
}

async function openAlert(judging: Judging, result: LabResult, verdict: Critical): Promise<string> {
  const { context, rules, patient, bedside, sources, alerts } = judging;
  const { visit, departmentCode } = bedside;
  const { tx, now } = context;
  const id = newId(now.getTime());
  const previous = await previousValue(tx, patient.id, verdict.item.code, result);
  const place = { id, patientId: patient.id, visitId: visit?.id ?? null, departmentCode, wardCode: visit?.wardCode ?? null, previous };
  const { value, facts } = open(verdict, result, place, now);
  emitAll(context, id, facts);
  if (verdict.corrects !== null) {
    await correctEarlier(judging, verdict.corrects, { resultId: result.id, sent: result.value, unitSent: result.unit, outcome: 'critical', successor: id });
  }
  // The first step in the same transaction: opened and told are one.
  const source = demandSource(sources, result);
  const told = await climb(context, rules, value, { team: teamOf(bedside, rules.offices), orderingDoctor: source.orderingDoctor });
  await insertValue(tx, told, source, nextLook(told, rules.process));
  plan(context, rules, told);
  alerts.set(id, told);
  return id;
}

function demandSource(sources: ReadonlyMap<string, Source>, result: LabResult): Source {
  const source = sources.get(result.key);
  if (source === undefined) throw new Error('A result has no source; it was read from the same report.');
  return source;
}

async function correctEarlier({ context, rules, alerts }: Judging, id: string, by: Parameters<typeof correct>[1]): Promise<void> {
  alerts.set(id, await keep(context, rules, correct(await loadForChange(context.tx, id), by, context.now)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

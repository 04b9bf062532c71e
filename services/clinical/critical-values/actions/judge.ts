import { bySystem } from '../../../core/access.ts';
import { lockRow } from '../../../core/db.ts';
import { newId } from '../../../core/ids.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { z } from 'zod';
import { laboratoryReport } from '../../../links/lis/schema.ts';
import { type PatientRow, type VisitRow, findPatient, findVisit, latestVisit } from '../../../shared/patients/index.ts';
import type { CriticalValue } from '../model.ts';
import { resultsOf } from '../report.ts';
import { type Critical, type EarlierAlert, type LabResult, type Verdict, correct, judge, notJudged, open, repeated } from '../rules.ts';
import { type Source, sourcesOf } from '../source.ts';
import { type JudgedRow, earlierAlert, earlierAlerts, insertValue, keepJudged, loadForChange, previousValue, wasJudged } from '../store.ts';
import { departmentOf } from '../team.ts';
import { climbFrom } from './climb.ts';
import { type Rules, emitAll, keep, nextLook, plan } from './common.ts';

const input = z.object({ arrival: z.string(), patientId: z.uuid(), visitId: z.uuid().optional(), report: laboratoryReport });

interface Judging {
  readonly context: ActionContext;
  readonly rules: Rules;
  readonly patient: PatientRow;
  readonly visit: VisitRow | undefined;
  readonly departmentCode: string | null;
  readonly sources: ReadonlyMap<string, Source>;
  /** Grows while the report is judged: its later results see what the earlier ones opened. */
  readonly alerts: EarlierAlert[];
}

/**
 * Judges a report. Everything is decided in one transaction with the patient's row locked, so two reports of one
 * patient are judged one after the other, and a report that was judged already is not judged again.
 */
export function judgeReport(rules: Rules): Action<z.infer<typeof input>, { judged: number; opened: string[] }> {
  return defineAction({
    name: 'critical-values.judge',
    input,
    output: z.object({ judged: z.number(), opened: z.array(z.string()) }),
    policy: bySystem,
    body: async (context, { arrival, patientId, visitId, report }) => {
      const { tx, now } = context;
      await lockRow(tx, 'patient', patientId);
      if (await wasJudged(tx, arrival)) return { judged: 0, opened: [] };
      const patient = await findPatient(tx, patientId);
      if (patient === undefined) return { judged: 0, opened: [] };
      const visit = (visitId === undefined ? undefined : await findVisit(tx, visitId)) ?? (await latestVisit(tx, patientId));
      const departmentCode = await departmentOf(tx, visit);
      const alerts = await earlierAlerts(tx, patientId, visit?.id ?? null);
      const judging: Judging = { context, rules, patient, visit, departmentCode, sources: sourcesOf(report), alerts };
      const rows: JudgedRow[] = [];
      const opened: string[] = [];
      for (const result of resultsOf(report, now, () => newId(now.getTime()))) {
        const verdict = judge(result, factsOf(judging), { alerts }, rules.thresholds, now);
        rows.push({ result, verdict });
        const id = await act(judging, result, verdict);
        if (id !== undefined) opened.push(id);
      }
      await keepJudged(tx, patientId, arrival, rows);
      return { judged: rows.length, opened };
    },
  });
}

function factsOf({ patient, visit, departmentCode }: Judging) {
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
  const { context, rules, patient, visit, departmentCode, sources, alerts } = judging;
  const { tx, now } = context;
  const id = newId(now.getTime());
  const previous = await previousValue(tx, patient.id, verdict.item.code, result);
  const place = { id, patientId: patient.id, visitId: visit?.id ?? null, departmentCode, wardCode: visit?.wardCode ?? null, previous };
  const { value, facts } = open(verdict, result, place, now);
  await insertValue(tx, value, demandSource(sources, result), nextLook(value, rules.process));
  emitAll(context, id, facts);
  if (verdict.corrects !== null) {
    await correctEarlier(judging, verdict.corrects, { resultId: result.id, sent: result.value, unitSent: result.unit, outcome: 'critical', successor: id });
  }
  alerts.push(earlierAlert(value, visit?.id ?? null));
  await tellAtOnce(context, rules, value);
  return id;
}

/** The first step in the same transaction: opened and told are one fact. */
async function tellAtOnce(context: ActionContext, rules: Rules, value: CriticalValue): Promise<void> {
  const climbed = await climbFrom(context, rules, value);
  plan(context, rules, climbed);
}

function demandSource(sources: ReadonlyMap<string, Source>, result: LabResult): Source {
  const source = sources.get(result.key);
  if (source === undefined) throw new Error('A result has no source; it was read from the same report.');
  return source;
}

async function correctEarlier({ context, rules }: Judging, id: string, by: Parameters<typeof correct>[1]): Promise<void> {
  await keep(context, rules, correct(await loadForChange(context.tx, id), by, context.now));
}

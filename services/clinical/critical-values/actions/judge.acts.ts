/** What follows from verdicts. */
import { newId } from '../../../core/ids.ts';
import type { ActionContext } from '../../../core/module.ts';
import { type Telling, tellAll } from '../../../shared/notices/index.ts';
import type { PreviousValue } from '../model.ts';
import type { TellingRule } from '../model.process.ts';
import { type Critical, type LabResult, type Verdict, correct, notJudged, open, repeated, wayOf } from '../rules.ts';
import { type Source, sourcesOf } from '../source.ts';
import { type JudgedRow, type NewValue, insertValues, keepJudged, loadForChange, noteJudgedThrough, previousValues } from '../store.ts';
import { rulesInForce } from '../store.telling.ts';
import { type Clock, isOver, latestVisits } from '../../../shared/patients/index.ts';
import { type Bedside, type KnownPeople, bedsidesAt, peopleOf, teamOf } from '../team.ts';
import { climb } from './climb.ts';
import { type Rules, emitAll, keep, nextLook, plan } from './common.ts';
import { type Begun, type Found, allOf } from './judge.order.ts';
import type { Unjudged, Waiting } from './judge.reads.ts';

interface Judging {
  readonly context: ActionContext;
  readonly rules: Rules;
  readonly before: Before;
  /** Written together with those of others, or before something looks for them. */
  readonly values: NewValue[];
  readonly tellings: Telling[];
}

/** What the first values of patients are shown with and told to, by as few statements as for one of them. */
interface Before {
  /** By result: the one before it, `undefined` where there is none. */
  readonly previous: ReadonlyMap<string, PreviousValue | undefined>;
  readonly people: KnownPeople;
  /** Where somebody lies whose report names a clinic or an old stay, by patient. */
  readonly beds: ReadonlyMap<string, Bedside>;
  /** Whom the first step tells beside; nobody asks while nothing is critical. */
  readonly telling: readonly TellingRule[];
}

export interface Done {
  readonly judged: number;
  /** Ids of the alerts that were opened. */
  readonly opened: string[];
}

/** Does what the verdicts ask for and keeps them. */
export async function actOn(context: ActionContext, rules: Rules, chosen: readonly Begun[]): Promise<Done> {
  const { tx } = context;
  const kept = new Set<Waiting>();
  const judging: Judging = { context, rules, before: await lookBefore(context, rules, chosen, kept), values: [], tellings: [] };
  const opened: string[] = [];
  const rows: (JudgedRow & { readonly report: Waiting })[] = [];
  let judged = 0;
  for (const one of chosen) {
    for (const found of allOf(one)) {
      const { report, result, verdict } = found;
      if (verdict.kind === 'critical' && found !== one.news) await keepEarlier(context, rows, one.of, report);
      const id = await act(judging, one.of, report, result, verdict);
      if (id !== undefined) opened.push(id);
      if (!kept.has(report)) rows.push(rowOf(one.of, found));
      judged += 1;
    }
  }
  await Promise.all([write(judging), keepJudged(tx, rows), noteJudgedThrough(tx, chosen.map(({ of }) => of))]);
  return { judged, opened };
}

function rowOf({ patient }: Unjudged, { report, result, verdict }: Found): JudgedRow & { readonly report: Waiting } {
  const { visit, departmentCode } = report.bedside;
  return { patientId: patient.id, arrival: report.arrival, report, result, verdict, place: { visitId: visit?.id ?? null, departmentCode, wardCode: visit?.wardCode ?? null } };
}

/** A value is shown beside the one before it, which may have come with an earlier report. */
async function keepEarlier({ tx }: ActionContext, rows: (JudgedRow & { readonly report: Waiting })[], { patient }: Unjudged, report: Waiting): Promise<void> {
  const earlier = rows.filter((row) => row.patientId === patient.id && row.report !== report);
  if (earlier.length === 0) return;
  await keepJudged(tx, earlier);
  rows.splice(0, rows.length, ...rows.filter((row) => !earlier.includes(row)));
}

/** `kept`: reports before those of the first values, whose results are kept here already. */
async function lookBefore({ tx, now }: ActionContext, { telling: file, ends }: Rules, chosen: readonly Begun[], kept: Set<Waiting>): Promise<Before> {
  const criticals = chosen.flatMap(({ of, found, news }) => (news?.verdict.kind === 'critical' ? [{ of, found, news, item: news.verdict.item.code }] : []));
  const earlier = criticals.flatMap(({ of, found, news }) => found.filter(({ report }) => report !== news.report).map((one) => rowOf(of, one)));
  await keepJudged(tx, earlier);
  for (const { report } of earlier) kept.add(report);
  const asked = criticals.map(({ of, news, item }) => ({ patientId: of.patient.id, itemCode: item, result: news.result }));
  const isCritical = chosen.some(({ found }) => found.some(({ verdict }) => verdict.kind === 'critical'));
  const away = new Map(criticals.flatMap(({ of, news: { report: { bedside } } }) => (wayOf(bedside.visit, bedside.isOver) === 'inpatient' ? [] : [[of.patient.id, bedside.isOver] as const])));
  const [found, telling, { beds, people }] = await Promise.all([previousValues(tx, asked), isCritical ? rulesInForce(tx, file) : file, whereAndWhom(tx, criticals, away, { now, ends })]);
  return { previous: new Map(asked.map(({ result }) => [result.id, found.get(result.id)])), people, beds, telling };
}

type FirstCritical = { readonly of: Unjudged; readonly news: Found };

/** Where those are whose report says no bed, and the doctors whom the first step may tell. */
async function whereAndWhom(tx: ActionContext['tx'], criticals: readonly FirstCritical[], away: ReadonlyMap<string, boolean>, clock: Clock): Promise<Pick<Before, 'beds' | 'people'>> {
  const beds = await bedsNow(tx, away, clock);
  const doctors = criticals.flatMap(({ of, news: { report, result } }) => [(beds.get(of.patient.id) ?? report.bedside).visit?.attending, sourcesOf(report.report).get(result.key)?.orderingDoctor]);
  return { beds, people: await peopleOf(tx, [...new Set(doctors.filter((number) => number !== undefined))]) };
}

/** Of those who are in the house, in a bed or in the emergency room, and of those whose report is of a visit that is over; nobody is asked about where the report itself says a bed. */
async function bedsNow(tx: ActionContext['tx'], isOverOf: ReadonlyMap<string, boolean>, clock: Clock): Promise<ReadonlyMap<string, Bedside>> {
  const visits = [...(await latestVisits(tx, [...isOverOf.keys()], clock))].filter(([patient, visit]) => isOverOf.get(patient) === true || wayOf(visit, isOver(visit, clock)) !== 'outpatient');
  const bedsides = await bedsidesAt(tx, visits.map(([, visit]) => visit), clock);
  return new Map(visits.flatMap(([patient], at) => (bedsides[at] === undefined ? [] : [[patient, bedsides[at]] as const])));
}

/** The id of the alert it opened, if it did. */
async function act(judging: Judging, of: Unjudged, report: Waiting, result: LabResult, verdict: Verdict): Promise<string | undefined> {
  const { context } = judging;
  if (verdict.kind === 'critical') return openAlert(judging, of, report, result, verdict);
  if (verdict.kind === 'not-judged') {
    emitAll(context, result.id, [notJudged(verdict, result, of.patient.id)]);
    return undefined;
  }
  const again = repeated(verdict, result);
  if (again !== undefined) emitAll(context, again.of, [again.fact]);
  if (verdict.corrects !== null) {
    const outcome = verdict.reason === 'withdrawn' ? 'withdrawn' : 'not-critical';
    await correctEarlier(judging, of, verdict.corrects, { resultId: result.id, sent: result.value, unitSent: result.unit, outcome, successor: null });
  }
  return undefined;
}

async function openAlert(judging: Judging, of: Unjudged, { report, bedside: said }: Waiting, result: LabResult, verdict: Critical): Promise<string> {
  const { context, rules, before } = judging;
  const bedside = before.beds.get(of.patient.id) ?? said;
  const { visit, departmentCode } = bedside;
  const { tx, now } = context;
  const patientId = of.patient.id;
  const id = newId(now.getTime());
  const previous = before.previous.has(result.id) ? before.previous.get(result.id) : (await previousValues(tx, [{ patientId, itemCode: verdict.item.code, result }])).get(result.id);
  const place = { id, patientId, visitId: visit?.id ?? null, departmentCode, wardCode: visit?.wardCode ?? null, previous: previous ?? null, way: wayOf(visit, bedside.isOver) };
  const { value, facts } = open(verdict, result, place, now);
  emitAll(context, id, facts);
  if (verdict.corrects !== null) {
    await correctEarlier(judging, of, verdict.corrects, { resultId: result.id, sent: result.value, unitSent: result.unit, outcome: 'critical', successor: id });
  }
  // The first step in the same transaction: opened and told are one.
  const source = demandSource(sourcesOf(report), result);
  const told = await climb(context, rules, value, { team: teamOf(bedside, rules.offices), orderingDoctor: source.orderingDoctor, people: before.people, telling: before.telling }, (telling) => judging.tellings.push(telling));
  judging.values.push({ value: told, source, nextAt: nextLook(told, rules.process) });
  plan(context, rules, told);
  of.alerts.set(id, told);
  return id;
}

function demandSource(sources: ReadonlyMap<string, Source>, result: LabResult): Source {
  const source = sources.get(result.key);
  if (source === undefined) throw new Error('A result has no source; it was read from the same report.');
  return source;
}

async function correctEarlier(judging: Judging, { alerts }: Unjudged, id: string, by: Parameters<typeof correct>[1]): Promise<void> {
  const { context, rules } = judging;
  // It may be one of those that are not written yet.
  await write(judging);
  alerts.set(id, await keep(context, rules, correct(await loadForChange(context.tx, id), by, context.now)));
}

async function write({ context, values, tellings }: Judging): Promise<void> {
  await Promise.all([insertValues(context.tx, values.splice(0)), tellAll(context, tellings.splice(0))]);
}

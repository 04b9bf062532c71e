/**
 * A set held against another over what was really sent: which results each would have told. Both judge every result in
 * the order it was judged, each with the alerts it would have given before. Pure; days of a large hospital go through.
 */
import type { ThresholdSet } from '../limits.ts';
import { type Trial, type TrialLine, mostTrialLines } from '../model.sets.ts';
import { itemsWithJumps } from './delta.ts';
import { judge } from './judge.ts';
import { type PatientFacts, ageInDays } from './match.ts';
import type { EarlierAlert } from './repeat.ts';
import { differences } from './sets.ts';
import type { Before, LabResult, Verdict } from './verdict.ts';

/** A result as it was judged then. */
export interface Past {
  readonly patientId: string;
  readonly visitId: string | null;
  readonly result: LabResult;
  readonly facts: PatientFacts;
}

/** Codes under which results lie that the change can touch; `undefined`: all of them. */
export function touchedBy(from: ThresholdSet, to: ThresholdSet): readonly string[] | undefined {
  const found = differences(from, to);
  if (found.some(({ part }) => part === 'flags')) return undefined;
  const scopes = found.filter(({ part }) => part === 'scope').map(({ id }) => id);
  const limits = [...from.limits, ...to.limits].filter(({ id, scope, exclude }) => [scope, ...exclude].some((name) => name !== null && scopes.includes(name)) || found.some((one) => one.part === 'limit' && one.id === id));
  const items = new Set([...limits.map(({ item }) => item), ...found.filter(({ part }) => part === 'item').map(({ id }) => id)]);
  const touched = [...from.items, ...to.items].filter(({ code }) => items.has(code));
  // A report in sentences lies under its own code where nothing was found in it.
  if (touched.some(({ reading }) => reading === 'text')) return undefined;
  return [...new Set(touched.flatMap(({ code, loinc, local }) => [code, ...loinc, ...local]))];
}

export interface TrialRun {
  take(past: Past): void;
  result(): Pick<Trial, 'judged' | 'told' | 'more' | 'fewer' | 'list'>;
}

export function tryOut(from: ThresholdSet, to: ThresholdSet): TrialRun {
  const [before, after] = [new Side(from), new Side(to)];
  const list: TrialLine[] = [];
  const counts = { judged: 0, more: 0, fewer: 0 };
  return {
    take: (past) => {
      const [old, anew] = [before.judge(past), after.judge(past)];
      counts.judged += 1;
      if ((old.kind === 'critical') === (anew.kind === 'critical')) return;
      const change = anew.kind === 'critical' ? 'more' : 'fewer';
      counts[change] += 1;
      if (list.length < mostTrialLines) list.push(lineOf(past, change, old, anew));
    },
    result: () => ({ judged: counts.judged, told: { before: before.told, after: after.told }, more: counts.more, fewer: counts.fewer, list }),
  };
}

function lineOf({ result, facts }: Past, change: TrialLine['change'], old: Verdict, anew: Verdict): TrialLine {
  const at = result.observedAt ?? result.receivedAt;
  const told = change === 'more' ? anew : old;
  return {
    resultId: result.id, change, at, item: told.kind === 'critical' ? told.item.name : result.name, value: `${result.value.slice(0, 60)} ${result.unit}`.trim(), departmentCode: facts.departmentCode, wardCode: facts.wardCode,
    days: ageInDays(facts, at) ?? null, before: wordOf(old), after: wordOf(anew),
  };
}

const wordOf = (verdict: Verdict): string => [verdict.limitId ?? '', verdict.kind === 'critical' ? '' : verdict.reason].filter((word) => word !== '').join(' ');

interface Told extends EarlierAlert {
  readonly visitId: string | null;
}

class Side {
  readonly #set: ThresholdSet;
  readonly #jumps: ReadonlySet<string>;
  readonly #alerts = new Map<string, Told[]>();
  readonly #before = new Map<string, Map<string, Before[]>>();
  told = 0;

  constructor(set: ThresholdSet) {
    this.#set = set;
    this.#jumps = itemsWithJumps(set);
  }

  judge({ patientId, visitId, result, facts }: Past): Verdict {
    const alerts = this.#alerts.get(patientId) ?? [];
    const before = this.#before.get(patientId) ?? new Map<string, Before[]>();
    const known = alerts.map((alert) => ({ ...alert, sameVisit: visitId === null || alert.visitId === null || alert.visitId === visitId, visitKnown: visitId !== null && alert.visitId !== null }));
    const verdict = judge(result, facts, { alerts: known, before }, this.#set, result.receivedAt);
    const kept = alerts.map((alert) => (alert.id === verdict.corrects ? { ...alert, corrected: true } : alert));
    if (verdict.kind === 'critical') this.told += 1;
    const now = verdict.kind === 'critical' ? [...kept, toldBy(result, verdict.item.code, verdict.direction, verdict.value, visitId)] : kept;
    if (now.length > 0) this.#alerts.set(patientId, now);
    this.#note(patientId, before, result, verdict);
    return verdict;
  }

  #note(patientId: string, before: Map<string, Before[]>, { key, observedAt, receivedAt }: LabResult, { itemCode, value }: Verdict): void {
    if (itemCode === null || value === null || !this.#jumps.has(itemCode)) return;
    before.set(itemCode, [...(before.get(itemCode) ?? []).filter((one) => one.key !== key), { key, value, at: observedAt ?? receivedAt }]);
    this.#before.set(patientId, before);
  }
}

function toldBy({ id, key, value: sent, unit, observedAt, receivedAt }: LabResult, itemCode: string, direction: EarlierAlert['direction'], value: number | null, visitId: string | null): Told {
  return { id, resultKey: key, itemCode, direction, sent, unitSent: unit, value, observedAt, openedAt: receivedAt, sameVisit: true, corrected: false, visitId };
}

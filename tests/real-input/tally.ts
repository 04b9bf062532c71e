/**
 * Judges real rows in the order they came and counts, item by item, what became of each that crosses a limit when
 * nothing but the number is looked at ("crossing"). The columns add up: crossing = told + every exclusion.
 */
import type { EarlierAlert, LabResult, Verdict } from '../../services/clinical/critical-values/rules.ts';
import { findItem, judge } from '../../services/clinical/critical-values/rules.ts';
import type { ThresholdSet } from '../../services/clinical/critical-values/limits.ts';
import { convert, readUnit } from '../../services/links/statements/format.units.ts';
import type { RealResult } from './real-result.ts';

export interface Line {
  readonly name: string;
  rows: number;
  /** The number alone, converted by the unit sent, is at or past the adult limit. */
  crossing: number;
  /** Whose rows those are. */
  readonly patients: Set<string>;
  told: number;
  /** Of those told, by the limit that decided. */
  readonly limits: Map<string, number>;
  /** Of those told, the ones a plain comparison would not have found: range-relative limits, texts. */
  beyondNumbers: number;
  /** Of those told, on a specimen that was haemolysed. */
  haemolysed: number;
  /** Crossing and not told, by reason. */
  readonly kept: Map<string, number>;
  /** Not crossing and not judged, by reason: triage. */
  readonly triage: Map<string, number>;
}

export interface Tally {
  /** What became of each row, by its number in the data. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly rows: number;
  readonly unlisted: number;
}

export function tally(rows: readonly RealResult[], set: ThresholdSet): Tally {
  const told = new Map<string, EarlierAlert[]>();
  const visits = new Map<string, string>();
  const lines = new Map<string, Line>();
  const verdicts = new Map<string, Verdict>();
  let unlisted = 0;
  for (const row of rows) {
    const item = findItem(set, row.result.codes);
    const alerts = (told.get(row.subject) ?? []).map((alert) => ({ ...alert, sameVisit: visits.get(alert.id) === row.visit, visitKnown: row.visit !== '' }));
    const verdict = judge(row.result, row.patient, { alerts }, set, row.result.receivedAt);
    verdicts.set(row.result.id, verdict);
    if (item === undefined) {
      unlisted += 1;
      continue;
    }
    const line = lines.get(item.code) ?? newLine(item.name);
    lines.set(item.code, line);
    const crossing = crosses(row.result, item.code, set);
    if (crossing) line.patients.add(row.subject);
    count(line, verdict, crossing);
    if (verdict.kind !== 'critical') continue;
    visits.set(row.result.id, row.visit);
    told.set(row.subject, [...(told.get(row.subject) ?? []), alertOf(row.result, verdict)]);
  }
  return { verdicts, lines, rows: rows.length, unlisted };
}

function newLine(name: string): Line {
  return { name, rows: 0, crossing: 0, patients: new Set(), told: 0, limits: new Map(), beyondNumbers: 0, haemolysed: 0, kept: new Map(), triage: new Map() };
}

function count(line: Line, verdict: Verdict, crossing: boolean): void {
  line.rows += 1;
  if (crossing) line.crossing += 1;
  if (verdict.kind === 'critical') {
    line.told += 1;
    add(line.limits, verdict.limitId ?? 'the laboratory’s flag');
    if (!crossing) line.beyondNumbers += 1;
    if (verdict.notes.includes('haemolysed')) line.haemolysed += 1;
    return;
  }
  if (crossing) add(line.kept, verdict.reason);
  else if (verdict.kind === 'not-judged') add(line.triage, verdict.reason);
}

function add(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

/** What somebody would count with a spreadsheet: the number, converted, against the adult limit. */
function crosses(result: LabResult, code: string, set: ThresholdSet): boolean {
  const item = set.items.find((each) => each.code === code);
  const limit = set.limits.find((each) => each.item === code && each.scope === null && each.toDays === null);
  const number = Number(result.value);
  if (item === undefined || limit === undefined || result.value === '' || !Number.isFinite(number)) return false;
  const to = readUnit(item.unit);
  const from = readUnit(result.unit) ?? to;
  const value = from === undefined || to === undefined ? undefined : convert(number, from, to, item.substance);
  if (value === undefined) return false;
  return (limit.low !== null && value <= limit.low) || (limit.high !== null && value >= limit.high);
}

function alertOf(result: LabResult, verdict: Extract<Verdict, { kind: 'critical' }>): EarlierAlert {
  return {
    id: result.id, resultKey: result.key, itemCode: verdict.item.code, direction: verdict.direction, sent: result.value, unitSent: result.unit,
    value: verdict.value, observedAt: result.observedAt, openedAt: result.receivedAt, sameVisit: true, corrected: false,
  };
}

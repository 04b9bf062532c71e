/**
 * Is this result a critical value? Pure: everything it knows is handed in, the time too. The answer is one of
 * critical, not critical (with the reason and what it looked at) and not judged (with the reason, for triage); nothing
 * is dropped. clinical-rules.md a.2.
 */
import type { Direction } from '../model.ts';
import type { ThresholdItem, ThresholdSet } from '../limits.ts';
import type { Assessment, CriticalAssessment } from './assess.ts';
import { assess } from './assess.ts';
import type { PatientFacts } from './match.ts';
import { findItem } from './match.ts';
import type { EarlierAlert } from './repeat.ts';
import { latestFirst, repeatOf } from './repeat.ts';
import type { Critical, History, Judged, LabResult, Verdict } from './verdict.ts';

/** OBX-11: not verified, in the instrument, order detail only. A verified version follows. */
const NOT_RELEASED = new Set(['R', 'I', 'O', 'N']);
/** Deleted, or posted as wrong (for example to the wrong patient). */
const WITHDRAWN = new Set(['D', 'W']);
/** No result any more, the order was cancelled: it takes back what was told, and says nothing where nothing was. */
const ORDER_CANCELLED = 'X';

export function judge(result: LabResult, patient: PatientFacts, history: History, set: ThresholdSet, now: Date): Verdict {
  const item = findItem(set, result.codes, result.report);
  const earlier = current(history.alerts, [result.key, result.replaces ?? result.key]);
  const base: Judged = { setVersion: set.version, itemCode: item?.code ?? null, limitId: null, choice: null, value: null, notes: [], corrects: null };
  const status = result.status.trim().toUpperCase().slice(0, 1);

  if (WITHDRAWN.has(status) || (status === ORDER_CANCELLED && earlier !== undefined)) return { ...base, kind: 'not-critical', reason: 'withdrawn', of: null, corrects: earlier?.id ?? null };
  if (NOT_RELEASED.has(status)) return { ...base, kind: 'not-critical', reason: 'not-released', of: null };
  if (earlier !== undefined && sameValue(earlier, result)) return { ...base, kind: 'not-critical', reason: 'same-result', of: earlier.id };

  const assessment: Assessment = item === undefined
    ? { kind: 'not-critical', reason: 'not-listed', notes: [] }
    : assess(result, patient, item, set, result.observedAt ?? result.resultedAt ?? now, history.before?.get(item.code));
  const corrects = earlier?.id ?? null;
  const flagged = flagDirection(result.flags, set);
  if (assessment.kind === 'critical') return toTell(assessment, result, item, { ...base, corrects }, flagged !== undefined, history);

  const seen: Judged = { ...base, notes: assessment.notes, limitId: assessment.limit?.id ?? null, choice: assessment.choice ?? null, value: assessment.value ?? null };
  if (flagged !== undefined) {
    return { ...seen, kind: 'critical', corrects, item: named(result, item), direction: flagged, limit: null, notes: [...seen.notes, 'flag-only'] };
  }
  if (assessment.kind === 'not-judged') return { ...seen, kind: 'not-judged', reason: assessment.reason, corrects };
  return { ...seen, kind: 'not-critical', reason: assessment.reason, of: null, corrects };
}

/** The first that has not been told; a repeat only where all of them are. What else was found is named with it. */
function toTell(assessment: CriticalAssessment, result: LabResult, item: ThresholdItem | undefined, base: Judged, flagged: boolean, history: History): Verdict {
  const all = [assessment, ...(assessment.others ?? [])].map((one) => {
    const { direction, deciding, finding, limit, choice, value, notes } = one;
    const seen: Judged = { ...base, itemCode: finding?.code ?? base.itemCode, limitId: limit?.id ?? null, choice: choice ?? null, value: value ?? null, notes };
    const critical: Critical = { ...seen, kind: 'critical', item: finding === undefined ? named(result, item) : { ...finding, unit: null }, direction, limit: deciding };
    return { seen, critical, repeats: flagged || base.corrects !== null ? undefined : repeatOf(critical, result, limit, history.alerts) };
  });
  const [first] = all;
  const news = all.filter(({ repeats }) => repeats === undefined);
  if (news[0] !== undefined) return together(news[0].critical, news.slice(1).map(({ critical }) => critical));
  if (first?.repeats === undefined) throw new Error('What is no news repeats something.');
  return { ...first.seen, kind: 'not-critical', reason: 'repeat', of: first.repeats.id, corrects: null };
}

/** `心电图：心室颤动、急性心肌梗死` */
function together(first: Critical, others: readonly Critical[]): Critical {
  if (others.length === 0) return first;
  const names = others.map(({ item: { name } }) => name.split('：').at(-1) ?? name);
  return { ...first, item: { ...first.item, name: [first.item.name, ...names].join('、') }, notes: [...new Set([...first.notes, ...others.flatMap(({ notes }) => notes)])] };
}

/** HH and LL say which way; AA and a hospital's own say only that it is critical. */
function flagDirection(flags: readonly string[], set: ThresholdSet): Direction | undefined {
  const sent = flags.map((flag) => (flag.split('^')[0] ?? '').normalize('NFKC').trim().toUpperCase());
  const alerting = sent.filter((flag) => set.alertFlags.includes(flag));
  if (alerting.length === 0) return undefined;
  const ways = new Set(alerting.map((flag) => ({ HH: 'high', LL: 'low' })[flag] ?? 'flag'));
  if (ways.has('high') && !ways.has('low')) return 'high';
  if (ways.has('low') && !ways.has('high')) return 'low';
  return 'flag';
}

function named(result: LabResult, item: { code: string; name: string; unit: string } | undefined): Critical['item'] {
  if (item !== undefined) return { code: item.code, name: item.name, unit: item.unit === '' ? null : item.unit };
  return { code: result.codes[0]?.code ?? '', name: result.name, unit: null };
}

/** The alert that stands for this result now: not one that a later version has already replaced. */
function current(alerts: readonly EarlierAlert[], keys: readonly string[]): EarlierAlert | undefined {
  return alerts
    .filter((alert) => keys.includes(alert.resultKey) && !alert.corrected)
    .sort(latestFirst)[0];
}

function sameValue(earlier: EarlierAlert, result: LabResult): boolean {
  return earlier.sent.trim() === result.value.trim() && earlier.unitSent.trim() === result.unit.trim();
}

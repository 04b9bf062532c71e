/** Who is judged by a transaction: verdicts are found first, without writing anything, up to the first that somebody has to be told of. */
import { newId } from '../../../core/ids.ts';
import { resultsOf } from '../report.ts';
import { type LabResult, type Verdict, judge } from '../rules.ts';
import { earlierAlert } from '../store.ts';
import type { ThresholdSet } from '../limits.ts';
import type { Unjudged, Waiting } from './judge.reads.ts';

export interface Found {
  readonly report: Waiting;
  readonly result: LabResult;
  readonly verdict: Verdict;
}

export interface Begun {
  readonly of: Unjudged;
  /** The last of them is `news`, where there is any. */
  readonly found: readonly Found[];
  readonly news: Found | undefined;
  /** What follows the news is judged by what became of them. */
  readonly rest: Iterable<Found>;
}

export function begin(of: Unjudged, set: ThresholdSet, now: Date): Begun {
  const rest = verdicts(of, set, now);
  const found: Found[] = [];
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    found.push(next.value);
    const { verdict } = next.value;
    if (verdict.kind === 'critical' || verdict.corrects !== null) return { of, found, news: next.value, rest };
  }
  return { of, found, news: undefined, rest: [] };
}

/** One by one, as they are asked for: each sees the alerts as they are by then. */
function* verdicts({ patient, reports, alerts, before }: Unjudged, set: ThresholdSet, now: Date): Generator<Found, void> {
  for (const report of reports) {
    const { visit, departmentCode } = report.bedside;
    const facts = { birthDate: patient.birthDate ?? null, sex: patient.sex, wardCode: visit?.wardCode ?? null, departmentCode, traits: [], diagnoses: report.diagnoses };
    for (const result of resultsOf(report.report, report.receivedAt, () => newId(now.getTime()))) {
      const history = { alerts: [...alerts.values()].map((alert) => earlierAlert(alert, visit?.id ?? null)), before };
      const verdict = judge(result, facts, history, set, now);
      noteMeasured(before, result, verdict);
      yield { report, result, verdict };
    }
  }
}

/** Later results of the same transaction jump from this one. */
function noteMeasured(before: Unjudged['before'], { key, observedAt, receivedAt }: LabResult, { itemCode, value }: Verdict): void {
  const known = itemCode === null ? undefined : before.get(itemCode);
  if (known === undefined) return;
  const others = known.filter((one) => one.key !== key);
  before.set(itemCode ?? '', value === null ? others : [...others, { key, value, at: observedAt ?? receivedAt }]);
}

export function* allOf({ found, rest }: Begun): Generator<Found, void> {
  yield* found;
  yield* rest;
}

/** Of whom somebody has to be told: the cards of all wait for one commit. As many as messages share one, so that none of them is left for another transaction. */
const toldTogether = 32;
/** So many others do not keep them waiting; more of them are judged by the next transaction. */
const company = 16;

/** Critical values before corrections, those that came first before others. */
export function chosenOf(begun: readonly Begun[]): Begun[] {
  const others = begun.filter(({ news }) => news === undefined);
  const urgent = begun.filter(({ news }) => news !== undefined).toSorted((one, other) => rankOf(one) - rankOf(other) || (one.of.first < other.of.first ? -1 : 1)).slice(0, toldTogether);
  return urgent.length > 0 && others.length > company ? urgent : [...urgent, ...others];
}

const rankOf = ({ news }: Begun): number => (news?.verdict.kind === 'critical' ? 0 : 1);

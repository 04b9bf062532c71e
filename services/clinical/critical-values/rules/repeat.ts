/** When telling again would be noise. A repeat is recorded with what it repeats; a flag of the laboratory is never one. */
import type { Direction } from '../model.ts';
import type { Limit } from '../limits.ts';

/** What judging needs to know of an alert that was opened before. */
export interface EarlierAlert {
  readonly id: string;
  readonly resultKey: string;
  readonly itemCode: string;
  readonly direction: Direction;
  readonly sent: string;
  readonly unitSent: string;
  readonly value: number | null;
  readonly observedAt: Date | null;
  readonly openedAt: Date;
  /** Of the same visit as the result judged now (or of the patient, where visits are not known). */
  readonly sameVisit: boolean;
  /** `false`: one of the two has no visit, so nobody knows where one ends. */
  readonly visitKnown?: boolean;
  /** A later version of the result has replaced it, or it was cancelled: it no longer counts as told. */
  readonly corrected: boolean;
}

interface Now {
  readonly item: { readonly code: string };
  readonly direction: Direction;
  readonly value: number | null;
}

const HOUR = 3_600_000;

/** Of several that were opened in one transaction the later one has the greater id. */
export function latestFirst(one: EarlierAlert, other: EarlierAlert): number {
  return other.openedAt.getTime() - one.openedAt.getTime() || (one.id < other.id ? 1 : -1);
}

export function repeatOf(
  found: Now,
  result: { readonly value: string; readonly observedAt: Date | null; readonly receivedAt: Date },
  limit: Limit | undefined,
  alerts: readonly EarlierAlert[],
): EarlierAlert | undefined {
  const repeat = limit?.repeat;
  if (repeat === undefined || repeat.kind === 'every') return undefined;
  const told = alerts
    .filter((alert) => !alert.corrected && alert.itemCode === found.item.code && alert.direction === found.direction)
    .sort(latestFirst);
  if (repeat.kind === 'first-only') {
    return told.find((alert) => alert.sameVisit && (alert.visitKnown !== false || isRecent(alert, result)) && (!repeat.sameText || wording(alert.sent) === wording(result.value)));
  }
  const at = (result.observedAt ?? result.receivedAt).getTime();
  const last = told.find((alert) => Math.abs(at - (alert.observedAt ?? alert.openedAt).getTime()) <= repeat.hours * HOUR);
  return last !== undefined && !worse(last, found, repeat, limit?.says !== undefined) ? last : undefined;
}

/** Of somebody without a stay "once" is not for ever: what comes weeks later is told again. */
const onceDays = 30;

function isRecent({ observedAt, openedAt }: EarlierAlert, result: { readonly observedAt: Date | null; readonly receivedAt: Date }): boolean {
  return Math.abs((result.observedAt ?? result.receivedAt).getTime() - (observedAt ?? openedAt).getTime()) <= onceDays * 24 * HOUR;
}

/**
 * Further past the limit by the fraction or the amount, whichever comes first. A text or an unknown number is worse: a
 * new finding is never hidden. Of a report in sentences each finding is an item of its own, so the same one again is none.
 */
function worse(last: EarlierAlert, found: Now, { worseBy, change }: Extract<Limit['repeat'], { kind: 'quiet' }>, isFinding: boolean): boolean {
  if (last.value === null || found.value === null) return !isFinding;
  const step = Math.min(Math.abs(last.value) * worseBy, change ?? Infinity);
  return found.direction === 'low' ? found.value < last.value - step : found.value > last.value + step;
}

function wording(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}

/** Delta check: a jump from the value before it, where a limit asks for it. Pure. */
import type { Delta, Limit, ThresholdItem, ThresholdSet } from '../limits.ts';
import { pointOf } from './compare.ts';
import { readValue } from './reading.ts';
import type { Before, LabResult } from './verdict.ts';

const HOUR = 3_600_000;

export interface Jump {
  readonly direction: 'low' | 'high';
  readonly from: number;
}

/** Against the latest other measurement within the limit's hours. `at`: when the specimen was taken. */
export function jumpOf(limit: Limit, value: number | undefined, result: { readonly key: string; readonly replaces: string | null }, at: Date, before: readonly Before[] = []): Jump | undefined {
  const { delta } = limit;
  if (delta === undefined || value === undefined) return undefined;
  const [last] = before
    .filter((one) => one.key !== result.key && one.key !== result.replaces && one.at < at && at.getTime() - one.at.getTime() <= delta.hours * HOUR)
    .sort((one, other) => other.at.getTime() - one.at.getTime());
  return last === undefined || !jumped(delta, last.value, value) ? undefined : { direction: value > last.value ? 'high' : 'low', from: last.value };
}

function jumped({ by, share, way }: Delta, from: number, to: number): boolean {
  if ((way === 'up' && to <= from) || (way === 'down' && to >= from)) return false;
  // Six significant digits, as values are converted: 12.0 from 140.1 to 128.1 is 12.
  return Number(Math.abs(to - from).toPrecision(6)) >= Number((share ? Math.abs(from) * by : by).toPrecision(6));
}

/** Items whose earlier values a set wants to know. */
export function itemsWithJumps(set: ThresholdSet): ReadonlySet<string> {
  return new Set(set.limits.flatMap(({ item, delta }) => (delta === undefined ? [] : [item])));
}

/** What later values may jump from; `undefined` for texts, bounds and what cannot be converted. */
export function measurementOf({ key, valueType, value: sent, unit, referenceRange, observedAt, receivedAt }: LabResult, item: ThresholdItem): Before | undefined {
  const reading = readValue(valueType, sent);
  const value = reading.kind === 'number' ? pointOf({ reading, unit, referenceRange }, item) : undefined;
  return value === undefined ? undefined : { key, value, at: observedAt ?? receivedAt };
}

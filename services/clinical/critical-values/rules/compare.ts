/** One value against one limit: past it, within it, or not to be told. */
import type { Limit, ThresholdItem } from '../limits.ts';
import { convert, readUnit } from '../../../links/statements/format.units.ts';
import type { Unit } from '../../../links/statements/format.units.ts';
import type { NumberReading } from './reading.ts';
import { upperReference } from './reading.ts';

/** Why a number could not be judged; each is a triage line for the laboratory, with a sentence in phrases. */
export type CompareTrouble = 'unit-unknown' | 'unit-missing' | 'unit-not-of-item' | 'reference-missing' | 'comparator-undecided';

export type Comparison =
  | { readonly kind: 'past'; readonly direction: 'low' | 'high'; readonly value: number | null; readonly high: number | null }
  | { readonly kind: 'within'; readonly value: number | null }
  | { readonly kind: 'trouble'; readonly reason: CompareTrouble };

export interface SentNumber {
  readonly reading: NumberReading;
  /** As sent, possibly empty. */
  readonly unit: string;
  readonly referenceRange: string;
}

export function compare(sent: SentNumber, item: ThresholdItem, limit: Limit): Comparison {
  if (limit.reference !== null) return againstReference(sent, item, limit, limit.reference);
  const scaled = inUnitOf(sent, item);
  if (typeof scaled === 'string') return { kind: 'trouble', reason: scaled };
  const { low, high } = boundsOf(item, limit);
  return against(scaled, low, high, false);
}

/** Both ends in the item's unit, whatever unit the limit is written in. */
export function boundsOf(item: ThresholdItem, { low, high, unit }: Limit): { readonly low: number | null; readonly high: number | null } {
  const [from, to] = [unit === undefined ? undefined : readUnit(unit), readUnit(item.unit)];
  if (from === undefined || to === undefined) return { low, high };
  const inItsUnit = (bound: number | null): number | null => (bound === null ? null : (convert(bound, from, to, item.substance) ?? null));
  return { low: inItsUnit(low), high: inItsUnit(high) };
}

/** In the item's unit; `undefined` where it is no point or cannot be converted. */
export function pointOf(sent: SentNumber, item: ThresholdItem): number | undefined {
  const scaled = inUnitOf(sent, item);
  return typeof scaled !== 'string' && scaled.min === scaled.max ? scaled.min : undefined;
}

/** In the unit the laboratory used throughout: value and reference range came from the same line. */
function againstReference(sent: SentNumber, item: ThresholdItem, limit: Limit, { times, over }: { times: number; over: boolean }): Comparison {
  const upper = upperReference(sent.referenceRange);
  if (upper === undefined) return { kind: 'trouble', reason: 'reference-missing' };
  const found = against(sent.reading, limit.low, times * upper, over);
  if (found.kind === 'trouble') return found;
  const scaled = inUnitOf(sent, item);
  return { ...found, value: typeof scaled === 'string' ? null : bound(scaled) };
}

function against(reading: NumberReading, low: number | null, high: number | null, over: boolean): Comparison {
  const above = high === null ? 'no' : isAbove(reading, high, over);
  const below = low === null ? 'no' : isBelow(reading, low);
  const value = bound(reading);
  if (above === 'all') return { kind: 'past', direction: 'high', value, high };
  if (below === 'all') return { kind: 'past', direction: 'low', value, high };
  return above === 'some' || below === 'some' ? { kind: 'trouble', reason: 'comparator-undecided' } : { kind: 'within', value };
}

type Share = 'all' | 'some' | 'no';

/** "high" alerts at or above the limit, or above it only. */
function isAbove({ min, max, minOpen, maxOpen }: NumberReading, high: number, over: boolean): Share {
  if (min > high || (min === high && (!over || minOpen))) return 'all';
  const touches = max > high || (max === high && !maxOpen && !over);
  return touches ? 'some' : 'no';
}

/** "low" alerts at or below the limit. */
function isBelow({ min, max, minOpen }: NumberReading, low: number): Share {
  if (max <= low) return 'all';
  return min < low || (min === low && !minOpen) ? 'some' : 'no';
}

function inUnitOf(sent: SentNumber, item: ThresholdItem): NumberReading | CompareTrouble {
  const to = readUnit(item.unit);
  const from = unitSent(sent, item, to);
  if (typeof from === 'string') return from;
  if (to === undefined) return 'unit-unknown';
  const min = ends(sent.reading.min, from, to, item);
  const max = ends(sent.reading.max, from, to, item);
  return min === undefined || max === undefined ? 'unit-not-of-item' : { ...sent.reading, min, max };
}

/**
 * No unit: pH and INR have none. Everything else is not judged unless the hospital has said what its laboratory
 * means by none (`unitWhenAbsent`): 5.0 of glucose is harmless in mmol/L and deadly in mg/dL.
 */
function unitSent(sent: SentNumber, item: ThresholdItem, to: Unit | undefined): Unit | CompareTrouble {
  const written = [sent.unit, sent.reading.unit].map((unit) => unit.trim()).filter((unit) => unit !== '');
  if (written.length === 0) {
    const assumed = item.unitWhenAbsent === undefined ? undefined : readUnit(item.unitWhenAbsent);
    return assumed ?? (to?.quantity === 'number' ? to : 'unit-missing');
  }
  const units = written.map((unit) => readUnit(unit));
  const [first] = units;
  if (first === undefined || units.includes(undefined)) return 'unit-unknown';
  const agree = units.every((unit) => unit?.quantity === first.quantity && unit.factor === first.factor);
  return agree ? first : 'unit-not-of-item';
}

function ends(value: number, from: Unit, to: Unit, item: ThresholdItem): number | undefined {
  if (Number.isFinite(value)) return convert(value, from, to, item.substance);
  return convert(1, from, to, item.substance) === undefined ? undefined : value;
}

/** The number people see: the value, or the bound of a comparator. */
function bound({ min, max }: NumberReading): number | null {
  if (Number.isFinite(min)) return min;
  return Number.isFinite(max) ? max : null;
}

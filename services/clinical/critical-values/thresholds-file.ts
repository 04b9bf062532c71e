/**
 * The hospital's own limits as a file: what it names replaces the default row of that id or adds one, everything else
 * stays. A version is required, because every decision stores the version that made it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from '../../core/phrases.ts';
import { type Limit, type ThresholdItem, type ThresholdSet, faultsOfSet } from './limits.ts';
import { fileWords, phrases } from './phrases.ts';

const repeat = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every') }),
  z.strictObject({ kind: z.literal('first-only'), sameText: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('quiet'), hours: z.number().positive(), worseBy: z.number().nonnegative() }),
]);

/** A row by its id; of a new one the item must be named too. */
const limit = z.strictObject({
  id: z.string().min(1),
  item: z.string().min(1).optional(),
  fromDays: z.int().nonnegative().optional(),
  toDays: z.int().nonnegative().nullable().optional(),
  scope: z.string().nullable().optional(),
  low: z.number().nullable().optional(),
  high: z.number().nullable().optional(),
  positive: z.boolean().optional(),
  repeat: repeat.optional(),
  exclude: z.array(z.string()).optional(),
});

/** The laboratory's own codes of an item, and what a missing unit means there. */
const item = z.strictObject({
  code: z.string().min(1),
  local: z.array(z.string().min(1)).optional(),
  loinc: z.array(z.string().min(1)).optional(),
  unitWhenAbsent: z.string().min(1).optional(),
});

const scope = z.strictObject({ name: z.string().min(1), departments: z.array(z.string()).default([]), wards: z.array(z.string()).default([]) });

const file = z.strictObject({
  version: z.string().min(1),
  limits: z.array(limit).default([]),
  items: z.array(item).default([]),
  scopes: z.array(scope).default([]),
  alertFlags: z.array(z.string().min(1)).optional(),
});
export type ThresholdsFile = z.infer<typeof file>;

/** @throws Error with a sentence for whoever starts the service: a half-read table of limits must not run */
export function readThresholds(path: string, base: ThresholdSet): ThresholdSet {
  const read = file.safeParse(readJson(path));
  if (!read.success) throw new Error(fill(fileWords.unreadable, { path, where: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('；') }));
  const set = merge(base, read.data);
  const faults = faultsOfSet(set);
  if (faults.length > 0) throw new Error(fill(fileWords.faulty, { path, where: faults.map(({ code, at }) => `${at}（${phrases[code as keyof typeof phrases]}）`).join('；') }));
  return set;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

const plain: Omit<Limit, 'id' | 'item'> = {
  fromDays: 0, toDays: null, scope: null, low: null, high: null, reference: null, positive: false, repeat: { kind: 'every' }, exclude: [], confidence: 'H', note: '',
};

export function merge(base: ThresholdSet, changes: ThresholdsFile): ThresholdSet {
  return {
    version: changes.version,
    alertFlags: changes.alertFlags ?? base.alertFlags,
    scopes: byKey(base.scopes, changes.scopes, (one) => one.name),
    items: byKey<ThresholdItem>(base.items, changes.items.flatMap((change) => itemOf(base, change)), (one) => one.code),
    limits: byKey<Limit>(base.limits, changes.limits.map((change) => limitOf(base, change)), (one) => one.id),
  };
}

function limitOf(base: ThresholdSet, change: z.infer<typeof limit>): Limit {
  const known = base.limits.find((one) => one.id === change.id);
  return { ...plain, item: '', ...known, ...said(change) };
}

function itemOf(base: ThresholdSet, change: z.infer<typeof item>): ThresholdItem[] {
  const known = base.items.find((one) => one.code === change.code);
  return known === undefined ? [] : [{ ...known, ...said(change) }];
}

function said<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function byKey<T>(base: readonly T[], changes: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map([...base, ...changes].map((one) => [keyOf(one), one])).values()];
}

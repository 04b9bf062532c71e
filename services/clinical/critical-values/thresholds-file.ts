/**
 * The hospital's own limits as a file: what it names replaces the default row of that id or adds one, everything else
 * stays. A version is required, because every decision stores the version that made it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from '../../core/phrases.ts';
import { type Limit, type Scope, type ThresholdItem, type ThresholdSet, faultsOfSet } from './limits.ts';
import { fileWords, phrases } from './phrases.ts';
import { refuse } from './rules/refuse.ts';
import { item, limit, scope } from './schema.limits.ts';

/** A row by its id; of a new one the item must be named too. */
const changedLimit = limit.partial().required({ id: true });

/** An item by its code; of a new one its name, its reading and, for numbers, its unit must be named too. */
const changedItem = item.partial().required({ code: true });

const changedScope = scope.partial().required({ name: true });

/** What it names replaces the row of that id or adds one, everything else stays. */
export const thresholdsFile = z.strictObject({
  version: z.string().min(1),
  limits: z.array(changedLimit).default([]),
  items: z.array(changedItem).default([]),
  scopes: z.array(changedScope).default([]),
  alertFlags: z.array(z.string().min(1)).optional(),
});
export type ThresholdsFile = z.infer<typeof thresholdsFile>;

/** @throws Error with a sentence for whoever starts the service: a half-read table of limits must not run */
export function readThresholds(path: string, base: ThresholdSet): ThresholdSet {
  const read = readChanges(readText(path));
  if (typeof read === 'string') throw new Error(fill(fileWords.unreadable, { path, where: read }));
  const set = merge(base, read);
  const faults = faultsOfSet(set);
  if (faults.length > 0) throw new Error(fill(fileWords.faulty, { path, where: faults.map(({ code, at }) => `${at}（${phrases[code as keyof typeof phrases]}）`).join('；') }));
  return set;
}

/** The same file, uploaded: becomes a draft, which may still have faults. */
export function parseThresholds(text: string, base: ThresholdSet): ThresholdSet {
  const read = readChanges(text);
  if (typeof read === 'string') throw refuse('critical-values.set-file', { where: read }, 400);
  return merge(base, read);
}

/** What is wrong with it, in words, where something is. */
function readChanges(text: string): ThresholdsFile | string {
  const read = thresholdsFile.safeParse(readJson(text));
  return read.success ? read.data : read.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('；');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const plainLimit: Omit<Limit, 'id'> = {
  item: '', fromDays: 0, toDays: null, scope: null, low: null, high: null, reference: null, positive: false, repeat: { kind: 'every' }, exclude: [], confidence: 'H', note: '',
};
const plainItem: Omit<ThresholdItem, 'code'> = { name: '', english: '', loinc: [], local: [], unit: '', reading: 'number', specimen: 'blood' };
const plainScope: Omit<Scope, 'name'> = { departments: [], wards: [] };

export function merge(base: ThresholdSet, changes: ThresholdsFile): ThresholdSet {
  return {
    version: changes.version,
    alertFlags: changes.alertFlags ?? base.alertFlags,
    scopes: merged<Scope>(base.scopes, changes.scopes, ({ name }) => name, plainScope),
    items: merged<ThresholdItem>(base.items, changes.items, ({ code }) => code, plainItem),
    limits: merged<Limit>(base.limits, changes.limits, ({ id }) => id, plainLimit),
  };
}

/** In the order of the base, new ones behind. */
function merged<T extends object>(base: readonly T[], changes: readonly object[], keyOf: (one: T) => string, plain: Partial<T>): readonly T[] {
  const all = new Map(base.map((one) => [keyOf(one), one]));
  for (const change of changes) {
    const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T;
    all.set(keyOf(said), { ...plain, ...all.get(keyOf(said)), ...said });
  }
  return [...all.values()];
}

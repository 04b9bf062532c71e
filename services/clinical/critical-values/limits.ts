/**
 * Threshold sets: what is critical, for whom, as data. A set is stored with its version, every decision names the
 * version that made it, and every number in it is the hospital's to change.
 */
import { defaultItems } from './limits.items.ts';
import { defaultLimits } from './limits.rows.ts';
import type { Substance } from '../../links/statements/format.units.ts';

/** Specimens as the rules tell them apart. `unknown`: the laboratory sent none, or one we do not know. */
export type Specimen =
  | 'arterial' | 'venous' | 'capillary' | 'blood' | 'urine' | 'csf' | 'sterile-fluid' | 'other' | 'unknown';

/** What a limit is for. `blood` is serum, plasma and whole blood from anywhere; `sterile` is CSF and sterile fluids. */
export type SpecimenRule = 'blood' | 'arterial' | 'sterile' | 'any';

export interface ThresholdItem {
  readonly code: string;
  readonly name: string;
  readonly english: string;
  readonly loinc: readonly string[];
  /** The hospital's own codes; compared without case. */
  readonly local: readonly string[];
  /** Of the limits; empty for findings. */
  readonly unit: string;
  /** What a missing unit means, where the hospital has checked that its laboratory never sends another. */
  readonly unitWhenAbsent?: string;
  readonly reading: 'number' | 'culture' | 'finding';
  readonly specimen: SpecimenRule;
  readonly substance?: Substance;
  /** LOINC codes that say the specimen themselves (2744-1 is pH of *arterial* blood). A specimen that was sent wins. */
  readonly codeSpecimen?: Readonly<Record<string, Specimen>>;
}

/** Telling again about the same item in one visit. */
export type Repeat =
  | { readonly kind: 'every' }
  /** Once per visit; with `sameText` only a finding of the same wording is a repeat. */
  | { readonly kind: 'first-only'; readonly sameText: boolean }
  /** Quiet within these hours unless it got worse by this fraction of the value told. */
  | { readonly kind: 'quiet'; readonly hours: number; readonly worseBy: number };

export interface Limit {
  /** `<item>.<band>`, unique in a set. */
  readonly id: string;
  readonly item: string;
  /** Age in whole days, both ends included; `null` without end. */
  readonly fromDays: number;
  readonly toDays: number | null;
  /** Only for patients in this scope; wins over age alone. */
  readonly scope: string | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Against the upper end of the reference range that came with the result; `over` means above it, not at it. */
  readonly reference: { readonly times: number; readonly over: boolean } | null;
  /** A positive finding is critical. */
  readonly positive: boolean;
  readonly repeat: Repeat;
  /** Scopes whose patients this limit spares. */
  readonly exclude: readonly string[];
  readonly confidence: 'H' | 'M' | 'L';
  readonly note: string;
}

/** A named group of patients, by where they are or by a trait the record gives (`dialysis`). */
export interface Scope {
  readonly name: string;
  readonly departments: readonly string[];
  readonly wards: readonly string[];
}

export interface ThresholdSet {
  readonly version: string;
  /** Laboratory flags that alert whatever the limits say. H and L alone are not among them. */
  readonly alertFlags: readonly string[];
  readonly scopes: readonly Scope[];
  readonly items: readonly ThresholdItem[];
  readonly limits: readonly Limit[];
}

/** Scopes the default rows name; a hospital says which departments and wards they are. */
export const scopeNames = ['haematology-or-chemotherapy', 'dialysis', 'neonatal'] as const;
export type ScopeName = (typeof scopeNames)[number];

export const DEFAULT_VERSION = 'default-1';

/** The set a new hospital starts from. */
export function defaultThresholdSet(scopes: Partial<Record<ScopeName, Omit<Scope, 'name'>>> = {}): ThresholdSet {
  return {
    version: DEFAULT_VERSION,
    alertFlags: ['HH', 'LL', 'AA'],
    scopes: scopeNames.map((name) => ({ name, departments: [], wards: [], ...scopes[name] })),
    items: defaultItems,
    limits: defaultLimits,
  };
}

/** Whoever edits a set reads these before it is stored; empty when it can be used. Sentences are in phrases. */
export function faultsOfSet(set: ThresholdSet): readonly { readonly code: string; readonly at: string }[] {
  const items = new Set(set.items.map((item) => item.code));
  const seen = new Set<string>();
  const faults: { code: string; at: string }[] = [];
  for (const limit of set.limits) {
    if (seen.has(limit.id)) faults.push({ code: 'critical-values.limit-twice', at: limit.id });
    seen.add(limit.id);
    if (!items.has(limit.item)) faults.push({ code: 'critical-values.limit-without-item', at: limit.id });
    if (limit.low !== null && limit.high !== null && limit.low >= limit.high) {
      faults.push({ code: 'critical-values.limits-crossed', at: limit.id });
    }
    if (limit.low === null && limit.high === null && limit.reference === null && !limit.positive) {
      faults.push({ code: 'critical-values.limit-empty', at: limit.id });
    }
  }
  return faults;
}

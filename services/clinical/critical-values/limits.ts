/**
 * Threshold sets: what is critical, for whom, as data. A set is stored with its version, every decision names the
 * version that made it, and every number in it is the hospital's to change.
 */
import { defaultItems } from './limits.items.ts';
import { reportItems, reportLimits } from './limits.reports.ts';
import { defaultLimits } from './limits.rows.ts';
import { type Substance, convert, readUnit } from '../../links/statements/format.units.ts';

/** Specimens as the rules tell them apart. `unknown`: the laboratory sent none, or one we do not know. */
export type Specimen =
  | 'arterial' | 'venous' | 'capillary' | 'blood' | 'urine' | 'csf' | 'sterile-fluid' | 'other' | 'unknown';

/** What a limit is for. `blood` is serum, plasma and whole blood from anywhere; `sterile` is CSF and sterile fluids. */
export type SpecimenRule = 'blood' | 'arterial' | 'sterile' | 'any';

/** Kinds of reports, as `shared/results` tells them apart. */
export type ReportKind = 'laboratory' | 'imaging' | 'ultrasound' | 'ecg' | 'endoscopy' | 'pathology' | 'check-up' | 'other';

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
  /** `text`: a report in sentences; each of its limits looks for a finding of its own (`Limit.says`). */
  readonly reading: 'number' | 'culture' | 'finding' | 'text';
  /** Reports of these kinds are of this item where no code says otherwise. */
  readonly reports?: readonly ReportKind[];
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
  /** Quiet within these hours unless it got worse: by this fraction of the value told, or by `change` in the item's unit. */
  | { readonly kind: 'quiet'; readonly hours: number; readonly worseBy: number; readonly change?: number };

/** A jump is critical though the value itself may be within its limits. Against the value before it, not older than `hours`. */
export interface Delta {
  /** In the item's unit; with `share` a fraction of the earlier value. */
  readonly by: number;
  readonly share: boolean;
  readonly hours: number;
  readonly way: 'up' | 'down' | 'either';
}

/** What a finding is called in a report, and its codes where the report is coded. */
export interface Finding {
  readonly name: string;
  readonly words: readonly string[];
  readonly codes: readonly string[];
  /** The number behind one of the words is compared with the limit (`心室率 192 次/分`); without it the words alone are critical. */
  readonly measured?: boolean;
}

export interface Limit {
  /** `<item>.<band>`, unique in a set. */
  readonly id: string;
  readonly item: string;
  /** Age in whole days, both ends included; `null` without end. */
  readonly fromDays: number;
  readonly toDays: number | null;
  /** Only for patients in this scope; wins over age alone. */
  readonly scope: string | null;
  /** Only for this sex. A patient of unknown sex is judged without it. */
  readonly sex?: 'F' | 'M';
  /** Only for this specimen, among those the item is read in. */
  readonly specimen?: Specimen;
  /** Only for results of devices at the bedside. */
  readonly pointOfCare?: boolean;
  /** In which `low` and `high` are written; the item's own where it is absent. */
  readonly unit?: string;
  readonly low: number | null;
  readonly high: number | null;
  /** Against the upper end of the reference range that came with the result; `over` means above it, not at it. */
  readonly reference: { readonly times: number; readonly over: boolean } | null;
  /** A positive finding is critical. */
  readonly positive: boolean;
  readonly delta?: Delta;
  /** Of an item that is read as sentences. */
  readonly says?: Finding;
  readonly repeat: Repeat;
  /** Scopes whose patients this limit spares. */
  readonly exclude: readonly string[];
  readonly confidence: 'H' | 'M' | 'L';
  readonly note: string;
}

/** A named group of patients: by where they are, or by a diagnosis of the stay. */
export interface Scope {
  readonly name: string;
  readonly departments: readonly string[];
  readonly wards: readonly string[];
  /** Beginnings of ICD-10 codes, upper case. */
  readonly diagnoses?: readonly string[];
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
export const scopeNames = ['haematology-or-chemotherapy', 'dialysis', 'neonatal', 'icu', 'pregnant', 'known-malignancy'] as const;
export type ScopeName = (typeof scopeNames)[number];

/**
 * ICD-10: dependence on and care of dialysis; pregnancy, birth and the weeks after; malignant neoplasms. A diagnosis of
 * leukaemia alone does not bring the haematology ward's limits: the lists speak of the ward.
 */
const diagnosesOf: Partial<Record<ScopeName, readonly string[]>> = { 'dialysis': ['Z99.2', 'Z49'], 'pregnant': ['Z33', 'Z34', 'Z35', 'O'], 'known-malignancy': ['C'] };

export const DEFAULT_VERSION = 'default-2';

/** The set a new hospital starts from. */
export function defaultThresholdSet(scopes: Partial<Record<ScopeName, Omit<Scope, 'name'>>> = {}): ThresholdSet {
  return {
    version: DEFAULT_VERSION,
    alertFlags: ['HH', 'LL', 'AA'],
    scopes: scopeNames.map((name) => ({ name, departments: [], wards: [], ...(diagnosesOf[name] && { diagnoses: diagnosesOf[name] }), ...scopes[name] })),
    items: [...defaultItems, ...reportItems],
    limits: [...defaultLimits, ...reportLimits],
  };
}

export type FaultCode = `critical-values.${'limit-twice' | 'limit-without-item' | 'limits-crossed' | 'limit-empty' | 'limit-ages' | 'limit-scope' | 'limit-unit' | 'limit-words' | 'code-twice'}`;

export interface Fault {
  readonly code: FaultCode;
  /** The limit, or the code. */
  readonly at: string;
}

/** Whoever edits a set reads these before it is stored; empty when it can be used. Sentences are in phrases. */
export function faultsOfSet(set: ThresholdSet): readonly Fault[] {
  const items = new Map(set.items.map((item) => [item.code, item]));
  const scopes = new Set(set.scopes.map(({ name }) => name));
  return [
    ...twice(set.limits.map(({ id }) => id)).map((at): Fault => ({ code: 'critical-values.limit-twice', at })),
    ...twice([...set.items.flatMap(({ loinc }) => loinc), ...set.items.flatMap(({ local }) => local.map((code) => code.toUpperCase()))]).map((at): Fault => ({ code: 'critical-values.code-twice', at })),
    ...set.limits.flatMap((limit) => faultsOf(limit, items.get(limit.item), scopes).map((code): Fault => ({ code, at: limit.id }))),
  ];
}

function faultsOf(limit: Limit, item: ThresholdItem | undefined, scopes: ReadonlySet<string>): FaultCode[] {
  if (item === undefined) return ['critical-values.limit-without-item'];
  const { low, high, fromDays, toDays } = limit;
  const faults: FaultCode[] = [];
  if (low !== null && high !== null && low >= high) faults.push('critical-values.limits-crossed');
  if (low === null && high === null && limit.reference === null && !limit.positive && limit.delta === undefined && limit.says === undefined) faults.push('critical-values.limit-empty');
  if (toDays !== null && toDays < fromDays) faults.push('critical-values.limit-ages');
  if ([limit.scope, ...limit.exclude].some((scope) => scope !== null && !scopes.has(scope))) faults.push('critical-values.limit-scope');
  if (limit.unit !== undefined && !convertible(limit.unit, item)) faults.push('critical-values.limit-unit');
  if ((item.reading === 'text') !== (limit.says !== undefined) || (limit.says !== undefined && limit.says.words.length + limit.says.codes.length === 0)) faults.push('critical-values.limit-words');
  return faults;
}

function convertible(unit: string, { unit: own, substance, reading }: ThresholdItem): boolean {
  if (reading === 'text') return true;
  const [from, to] = [readUnit(unit), readUnit(own)];
  return from !== undefined && to !== undefined && convert(1, from, to, substance) !== undefined;
}

const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];

/** The decisions: what kind of report it is, what names it, and which version of a result holds. Pure. */
import type { LaboratoryOrder, LaboratoryResult } from '../../links/statements/schema.ts';
import type { Chain, ReportKind, Version, Report } from './model.ts';

/** HL7 table 0074 and what senders write instead. */
const services: Readonly<Record<Exclude<ReportKind, 'other' | 'check-up'>, readonly string[]>> = {
  laboratory: ['LAB', 'CH', 'HM', 'MB', 'MCB', 'MYC', 'VR', 'SR', 'IMM', 'BLB', 'TX', 'CG', 'GE', 'HLA', 'PAR', 'OSL', 'BG', 'URN', 'LP'],
  imaging: ['RAD', 'RX', 'XR', 'CT', 'MR', 'MRI', 'NMR', 'NMS', 'XRC', 'DR', 'CR', 'DX', 'PET', 'NM', 'MG', 'XA', 'RF', 'DSA', 'IMG'],
  ultrasound: ['US', 'CUS', 'RUS', 'OUS', 'VUS'],
  ecg: ['EC', 'ECG', 'EKG', 'HOLTER'],
  endoscopy: ['ES', 'END'],
  pathology: ['SP', 'CP', 'PA', 'PAT', 'PTH', 'AP', 'CTH'],
};
const byService = new Map(Object.entries(services).flatMap(([kind, codes]) => codes.map((code) => [code, kind as ReportKind] as const)));

/** Chinese words in the service or the name; the first that fits. */
const words: readonly (readonly [RegExp, ReportKind])[] = [
  // What a check-up centre concludes; the tests of a check-up are a laboratory's as all others.
  [/体检(报告|总检|结论|小结|表)|总检(报告|结论)|健康(体检|检查)(报告|结论|总检)|主检/, 'check-up'],
  [/病理|细胞学|活检/, 'pathology'],
  [/心电|动态血压/, 'ecg'],
  [/超声|彩超|B超/i, 'ultrasound'],
  [/内镜|内窥镜|胃镜|肠镜|支气管镜/, 'endoscopy'],
  [/放射|影像|磁共振|核医学|X线|造影|摄片|平片|胸片|^CT|CT(平扫|增强)|^MR/i, 'imaging'],
  [/检验|化验|血常规|尿常规|生化/, 'laboratory'],
];

/** By the service, else by words; numbers with a unit are a laboratory's. `undefined`: nothing says so. */
export function kindOf({ service = '', code, results }: Pick<LaboratoryOrder, 'service' | 'code' | 'results'>): ReportKind | undefined {
  const named = byService.get(service.toUpperCase());
  if (named !== undefined) return named;
  const found = [service, code.text ?? ''].flatMap((text) => words.find(([pattern]) => pattern.test(text))?.[1] ?? [])[0];
  if (found !== undefined || service !== '') return found;
  return results.some(({ value, unit }) => value.kind === 'number' && unit !== undefined) ? 'laboratory' : undefined;
}

/** As the links count: the laboratory's number, the doctor's, the specimen's, the time. */
export function reportNumber({ filler, placer, specimen, observedAt }: LaboratoryOrder): string {
  return filler ?? placer ?? specimen?.number ?? observedAt ?? '';
}

export const itemOf = ({ code }: { readonly code: { readonly id?: string | undefined; readonly text?: string | undefined } }): string => code.id ?? code.text ?? '';

/** Without the sender and the patient that stand before the report's number: the slot as it is within the report. */
export function slotWithin(slot: string, number: string): string {
  const at = slot.indexOf(`|${number}|`);
  return at < 0 ? slot : slot.slice(at + number.length + 2);
}

/** D deleted, W of another patient: nothing holds any more. */
const withdrawn = new Set(['D', 'W']);

type InChain = Pick<Version, 'stamp' | 'status'>;

/** All versions of measurements as chains, `measurementOf` naming what a version is of. The greatest stamp holds. */
export function chainsOf<V extends InChain>(versions: readonly V[], measurementOf: (version: V) => string): Chain<V>[] {
  return [...Map.groupBy(versions, measurementOf).values()].flatMap((all) => {
    const [latest, ...earlier] = all.toSorted((one, other) => (one.stamp > other.stamp ? -1 : 1));
    return latest === undefined ? [] : [{ holds: withdrawn.has(latest.status ?? '') ? undefined : latest, latest, earlier }];
  });
}

/** Flags that call a value abnormal (HL7 table 0078 and arrows). */
export function isAbnormal(flags: readonly string[]): boolean {
  return flags.some((flag) => /^(H|L|HH|LL|A|AA|>|<|[↑↓]+|\*|POS|高|低|阳性|异常)$/i.test(flag.trim()));
}

/** Flags by which the laboratory calls for somebody at once (HL7 table 0078), whatever limits are kept here. */
export function isAlarming(flags: readonly string[]): boolean {
  return flags.some((flag) => /^(HH|LL|AA|↑↑+|↓↓+)$/i.test(flag.trim()));
}

/** By the flag, else by the range: a sender without flags still shows which way it is out. */
export function directionOf({ flags, number, low, high }: { readonly flags: readonly string[]; readonly number: number | null; readonly low: number | null; readonly high: number | null }): 'high' | 'low' | null {
  const said = flags.map((flag) => (/^(H+|>|↑+|高)$/i.test(flag.trim()) ? 'high' : /^(L+|<|↓+|低)$/i.test(flag.trim()) ? 'low' : null)).find((one) => one !== null);
  if (said !== undefined) return said;
  if (number === null || flags.some((flag) => flag.trim().toUpperCase() === 'N')) return null;
  if (high !== null && number > high) return 'high';
  return low !== null && number < low ? 'low' : null;
}

/** One row of a message's results; the same measurement twice in one message is told apart by the links. */
export function numbersOf(value: LaboratoryResult['value']): { readonly number: number | null; readonly comparator: string | null } {
  if (value.kind === 'number') return { number: value.number, comparator: null };
  return value.kind === 'bounded' ? { number: value.number, comparator: value.comparator } : { number: null, comparator: null };
}

/** Kinds that have images. */
const pictured: readonly (ReportKind | null)[] = ['imaging', 'ultrasound', 'ecg', 'endoscopy', 'pathology'];

/**
 * Where the hospital's image viewer shows an examination; `undefined`: nowhere. Its number alone stands in the address:
 * nothing of the patient, and nothing of what was found.
 */
export function imagesAt(template: string | undefined, { kind, filler, placer }: Pick<Report, 'kind' | 'filler' | 'placer'>): string | undefined {
  const number = filler ?? placer;
  if (template === undefined || number === null || !pictured.includes(kind)) return undefined;
  return template.replaceAll('{accession}', encodeURIComponent(number));
}

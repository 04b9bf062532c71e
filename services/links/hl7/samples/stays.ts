/** ADT: admission to discharge, merges, allergies, diagnoses. */
import { encodeMessage, type SegmentInput } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';
import { msh, person, stay, xcn, type SampleBase, type SampleCode, type SamplePlace, type SampleStaff } from './base.ts';

/** Every event that is read, by what it does: read-adt.ts. */
export type SampleEvent =
  | 'A01' | 'A02' | 'A03' | 'A04' | 'A05' | 'A06' | 'A07' | 'A08' | 'A09' | 'A10' | 'A11' | 'A12' | 'A13' | 'A14' | 'A15' | 'A16'
  | 'A18' | 'A21' | 'A22' | 'A23' | 'A24' | 'A25' | 'A26' | 'A27' | 'A28' | 'A31' | 'A34' | 'A35' | 'A36' | 'A37' | 'A38' | 'A40'
  | 'A42' | 'A43' | 'A44' | 'A45' | 'A47' | 'A50' | 'A52' | 'A53' | 'A54' | 'A60';

export interface AdmissionSample extends SampleBase {
  readonly event?: SampleEvent;
  /** Where the patient was (PV1-6). */
  readonly prior?: SamplePlace;
  readonly diagnoses?: readonly SampleDiagnosis[];
  /** All that are known (AL1); an empty list says that there are none. */
  readonly allergies?: readonly SampleAllergy[];
  /** A60: each one added, changed or taken back (IAM). */
  readonly allergyChanges?: readonly (SampleAllergy & { readonly action: 'A' | 'U' | 'D' })[];
  /** MRG: numbers of the patient and of the visit that are given up. */
  readonly gone?: { readonly patient?: string; readonly visit?: string };
  /** A24, A37: the second PID. */
  readonly other?: SampleBase['patient'];
}

export interface SampleDiagnosis {
  /** ICD-10. */
  readonly code?: string;
  readonly name: string;
  /** A admission, W working, F final. */
  readonly type?: 'A' | 'W' | 'F';
  readonly rank?: number;
  readonly at?: Date;
  readonly by?: SampleStaff;
}

export interface SampleAllergy {
  readonly substance: SampleCode;
  readonly reaction?: string;
  /** SV severe, MO moderate, MI mild. */
  readonly severity?: 'SV' | 'MO' | 'MI';
}

/** An ADT. */
export function admission(sample: AdmissionSample): Buffer {
  const event = sample.event ?? 'A01';
  const placed = sample.visit !== undefined || !PERSON_ONLY.has(event);
  const segments: SegmentInput[] = [
    msh(sample, ['ADT', event, STRUCTURE[event] ?? 'ADT_A01']),
    ['EVN', event, writeTime(sample.at)],
    ...person(sample.patient),
    ...(sample.gone ? [mrg(sample.gone)] : []),
    ...(sample.other ? person(sample.other) : []),
    ...(placed ? stay(sample.visit ?? {}, sample.prior) : []),
    ...al1(sample.allergies),
    ...(sample.diagnoses ?? []).map(dg1),
    ...(sample.allergyChanges ?? []).map(iam),
  ];
  return encodeMessage(segments, sample.charset);
}

/** Events that say nothing of a stay. */
const PERSON_ONLY = new Set<SampleEvent>(['A18', 'A24', 'A28', 'A31', 'A34', 'A37', 'A40', 'A43', 'A47', 'A60']);

const STRUCTURE: Partial<Record<SampleEvent, string>> = {
  A02: 'ADT_A02', A03: 'ADT_A03', A05: 'ADT_A05', A06: 'ADT_A06', A07: 'ADT_A06', A09: 'ADT_A09', A10: 'ADT_A09', A11: 'ADT_A09', A12: 'ADT_A12',
  A14: 'ADT_A05', A15: 'ADT_A15', A16: 'ADT_A16', A18: 'ADT_A18', A21: 'ADT_A21', A22: 'ADT_A21', A23: 'ADT_A21', A24: 'ADT_A24', A25: 'ADT_A21',
  A26: 'ADT_A21', A27: 'ADT_A21', A28: 'ADT_A05', A31: 'ADT_A05', A34: 'ADT_A30', A35: 'ADT_A30', A36: 'ADT_A30', A37: 'ADT_A37', A38: 'ADT_A38',
  A40: 'ADT_A39', A42: 'ADT_A39', A43: 'ADT_A43', A44: 'ADT_A43', A45: 'ADT_A45', A47: 'ADT_A30', A50: 'ADT_A50', A52: 'ADT_A52', A53: 'ADT_A52',
  A54: 'ADT_A54', A60: 'ADT_A60',
};

function mrg({ patient, visit }: NonNullable<AdmissionSample['gone']>): SegmentInput {
  return ['MRG', patient && [patient, '', '', 'HIS', 'MR'], '', '', '', visit];
}

function al1(allergies: AdmissionSample['allergies']): SegmentInput[] {
  if (allergies?.length === 0) return [['AL1', 1, '', null]];
  return (allergies ?? []).map((one, index) => ['AL1', index + 1, 'DA', codeOf(one.substance), one.severity, one.reaction]);
}

function iam(one: SampleAllergy & { readonly action: string }, index: number): SegmentInput {
  return ['IAM', index + 1, 'DA', codeOf(one.substance), one.severity, one.reaction, one.action];
}

function dg1(one: SampleDiagnosis, index: number): SegmentInput {
  const blanks = Array.from({ length: 8 }, () => '');
  return ['DG1', index + 1, '', [one.code, one.name, one.code && 'I10'], '', one.at && writeTime(one.at), one.type ?? 'W', ...blanks, one.rank ?? index + 1, xcn(one.by)];
}

function codeOf({ id, text, system }: SampleCode): readonly [string, string, string] {
  return [id, text, system ?? 'L'];
}

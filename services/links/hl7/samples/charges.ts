/** DFT^P03: what was charged. */
import { encodeMessage, type SegmentInput } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';
import { blanks, coded, msh, person, stay, xcn, type SampleBase, type SampleCode, type SampleStaff } from './base.ts';

export interface ChargeSample extends SampleBase {
  readonly charges: readonly SampleCharge[];
}

export interface SampleCharge {
  readonly number: string;
  /** CG charge (default), CR refund, PY payment. */
  readonly type?: 'CG' | 'CR' | 'PY';
  readonly item: SampleCode;
  /** Yuan. */
  readonly amount: string;
  readonly quantity?: string;
  readonly at: Date;
  readonly order?: string;
  readonly department?: string;
  readonly by?: SampleStaff;
}

/** A DFT^P03. */
export function charge(sample: ChargeSample): Buffer {
  const segments: SegmentInput[] = [
    msh(sample, ['DFT', 'P03', 'DFT_P03']),
    ['EVN', 'P03', writeTime(sample.at)],
    ...person(sample.patient),
    ...(sample.visit ? stay(sample.visit) : []),
    ...sample.charges.map(ft1),
  ];
  return encodeMessage(segments, sample.charset);
}

function ft1(one: SampleCharge, index: number): SegmentInput {
  return [
    'FT1', index + 1, one.number, '', writeTime(one.at), '', one.type ?? 'CG', coded(one.item), '', '', one.quantity, one.amount, '', one.department,
    ...blanks(6), xcn(one.by), '', '', one.order,
  ];
}

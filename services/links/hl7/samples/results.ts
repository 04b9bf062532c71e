/** ORU^R01: results of laboratory, imaging, ECG, with the report sheet where there is one. */
import { encodeMessage, repeated, type SegmentInput } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';
import { blanks, coded, msh, person, stay, xcn, type SampleBase, type SampleCode, type SampleStaff } from './base.ts';

export interface ResultSample extends SampleBase {
  readonly placer?: string;
  readonly filler?: string;
  readonly order?: SampleCode;
  readonly orderingDoctor?: SampleStaff;
  readonly specimen?: SampleCode;
  /** When the specimen was taken; else the message's time. */
  readonly collectedAt?: Date;
  /** OBR-24: LAB (default), RAD, CT, MR, US, ECG, SP. */
  readonly service?: string;
  /** OBR-25: F final (default), P preliminary, C corrected. */
  readonly status?: string;
  /** OBR-32, who signed the report. */
  readonly interpreter?: SampleStaff;
  readonly items: readonly SampleItem[];
  /** The sheet as PDF, in base64, after the items. */
  readonly sheet?: { readonly pdf: string; readonly title?: string };
}

export interface SampleItem {
  readonly code: SampleCode;
  /** As text, so that `>1000` and `溶血` can be sent too. */
  readonly value: string;
  /** NM for a plain number, else ST. */
  readonly valueType?: string;
  readonly unit?: string;
  readonly range?: string;
  readonly flags?: readonly string[];
  readonly status?: string;
  readonly note?: string;
  /** OBX-16, who measured it. */
  readonly observer?: SampleStaff;
}

/** An ORU^R01. */
export function result(sample: ResultSample): Buffer {
  const order = sample.order ?? sample.items[0]?.code;
  const collected = writeTime(sample.collectedAt ?? sample.at);
  const segments: SegmentInput[] = [
    msh(sample, ['ORU', 'R01', 'ORU_R01']),
    ...person(sample.patient),
    ...(sample.visit ? stay(sample.visit) : []),
    ['ORC', 'RE', sample.placer, sample.filler],
    obr(sample, order, collected),
    ...sample.items.flatMap((item, index) => obx(item, index + 1, collected)),
    ...(sample.sheet ? [sheet(sample, sample.items.length + 1)] : []),
    ...(sample.specimen ? [['SPM', 1, '', '', coded(sample.specimen), ...blanks(12), collected] satisfies SegmentInput] : []),
  ];
  return encodeMessage(segments, sample.charset);
}

function obr(sample: ResultSample, order: SampleCode | undefined, collected: string): SegmentInput {
  return [
    'OBR', 1, sample.placer, sample.filler, order && coded(order), '', '', collected, ...blanks(8),
    xcn(sample.orderingDoctor), ...blanks(5), writeTime(sample.at), '', sample.service ?? 'LAB', sample.status ?? 'F', ...blanks(6), ndl(sample.interpreter),
  ];
}

/** OBR-32 is NDL: number and name are subcomponents of its first component. */
function ndl(staff: SampleStaff | undefined): SegmentInput[number] {
  return staff && [[staff.number, staff.name]];
}

function obx(item: SampleItem, setId: number, collected: string): SegmentInput[] {
  const type = item.valueType ?? (/^-?\d+(\.\d+)?$/.test(item.value) ? 'NM' : 'ST');
  const value = type === 'SN' ? item.value.split('^') : item.value;
  const flags = repeated(...(item.flags ?? []));
  const line: SegmentInput = [
    'OBX', setId, type, coded(item.code), '', value, item.unit, item.range, flags, '', '', item.status ?? 'F', '', '', collected, '', xcn(item.observer),
  ];
  return item.note === undefined ? [line] : [line, ['NTE', 1, 'L', item.note]];
}

function sheet({ sheet: pdf, status }: ResultSample, setId: number): SegmentInput {
  return ['OBX', setId, 'ED', ['PDF', pdf?.title ?? '报告单', '99LIS'], '', ['', 'application', 'pdf', 'Base64', pdf?.pdf], ...blanks(5), status ?? 'F'];
}

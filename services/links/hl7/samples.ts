/** Messages as a Chinese hospital's systems send them: for tests, the demonstration's laboratory page and the bench. */
import { DECLARATION, type Charset } from './syntax/charset.ts';
import { encodeMessage, repeated, type Field, type SegmentInput } from './syntax/encode.ts';
import { newControlId } from './syntax/ack.ts';
import { writeTime } from './syntax/time.ts';

/** What both kinds share. Times are instants; they are written as local time of the hospital. */
export interface SampleBase {
  readonly at: Date;
  readonly controlId?: string;
  readonly application?: string;
  readonly facility?: string;
  readonly charset?: Charset;
  readonly patient: SamplePatient;
  readonly visit?: SampleVisit;
}

export interface SamplePatient {
  /** Medical record number. */
  readonly id: string;
  readonly name: string;
  readonly sex?: 'M' | 'F';
  /** `19590312`, or with time for a newborn. */
  readonly birth?: string;
  /** Number of the identity card. */
  readonly card?: string;
}

export interface SampleVisit {
  readonly number?: string;
  /** I inpatient (default), O outpatient, E emergency. */
  readonly patientClass?: 'I' | 'O' | 'E';
  readonly ward?: string;
  readonly room?: string;
  readonly bed?: string;
  readonly department?: string;
  readonly attending?: SampleStaff;
  readonly admittedAt?: Date;
  readonly dischargedAt?: Date;
}

export interface SampleStaff {
  readonly number: string;
  readonly name: string;
}

export interface AdmissionSample extends SampleBase {
  readonly event?: 'A01' | 'A02' | 'A03' | 'A04' | 'A08' | 'A11' | 'A12' | 'A13';
  /** For A02: where the patient was. */
  readonly prior?: Pick<SampleVisit, 'ward' | 'room' | 'bed'>;
}

export interface ResultSample extends SampleBase {
  readonly placer?: string;
  readonly filler?: string;
  readonly order?: SampleCode;
  readonly orderingDoctor?: SampleStaff;
  readonly specimen?: SampleCode;
  /** When the specimen was taken; else the message's time. */
  readonly collectedAt?: Date;
  readonly items: readonly SampleItem[];
}

export interface SampleCode {
  readonly id: string;
  readonly text: string;
  /** LN when absent. */
  readonly system?: string;
  /** The laboratory's own code, sent beside. */
  readonly local?: { readonly id: string; readonly text: string };
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
}

/** An ADT. */
export function admission(sample: AdmissionSample): Buffer {
  const event = sample.event ?? 'A01';
  const segments: SegmentInput[] = [
    msh(sample, ['ADT', event, ADT_STRUCTURE[event] ?? 'ADT_A01']),
    ['EVN', event, writeTime(sample.at)],
    pid(sample.patient),
    pv1(sample.visit ?? {}, sample.prior),
  ];
  return encodeMessage(segments, sample.charset);
}

/** An ORU^R01. */
export function result(sample: ResultSample): Buffer {
  const order = sample.order ?? sample.items[0]?.code;
  const collected = writeTime(sample.collectedAt ?? sample.at);
  const segments: SegmentInput[] = [
    msh(sample, ['ORU', 'R01', 'ORU_R01']),
    pid(sample.patient),
    ...(sample.visit ? [pv1(sample.visit)] : []),
    ['ORC', 'RE', sample.placer, sample.filler],
    obr(sample, order, collected),
    ...sample.items.flatMap((item, index) => obx(item, index + 1, collected)),
    ...(sample.specimen ? [['SPM', 1, '', '', coded(sample.specimen), ...blanks(12), collected] satisfies SegmentInput] : []),
  ];
  return encodeMessage(segments, sample.charset);
}

const ADT_STRUCTURE: Readonly<Record<string, string>> = { A02: 'ADT_A02', A03: 'ADT_A03', A11: 'ADT_A09', A12: 'ADT_A12' };

function msh(sample: SampleBase, type: readonly string[]): SegmentInput {
  const { application = 'LIS', facility = 'HOSPITAL', charset = 'utf-8' } = sample;
  return [
    'MSH', application, facility, 'WARDLINE', 'HOSPITAL', writeTime(sample.at), '', type,
    sample.controlId ?? newControlId(), 'P', '2.5.1', '', '', 'AL', 'AL', 'CHN', DECLARATION[charset],
  ];
}

function pid(patient: SamplePatient): SegmentInput {
  const mrn = [patient.id, '', '', 'HIS', 'MR'];
  const ids = patient.card === undefined ? mrn : repeated(mrn, [patient.card, '', '', 'GA', 'NNCHN']);
  // The whole name in the family component is how most Chinese systems send it.
  return ['PID', 1, '', ids, '', [patient.name, '', '', '', '', '', 'L', 'I'], '', patient.birth, patient.sex];
}

function pv1(visit: SampleVisit, prior?: AdmissionSample['prior']): SegmentInput {
  return [
    'PV1', 1, visit.patientClass ?? 'I', [visit.ward, visit.room, visit.bed], '', '',
    prior && [prior.ward, prior.room, prior.bed], xcn(visit.attending), '', '', visit.department, ...blanks(8),
    visit.number, ...blanks(24), visit.admittedAt && writeTime(visit.admittedAt), visit.dischargedAt && writeTime(visit.dischargedAt),
  ];
}

function obr(sample: ResultSample, order: SampleCode | undefined, collected: string): SegmentInput {
  return [
    'OBR', 1, sample.placer, sample.filler, order && coded(order), '', '', collected, ...blanks(8),
    xcn(sample.orderingDoctor), ...blanks(5), writeTime(sample.at), '', 'LAB', 'F',
  ];
}

function obx(item: SampleItem, setId: number, collected: string): SegmentInput[] {
  const type = item.valueType ?? (/^-?\d+(\.\d+)?$/.test(item.value) ? 'NM' : 'ST');
  const value = type === 'SN' ? item.value.split('^') : item.value;
  const flags = repeated(...(item.flags ?? []));
  const line: SegmentInput = [
    'OBX', setId, type, coded(item.code), '', value, item.unit, item.range, flags, '', '', item.status ?? 'F', '', '', collected,
  ];
  return item.note === undefined ? [line] : [line, ['NTE', 1, 'L', item.note]];
}

function coded({ id, text, system, local }: SampleCode): Field {
  return [id, text, system ?? 'LN', local?.id, local?.text, local && 'L'];
}

function xcn(person: SampleStaff | undefined): Field {
  return person && [person.number, person.name];
}

function blanks(count: number): string[] {
  return Array.from({ length: count }, () => '');
}

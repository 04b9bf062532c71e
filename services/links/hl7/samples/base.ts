/** What all samples share: the header, the person, the stay, and how codes and people are written. */
import { newControlId } from '../syntax/ack.ts';
import { DECLARATION, type Charset } from '../syntax/charset.ts';
import { repeated, type Field, type SegmentInput } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';

/** Times are instants; they are written as local time of the hospital. */
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
  readonly phone?: string;
  /** In one piece, as it is written on a letter. */
  readonly address?: string;
  readonly guardian?: { readonly name: string; readonly relation?: string; readonly phone?: string };
}

export interface SampleStaff {
  readonly number: string;
  readonly name: string;
}

export interface SamplePlace {
  readonly ward?: string | undefined;
  readonly room?: string | undefined;
  readonly bed?: string | undefined;
}

/** `null` is written `""`: said to be none any more. */
export interface SampleVisit extends SamplePlace {
  readonly number?: string;
  /** I inpatient (default), O outpatient, E emergency, P pre-admission, T check-up. */
  readonly patientClass?: 'I' | 'O' | 'E' | 'P' | 'T';
  readonly department?: string;
  readonly attending?: SampleStaff;
  /** Responsible nurse (ROL). */
  readonly nurse?: SampleStaff;
  readonly admittedAt?: Date;
  readonly dischargedAt?: Date;
  /** Expected admission (PV2-8) and discharge (PV2-9). */
  readonly plannedAt?: Date;
  readonly dischargePlannedAt?: Date;
  /** PV1-42: where she is to go. */
  readonly plannedPlace?: SamplePlace;
  /** PV1-20. */
  readonly feeCategory?: string;
  /** PV2-40, PV2-42, PV2-41. */
  readonly careLevel?: string | null;
  readonly condition?: string | null;
  readonly isolation?: string | null;
  /** PV1-36. */
  readonly disposition?: string;
  /** PV1-18 `日间手术`. */
  readonly daySurgery?: boolean;
}

export interface SampleCode {
  readonly id: string;
  readonly text: string;
  /** LN when absent. */
  readonly system?: string;
  /** The sender's own code, sent beside. */
  readonly local?: { readonly id: string; readonly text: string };
}

export function msh(sample: Pick<SampleBase, 'at' | 'controlId' | 'application' | 'facility' | 'charset'>, type: readonly string[]): SegmentInput {
  const { application = 'LIS', facility = 'HOSPITAL', charset = 'utf-8' } = sample;
  return [
    'MSH', application, facility, 'WARDLINE', 'HOSPITAL', writeTime(sample.at), '', type,
    sample.controlId ?? newControlId(), 'P', '2.5.1', '', '', 'AL', 'AL', 'CHN', DECLARATION[charset],
  ];
}

/** PID and, for whoever answers for her, NK1. */
export function person(patient: SamplePatient): SegmentInput[] {
  const { guardian } = patient;
  const kin: SegmentInput[] = guardian === undefined ? [] : [['NK1', 1, guardian.name, ['', guardian.relation], '', guardian.phone]];
  return [pid(patient), ...kin];
}

export function pid(patient: SamplePatient): SegmentInput {
  const mrn = [patient.id, '', '', 'HIS', 'MR'];
  const ids = patient.card === undefined ? mrn : repeated(mrn, [patient.card, '', '', 'GA', 'NNCHN']);
  // The whole name in the family component is how most Chinese systems send it.
  return ['PID', 1, '', ids, '', [patient.name, '', '', '', '', '', 'L', 'I'], '', patient.birth, patient.sex, '', '', patient.address, '', patient.phone];
}

/** PV1, PV2 where it has something to say, ROL of the nurse. */
export function stay(visit: SampleVisit, prior?: SamplePlace): SegmentInput[] {
  const nurse: SegmentInput[] = visit.nurse === undefined ? [] : [['ROL', 1, 'UP', ['NURSE', '责任护士'], xcn(visit.nurse)]];
  const { plannedAt, dischargePlannedAt, careLevel, condition, isolation } = visit;
  const more: SegmentInput = ['PV2', ...blanks(7), time(plannedAt), time(dischargePlannedAt), ...blanks(30), careLevel, isolation, condition];
  const silent = [plannedAt, dischargePlannedAt, careLevel, condition, isolation].every((one) => one === undefined);
  return [pv1(visit, prior), ...(silent ? [] : [more]), ...nurse];
}

function pv1(visit: SampleVisit, prior?: SamplePlace): SegmentInput {
  return [
    'PV1', 1, visit.patientClass ?? 'I', pl(visit), '', '', pl(prior), xcn(visit.attending), '', '', visit.department, ...blanks(7),
    visit.daySurgery === true ? '日间手术' : '', visit.number, visit.feeCategory, ...blanks(15), visit.disposition, ...blanks(5),
    pl(visit.plannedPlace), '', time(visit.admittedAt), time(visit.dischargedAt),
  ];
}

export function time(at: Date | undefined): string | undefined {
  return at && writeTime(at);
}

export function pl(place: SamplePlace | undefined): Field {
  return place && [place.ward, place.room, place.bed];
}

export function coded({ id, text, system, local }: SampleCode): Field {
  return [id, text, system ?? 'LN', local?.id, local?.text, local && 'L'];
}

export function xcn(staff: SampleStaff | undefined): Field {
  return staff && [staff.number, staff.name];
}

export function blanks(count: number): string[] {
  return Array.from({ length: count }, () => '');
}

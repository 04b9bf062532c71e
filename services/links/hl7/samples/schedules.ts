/** SIU: bookings, clinic sessions, operations on the theatre's list. */
import { encodeMessage, type SegmentInput } from '../syntax/encode.ts';
import { blanks, coded, msh, person, pl, stay, time, xcn, type SampleBase, type SampleCode, type SamplePatient, type SampleStaff } from './base.ts';

export interface ScheduleSample extends Omit<SampleBase, 'patient'> {
  /** S12 booked (default), S13 moved, S14 changed, S15 cancelled, S16 stopped, S17 deleted, S23 blocked, S24 free again, S26 no show. */
  readonly event?: 'S12' | 'S13' | 'S14' | 'S15' | 'S16' | 'S17' | 'S18' | 'S23' | 'S24' | 'S26';
  /** None: about the doctor's session alone. */
  readonly patients: readonly SamplePatient[];
  readonly number: string;
  readonly filler?: string;
  /** SCH-5, the clinic session. */
  readonly session?: string;
  /** SCH-26, the order that it carries out: an operation's number. */
  readonly order?: string;
  readonly reason?: string;
  /** SCH-8: `门诊`, `手术` …. */
  readonly kind?: string;
  /** SCH-25: Booked, Started, Complete, Cancelled, Noshow. */
  readonly status?: string;
  readonly from: Date;
  readonly until?: Date;
  readonly service?: SampleCode;
  /** AIL: ward or clinic, room; `OR` as type for a theatre. */
  readonly place?: { readonly ward?: string; readonly room?: string; readonly type?: string };
  /** AIP with role: `主刀`, `助手`, `麻醉医师`, `出诊医生`. */
  readonly staff?: readonly (SampleStaff & { readonly role?: string })[];
  readonly note?: string;
}

/** An SIU. */
export function schedule(sample: ScheduleSample): Buffer {
  const { patients, visit, note } = sample;
  const segments: SegmentInput[] = [
    msh(sample, ['SIU', sample.event ?? 'S12', 'SIU_S12']),
    sch(sample),
    ['TQ1', 1, ...blanks(5), time(sample.from), time(sample.until)],
    ...(note === undefined ? [] : [['NTE', 1, 'L', note] satisfies SegmentInput]),
    ...patients.flatMap((one) => [...person(one), ...(visit ? stay(visit) : [])]),
    ['RGS', 1, 'A'],
    ...(sample.service ? [['AIS', 1, 'A', coded(sample.service), time(sample.from)] satisfies SegmentInput] : []),
    ...ail(sample),
    ...(sample.staff ?? []).map((one, index): SegmentInput => ['AIP', index + 1, 'A', xcn(one), ['', one.role], '', time(sample.from)]),
  ];
  return encodeMessage(segments, sample.charset);
}

function sch(sample: ScheduleSample): SegmentInput {
  return [
    'SCH', sample.number, sample.filler, '', '', sample.session, '', ['', sample.reason], ['', sample.kind], ...blanks(2), ['', '', '', time(sample.from), time(sample.until)],
    ...blanks(13), sample.status, sample.order,
  ];
}

function ail({ place, from }: ScheduleSample): SegmentInput[] {
  return place === undefined ? [] : [['AIL', 1, 'A', pl({ ward: place.ward, room: place.room }), place.type, '', time(from)]];
}

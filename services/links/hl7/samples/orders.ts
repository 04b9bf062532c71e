/** ORM^O01, OML^O21, RDE^O11, OMD^O03, RDS^O13, RAS^O17: orders, what is dispensed and given. */
import { encodeMessage, type Field, type SegmentInput } from '../syntax/encode.ts';
import { writeTime } from '../syntax/time.ts';
import { blanks, coded, msh, person, stay, time, xcn, type SampleBase, type SampleCode, type SampleStaff } from './base.ts';

export interface OrderSample extends SampleBase {
  /** ORM (default), OML, OMG, RDE for drugs, OMD for diets. */
  readonly type?: 'ORM' | 'OML' | 'OMG' | 'RDE' | 'OMD';
  readonly orders: readonly SampleOrder[];
}

export interface SampleOrder {
  /** ORC-1: NW new (default), CA cancel, DC stop, HD hold, RL release, XO change, SC status. */
  readonly control?: string;
  /** ORC-5: IP, CM, A, SC, HD, DC, CA, RP. */
  readonly status?: string;
  readonly number: string;
  readonly filler?: string;
  /** 组号 (ORC-4). */
  readonly group?: string;
  /** RXE-15. */
  readonly prescription?: string;
  readonly item: SampleCode;
  /** OBR-24 of what is no drug. */
  readonly service?: string;
  /** ORC-29: `长期`, `临时`, `处方`. */
  readonly term?: string;
  readonly dose?: SampleAmount;
  readonly quantity?: SampleAmount;
  /** `0.5g*24片`. */
  readonly specification?: string;
  readonly route?: string;
  readonly frequency?: string;
  readonly note?: string;
  readonly orderedAt: Date;
  readonly startAt?: Date;
  readonly stopAt?: Date;
  readonly doctor?: SampleStaff;
  /** Who entered this step (ORC-10): with DC, who stopped it. */
  readonly enteredBy?: SampleStaff;
  readonly department?: string;
  readonly urgent?: boolean;
  /** Of a consultation: OBR-13, OBR-31, and who is asked, by PRT. */
  readonly consultation?: SampleConsultation;
}

export interface SampleConsultation {
  readonly summary?: string;
  readonly purpose?: string;
  readonly invited: readonly { readonly department?: string; readonly staff?: SampleStaff }[];
  readonly opinion?: { readonly by: SampleStaff; readonly at: Date; readonly text: string };
}

export interface SampleAmount {
  readonly amount: string;
  readonly unit?: string;
}

/** An order message; every order is a line of its own. */
export function order(sample: OrderSample): Buffer {
  const type = sample.type ?? 'ORM';
  const segments: SegmentInput[] = [
    msh(sample, [type, EVENT[type], `${type}_${EVENT[type]}`]),
    ...person(sample.patient),
    ...(sample.visit ? stay(sample.visit) : []),
    ...sample.orders.flatMap((one, index) => [orc(one), tq1(one), ...detail(type, one, index + 1), ...note(one), ...asked(one)]),
  ];
  return encodeMessage(segments, sample.charset);
}

const EVENT = { ORM: 'O01', OML: 'O21', OMG: 'O19', RDE: 'O11', OMD: 'O03' } as const;

export interface ExecutionSample extends SampleBase {
  /** RDS: dispensed by the pharmacy; RAS (default): given at the bed. */
  readonly type?: 'RDS' | 'RAS';
  readonly order: SampleOrder;
  /** Which of the order's executions. */
  readonly number?: number;
  readonly by?: SampleStaff;
  readonly dose?: SampleAmount;
  /** Of RAS: CP given (default), RE refused, NA not given. */
  readonly status?: 'CP' | 'RE' | 'NA';
  readonly note?: string;
}

/** A drug dispensed or given. */
export function execution(sample: ExecutionSample): Buffer {
  const { order: one, at, number = 1, dose = one.dose } = sample;
  const type = sample.type ?? 'RAS';
  const event = type === 'RDS' ? 'O13' : 'O17';
  const rxd: SegmentInput = ['RXD', number, coded(one.item), writeTime(at), dose?.amount, dose?.unit, '', one.prescription, '', sample.note, xcn(sample.by)];
  const rxa: SegmentInput = ['RXA', 0, number, writeTime(at), writeTime(at), coded(one.item), dose?.amount, dose?.unit, '', sample.note, xcn(sample.by), ...blanks(9), sample.status ?? 'CP'];
  const segments: SegmentInput[] = [
    msh(sample, [type, event, `${type}_${event}`]),
    ...person(sample.patient),
    ...(sample.visit ? stay(sample.visit) : []),
    ['ORC', 'RE', one.number, one.filler],
    type === 'RDS' ? rxd : rxa,
    ['RXR', one.route && ['', one.route]],
  ];
  return encodeMessage(segments, sample.charset);
}

function orc(one: SampleOrder): SegmentInput {
  return [
    'ORC', one.control ?? 'NW', one.number, one.filler, one.group, one.status, '', '', '', writeTime(one.orderedAt), xcn(one.enteredBy), '',
    xcn(one.doctor), ...blanks(4), one.department, ...blanks(11), one.term,
  ];
}

function tq1(one: SampleOrder): SegmentInput {
  const urgency = one.urgent === undefined ? '' : one.urgent ? 'S' : 'R';
  return ['TQ1', 1, '', one.frequency, '', '', '', time(one.startAt), time(one.stopAt), urgency];
}

function detail(type: NonNullable<OrderSample['type']>, one: SampleOrder, setId: number): SegmentInput[] {
  if (type === 'OMD') return [['ODS', 'D', '', coded(one.item)]];
  if (type !== 'RDE') return [['OBR', setId, one.number, one.filler, coded(one.item), ...blanks(8), one.consultation?.summary, '', '', xcn(one.doctor), ...blanks(7), one.service, ...blanks(6), one.consultation?.purpose && ['', one.consultation.purpose]]];
  const { dose, quantity } = one;
  const rxe: SegmentInput = [
    'RXE', '', coded(one.item), dose?.amount, '', dose?.unit, one.specification, '', '', '', quantity?.amount, quantity?.unit, ...blanks(3), one.prescription,
  ];
  return [rxe, ['RXR', one.route && (['', one.route] satisfies Field)]];
}

function note(one: SampleOrder): SegmentInput[] {
  return one.note === undefined ? [] : [['NTE', 1, 'L', one.note]];
}

/** Whom a consultation is asked of (PRT, since 2.7 beside the order), and what was answered. */
function asked({ consultation }: SampleOrder): SegmentInput[] {
  if (consultation === undefined) return [];
  const { invited, opinion } = consultation;
  return [
    ...invited.map(({ department, staff }): SegmentInput => ['PRT', '', 'AD', '', ['CP', '会诊医师', 'HL70912'], xcn(staff), '', '', department && [department]]),
    ...(opinion === undefined ? [] : [['OBX', 1, 'FT', ['CON', '会诊意见', '99QH'], '', opinion.text, ...blanks(5), 'F', '', '', writeTime(opinion.at), '', xcn(opinion.by)] satisfies SegmentInput]),
  ];
}

/** Real laboratory rows as one laboratory's stream, and the admissions of their patients before it. */
import { admission } from '../../../services/links/hl7/samples.ts';
import { type WrappedSpecimen, wrapMimic } from '../../kit/wrap-mimic.ts';
import type { Chance } from './random.ts';
import { withLoinc } from './loinc.ts';

/** Where a patient lies and who looks after her. */
export interface Place {
  readonly department: string;
  readonly ward: string;
  readonly attending: string;
  readonly platform: 'dingtalk' | 'wecom';
}

/** Wards of the demonstration hospital: half of them in each platform. */
const PLACES: readonly Place[] = [
  { department: 'CARD', ward: 'CARD1', attending: '1001', platform: 'dingtalk' },
  { department: 'GSUR', ward: 'GSUR1', attending: '2001', platform: 'wecom' },
  { department: 'NEPH', ward: 'NEPH1', attending: '1101', platform: 'dingtalk' },
  { department: 'GSUR', ward: 'GSUR1', attending: '2002', platform: 'wecom' },
  { department: 'HEMA', ward: 'HEMA1', attending: '1201', platform: 'dingtalk' },
  { department: 'ICU', ward: 'ICU1', attending: '1301', platform: 'dingtalk' },
];

export interface RealPatient {
  readonly number: string;
  readonly sex: 'M' | 'F';
  /** Year alone is known. */
  readonly birth: string;
  readonly visit: string;
  readonly place: Place;
}

export interface RealMessage {
  readonly patient: RealPatient;
  readonly results: number;
  readonly bytes: Buffer;
}

export interface Stream {
  readonly patients: readonly RealPatient[];
  readonly admissions: readonly Buffer[];
  /** In the order in which the laboratory stored them. */
  readonly messages: readonly RealMessage[];
  readonly results: number;
}

/**
 * At least `wanted` results, of specimens chosen by chance. `alerting` says of a message whether it holds something to
 * tell; every second specimen is one of those, for a real stream has few (about 1.5 % of the results).
 */
export async function realStream(wanted: number, random: Chance, alerting: (message: Buffer) => boolean): Promise<Stream> {
  const wrapped = await wrapMimic({ pv1: (row) => ['PV1', 1, 'I', ...Array.from({ length: 16 }, () => ''), visitOf(row['subject_id'] ?? '')] });
  const specimens = wrapped.map((one) => ({ ...one, message: withLoinc(one.message) }));
  const chosen = choose(specimens, wanted, random, alerting);
  const patients = patientsOf(chosen);
  const messages = chosen.map(({ rows, message }): RealMessage => {
    const patient = patients.get(rows[0]?.['subject_id'] ?? '');
    if (patient === undefined) throw new Error('a specimen of nobody');
    return { patient, results: rows.length, bytes: message };
  });
  return {
    patients: [...patients.values()],
    admissions: [...patients.values()].map(admissionOf),
    messages,
    results: messages.reduce((sum, { results }) => sum + results, 0),
  };
}

function choose(all: readonly WrappedSpecimen[], wanted: number, random: Chance, alerting: (message: Buffer) => boolean): readonly WrappedSpecimen[] {
  const left = [...all];
  const chosen: WrappedSpecimen[] = [];
  for (let rows = 0, needed = true; rows < wanted && left.length > 0; ) {
    const [one] = left.splice(random.between(0, left.length - 1), 1);
    if (one === undefined || (needed && !alerting(one.message))) continue;
    needed = !needed;
    chosen.push(one);
    rows += one.rows.length;
  }
  return chosen.toSorted((a, b) => storedAt(a).localeCompare(storedAt(b)));
}

const storedAt = ({ rows }: WrappedSpecimen): string => rows.map((row) => row['storetime'] ?? '').toSorted().at(-1) ?? '';
const visitOf = (subject: string): string => `V${subject}`;

function patientsOf(specimens: readonly WrappedSpecimen[]): Map<string, RealPatient> {
  const patients = new Map<string, RealPatient>();
  for (const { rows, message } of specimens) {
    const number = rows[0]?.['subject_id'] ?? '';
    const place = PLACES[patients.size % PLACES.length];
    if (patients.has(number) || place === undefined) continue;
    // PID of the same message: what the source says of birth and sex.
    const [birth = '', sex = ''] = /\rPID\|1\|\|[^|]*\|\|\|\|(\d*)\|(\w?)/.exec(message.toString())?.slice(1) ?? [];
    patients.set(number, { number, birth, sex: sex === 'F' ? 'F' : 'M', visit: visitOf(number), place });
  }
  return patients;
}

function admissionOf({ number, birth, sex, visit, place }: RealPatient, index: number): Buffer {
  return admission({
    at: new Date(),
    controlId: `ADT-${number}`,
    application: 'HIS',
    patient: { id: number, name: `病人${index + 1}`, sex, birth: `${birth}0101` },
    visit: { number: visit, ward: place.ward, bed: String(index + 1), department: place.department, attending: { number: place.attending, name: '' } },
  });
}

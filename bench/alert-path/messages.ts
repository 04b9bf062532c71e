/** What the bench's laboratory sends: a panel of five with a critical potassium, each for another patient. */
import { type SampleItem, result } from '../../services/links/hl7/samples.ts';
import { doctorOf, patientNumber, patientCount } from './hospital.ts';

const code = (id: string, text: string) => ({ id, text });

/** Quiet companions of the potassium, as an electrolyte panel brings them. */
const panel: readonly SampleItem[] = [
  { code: code('2951-2', '钠'), value: '139', unit: 'mmol/L', range: '137-147' },
  { code: code('2075-0', '氯'), value: '102', unit: 'mmol/L', range: '99-110' },
  { code: code('2345-7', '葡萄糖'), value: '6.1', unit: 'mmol/L', range: '3.9-6.1' },
  { code: code('2160-0', '肌酐'), value: '88', unit: 'umol/L', range: '57-97' },
];

/** The value carries the message's number, so that the platform's call can be told apart: `7.000042`. */
export const markOf = (message: number): string => `7.${String(message).padStart(6, '0')}`;

/** Finds the number again in whatever a path sends to the platform. */
export function messageOf(body: string): number | undefined {
  const digits = /\b7\.(\d{6})\b/.exec(body)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function criticalMessage(message: number, at: Date, items: number): Buffer {
  const patient = message % patientCount;
  const potassium: SampleItem = { code: code('2823-3', '钾'), value: markOf(message), unit: 'mmol/L', range: '3.5-5.3', flags: ['HH'] };
  const doctor = doctorOf(patient);
  return result({
    at,
    controlId: `BENCH${message}`,
    filler: `S${message}`,
    patient: { id: patientNumber(patient), name: `病人${patient}` },
    orderingDoctor: { number: doctor, name: `医生${doctor}` },
    order: code('24326-1', '电解质'),
    specimen: { id: 'SER', text: '血清', system: 'HL70487' },
    items: [potassium, ...panel].slice(0, items),
  });
}

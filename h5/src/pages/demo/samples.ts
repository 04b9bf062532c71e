/** What the demonstration's laboratory can be asked to report, and a message to begin from. */
import { wallTime } from '../../../../cards/words.ts';
import type { Bed } from './schema.ts';

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  /** Plainly past the limit for an adult. */
  readonly value: number;
}

export const items: readonly Item[] = [
  { id: 'potassium', name: '血钾', unit: 'mmol/L', value: 7.1 },
  { id: 'sodium', name: '血钠', unit: 'mmol/L', value: 112 },
  { id: 'glucose', name: '血糖', unit: 'mmol/L', value: 1.9 },
  { id: 'platelets', name: '血小板', unit: '×10⁹/L', value: 8 },
  { id: 'haemoglobin', name: '血红蛋白', unit: 'g/L', value: 45 },
];

/** The bed everybody is shown first; where it is not, the first there is. */
export function firstBed(beds: readonly Bed[]): Bed | undefined {
  return beds.find((candidate) => candidate.bed === '12') ?? beds[0];
}

/** An ORU^R01 as a laboratory writes it. A new control id and time each time, else it would be a repeat. */
export function sampleMessage(bed: Bed | undefined, now: Date): string {
  const at = hl7Time(now);
  const { patientNumber, name, ward, bed: place } = bed ?? { patientNumber: 'P000001', name: '', ward: '', bed: '' };
  return [
    `MSH|^~\\&|LIS|LAB|WARDLINE|HIS|${at}||ORU^R01^ORU_R01|DEMO${at}|P|2.5.1|||||CHN|UNICODE UTF-8`,
    `PID|1||${patientNumber}^^^HIS^MR||${name}`,
    `PV1|1|I|${ward}^^${place}`,
    `OBR|1||S${at}|K^电解质|||${at}`,
    `OBX|1|NM|2823-3^血钾^LN||7.1|mmol/L|3.5-5.3|HH|||F|||${at}`,
  ].join('\n');
}

function hl7Time(now: Date): string {
  const { year, month, day, hour, minute, second } = wallTime(now);
  return `${year}${[month, day, hour, minute, second].map((part) => String(part).padStart(2, '0')).join('')}`;
}

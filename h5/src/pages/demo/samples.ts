/** Where the demonstration begins: the bed, and a message to send. */
import { wallTime } from '../../../../cards/words.ts';
import type { Bed } from './schema.ts';

/** The bed everybody is shown first; where it is not, the first whose doctor has a phone. */
export function firstBed(beds: readonly Bed[]): Bed | undefined {
  const reached = beds.filter(({ hasPhone }) => hasPhone);
  return reached.find((candidate) => candidate.bed === '12') ?? reached[0] ?? beds[0];
}

/**
 * An ORU^R01 as a laboratory writes it. A new control id and time each time, else it would be
 * a repeat; no name, for the page knows only a masked one and the patient is known by the number.
 */
export function sampleMessage(bed: Bed | undefined, now: Date): string {
  const at = hl7Time(now);
  return [
    `MSH|^~\\&|LIS|LAB|WARDLINE|HIS|${at}||ORU^R01^ORU_R01|DEMO${at}|P|2.5.1|||||CHN|UNICODE UTF-8`,
    `PID|1||${bed?.patientNumber ?? ''}^^^HIS^MR`,
    `OBR|1||S${at}|K^电解质|||${at}`,
    `OBX|1|NM|2823-3^血钾^LN||7.1|mmol/L|3.5-5.3|HH|||F|||${at}`,
  ].join('\n');
}

function hl7Time(now: Date): string {
  const { year, month, day, hour, minute, second } = wallTime(now);
  return `${year}${[month, day, hour, minute, second].map((part) => String(part).padStart(2, '0')).join('')}`;
}

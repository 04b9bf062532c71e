/** What a message said, in the form one reader needs. Pure. */
import type { LaboratoryReport, Said } from './schema.ts';

/** Its reports, each with whom it is about; without a patient a report is nobody's. */
export function reportsOf({ statements, patient, sender, controlId, sentAt, visit, warnings }: Said): LaboratoryReport[] {
  if (patient === undefined) return [];
  const about = { sender, controlId, ...(sentAt !== undefined && { sentAt }), patient, ...(visit && { visit }) };
  return statements.flatMap((one) => (one.kind === 'report' ? [{ ...about, orders: one.orders, warnings }] : []));
}

/** The sender's own number in the key of an arrival: `hl7:LIS|LAB|4711#digest`, `http:his||4711#…`, `fhir:emr:Patient/1#…`. */
export function controlIdOf(arrival: string): string {
  const whole = arrival.replace(/#[0-9a-f]+(!.*)?$/, '');
  const own = whole.startsWith('fhir:') ? whole.split(':').slice(2).join(':') : /^(hl7|http):/.test(whole) ? (whole.split('|')[2] ?? whole) : whole;
  return own.startsWith('sha256:') ? `无（${own.slice(7, 19)}）` : plainOf(own);
}

function plainOf(text: string): string {
  return text.replaceAll('%7C', '|').replaceAll('%25', '%');
}

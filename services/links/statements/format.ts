/** What a message said, in the form one reader needs. Pure. */
import type { LaboratoryReport, Said } from './schema.ts';

/** Its reports, each with whom it is about; without a patient a report is nobody's. */
export function reportsOf({ statements, patient, sender, controlId, sentAt, visit, warnings }: Said): LaboratoryReport[] {
  if (patient === undefined) return [];
  const about = { sender, controlId, ...(sentAt !== undefined && { sentAt }), patient, ...(visit && { visit }) };
  return statements.flatMap((one) => (one.kind === 'report' ? [{ ...about, orders: one.orders, warnings }] : []));
}

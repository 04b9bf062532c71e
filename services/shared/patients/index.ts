/** The patients' door: who they are and where they lie. The source systems stay masters; these are copies. */
import type { Tx } from '../../core/db.ts';
import { defineModule } from '../../core/module.ts';
import type { AdmissionMessage, LaboratoryReport } from '../../links/lis/schema.ts';
import { dischargeOf, patientFacts, visitFacts } from './read-link.ts';
import { type PatientRow, type VisitRow, holderOfVisit, latestVisit, lockPatient, savePatient, saveVisit } from './store.ts';

export { type PatientRow, type VisitRow, findPatient, findVisit, latestVisit, lockPatient } from './store.ts';

export interface PatientAtVisit {
  readonly patient: PatientRow;
  readonly visit: VisitRow | undefined;
}

/** Admission, transfer, discharge: the copy follows. */
export async function applyAdmission(tx: Tx, message: AdmissionMessage, now: Date): Promise<PatientAtVisit> {
  const facts = patientFacts(message.patient);
  const patient = await savePatient(tx, facts, now);
  if (message.visit === undefined) return { patient, visit: await latestVisit(tx, patient.id) };
  const visit = visitFacts(facts.number, message.visit, new Date(message.occurredAt ?? message.sentAt ?? now));
  const dischargedAt = dischargeOf(message, visit.dischargedAt, visit.asOf);
  return { patient, visit: await saveVisit(tx, patient.id, { ...visit, dischargedAt }) };
}

/**
 * A report about a patient we may never have heard of: it must reach somebody all the same, so the patient is made from
 * what the report says. What the report says of the visit fills a new one but never moves a known patient.
 */
export async function patientOfReport(tx: Tx, report: LaboratoryReport, now: Date): Promise<PatientAtVisit> {
  const facts = patientFacts(report.patient);
  const patient = (await lockPatient(tx, { number: facts.number })) ?? (await savePatient(tx, facts, now));
  const visit = await latestVisit(tx, patient.id);
  if (visit !== undefined || report.visit === undefined) return { patient, visit };
  const fresh = visitFacts(facts.number, report.visit, new Date(report.sentAt ?? now));
  const holder = await holderOfVisit(tx, fresh.number);
  // Another patient's visit is not taken from them by a report; its place is kept under this patient's own number.
  const number = holder === undefined || holder === patient.id ? fresh.number : `${facts.number}/${fresh.number}`;
  return { patient, visit: await saveVisit(tx, patient.id, { ...fresh, number }) };
}

export const patients = defineModule({ name: 'patients' });

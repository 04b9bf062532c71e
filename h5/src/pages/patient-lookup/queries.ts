/** What the pages ask about patients, and the emergency view they may ask for. */
import { patientDetail, patientList, foundPatient } from '../../../../services/clinical/patient-lookup/schema.ts';
import type { LookupFilters, PatientDetail, PatientList } from '../../../../services/clinical/patient-lookup/schema.ts';
import { glassOpened } from '../../../../services/shared/data-scope/schema.ts';
import { get, post } from '../../app/api.ts';

export const pageSize = 30;

export function listPath(filters: LookupFilters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined && value !== '') query.set(name, value instanceof Date ? value.toISOString() : String(value));
  return `/patients?${query.toString()}`;
}

export function readPatients(filters: LookupFilters, signal?: AbortSignal): Promise<PatientList> {
  return get(listPath(filters), patientList, signal);
}

export function readPatient(id: string, signal?: AbortSignal): Promise<PatientDetail> {
  return get(`/patients/${encodeURIComponent(id)}`, patientDetail, signal);
}

export function findPatient(number: string): Promise<{ id: string }> {
  return post('/patients/find', { number }, foundPatient);
}

export function breakGlass(form: { readonly patient: string; readonly kind: string; readonly reason: string }): Promise<{ patient: string; until: Date | null }> {
  return post('/data-scope/emergency-views', form, glassOpened);
}

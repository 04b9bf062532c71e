/** What the pages ask about patients, and the emergency view they may ask for. */
import { patientDetail, patientList, foundPatient, foundPatients, plannedList } from '../../../../services/clinical/patient-lookup/schema.ts';
import type { FoundPatients, LookupFilters, PatientDetail, PatientList, PlannedList } from '../../../../services/clinical/patient-lookup/schema.ts';
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

export function readPlanned(asked: { readonly daySurgery?: string; readonly from?: Date; readonly until?: Date }, signal?: AbortSignal): Promise<PlannedList> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) query.set(name, value instanceof Date ? value.toISOString() : value);
  return get(`/planned-patients?${query.toString()}`, plannedList, signal);
}

/** What a code holds is looked for in a body, never in an address. */
export function searchPatients(text: string): Promise<FoundPatients> {
  return post('/patients/search', { text, limit: 10 }, foundPatients);
}

export function breakGlass(form: { readonly patient: string; readonly kind: string; readonly reason: string }): Promise<{ patient: string; until: Date | null }> {
  return post('/data-scope/emergency-views', form, glassOpened);
}

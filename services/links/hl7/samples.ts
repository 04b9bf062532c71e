/**
 * Messages as a Chinese hospital's systems send them: for tests, the simulated hospital, the demonstration's laboratory
 * page and the bench. Every field that is written here is one that the readers read.
 */
export type { SampleBase, SampleCode, SamplePatient, SamplePlace, SampleStaff, SampleVisit } from './samples/base.ts';
export { admission, type AdmissionSample, type SampleAllergy, type SampleDiagnosis, type SampleEvent } from './samples/stays.ts';
export { bedStatus, type BedStatusSample } from './samples/beds.ts';
export { result, type ResultSample, type SampleItem } from './samples/results.ts';
export { execution, order, type ExecutionSample, type OrderSample, type SampleAmount, type SampleOrder } from './samples/orders.ts';
export { document, type DocumentSample } from './samples/documents.ts';
export { schedule, type ScheduleSample } from './samples/schedules.ts';
export { charge, type ChargeSample, type SampleCharge } from './samples/charges.ts';

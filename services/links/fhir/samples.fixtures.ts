/** Resources as the hospital's systems send them, for tests. */
import type { AllergyIntolerance, Appointment, Bundle, BundleEntry, Condition, DiagnosticReport, DocumentReference, Encounter, FhirResource, Location, MedicationAdministration, MedicationRequest, Observation, Patient, Procedure, ServiceRequest, Slot } from 'fhir/r4.js';

export const loinc = 'http://loinc.org';
const v2 = (table: string) => `http://terminology.hl7.org/CodeSystem/v2-${table}`;

export const patient = (more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  id: 'p1',
  identifier: [
    { type: { coding: [{ system: v2('0203'), code: 'MR' }] }, system: 'urn:oid:1.2.156.1', value: 'F0001' },
    { type: { coding: [{ code: 'NI' }] }, value: '11010519491231002X' },
  ],
  name: [{ family: 'Wang', given: ['Fang'], extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation', valueCode: 'SYL' }] }, { family: '王', given: ['芳'], extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation', valueCode: 'IDE' }] }],
  gender: 'female',
  birthDate: '1949-12-31',
  telecom: [{ system: 'email', value: 'x@example.org' }, { system: 'phone', value: '0537-1234567' }, { system: 'phone', value: '13800138000' }],
  address: [{ state: '山东省', city: '青禾市', line: ['人民路1号'] }],
  contact: [{ relationship: [{ text: '儿子' }], name: { text: '王强' }, telecom: [{ system: 'phone', value: '13900139000' }] }],
  ...more,
});

const subject = { reference: 'Patient/p1' };
const encounterRef = { reference: 'Encounter/e1' };

const places: Location[] = [
  { resourceType: 'Location', id: 'bed', identifier: [{ value: '12' }], physicalType: { coding: [{ code: 'bd' }] }, partOf: { reference: '#ward' } },
  { resourceType: 'Location', id: 'ward', identifier: [{ value: 'CARD1' }], name: '心内科一病区', physicalType: { coding: [{ code: 'wa' }] } },
];

export const encounter = (more: Partial<Encounter> = {}): Encounter => ({
  resourceType: 'Encounter',
  id: 'e1',
  identifier: [{ value: 'ZY20260001' }],
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject,
  period: { start: '2026-11-01T08:00:00+08:00' },
  serviceProvider: { identifier: { value: 'CARD' }, display: '心血管内科' },
  participant: [{ type: [{ coding: [{ code: 'ATND' }] }], individual: { identifier: { value: '1001' }, display: '李静' } }],
  location: [{ location: { reference: '#bed' }, status: 'active' }],
  contained: places,
  ...more,
});

export const potassium = (value: number, more: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }],
  code: { coding: [{ system: 'urn:oid:1.2.156.2', code: 'K', display: '钾' }, { system: loinc, code: '2823-3', display: 'Potassium' }], text: '血钾' },
  subject,
  encounter: encounterRef,
  effectiveDateTime: '2026-11-02T06:00:00+08:00',
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  referenceRange: [{ low: { value: 3.5 }, high: { value: 5.3 } }],
  interpretation: [{ coding: [{ code: 'HH' }] }],
  ...more,
});

export const report = (more: Partial<DiagnosticReport> = {}): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  id: 'd1',
  identifier: [{ type: { coding: [{ code: 'FILL' }] }, value: 'L2026-1' }],
  basedOn: [{ reference: 'ServiceRequest/s1' }],
  status: 'final',
  category: [{ coding: [{ system: v2('0074'), code: 'CH' }] }],
  code: { text: '电解质' },
  subject,
  encounter: encounterRef,
  effectiveDateTime: '2026-11-02T06:00:00+08:00',
  issued: '2026-11-02T07:00:00+08:00',
  result: [{ reference: 'Observation/o1' }],
  ...more,
});

export const request = (more: Partial<ServiceRequest> = {}): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  id: 's1',
  identifier: [{ type: { coding: [{ code: 'PLAC' }] }, value: 'YZ-1' }],
  status: 'active',
  intent: 'order',
  category: [{ coding: [{ system: 'http://snomed.info/sct', code: '108252007' }] }],
  priority: 'stat',
  code: { text: '电解质六项' },
  subject,
  encounter: encounterRef,
  authoredOn: '2026-11-02T05:30:00+08:00',
  requester: { identifier: { value: '1001' }, display: '李静' },
  ...more,
});

export const prescription = (more: Partial<MedicationRequest> = {}): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  id: 'm1',
  identifier: [{ value: 'YZ-2' }],
  groupIdentifier: { value: 'G7' },
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { coding: [{ system: 'urn:oid:1.2.156.3', code: 'D001' }], text: '氯化钾缓释片' },
  subject,
  encounter: encounterRef,
  authoredOn: '2026-11-02T09:00:00+08:00',
  courseOfTherapyType: { coding: [{ code: 'continuous' }] },
  dosageInstruction: [{ timing: { code: { text: '每日两次' } }, route: { text: '口服' }, doseAndRate: [{ doseQuantity: { value: 1, unit: '片' } }], patientInstruction: '饭后' }],
  ...more,
});

export const administration = (more: Partial<MedicationAdministration> = {}): MedicationAdministration => ({
  resourceType: 'MedicationAdministration', id: 'a1', status: 'completed', medicationCodeableConcept: { text: '氯化钾缓释片' }, subject, context: encounterRef, effectiveDateTime: '2026-11-02T10:00:00+08:00', request: { reference: 'MedicationRequest/m1' }, performer: [{ actor: { identifier: { value: '2001' } } }], dosage: { dose: { value: 1, unit: '片' } }, ...more,
});

export const condition = (more: Partial<Condition> = {}): Condition => ({
  resourceType: 'Condition', id: 'c1', verificationStatus: { coding: [{ code: 'confirmed' }] }, category: [{ coding: [{ code: 'encounter-diagnosis' }] }], code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I21.9', display: '急性心肌梗死' }] }, subject, encounter: encounterRef, recordedDate: '2026-11-01T09:00:00+08:00', ...more,
});

export const allergy = (more: Partial<AllergyIntolerance> = {}): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance', id: 'al1', patient: subject, criticality: 'high', code: { text: '青霉素' }, reaction: [{ manifestation: [{ text: '皮疹' }] }], ...more,
});

export const surgery = (more: Partial<Procedure> = {}): Procedure => ({
  resourceType: 'Procedure', id: 'op1', identifier: [{ value: 'SS-1' }], status: 'completed', category: { coding: [{ code: '387713003' }] }, code: { text: '腹腔镜阑尾切除术' }, subject, encounter: encounterRef, performedPeriod: { start: '2026-11-03T09:00:00+08:00', end: '2026-11-03T10:00:00+08:00' },
  performer: [{ function: { text: '主刀' }, actor: { identifier: { value: '1001' } } }, { function: { text: '麻醉医师' }, actor: { identifier: { value: '1009' } } }], ...more,
});

export const appointment = (more: Partial<Appointment> = {}): Appointment => ({
  resourceType: 'Appointment', id: 'ap1', identifier: [{ value: 'YY-1' }], status: 'booked', start: '2026-11-05T09:00:00+08:00', end: '2026-11-05T09:15:00+08:00', slot: [{ reference: 'Slot/sl1' }], participant: [{ actor: subject, status: 'accepted' }, { actor: { type: 'Practitioner', identifier: { value: '1001' } }, status: 'accepted' }], ...more,
});

export const slot = (more: Partial<Slot> = {}): FhirResource[] => [
  { resourceType: 'Slot', id: 'sl1', identifier: [{ value: 'HY-1' }], schedule: { reference: 'Schedule/sc1' }, status: 'free', start: '2026-11-04T17:00:00Z', end: '2026-11-04T20:00:00Z', ...more },
  { resourceType: 'Schedule', id: 'sc1', actor: [{ type: 'Practitioner', identifier: { value: '1001' } }, { type: 'Organization', identifier: { value: 'CARD' } }], serviceType: [{ text: '专家门诊' }] },
];

export const documentReference = (more: Partial<DocumentReference> = {}): DocumentReference => ({
  resourceType: 'DocumentReference', id: 'dr1', masterIdentifier: { value: 'BL-1' }, status: 'current', docStatus: 'final', type: { coding: [{ code: 'EMR0201' }], text: '入院记录' }, subject, date: '2026-11-01T12:00:00+08:00', author: [{ identifier: { value: '1002' }, type: 'Practitioner' }], content: [{ attachment: { contentType: 'application/pdf', url: 'Binary/b1' } }], context: { encounter: [encounterRef] }, ...more,
});

export function bundle(type: Bundle['type'], resources: readonly FhirResource[], more: Partial<Bundle> = {}): Bundle {
  const entry = resources.map((resource): BundleEntry => ({
    fullUrl: `http://his.example/fhir/${resource.resourceType}/${resource.id ?? ''}`,
    resource,
    ...((type === 'transaction' || type === 'batch') && { request: { method: 'PUT', url: `${resource.resourceType}/${resource.id ?? ''}` } }),
  }));
  return { resourceType: 'Bundle', type, id: 'b-1', timestamp: '2026-11-02T08:00:00+08:00', entry, ...more };
}

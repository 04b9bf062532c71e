/** ADT as a message bundle: Patient, Encounter, Conditions, allergies. */
import type { AllergyIntolerance, Bundle, Condition, Encounter, EncounterLocation, Extension, FhirResource, Location, Patient } from 'fhir/r4.js';
import type { AdmissionSample, SamplePatient, SampleVisit } from '../facts.ts';
import { coded, concept, departmentRef, message, moment, patientNumber, staffRef, typed, urlOf, v2 } from './base.ts';

export function stayBundle(sample: AdmissionSample): Bundle {
  const { patient, visit, diagnoses = [], allergies, event = 'A01', at, application = 'HIS' } = sample;
  const subject = { reference: 'urn:qinghe:patient:0' };
  const conditions = diagnoses.map((each, index): Condition => ({
    resourceType: 'Condition', id: String(index),
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', ...(each.code !== undefined && { code: each.code }), display: each.name }], text: each.name }, subject,
    ...(each.at !== undefined && { recordedDate: moment(each.at) }), ...(each.by !== undefined && { asserter: staffRef(each.by) }),
  }));
  const use = diagnoses.map((each, index) => ({ condition: { reference: urlOf({ ...(conditions[index] as Condition) }) }, use: coded(v2('0052'), each.type ?? 'W'), rank: each.rank ?? index + 1 }));
  const stay: readonly FhirResource[] = visit === undefined ? [] : [encounterOf(visit, sample, use), ...conditions.map((each) => ({ ...each, encounter: { reference: 'urn:qinghe:encounter:0' } }))];
  return message({ at, ...(sample.controlId !== undefined && { controlId: sample.controlId }) }, event, application, [personOf(patient), ...stay, ...allergyResources(allergies, at)]);
}

export function personOf({ id, name, sex, birth, card, phone, address, guardian }: SamplePatient): Patient {
  const day = birth === undefined ? undefined : `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6, 8)}`;
  const hour = birth === undefined || birth.length <= 8 ? undefined : `${day}T${birth.slice(8, 10)}:${birth.slice(10, 12)}:00+08:00`;
  return {
    resourceType: 'Patient', id: '0', identifier: [patientNumber(id), ...(card === undefined ? [] : [{ ...typed('NI', card), assigner: { display: 'GA' } }])], name: [{ text: name }],
    ...(sex !== undefined && { gender: sex === 'M' ? 'male' : 'female' }), ...(day !== undefined && { birthDate: day }),
    ...(hour !== undefined && { _birthDate: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: hour }] } }),
    ...(phone !== undefined && { telecom: [{ system: 'phone' as const, value: phone }] }), ...(address !== undefined && { address: [{ text: address }] }),
    ...(guardian !== undefined && { contact: [{ name: { text: guardian.name }, ...(guardian.relation !== undefined && { relationship: [{ text: guardian.relation }] }), ...(guardian.phone !== undefined && { telecom: [{ system: 'phone' as const, value: guardian.phone }] }) }] }),
  };
}

const statuses: Readonly<Record<string, Encounter['status']>> = { A03: 'finished', A04: 'arrived', A05: 'planned', A38: 'cancelled' };

const classes = { I: 'IMP', O: 'AMB', E: 'EMER', P: 'PRENC', T: 'AMB' } as const;

function encounterOf(visit: SampleVisit, { event = 'A01', prior }: AdmissionSample, diagnosis: NonNullable<Encounter['diagnosis']>): Encounter {
  const { number, patientClass = 'I', department, attending, nurse, admittedAt, dischargedAt, disposition } = visit;
  const isPlanned = event === 'A05';
  const places = [...placesOf('now', isPlanned ? (visit.plannedPlace ?? {}) : visit), ...(prior === undefined ? [] : placesOf('before', prior))];
  const at = (mark: string): string | undefined => places.find(({ id }) => id?.startsWith(mark) === true)?.id;
  const location = [['before', 'completed'], ['now', isPlanned ? 'planned' : 'active']].flatMap(([mark = '', status]): EncounterLocation[] => (at(mark) === undefined ? [] : [{ location: { reference: `#${at(mark)}` }, status: status as 'active' }]));
  return {
    resourceType: 'Encounter', id: '0', ...(places.length > 0 && { contained: places }), ...(number !== undefined && { identifier: [typed('VN', number)] }),
    status: statuses[event] ?? 'in-progress', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: visit.daySurgery === true ? 'SS' : classes[patientClass] }, subject: { reference: 'urn:qinghe:patient:0' }, ...(patientClass === 'T' && { type: [{ text: '体检' }] }),
    ...(department !== undefined && { serviceProvider: departmentRef(department) }),
    participant: [...(attending === undefined ? [] : [{ type: [coded('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'ATND')], individual: staffRef(attending) }]), ...(nurse === undefined ? [] : [{ type: [{ text: '责任护士' }], individual: staffRef(nurse) }])],
    period: { ...((isPlanned ? visit.plannedAt : admittedAt) !== undefined && { start: moment((isPlanned ? visit.plannedAt : admittedAt) as Date) }), ...(dischargedAt !== undefined && { end: moment(dischargedAt) }) },
    ...(location.length > 0 && { location }), ...(diagnosis.length > 0 && { diagnosis }), ...(disposition !== undefined && { hospitalization: { dischargeDisposition: { text: disposition } } }), extension: careOf(visit),
  };
}

/** A bed in a room in a ward: the innermost first, each part of the next. */
function placesOf(mark: string, { ward, room, bed }: Pick<SampleVisit, 'ward' | 'room' | 'bed'>): Location[] {
  const levels = ([['bd', bed], ['ro', room], ['wa', ward]] as const).flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
  return levels.map(({ kind, value }, index): Location => {
    const above = levels[index + 1];
    return { resourceType: 'Location', id: `${mark}-${kind}`, identifier: [{ value }], physicalType: coded('http://terminology.hl7.org/CodeSystem/location-physical-type', kind), ...(above !== undefined && { partOf: { reference: `#${mark}-${above.kind}` } }) };
  });
}

/** R4 has no element for these; docs/fhir.md names the extensions. */
function careOf({ careLevel, condition, isolation, feeCategory, dischargePlannedAt }: SampleVisit): Extension[] {
  const leaves: Extension[] = dischargePlannedAt === undefined ? [] : [{ url: 'https://qinghe.example/fhir/StructureDefinition/encounter-plannedDischarge', valueDateTime: moment(dischargePlannedAt) }];
  return [...leaves, ...Object.entries({ 'encounter-careLevel': careLevel, 'encounter-condition': condition, 'encounter-isolation': isolation, 'encounter-feeCategory': feeCategory })
    .flatMap(([name, value]) => (value === undefined || value === null ? [] : [{ url: `https://qinghe.example/fhir/StructureDefinition/${name}`, valueString: value }]))];
}

/** None are known: said by the code for it. */
const noneKnown = coded('http://snomed.info/sct', '716186003', '无已知过敏');

function allergyResources(allergies: AdmissionSample['allergies'], at: Date): AllergyIntolerance[] {
  const patient = { reference: 'urn:qinghe:patient:0' };
  const clinicalStatus = coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active');
  if (allergies?.length === 0) return [{ resourceType: 'AllergyIntolerance', id: 'none', patient, clinicalStatus, code: noneKnown, recordedDate: moment(at) }];
  return (allergies ?? []).map(({ substance, reaction, severity }, index) => ({
    resourceType: 'AllergyIntolerance', id: String(index), patient, clinicalStatus, code: concept({ ...substance, system: substance.system ?? 'L' }), recordedDate: moment(at),
    ...(reaction !== undefined && { reaction: [{ manifestation: [{ text: reaction }], ...(severity !== undefined && { severity: severities[severity] }) }] }),
  }));
}

const severities = { SV: 'severe', MO: 'moderate', MI: 'mild' } as const;

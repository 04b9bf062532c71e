/** Orders as ServiceRequest and MedicationRequest, consultations with who is asked and what was answered; what is dispensed and given. */
import type { Annotation, Bundle, CodeableConcept, Extension, FhirResource, Medication, MedicationAdministration, MedicationDispense, MedicationRequest, Period, PractitionerRole, Provenance, Quantity, ServiceRequest } from 'fhir/r4.js';
import type { ExecutionSample, OrderSample, SampleOrder, SamplePatient, SampleVisit } from '../facts.ts';
import { coded, concept, departmentRef, exact, moment, orderRef, patientRef, staffRef, transaction, typed, visitRef } from './base.ts';

type Amount = NonNullable<SampleOrder['dose']>;
const quantity = ({ amount, unit }: Amount): Quantity => ({ value: exact(amount), ...(unit !== undefined && { unit }) });
const noted = (text: string | undefined): { note: Annotation[] } | Record<string, never> => (text === undefined ? {} : { note: [{ text }] });

export function orderBundle(sample: OrderSample): Bundle {
  const { patient, visit, orders, type } = sample;
  return transaction(sample, orders.map((one, index) => (type === 'RDE' ? prescription(one, { patient, visit, id: String(index) }) : request(one, type, { patient, visit, id: String(index) }))));
}

interface Whom {
  readonly patient: SamplePatient;
  readonly visit: SampleVisit | undefined;
  readonly id: string;
}

/** ORC-1 and ORC-5 as R4 says them. It has no word for an order under way, and of a service none for one that was stopped: revoked, with its end. */
function statusOf({ control, status }: SampleOrder): 'active' | 'completed' | 'revoked' | 'on-hold' {
  if (control === 'CA' || status === 'CA' || control === 'DC' || status === 'DC') return 'revoked';
  if (control === 'HD' || status === 'HD') return 'on-hold';
  return status === 'CM' ? 'completed' : 'active';
}

function drugStatusOf(one: SampleOrder): 'active' | 'completed' | 'stopped' | 'cancelled' | 'on-hold' {
  const status = statusOf(one);
  return status !== 'revoked' ? status : one.control === 'DC' || one.status === 'DC' ? 'stopped' : 'cancelled';
}

const priorityOf = ({ urgent }: SampleOrder): { priority: 'stat' | 'routine' } | Record<string, never> => (urgent === undefined ? {} : { priority: urgent ? 'stat' : 'routine' });

function periodOf({ startAt, stopAt }: SampleOrder): Period | undefined {
  return startAt === undefined && stopAt === undefined ? undefined : { ...(startAt !== undefined && { start: moment(startAt) }), ...(stopAt !== undefined && { end: moment(stopAt) }) };
}

const terms: Readonly<Record<string, CodeableConcept>> = { 长期: { coding: [{ code: 'continuous' }], text: '长期' }, 临时: { coding: [{ code: 'acute' }], text: '临时' } };

function prescription(one: SampleOrder, { patient, visit, id }: Whom): MedicationRequest {
  const { number, item, specification, term, dose, route, frequency, note, doctor, department, orderedAt, group, prescription: sheet, quantity: whole } = one;
  const period = periodOf(one);
  return {
    resourceType: 'MedicationRequest', id, identifier: [typed('PLAC', number)], ...((group ?? sheet) !== undefined && { groupIdentifier: { value: group ?? sheet ?? '' } }), status: drugStatusOf(one), intent: 'order', ...priorityOf(one), subject: patientRef(patient), ...visitRef(visit), authoredOn: moment(orderedAt),
    contained: [...drugOf(one), ...stopped(one)], eventHistory: history(one),
    ...(specification === undefined ? { medicationCodeableConcept: concept(item) } : { medicationReference: { reference: '#drug' } }),
    ...(term !== undefined && (terms[term] === undefined ? { category: [{ text: term }] } : { courseOfTherapyType: terms[term] })), ...departmentOf(department),
    ...noted(note), ...(doctor !== undefined && { requester: staffRef(doctor) }), ...(whole !== undefined && { dispenseRequest: { quantity: quantity(whole) } }),
    dosageInstruction: [{ ...(route !== undefined && { route: { text: route } }), ...(dose !== undefined && { doseAndRate: [{ doseQuantity: quantity(dose) }] }), timing: { ...(frequency !== undefined && { code: { text: frequency } }), ...(period !== undefined && { repeat: { boundsPeriod: period } }) } }],
  };
}

/** Who stopped it stands in the request's history. */
function stopped({ control, enteredBy, stopAt, orderedAt }: SampleOrder): Provenance[] {
  return control === 'DC' && enteredBy !== undefined ? [{ resourceType: 'Provenance', id: 'stopped', target: [{ reference: '#' }], recorded: moment(stopAt ?? orderedAt), activity: { text: '停止' }, agent: [{ who: staffRef(enteredBy) }] }] : [];
}
const history = (one: SampleOrder): { reference: string }[] => stopped(one).map(({ id = '' }) => ({ reference: `#${id}` }));

/** The ward's department where the requester is a person: R4 has no place for both. */
const departmentOf = (department: string | undefined): { extension: Extension[] } | Record<string, never> => (department === undefined ? {} : { extension: [{ url: 'https://qinghe.example/fhir/StructureDefinition/request-department', valueReference: departmentRef(department) }] });

/** What a package holds is a property of the drug. */
const drugOf = ({ item, specification }: SampleOrder): Medication[] => (specification === undefined ? [] : [{ resourceType: 'Medication', id: 'drug', code: concept(item), form: { text: specification } }]);

/** The categories of the R4 example value set; what it has not, in the hospital's own words. */
const categories: Readonly<Record<string, CodeableConcept>> = {
  LAB: coded('http://snomed.info/sct', '108252007', '检验'), RAD: coded('http://snomed.info/sct', '363679005', '检查'), US: coded('http://snomed.info/sct', '363679005', '检查'), SUR: coded('http://snomed.info/sct', '387713003', '手术'), NRS: coded('http://snomed.info/sct', '9632001', '护理'),
  TRT: coded('http://snomed.info/sct', '277132007', '治疗'), CON: coded('http://snomed.info/sct', '11429006', '会诊'),
};
const diet = coded('http://snomed.info/sct', '182922004', '膳食');

function request(one: SampleOrder, type: OrderSample['type'], { patient, visit, id }: Whom): ServiceRequest {
  const { number, item, service, term, note, doctor, department, orderedAt, group, consultation, frequency } = one;
  const period = periodOf(one);
  const category = type === 'OMD' ? diet : categories[service ?? (type === 'OML' ? 'LAB' : '')];
  const opinion = consultation?.opinion;
  return {
    resourceType: 'ServiceRequest', id, identifier: [typed('PLAC', number)], ...(group !== undefined && { requisition: { value: group } }), status: statusOf(one), intent: 'order', ...priorityOf(one), subject: patientRef(patient), ...visitRef(visit), authoredOn: moment(orderedAt),
    category: [...(category === undefined ? [] : [category]), ...(term === undefined ? [] : [{ text: term }])], code: concept(item), ...(doctor !== undefined && { requester: staffRef(doctor) }),
    ...departmentOf(department), contained: [...stopped(one), ...rolesIn(one)], relevantHistory: history(one),
    ...(frequency !== undefined ? { occurrenceTiming: { code: { text: frequency }, ...(period !== undefined && { repeat: { boundsPeriod: period } }) } } : period === undefined ? {} : { occurrencePeriod: period }),
    ...(consultation?.purpose !== undefined && { reasonCode: [{ text: consultation.purpose }] }), ...(consultation === undefined ? {} : { performer: consultation.invited.map(({ department: asked, staff }, index) => (staff === undefined ? departmentRef(asked ?? '') : { reference: `#role-${index}` })) }),
    ...(opinion === undefined ? noted(note) : { note: [{ authorReference: staffRef(opinion.by), time: moment(opinion.at), text: opinion.text }] }),
  };
}

/** Somebody who is asked acts for her department. */
function rolesIn({ consultation }: SampleOrder): PractitionerRole[] {
  return (consultation?.invited ?? []).flatMap(({ department, staff }, index) => (staff === undefined ? [] : [{ resourceType: 'PractitionerRole', id: `role-${index}`, practitioner: staffRef(staff), ...(department !== undefined && { organization: departmentRef(department) }) }]));
}

export function executionBundle(sample: ExecutionSample): Bundle {
  const { patient, visit, order, type = 'RAS', at, number = 1, by, dose = order.dose, status, note } = sample;
  const common = { id: '0', identifier: [{ value: `${order.number}|${type === 'RDS' ? 'D' : 'A0.'}${number}` }], subject: patientRef(patient), medicationCodeableConcept: concept(order.item), ...noted(note), ...(by !== undefined && { performer: [{ actor: staffRef(by) }] }) };
  const context = 'encounter' in visitRef(visit) ? { context: visitRef(visit).encounter } : {};
  const dispensed: MedicationDispense = { resourceType: 'MedicationDispense', ...common, ...context, status: 'completed', authorizingPrescription: [orderRef('MedicationRequest', order.number)], whenHandedOver: moment(at), ...(dose !== undefined && { quantity: quantity(dose) }) };
  const given: MedicationAdministration = { resourceType: 'MedicationAdministration', ...common, ...context, status: status === 'RE' || status === 'NA' ? 'not-done' : 'completed', request: orderRef('MedicationRequest', order.number), effectiveDateTime: moment(at), ...(dose !== undefined && { dosage: { dose: quantity(dose) } }) };
  return transaction(sample, [(type === 'RDS' ? dispensed : given) as FhirResource]);
}

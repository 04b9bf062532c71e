/** What all resources share: references by number, codes, people, decimals with their digits, and the bundle. */
import type { Bundle, BundleEntry, CodeableConcept, Coding, FhirResource, Identifier, Reference } from 'fhir/r4.js';
import type { SampleItem, SamplePatient, SampleStaff, SampleVisit } from '../facts.ts';

type SampleCode = SampleItem['code'];

export const v2 = (table: string): string => `http://terminology.hl7.org/CodeSystem/v2-${table}`;
const loinc = 'http://loinc.org';

/** A system's own code keeps its own name of the system: there is no registry for them. */
const systemOf = (system: string | undefined): string => (system === undefined || system === 'LN' ? loinc : system);

export function concept({ id, text, system, local }: SampleCode): CodeableConcept {
  return { coding: [{ system: systemOf(system), code: id, display: text }, ...(local === undefined ? [] : [{ system: 'L', code: local.id, display: local.text }])], text };
}

export const coded = (system: string, code: string, display?: string): CodeableConcept => ({ coding: [{ system, code, ...(display !== undefined && { display }) } satisfies Coding] });
export const typed = (type: string, value: string): Identifier => ({ type: coded(v2('0203'), type), value });

const called = (type: string, identifier: Identifier, display?: string): Reference => ({ type, identifier, ...(display !== undefined && { display }) });

/** `MR` as HIS gives it. */
export const patientNumber = (value: string): Identifier => ({ ...typed('MR', value), assigner: { display: 'HIS' } });
export const patientRef = ({ id, name }: SamplePatient): Reference => called('Patient', patientNumber(id), name);
export const visitRef = (visit: SampleVisit | undefined): { encounter: Reference } | Record<string, never> => (visit?.number === undefined ? {} : { encounter: called('Encounter', typed('VN', visit.number)) });
export const staffRef = ({ number, name }: SampleStaff): Reference => called('Practitioner', { value: number }, name);
export const departmentRef = (code: string): Reference => called('Organization', { value: code });
export const orderRef = (type: 'ServiceRequest' | 'MedicationRequest', number: string): Reference => called(type, typed('PLAC', number));

/** With the hospital's offset, as its systems write it. */
export function moment(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

/** Of the private use area: no text of a hospital begins with it. */
const mark = '\uE0FD';
const decimal = new RegExp(`"${mark}(-?[\\d.]+)"`, 'g');

/** A decimal as it was measured: `4.0` is not `4`. Written raw by `bytesOf`. */
export const exact = (text: string): number => `${mark}${text}` as unknown as number;

/** JSON that keeps the digits of decimals. */
export function bytesOf(resource: FhirResource): Buffer {
  return Buffer.from(JSON.stringify(resource).replaceAll(decimal, '$1'));
}

export interface About {
  readonly at: Date;
  readonly controlId?: string;
}

/** Everything in it is new to the receiver but what its identifiers name: urls of this bundle alone. */
export function transaction({ at, controlId }: About, resources: readonly FhirResource[]): Bundle {
  return { resourceType: 'Bundle', type: 'transaction', ...numbered(controlId), timestamp: moment(at), entry: resources.map((resource): BundleEntry => ({ fullUrl: urlOf(resource), resource: bare(resource), request: { method: 'POST', url: resource.resourceType } })) };
}

/** A message says what happened: its event is that of table 0003. */
export function message({ at, controlId }: About, event: string, application: string, resources: readonly FhirResource[]): Bundle {
  const header: FhirResource = { resourceType: 'MessageHeader', eventCoding: { system: v2('0003'), code: event }, source: { software: application, endpoint: 'urn:qinghe:platform' }, focus: resources.slice(0, 1).map((resource) => ({ reference: urlOf(resource) })) };
  return { resourceType: 'Bundle', type: 'message', ...numbered(controlId), timestamp: moment(at), entry: [header, ...resources].map((resource): BundleEntry => ({ fullUrl: urlOf(resource), resource: bare(resource) })) };
}

const numbered = (value: string | undefined): { identifier: Identifier } | Record<string, never> => (value === undefined ? {} : { identifier: { value } });

/** The id of a resource is its place in this bundle and goes no further. */
export const urlOf = ({ resourceType, id = '0' }: FhirResource): string => `urn:qinghe:${resourceType.toLowerCase()}:${id}`;
const bare = ({ id: _id, ...resource }: FhirResource): FhirResource => resource as FhirResource;

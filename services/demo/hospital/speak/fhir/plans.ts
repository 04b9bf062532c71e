/** Bookings as Appointment, clinic sessions as Slot with its Schedule, the theatre's list as Procedure. */
import type { Appointment, Bundle, FhirResource, Location, Procedure, Schedule, Slot } from 'fhir/r4.js';
import type { ScheduleSample } from '../facts.ts';
import { personOf } from './stays.ts';
import { concept, departmentRef, moment, patientRef, staffRef, transaction, typed, visitRef } from './base.ts';

export function scheduleBundle(sample: ScheduleSample): Bundle {
  const { patients, kind } = sample;
  if (kind === '手术') return transaction(sample, [operationOf(sample)]);
  return transaction(sample, patients.length === 0 ? sessionOf(sample) : [...patients.map(personOf), bookingOf(sample)]);
}

const roomOf = (value: string): Location[] => [{ resourceType: 'Location', id: 'room', identifier: [{ value }], physicalType: { coding: [{ code: 'ro' }] } }];

const states: Readonly<Record<string, Appointment['status']>> = { Booked: 'booked', Started: 'arrived', Complete: 'fulfilled', Cancelled: 'cancelled', Noshow: 'noshow' };

function bookingOf({ patients, number, session, status = 'Booked', from, until, service, place, staff = [], reason }: ScheduleSample): Appointment {
  const actors = [...patients.map(() => ({ reference: 'urn:qinghe:patient:0' })), ...staff.map(staffRef), ...(place?.ward === undefined ? [] : [departmentRef(place.ward)])];
  return {
    resourceType: 'Appointment', id: '0', identifier: [typed('PLAC', number)], status: states[status] ?? 'booked', start: moment(from), ...(until !== undefined && { end: moment(until) }), ...(service !== undefined && { serviceType: [concept(service)] }), ...(reason !== undefined && { description: reason }),
    ...(session !== undefined && { slot: [{ type: 'Slot', identifier: { value: session } }] }), participant: actors.map((actor) => ({ actor, status: 'accepted' as const })),
  };
}

function sessionOf({ number, event, status, from, until = from, service, place, staff = [], reason }: ScheduleSample): FhirResource[] {
  const actors = [...staff.map(staffRef), ...(place?.ward === undefined ? [] : [departmentRef(place.ward)]), ...(place?.room === undefined ? [] : [{ reference: '#room' }])];
  const schedule: Schedule = { resourceType: 'Schedule', id: '0', ...(place?.room !== undefined && { contained: roomOf(place.room) }), actor: actors };
  const slot: Slot = {
    resourceType: 'Slot', id: '0', identifier: [{ value: number }], schedule: { reference: 'urn:qinghe:schedule:0' }, status: event === 'S23' || status === 'Blocked' ? 'busy-unavailable' : 'free', start: moment(from), end: moment(until), ...(service !== undefined && { serviceType: [concept(service)] }), ...(reason !== undefined && { comment: reason }),
  };
  return [schedule, slot];
}

const running: Readonly<Record<string, Procedure['status']>> = { Booked: 'preparation', Started: 'in-progress', Complete: 'completed', Cancelled: 'not-done' };

function operationOf({ patients: [patient], visit, number, order = number, status = 'Booked', from, until, service, place, staff = [], note }: ScheduleSample): Procedure {
  const [sequence] = /^\d+/.exec(note ?? '') ?? [];
  return {
    resourceType: 'Procedure', id: '0', identifier: [typed('PLAC', order)], status: running[status] ?? 'preparation', category: { coding: [{ system: 'http://snomed.info/sct', code: '387713003' }] }, subject: patient === undefined ? {} : patientRef(patient), ...visitRef(visit), ...(service !== undefined && { code: concept(service) }),
    performedPeriod: { start: moment(from), ...(until !== undefined && { end: moment(until) }) }, performer: staff.map((each) => ({ ...(each.role !== undefined && { function: { text: each.role } }), actor: staffRef(each) })),
    ...(place?.room !== undefined && { contained: roomOf(place.room), location: { reference: '#room' } }),
    ...(sequence !== undefined && { extension: [{ url: 'https://qinghe.example/fhir/StructureDefinition/procedure-sequence', valueInteger: Number(sequence) }] }),
  };
}

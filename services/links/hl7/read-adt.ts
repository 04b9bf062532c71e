/** Admission messages: enough to know who lies where and whose patient it is. */
import { segmentOf, text, type Message } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { instant, placeField, present, type Reading } from './read/common.ts';
import { isProblem, readPatient, readVisit } from './read/patient.ts';
import { ADMISSION_EVENTS, type AdmissionMessage, type Place } from './schema.ts';

/** The events of an ADT that we understand. */
export type AdmissionEvent = (typeof ADMISSION_EVENTS)[number];

/** Whether an event code is one of them. */
export function isAdmissionEvent(event: string): event is AdmissionEvent {
  return ADMISSION_EVENTS.some((known) => known === event);
}

/** The admission event, or what the message lacks. Only an update of the person (A08) means something without PV1. */
export function readAdmission(message: Message, event: AdmissionEvent, zone: string): AdmissionMessage | Problem {
  const reading: Reading = { zone, warnings: [] };
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const pv1 = segmentOf(message, 'PV1');
  if (!pv1 && event !== 'A08') return problem('visit-missing');
  const { header } = message;
  const evn = segmentOf(message, 'EVN');
  return present({
    sender: { application: header.sendingApplication, facility: header.sendingFacility },
    controlId: header.controlId,
    event,
    sentAt: instant(reading, segmentOf(message, 'MSH'), 7),
    occurredAt: instant(reading, evn, 6) ?? instant(reading, evn, 2),
    patient,
    visit: readVisit(message, reading),
    prior: text(pv1, 6) === undefined ? undefined : nonEmpty(placeField(pv1, 6)),
    warnings: reading.warnings,
  });
}

function nonEmpty(place: Place): Place | undefined {
  return Object.keys(place).length === 0 ? undefined : place;
}

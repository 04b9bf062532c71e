/** Admission messages: who lies where and whose patient it is. */
import { segmentOf, text, type Message } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { placeField, present, type Reading } from './read/common.ts';
import { readEnds } from './read/ends.ts';
import { isProblem, readPatient, readVisit } from './read/patient.ts';
import type { Place, Said, StayEvent } from '../statements/schema.ts';

/** The events of an ADT that we understand, by what they do to a stay. */
const EVENTS = {
  A01: 'admit',
  A02: 'transfer',
  A03: 'discharge',
  A04: 'register',
  A08: 'update',
  A11: 'cancel-admit',
  A12: 'cancel-transfer',
  A13: 'cancel-discharge',
} as const satisfies Record<string, StayEvent>;

export type AdmissionEvent = keyof typeof EVENTS;

/** Whether an event code is one of them. */
export function isAdmissionEvent(event: string): event is AdmissionEvent {
  return Object.hasOwn(EVENTS, event);
}

/** The person and her stay, or what the message lacks. Only an update of the person (A08) means something without PV1. */
export function readAdmission(message: Message, event: AdmissionEvent, zone: string): Said | Problem {
  const reading: Reading = { zone, warnings: [] };
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const pv1 = segmentOf(message, 'PV1');
  if (!pv1 && event !== 'A08') return problem('visit-missing');
  const visit = readVisit(message, reading);
  const prior = text(pv1, 6) === undefined ? undefined : nonEmpty(placeField(pv1, 6));
  const stay = present({ kind: 'stay' as const, event: EVENTS[event], prior });
  return present({
    ...readEnds(message, reading),
    patient,
    visit,
    statements: [{ kind: 'person' as const }, ...(visit === undefined ? [] : [stay])],
    warnings: reading.warnings,
  });
}

function nonEmpty(place: Place): Place | undefined {
  return Object.keys(place).length === 0 ? undefined : place;
}

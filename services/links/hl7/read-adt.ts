/** ADT: who the patient is, where she lies, which numbers are hers, what she must not get, what she has; what a bed is ready for. */
import { segmentOf, segmentsOf, text, type Message } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { readAllergies } from './read/allergies.ts';
import { orNothing, placeField, present, warn, type Reading } from './read/common.ts';
import { readDiagnoses } from './read/diagnoses.ts';
import { readEnds } from './read/ends.ts';
import { adtEvent, type AdtEvent } from './read/events.ts';
import { perPatient } from './read/groups.ts';
import { formerNumbers, readLink, readMerge, readMove } from './read/merge.ts';
import { isProblem, readPatient } from './read/patient.ts';
import { readVisit } from './read/visit.ts';
import { readBeds } from './read-beds.ts';
import type { Patient, Said, Statement, Visit } from '../statements/schema.ts';

/** One for each patient of the message, or what it lacks. */
export function readAdmissions(message: Message, fresh: () => Reading): Said[] | Problem {
  const { event } = message.header;
  if (event === '') return problem('event-missing');
  if (event === 'A20') return [readBeds(message, fresh())];
  const does = adtEvent(event);
  const parts = does?.several === true ? perPatient(message) : [message];
  const read = parts.map((part) => (event === 'A24' || event === 'A37' ? readLinked(part, fresh()) : does === undefined ? readOther(part, fresh()) : readOne(part, does, fresh())));
  return read.find(isProblem) ?? (read as Said[]);
}

function readOne(message: Message, does: AdtEvent, reading: Reading): Said | Problem {
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const pv1 = segmentOf(message, 'PV1');
  if (segmentsOf(message, 'PV1').length > 1) warn(reading, 'PV1', 'several-visits');
  if (!pv1 && does.needsVisit) return problem('visit-missing');
  const visit = visitOf(message, reading);
  const merge = does.merge ? readMerge(message, patient, reading) : [];
  if (isProblem(merge)) return merge;
  const persons = reading.rules.persons === false ? [] : [{ kind: 'person' as const, ...readAllergies(message) }];
  const stays = does.stay === undefined || visit === undefined || reading.rules.stays === false ? [] : [stayOf(message, does, visit, reading)];
  return said(message, patient, visit, [...persons, ...stays, ...merge, ...readDiagnoses(message, reading)], reading);
}

/** The visit; where its number stands only in MRG (A45), that one. A plan taken back (A25, A26) is none any more. */
function visitOf(message: Message, reading: Reading): Visit | undefined {
  const { event } = message.header;
  const visit = readVisit(message, reading);
  const moved = event === 'A45' || event === 'A44' ? text(segmentOf(message, 'MRG'), 5) : undefined;
  const dropped = event === 'A25' ? { dischargePlannedAt: null } : event === 'A26' ? { plannedPlace: null } : {};
  return visit === undefined ? undefined : present({ ...visit, number: visit.number ?? moved, ...dropped });
}

function stayOf(message: Message, { stay, renumbered }: AdtEvent, visit: Visit, reading: Reading): Statement {
  const pv1 = segmentOf(message, 'PV1');
  const prior = text(pv1, 6) === undefined ? undefined : orNothing(placeField(pv1, 6));
  const former = renumbered ? formerNumbers(message, visit, reading) : [];
  return present({ kind: 'stay' as const, event: stay ?? 'update', prior, former: former.length > 0 ? former : undefined });
}

/** A24 and A37 are about two patients at once. */
function readLinked(message: Message, reading: Reading): Said | Problem {
  const linked = readLink(message, reading);
  return isProblem(linked) ? linked : said(message, linked.patient, undefined, linked.statements, reading);
}

/** A43 moves a number; what else there is (deletions, events of the hospital's own) is kept and says nothing. */
function readOther(message: Message, reading: Reading): Said | Problem {
  if (message.header.event !== 'A43') {
    warn(reading, 'MSH-9', 'event-not-read');
    return { ...readEnds(message, reading), statements: [], warnings: reading.warnings };
  }
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const moved = readMove(message, patient, reading);
  return said(message, moved.patient, readVisit(message, reading), moved.statements, reading);
}

function said(message: Message, patient: Patient, visit: Visit | undefined, statements: Statement[], reading: Reading): Said {
  return present({ ...readEnds(message, reading), patient, visit, statements, warnings: reading.warnings });
}

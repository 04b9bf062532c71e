/** Result messages: ORU^R01, R30, R31, R32 and OUL^R21–R24. */
import { createHash } from 'node:crypto';
import type { Message } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { present, type Reading } from './read/common.ts';
import { answersIn } from './read/consultation.ts';
import { readEnds } from './read/ends.ts';
import { readObservations } from './read/observations.ts';
import { gather, readOrders, type Group } from './read/order.ts';
import { isProblem, readPatient } from './read/patient.ts';
import { readSheets } from './read/sheets.ts';
import { readVisit } from './read/visit.ts';
import { ourNumber } from '../statements/format.patient-number.ts';
import type { Patient, Said, Statement } from '../statements/schema.ts';

/** Event codes by message type. */
export const RESULT_EVENTS: Readonly<Record<string, readonly string[]>> = {
  ORU: ['R01', 'R30', 'R31', 'R32'],
  OUL: ['R21', 'R22', 'R23', 'R24'],
};

/** The report with its sheets, or what the message lacks to be one. A result that cannot be read never refuses the others. */
export function readReport(message: Message, reading: Reading): Said | Problem {
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const groups = gather(message.segments);
  if (groups.length === 0) return problem('results-missing');
  const statements = reading.rules.observations ? groups.flatMap((group) => readObservations(group, reading)) : reported(message, patient, groups, reading);
  return present({ ...readEnds(message, reading), patient, visit: readVisit(message, reading), statements, warnings: reading.warnings });
}

function reported({ header }: Message, patient: Patient, groups: readonly Group[], reading: Reading): Statement[] {
  const origin = [header.sendingApplication, header.sendingFacility, ourNumber(patient.ids) ?? trace(patient)].join('|');
  const answered = groups.map((group) => answersIn(group, reading));
  // What was asked of a colleague and answered in words is no report; whatever else came with it is.
  const reports = groups.flatMap((group, at) => { const rest = answered[at]?.rest ?? group; return answered[at] === undefined || rest.observations.length > 0 ? [rest] : []; });
  return [
    ...(reports.length === 0 ? [] : [{ kind: 'report' as const, orders: readOrders(reports, origin, reading) }]),
    ...answered.flatMap((one) => one?.consultation ?? []),
    ...groups.flatMap((group) => readSheets(group, reading)),
  ];
}

/** Tells patients without a hospital number apart; too short to lead back to the identity card. */
function trace({ identity }: Patient): string {
  return createHash('sha256').update(identity?.idNumber ?? '').digest('hex').slice(0, 6);
}

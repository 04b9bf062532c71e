/** Result messages: ORU^R01, R30, R31, R32 and OUL^R21–R24. */
import { createHash } from 'node:crypto';
import type { Message } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { present, type Reading } from './read/common.ts';
import { readEnds } from './read/ends.ts';
import { readOrders } from './read/order.ts';
import { isProblem, readPatient, readVisit } from './read/patient.ts';
import type { Patient, Said } from '../statements/schema.ts';

/** Event codes by message type. */
export const RESULT_EVENTS: Readonly<Record<string, readonly string[]>> = {
  ORU: ['R01', 'R30', 'R31', 'R32'],
  OUL: ['R21', 'R22', 'R23', 'R24'],
};

/** The report, or what the message lacks to be one. A result that cannot be read never refuses the others. */
export function readReport(message: Message, zone: string): Said | Problem {
  const reading: Reading = { zone, warnings: [] };
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const { header } = message;
  const origin = [header.sendingApplication, header.sendingFacility, patient.ids[0]?.value ?? trace(patient)].join('|');
  const orders = readOrders(message.segments, origin, reading);
  if (orders.length === 0) return problem('results-missing');
  return present({
    ...readEnds(message, reading),
    patient,
    visit: readVisit(message, reading),
    statements: [{ kind: 'report' as const, orders }],
    warnings: reading.warnings,
  });
}

/** Tells patients without a hospital number apart; too short to lead back to the identity card. */
function trace({ identity }: Patient): string {
  return createHash('sha256').update(identity?.idNumber ?? '').digest('hex').slice(0, 6);
}

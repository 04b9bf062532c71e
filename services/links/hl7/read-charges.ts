/** DFT^P03, P11: what was charged. BAR^P01…P12: accounts, with the diagnoses and the stay they are for. */
import { segmentOf, segmentsOf, text, type Message, type Segment } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { codeField, instant, present, staffField, words, type Reading } from './read/common.ts';
import { readDiagnoses } from './read/diagnoses.ts';
import { readEnds } from './read/ends.ts';
import { perPatient } from './read/groups.ts';
import { isProblem, readPatient } from './read/patient.ts';
import { readVisit } from './read/visit.ts';
import type { Said, Statement } from '../statements/schema.ts';

/** One for each patient: BAR^P02 purges several accounts at once. */
export function readAccounts(message: Message, fresh: () => Reading): Said[] | Problem {
  const { type, event } = message.header;
  const parts = type === 'BAR' && event === 'P02' ? perPatient(message) : [message];
  const read = parts.map((part) => readOne(part, fresh()));
  return read.find(isProblem) ?? (read as Said[]);
}

function readOne(message: Message, reading: Reading): Said | Problem {
  const { type, event } = message.header;
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const charges = segmentsOf(message, 'FT1').map((ft1) => chargeOf(ft1, reading));
  if (type === 'DFT' && charges.length === 0) return problem('charge-missing');
  const visit = readVisit(message, reading);
  // A billing system tells of stays what it was told; only where the hospital says so it is their master.
  const stays: Statement[] = reading.rules.stays === true && visit !== undefined && segmentOf(message, 'PV1') ? [{ kind: 'stay', event: 'update' }] : [];
  const statements = [...stays, ...charges, ...readDiagnoses(message, reading, event === 'P12')];
  return present({ ...readEnds(message, reading), patient, visit, statements, warnings: reading.warnings });
}

/** FT1. */
function chargeOf(ft1: Segment, reading: Reading): Statement {
  const kind = text(ft1, 6);
  return present({
    kind: 'charge' as const,
    number: text(ft1, 2),
    code: codeField(ft1, 7),
    name: words(ft1, 7) ?? text(ft1, 8),
    amount: signed(total(ft1), kind),
    quantity: text(ft1, 10),
    type: kind,
    at: instant(reading, ft1, 4),
    order: text(ft1, 23),
    department: text(ft1, 13),
    by: staffField(ft1, 20) ?? staffField(ft1, 21),
  });
}

/** FT1-11 for all of them, FT1-12 for one of them. */
function total(ft1: Segment): string | undefined {
  const quantity = text(ft1, 10);
  return text(ft1, 11) ?? (quantity === undefined || Number(quantity) === 1 ? text(ft1, 12) : undefined);
}

/** A refund (table 0017 CD, and CR as many send it) takes away, also where the sender writes no sign. */
function signed(amount: string | undefined, kind: string | undefined): string | undefined {
  const refund = /^(CD|CR|credit|refund|退费|退)$/i.test(kind ?? '');
  return amount !== undefined && refund && /^\d/.test(amount) && Number(amount) !== 0 ? `-${amount}` : amount;
}

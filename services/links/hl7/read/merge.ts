/** MRG: numbers that are given up, and the events that take a merge back. */
import { repeats, segmentOf, segmentsOf, text, type Message, type Segment } from '../syntax/message.ts';
import { problem, type Problem } from '../syntax/problem.ts';
import { isPersonal } from '../../statements/schema.identity.ts';
import type { Patient, PatientId, Statement, Visit } from '../../statements/schema.ts';
import { warn, type Reading } from './common.ts';
import { idOf, isProblem, readPatient } from './patient.ts';

/** The hospital's numbers in a field of CX. */
function numbersIn(segment: Segment | undefined, field: number): PatientId[] {
  const ids = segment === undefined ? [] : repeats(segment, field).flatMap(idOf);
  return ids.filter(({ value, type }) => !isPersonal(value, type));
}

const without = (ids: readonly PatientId[], others: readonly PatientId[]): PatientId[] => ids.filter(({ value }) => !others.some((other) => other.value === value));

/** A18, A34, A40, A47 …: the numbers of MRG are the message's patient now. */
export function readMerge(message: Message, patient: Patient, reading: Reading): Statement[] | Problem {
  const mrg = segmentOf(message, 'MRG');
  const given = [...numbersIn(mrg, 1), ...numbersIn(mrg, 4)];
  if (given.length === 0) return problem('merge-missing');
  const gone = without(given, patient.ids).filter(({ value }, at, all) => all.findIndex((other) => other.value === value) === at);
  if (gone.length > 0) return [{ kind: 'merge', gone }];
  warn(reading, 'MRG-1', 'merged-with-itself');
  return [];
}

/** A35, A42, A50 …: other numbers of this visit. MRG-3 counts where the visit goes by its account number. */
export function formerNumbers(message: Message, visit: Visit | undefined, reading: Reading): string[] {
  const mrg = segmentOf(message, 'MRG');
  const byAccount = text(segmentOf(message, 'PV1'), 19) === undefined;
  const said = [text(mrg, 5), text(mrg, 6), byAccount ? text(mrg, 3) : undefined];
  const former = [...new Set(said.filter((number) => number !== undefined && number !== visit?.number))] as string[];
  if (former.length === 0) warn(reading, 'MRG-5', 'nothing-renumbered');
  return former;
}

/** A43: a number (PID-3, MRG-1) goes from the person of MRG-4 to the person of PID-2; without PID-2 it is its own again. */
export function readMove(message: Message, patient: Patient, reading: Reading): { readonly patient: Patient; readonly statements: Statement[] } {
  const pid = segmentOf(message, 'PID');
  const mrg = segmentOf(message, 'MRG');
  const moved = numbersIn(mrg, 1);
  const to = without(numbersIn(pid, 2), moved);
  const from = without(numbersIn(mrg, 4), moved);
  if (moved.length > 0 && to.length > 0) return { patient: { ...patient, ids: to }, statements: [{ kind: 'merge', gone: moved }] };
  if (moved.length > 0 && from.length > 0) return { patient: { ids: from }, statements: [{ kind: 'merge', gone: moved, undone: true }] };
  warn(reading, 'MRG-4', 'move-unclear');
  return { patient, statements: [] };
}

/** A37: the second PID is somebody else again. A24 says that two are linked, which is no merge: a person looks. */
export function readLink(message: Message, reading: Reading): { readonly patient: Patient; readonly statements: Statement[] } | Problem {
  const [, second] = segmentsOf(message, 'PID');
  const patient = readPatient({ ...message, segments: message.segments.filter((segment) => segment !== second) }, reading);
  if (isProblem(patient)) return patient;
  const gone = without(numbersIn(second, 3), patient.ids);
  if (message.header.event === 'A37' && gone.length > 0) return { patient, statements: [{ kind: 'merge', gone, undone: true }] };
  warn(reading, 'PID', message.header.event === 'A24' ? 'linked-not-merged' : 'unlink-unclear');
  return { patient, statements: [] };
}

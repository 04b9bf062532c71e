/** PID, which every message shares. */
import { partText, repeats, text, type Message, type Repeat, type Segment } from '../syntax/message.ts';
import { problem, type Problem } from '../syntax/problem.ts';
import { readTime } from '../syntax/time.ts';
import { isPersonal } from '../../statements/schema.identity.ts';
import type { Patient, PatientId } from '../../statements/schema.ts';
import { personName, present, warn, type Reading } from './common.ts';
import { readIdentity } from './identity.ts';

/** The patient, or why the message cannot be anybody's. */
export function readPatient(message: Message, reading: Reading): Patient | Problem {
  const pids = message.segments.filter((segment) => segment.name === 'PID');
  const pid = pids[0];
  if (!pid) return problem('patient-missing');
  // Giving one patient's result to another is the worst this link could do.
  if (pids.length > 1) return problem('several-patients');
  const [ids, papers] = patientIds(pid);
  if (ids.length === 0 && papers.length === 0) return problem('patient-id-missing');
  return present({ ids, name: patientName(pid), sex: text(pid, 8)?.toUpperCase(), ...birth(pid, reading), identity: readIdentity(message, pid, papers) });
}

/** Whether the reading ended in a refusal. */
export function isProblem(outcome: object): outcome is Problem {
  return 'condition' in outcome;
}

/** The hospital's numbers, and the person's papers: these go on only to be sealed. */
function patientIds(pid: Segment): readonly [PatientId[], PatientId[]] {
  const listed = repeats(pid, 3).flatMap((repeat) => idOf(repeat));
  // PID-2 and PID-4 were where numbers stood before 2.3.1; PID-19 is where the identity card stands.
  const older = [2, 4].flatMap((field) => repeats(pid, field).flatMap((repeat) => idOf(repeat)));
  const card = repeats(pid, 19).flatMap((repeat) => idOf(repeat).map((id) => ({ ...id, type: id.type ?? 'SS' })));
  const all = [...listed, ...older, ...card].filter((id, index, every) => every.findIndex((other) => other.value === id.value) === index);
  const isPaper = ({ value }: PatientId) => [...listed, ...older, ...card].some((id) => id.value === value && isPersonal(id.value, id.type));
  return [all.filter((id) => !isPaper(id)), all.filter(isPaper)];
}

/** CX: value, type, authority. */
export function idOf(repeat: Repeat): PatientId[] {
  const value = partText(repeat, 1);
  if (value === undefined) return [];
  return [present({ value, type: partText(repeat, 5), authority: partText(repeat, 4) })];
}

function patientName(pid: Segment): string | undefined {
  const names = repeats(pid, 5);
  // XPN-8 `I` is the ideographic spelling where a sender also gives pinyin.
  const written = names.find((name) => partText(name, 8) === 'I') ?? names.find((name) => personName(name, 1));
  return personName(written, 1);
}

function birth(pid: Segment, reading: Reading): { birthDate?: string; birthTime?: string } {
  const written = text(pid, 7);
  if (written === undefined) return {};
  const moment = readTime(written, reading.zone);
  if (!moment) {
    warn(reading, 'PID-7', 'time-unreadable');
    return {};
  }
  const known = ['hour', 'minute', 'second'].includes(moment.precision) && !/^\d{8}0{4,6}$/.test(written);
  return { birthDate: moment.date, ...(known && { birthTime: moment.at.toISOString() }) };
}

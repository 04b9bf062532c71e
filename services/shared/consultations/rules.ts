/** The decisions: who has to do with a consultation, who may see the patient for it, what is news. Pure. */
import type { Consultation as Told } from '../../links/statements/schema.ts';
import type { Invited } from '../data-scope/index.ts';
import { type Consultation, type Part, openDays } from './model.ts';

const dayMs = 86_400_000;

export function isOpen({ state }: Pick<Consultation, 'state'>): boolean {
  return state === null || state === 'requested' || state === 'accepted';
}

/** Staff numbers of the people who were invited by name. */
export function invitedOf({ invited }: Pick<Consultation, 'invited'>): string[] {
  return [...new Set((invited ?? []).flatMap(({ staff }) => staff?.number ?? []))].toSorted();
}

/** Departments that were asked without naming anybody of them. */
export function departmentsOf({ invited }: Pick<Consultation, 'invited'>): string[] {
  return [...new Set((invited ?? []).flatMap(({ department, staff }) => (staff?.number === undefined ? (department ?? []) : [])))].toSorted();
}

export type Access = Invited & { readonly patientId: string; readonly until: Date };

/**
 * While it is open each who is invited by name sees the patient, and of a department that names nobody whoever answers
 * for it; one told without any time counts from now.
 */
export function accessOf(consultation: Consultation, now: Date): Access[] {
  const { patientId, plannedAt, requestedAt } = consultation;
  const until = new Date((plannedAt ?? requestedAt ?? now).getTime() + openDays * dayMs);
  if (patientId === null || !isOpen(consultation) || until <= now) return [];
  const whom: Invited[] = [...invitedOf(consultation).map((staffNumber) => ({ staffNumber })), ...departmentsOf(consultation).map((departmentCode) => ({ departmentCode }))];
  return whom.map((each) => ({ ...each, patientId, until }));
}

export function whoOf({ by, department }: NonNullable<Told['opinions']>[number]): string {
  return by?.number ?? by?.name ?? department ?? '';
}

export interface PartOf {
  readonly staffNumber: string;
  readonly part: Part;
}

export function partsOf(consultation: Consultation, answered: readonly string[]): PartOf[] {
  const asked = consultation.requestedBy?.number;
  return [
    ...(asked === undefined ? [] : [{ staffNumber: asked, part: 'asked' as const }]),
    ...invitedOf(consultation).map((staffNumber) => ({ staffNumber, part: 'invited' as const })),
    ...[...new Set(answered)].toSorted().map((staffNumber) => ({ staffNumber, part: 'answered' as const })),
  ];
}

const isMore = (had: readonly string[], has: readonly string[]): boolean => has.some((each) => !had.includes(each));

/** Asked for the first time, or of more people, while it is open. */
export function isNewlyAsked(before: Consultation | undefined, after: Consultation): boolean {
  if (!isOpen(after)) return false;
  if (before === undefined || !isOpen(before)) return true;
  return isMore(invitedOf(before), invitedOf(after)) || isMore(departmentsOf(before), departmentsOf(after));
}

/** Headings under which a 会诊记录 says what is advised; without one, all of it. */
const opinionTitles = /会诊意见|会诊结论|会诊建议|^意见|Consult(ation)? opinion/i;
/** The same as the beginning of a line, where the record has no headed blocks. */
const opinionLine = /^\s*(?:会诊意见|会诊结论|会诊建议)[^：:]{0,10}[：:]\s*/;

interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a record document says as the opinion; empty for none of its words (a file). */
export function opinionIn(blocks: readonly Block[]): string {
  const headed = blocks.filter(({ title }) => opinionTitles.test(title));
  if (headed.length > 0) return headed.flatMap(({ lines }) => lines).join('\n');
  const lines = blocks.flatMap(({ title, lines: all }) => (title === '' ? all : [title, ...all]));
  const start = lines.findIndex((line) => opinionLine.test(line));
  return (start < 0 ? lines : [lines[start]!.replace(opinionLine, ''), ...lines.slice(start + 1)]).filter((line) => line !== '').join('\n');
}

/** What may be entered, and what is said before it is. Pure. */
import { moment } from '../../../cards/words.ts';
import { type Facts, fill, refusals } from '../../core/phrases.ts';
import { type Absence, type Duty, type DutyKind, type Shift, type Slot, type Span, common, gaps, held, holdsAt, overlap } from '../../shared/on-call/schema.ts';
import { longDutyHours, longestDutyDays, mostRows } from './model.ts';
import { phrases, warningWords } from './phrases.ts';

export const refuse = refusals(phrases);
export type Code = keyof typeof phrases;

export interface Draft extends Span {
  readonly departmentCode: string;
  readonly duty: DutyKind;
  readonly staffNumber: string;
}

export interface Colleague {
  readonly number: string;
  readonly name: string;
  readonly role: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly active: boolean;
}

/** What stands around a draft. */
export interface Around {
  readonly person: Colleague | undefined;
  /** Has an account on a chat platform: a card can reach them. */
  readonly reachable: boolean;
  /** Of the same department and duty at that time, beside what is changed. */
  readonly others: readonly Duty[];
  /** The person's own duties elsewhere at that time. */
  readonly elsewhere: readonly Duty[];
  /** Whoever is concerned. */
  readonly absences: readonly Absence[];
  readonly nameOf: (number: string) => string;
  readonly departmentOf: (code: string) => string;
}

export interface Problem {
  readonly code: Code;
  readonly facts: Facts;
}

const hourMs = 3_600_000;

/** `今天 08:00`; `以后` for what has no end. */
export const until = (at: Date | null, now: Date): string => (at === null ? '另行通知' : moment(at, now));

/** Why this cannot be entered; `undefined` when it can. */
export function problemOf(draft: Draft, { person, others, absences, nameOf }: Around, now: Date): Problem | undefined {
  if (person === undefined) return { code: 'duty-roster.unknown-staff', facts: { number: draft.staffNumber } };
  const { name, number } = person;
  if (!person.active) return { code: 'duty-roster.left', facts: { name, number } };
  if (draft.duty === 'duty-doctor' && person.role !== 'doctor') return { code: 'duty-roster.not-a-doctor', facts: { name, number } };
  if (draft.duty === 'head-nurse' && person.role !== 'nurse') return { code: 'duty-roster.not-a-nurse', facts: { name, number } };
  const inTime = timeProblem(draft, now);
  if (inTime !== undefined) return inTime;
  const clash = others.find((other) => overlap(draft, other) && (draft.duty === 'duty-doctor' ? !isAway(other, draft, absences) : other.staffNumber === number && other.until === null));
  if (clash !== undefined) {
    return draft.duty === 'duty-doctor'
      ? { code: 'duty-roster.overlap', facts: { name: nameOf(clash.staffNumber), from: moment(clash.from, now), until: until(clash.until, now) } }
      : { code: 'duty-roster.holds-already', facts: { name } };
  }
  // A post is held through leave; somebody acts for it meanwhile.
  const leave = draft.duty === 'duty-doctor' ? absences.find((absence) => absence.staffNumber === number && overlap(draft, absence)) : undefined;
  return leave === undefined ? undefined : { code: 'duty-roster.on-leave', facts: { name, from: leave.from.getTime() === 0 ? '现在' : moment(leave.from, now), until: until(leave.until, now) } };
}

function timeProblem({ duty, from, until: end }: Draft, now: Date): Problem | undefined {
  if (end !== null && end <= from) return { code: 'duty-roster.order', facts: {} };
  if (end === null) return duty === 'duty-doctor' ? { code: 'duty-roster.needs-end', facts: {} } : undefined;
  if (end <= now) return { code: 'duty-roster.over', facts: { until: moment(end, now) } };
  const isLong = duty === 'duty-doctor' && end.getTime() - from.getTime() > longestDutyDays * 24 * hourMs;
  return isLong ? { code: 'duty-roster.too-long', facts: { most: longestDutyDays } } : undefined;
}

/** Away for all that both have in common: nobody is in the way. */
function isAway(other: Duty, draft: Span, absences: readonly Absence[]): boolean {
  const from = Math.max(other.from.getTime(), draft.from.getTime());
  const end = Math.min(other.until?.getTime() ?? Infinity, draft.until?.getTime() ?? Infinity);
  return absences.some((absence) => absence.staffNumber === other.staffNumber && absence.from.getTime() <= from && (absence.until?.getTime() ?? Infinity) >= end);
}

/** What somebody should know before it is entered. */
export function warningsOf(draft: Draft, around: Around, now: Date): string[] {
  const { person, reachable, others, elsewhere, nameOf, departmentOf } = around;
  if (person === undefined) return [];
  const { name } = person;
  const said: string[] = [];
  if (person.departmentCode !== draft.departmentCode) said.push(fill(warningWords.outside, { name, department: person.departmentName }));
  if (!reachable) said.push(fill(warningWords.unreachable, { name }));
  for (const other of elsewhere.filter((each) => draft.duty === 'duty-doctor' && overlap(draft, each))) said.push(fill(warningWords.elsewhere, { name, department: departmentOf(other.departmentCode), from: moment(other.from, now), until: until(other.until, now) }));
  const hours = draft.until === null || draft.duty !== 'duty-doctor' ? 0 : (draft.until.getTime() - draft.from.getTime()) / hourMs;
  if (hours >= longDutyHours) said.push(fill(warningWords.long, { hours: Math.round(hours) }));
  const standing = replacedBy(draft, others);
  if (standing !== undefined) said.push(fill(draft.until === null ? warningWords.replaces : warningWords.acting, { name: nameOf(standing.staffNumber), from: moment(draft.from, now) }));
  return said;
}

/** The post's present holder, whose time ends where a new one's without end begins. */
export function replacedBy(draft: Draft, others: readonly Duty[]): Duty | undefined {
  return draft.duty === 'duty-doctor' ? undefined : others.find((other) => other.until === null && other.from <= draft.from);
}

/** What is past stays as it was: a duty doctor entered in the middle of a shift begins now. */
export function fromNow<D extends Draft>(draft: D, now: Date): D {
  return draft.duty === 'duty-doctor' && draft.from < now && (draft.until === null || draft.until > now) ? { ...draft, from: now } : draft;
}

/** @throws Refusal `duty-roster.over` */
export function mustNotBeOver(duty: Span, now: Date): void {
  if (duty.until !== null && duty.until <= now) throw refuse('duty-roster.over', { until: moment(duty.until, now) });
}

const farMs = 400 * 24 * hourMs;

/** The empty time around a moment that nobody holds, within the shift it lies in; `null`: for as long as one looks. */
export function emptyAt(at: Date, duties: readonly Duty[], absences: readonly Absence[], slots: readonly Slot[]): { readonly from: Date | null; readonly until: Date | null } {
  const wide = { from: new Date(at.getTime() - farMs), until: new Date(at.getTime() + farMs) };
  const empty = gaps(wide, held(wide, duties, absences)).find((gap) => holdsAt(gap, at)) ?? wide;
  const slot = slots.find((each) => holdsAt(each, at));
  const within = slot === undefined ? empty : (common(empty, slot) ?? empty);
  return { from: within.from <= wide.from ? null : within.from, until: within.until >= wide.until ? null : within.until };
}

/** Two shifts of one name cannot be told apart in a file. @throws Refusal `duty-roster.pattern-twice` */
export function checkPattern(shifts: readonly Shift[]): void {
  const twice = shifts.find(({ name, on }, index) => shifts.slice(0, index).some((before) => before.name === name && (before.on === on || before.on === 'every' || on === 'every')));
  if (twice !== undefined) throw refuse('duty-roster.pattern-twice', { name: twice.name });
}

/** @throws Refusal `duty-roster.file-…` */
export function checkFile(table: { readonly trouble: 'charset' | 'empty' } | { readonly trouble: 'broken'; readonly line: number } | { readonly lines: readonly unknown[] }): void {
  if ('trouble' in table) throw table.trouble === 'broken' ? refuse('duty-roster.file-broken', { line: table.line }, 400) : refuse(`duty-roster.file-${table.trouble}`, {}, 400);
  if (table.lines.length > mostRows) throw refuse('duty-roster.file-rows', { most: mostRows, rows: table.lines.length }, 400);
}

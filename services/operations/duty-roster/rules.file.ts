/** A month's roster as a table: from lines to duties, each problem with its line, and back. Pure. */
import { clock } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import { type DutyKind, type Pattern, type Shift, type Slot, dayAfter, dayOf, dutyKinds, momentOf, slotsOf } from '../../shared/on-call/schema.ts';
import { dutyWords, fileWords, rowWords } from './phrases.ts';
import type { Colleague, Draft } from './rules.ts';

export type Line = Readonly<Record<keyof typeof fileWords, string>>;
export const fileHeader = Object.values(fileWords);
const columns = Object.keys(fileWords) as readonly (keyof typeof fileWords)[];

/** Column names that are not there and cannot be missing. */
export function missingColumns(header: readonly string[]): string[] {
  const has = (column: keyof typeof fileWords): boolean => header.includes(fileWords[column]);
  const person = has('number') || has('name') ? [] : [`${fileWords.number}或${fileWords.name}`];
  const time = (has('day') && has('shift')) || has('from') ? [] : [`${fileWords.day}和${fileWords.shift}`];
  return [...(has('department') ? [] : [fileWords.department]), ...person, ...time];
}

export function linesOf(header: readonly string[], lines: readonly (readonly string[])[]): Line[] {
  const places = columns.map((column) => [column, header.indexOf(fileWords[column])] as const);
  return lines.map((cells) => Object.fromEntries(places.map(([column, place]) => [column, place < 0 ? '' : (cells[place] ?? '').trim()])) as Line);
}

export interface Known {
  readonly departments: readonly { readonly code: string; readonly name: string }[];
  readonly people: readonly Colleague[];
  readonly patterns: ReadonlyMap<string, Pattern>;
}

/** A line as a duty, or what is wrong with it. */
export type Row = { readonly line: number; readonly draft: Draft } | { readonly line: number; readonly why: string };

export function readRows(lines: readonly Line[], known: Known): Row[] {
  const rows = lines.map((line, index): Row => {
    const read = readRow(line, known);
    return typeof read === 'string' ? { line: index + 2, why: read } : { line: index + 2, draft: read };
  });
  return rows.map((row, index) => {
    if ('why' in row) return row;
    const before = rows.slice(0, index).find((other) => 'draft' in other && clashes(other.draft, row.draft));
    return before === undefined ? row : { line: row.line, why: fill(rowWords.twice, { line: before.line }) };
  });
}

function clashes(one: Draft, other: Draft): boolean {
  return one.departmentCode === other.departmentCode && one.duty === other.duty && one.duty === 'duty-doctor' && one.from < (other.until ?? other.from) && other.from < (one.until ?? one.from);
}

function readRow(line: Line, { departments, people, patterns }: Known): Draft | string {
  const department = departments.find(({ code, name }) => code === line.department || name === line.department);
  if (department === undefined) return fill(rowWords.department, { text: line.department });
  const duty = line.duty === '' ? 'duty-doctor' : dutyKinds.find((kind) => kind === line.duty || dutyWords[kind] === line.duty);
  if (duty === undefined) return fill(rowWords.duty, { text: line.duty, options: Object.values(dutyWords).join('、') });
  const person = personOf(line, people, department.code);
  if (typeof person === 'string') return person;
  const span = spanOf(line, duty, patterns.get(department.code)?.shifts ?? [], department.name);
  return typeof span === 'string' ? span : { departmentCode: department.code, duty, staffNumber: person.number, ...span };
}

function personOf({ number, name }: Line, people: readonly Colleague[], department: string): { readonly number: string } | string {
  if (number === '' && name === '') return rowWords.person;
  if (number !== '') {
    const found = people.find((each) => each.number === number);
    // Who is not here at all is refused with the others, by number.
    if (found !== undefined && name !== '' && found.name !== name) return fill(rowWords.name, { number, name: found.name, text: name });
    return { number };
  }
  const named = people.filter((each) => each.name === name && each.active);
  const own = named.filter((each) => each.departmentCode === department);
  const [only, another] = own.length === 1 ? own : named;
  if (only === undefined) return fill(rowWords.nobody, { text: name });
  return another !== undefined && own.length !== 1 ? fill(rowWords.several, { text: name, count: named.length }) : only;
}

type Times = Pick<Draft, 'from' | 'until'>;

function spanOf(line: Line, duty: DutyKind, shifts: readonly Shift[], department: string): Times | string {
  const day = line.day === '' ? undefined : dayIn(line.day);
  if (line.day !== '' && day === undefined) return fill(rowWords.day, { text: line.day });
  if (line.from !== '') return timesOf(line, day, duty);
  if (line.shift === '' || day === undefined) return rowWords.times;
  const slot = slotsOf(shifts, day).find(({ name }) => name === line.shift);
  const options = [...new Set(shifts.map(({ name }) => name))].join('、');
  return slot === undefined ? fill(rowWords.shift, { department, text: line.shift, options }) : { from: slot.from, until: slot.until };
}

function timesOf(line: Line, day: string | undefined, duty: DutyKind): Times | string {
  const from = timeIn(line.from, day, duty);
  if (from === undefined) return fill(rowWords.time, { text: line.from });
  if (line.until === '') return { from, until: null };
  const until = timeIn(line.until, day ?? dayOf(from), duty);
  if (until === undefined) return fill(rowWords.time, { text: line.until });
  // `17:30` to `08:00` ends the next morning.
  return { from, until: until <= from && !/\d{4}/.test(line.until) ? timeIn(line.until, dayAfter(dayOf(from), 1), duty) ?? until : until };
}

/** As spreadsheets write days. */
export function dayIn(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? [];
  const written = [year, month?.padStart(2, '0'), day?.padStart(2, '0')].join('-');
  return Number.isNaN(Date.parse(written)) || new Date(`${written}T00:00:00Z`).toISOString().slice(0, 10) !== written ? undefined : written;
}

/** `17:30` of a day, or with its own day; a post may begin with a day alone. */
function timeIn(text: string, day: string | undefined, duty: DutyKind): Date | undefined {
  const [, ownDay, hours, minutes] = /^(?:(\d{4}\D\d{1,2}\D\d{1,2}日?)(?:[ T]+|$))?(?:(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?)?$/u.exec(text) ?? [];
  const on = ownDay === undefined ? day : dayIn(ownDay);
  if (on === undefined || (hours === undefined && duty === 'duty-doctor') || (hours === undefined && ownDay === undefined)) return undefined;
  if (Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return undefined;
  return momentOf(on, `${(hours ?? '0').padStart(2, '0')}:${minutes ?? '00'}`);
}

const stampOf = (at: Date): string => `${dayOf(at)} ${clock(at)}`;

/** A duty as a line of the file that would bring it back. */
export function lineOf(draft: Draft, { departments, people, patterns }: Known): string[] {
  const slot = draft.duty === 'duty-doctor' && draft.until !== null ? slotIn(draft, patterns.get(draft.departmentCode)?.shifts ?? []) : undefined;
  const department = departments.find(({ code }) => code === draft.departmentCode)?.name ?? draft.departmentCode;
  const name = people.find(({ number }) => number === draft.staffNumber)?.name ?? '';
  const times = slot === undefined ? ['', '', draft.staffNumber, name, stampOf(draft.from), draft.until === null ? '' : stampOf(draft.until)] : [slot.day, slot.name, draft.staffNumber, name, '', ''];
  return [department, dutyWords[draft.duty], ...times];
}

function slotIn({ from, until }: Draft, shifts: readonly Shift[]): Slot | undefined {
  return slotsOf(shifts, dayOf(from)).find((slot) => slot.from.getTime() === from.getTime() && slot.until.getTime() === until?.getTime());
}
